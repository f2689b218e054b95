"""What an app keeps to work offline, entry by entry: a bundle is all entries of a release, a change
is one of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from app.content.base import Lang, Served
from app.content.exercise import ExerciseOut
from app.content.figure import FigureOut
from app.content.guide import cue_words
from app.content.kinds import KIND
from app.content.questionnaire import RuleSetOut
from app.content.routine import RoutineOut
from app.content.selfcheck import CheckDocument
from app.content.timeline import TimelineOut, timeline
from app.serving.checks import messages, questionnaire
from app.serving.items import Items

Key = tuple[str, str]
"""Kind and slug. Besides the kinds of content there are `questionnaire`, `rule-set` and `messages`,
by name of the check, and `timeline`, by routine."""

ENTRY_KINDS = tuple(sorted([*KIND, "questionnaire", "rule-set", "messages", "timeline"]))

Entries = Mapping[Key, bytes]
"""In the order of their keys."""


def entries(
    items: Items,
    checks: Mapping[str, tuple[CheckDocument, RuleSetOut]],
    lang: Lang,
    figures: Mapping[str, FigureOut | None],
) -> Entries:
    """
    Args:
        checks: those in force, by name.
        figures: of their questions.
    """
    made: dict[Key, Served] = {
        (kind, slug): item for kind, shelf in items.items() for slug, item in shelf.items()
    }
    for name, (check, rules) in checks.items():
        made["questionnaire", name] = questionnaire(check, rules, lang, figures)
        made["rule-set", name] = rules
        made["messages", name] = messages(check, lang)
    made |= {("timeline", routine.routine): routine for routine in timelines(items, lang)}
    return {key: made[key].model_dump_json().encode() for key in sorted(made)}


def timelines(items: Items, lang: Lang) -> Iterator[TimelineOut]:
    exercises = {s: e for s, e in items["exercise"].items() if isinstance(e, ExerciseOut)}
    say = cue_words(items["term"].values())
    names = {slug: exercise.name for slug, exercise in exercises.items()}
    for slug, routine in items["routine"].items():
        if isinstance(routine, RoutineOut):
            phases = [(phase.slug, phase.steps) for phase in routine.phases]
            cues = timeline(phases, exercises, say, names)
            yield TimelineOut(routine=slug, language=lang, duration_s=routine.duration_s, cues=cues)


def entry_digest(body: bytes) -> str:
    """sha-256 of the value as canonical JSON (RFC 8785), so that an app that keeps values, not
    bytes, can check them too."""
    value = json.loads(body, parse_float=_number)
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def state(digests: Mapping[Key, str]) -> str:
    """sha-256 of the lines `<kind>/<slug> <digest>`, in order: whether two hold the same."""
    lines = (f"{kind}/{slug} {digests[kind, slug]}\n" for kind, slug in sorted(digests))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _number(text: str) -> int | float:
    """As JavaScript writes it: 2.0 is 2."""
    number = float(text)
    return int(number) if number.is_integer() else number
