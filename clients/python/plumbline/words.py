"""The self-check offline: the answer of `POST /v1/triage`, field for field, from what the phone
holds. It educates and signposts; it is no diagnosis.

There is one field more: `withheld` says why no exercise is offered to anybody by these rules.
"""

from collections.abc import Iterable
from datetime import date

from plumbline.copy import Copy
from plumbline.held import Release
from plumbline.routine import kept_from, picked, routine_in_words, warnings
from plumbline.triage import Answers, Json, highest, triage

CHECK = "self-check"


def self_check(copy: Copy, answers: Answers, region: str | None, today: date) -> Json:
    """What to do, what to be warned of and, only where nothing speaks against it, exercises.

    Show `advice` and all `warnings` first. Ask what `next` names and call this again, until
    `status` is `complete`: before, `level` is null, since unfinished must never read as fine.

    Args:
        region: ISO 3166-1 alpha-2, for the emergency number: `GB`. None, or one that we have no
            number for, gets the number that works most widely.

    Raises:
        NothingHeld: nothing was ever synced.
        UnknownAnswer: the answers are to another questionnaire; a sync came in between. Ask anew.
        UnknownLogic: the rules are of a kind that came after this app.
    """
    held = copy.held()
    rules = held.entry("rule-set", CHECK)["portable"]
    withheld = held.withheld(CHECK, today)
    outcome = triage(rules, answers)
    if withheld is not None:
        outcome = without_exercise(rules, outcome)
    return in_words(held, outcome, answers, region) | {"withheld": withheld}


def without_exercise(rules: Json, outcome: Json) -> Json:
    """As if one more rule held for everybody: see a clinician first. So nothing is offered, red
    flags still count and are still asked for, and what is warned of stays."""
    least = highest(rules["levels"], [outcome["level_at_least"], "clinician_first"])
    level = None if outcome["level"] is None else least
    nothing: Json = {"causes": [], "routines": [], "optional": []}
    return outcome | nothing | {"level": level, "level_at_least": least}


def in_words(held: Release, outcome: Json, answers: Answers, region: str | None) -> Json:
    """Args: outcome: what `triage` gave for `answers`."""
    messages, rule_set = held.entry("messages", CHECK), held.entry("rule-set", CHECK)
    rules = rule_set["portable"]
    code = _no_routine(outcome)
    advice = next(a for a in messages["advice"] if a["of"] == _advised(outcome, code))
    conditions = [held.entry("condition", slug) for slug in outcome["conditions"]]
    routines = [routine_in_words(held, rules, one, outcome) for one in outcome["routines"]]
    return {
        **picked(outcome, "status", "level", "level_at_least"),
        "time_frame": advice["time_frame"],
        "advice": picked(advice, "title", "text", "safety_net", "citations")
        | {"contact": _contact(held, region)},
        "warnings": warnings(held, outcome["warnings"]),
        "conditions": [picked(condition, "slug", "name") for condition in conditions],
        "causes": [_cause(held, rules, cause, outcome) for cause in outcome["causes"]],
        "routines": routines,
        "no_routine": next((n for n in messages["no_routine"] if n["code"] == code), None),
        "blocked": [kept_from(held, **pair) for pair in outcome["blocked"]],
        "ask_about": [kept_from(held, **pair) for pair in outcome["ask_about"]],
        "next": _questions(held, outcome["next"]),
        "optional": _questions(held, outcome["optional"]),
        "because": _because(held, outcome, answers),
        "ruleset": picked(rule_set, "version", "digest", "status"),
        "content_release": held.number,
        **picked(messages, "language", "translation_review", "disclaimer"),
    }


def _no_routine(outcome: Json) -> str | None:
    if outcome["level_at_least"] != "self_care":
        return "see_someone_first"
    if outcome["status"] == "needs_answers":
        return "not_finished"
    return None if outcome["routines"] else "all_blocked"


def _advised(outcome: Json, code: str | None) -> str:
    """While answers are missing, what they already fix is said."""
    if code == "not_finished":
        return "needs_answers"
    level: str = outcome["level_at_least"]
    return "all_blocked" if code == "all_blocked" else level


def _contact(held: Release, region: str | None) -> Json:
    contacts = {contact["region"]: contact for contact in held.shelf("emergency-contact")}
    return picked(contacts.get(region) or contacts[None], "region", "number", "note")


def _cause(held: Release, rules: Json, cause: Json, outcome: Json) -> Json:
    """A pattern that fits, never a diagnosis: say so, and say why it was thought of."""
    words = {rule["slug"]: rule for rule in held.entry("messages", CHECK)["rules"]}
    naming = [
        words[rule["slug"]]
        for rule in rules["rules"]
        if rule["slug"] in outcome["because"]
        and cause["slug"] in [named["slug"] for named in rule["causes"]]
    ]
    links = {link["slug"]: link for rule in naming for link in rule["citations"]}
    return cause | {
        "name": held.entry("cause", cause["slug"])["name"],
        "because": [rule["text"] for rule in naming],
        "citations": list(links.values()),
    }


def _questions(held: Release, slugs: Iterable[str]) -> list[Json]:
    """In the order to ask them. All else about a question is in the entry `questionnaire`."""
    asked = {
        question["slug"]: {
            "question": question["slug"],
            "section": section["slug"],
            "text": question["text"],
        }
        for section in held.entry("questionnaire", CHECK)["sections"]
        for question in section["questions"]
    }
    return [asked[slug] for slug in slugs]


def _because(held: Release, outcome: Json, answers: Answers) -> list[Json]:
    """Every rule that held, with the answers that made it hold."""
    when = {rule["slug"]: rule["when"] for rule in held.entry("rule-set", CHECK)["body"]["rules"]}
    return [
        {
            "rule": rule["slug"],
            "text": rule["text"],
            "answers": [_given(condition, answers) for condition in when[rule["slug"]]],
            "citations": rule["citations"],
        }
        for rule in held.entry("messages", CHECK)["rules"]
        if rule["slug"] in outcome["because"]
    ]


def _given(condition: Json, answers: Answers) -> Json:
    answer = answers[condition["question"]]
    chosen = answer if isinstance(answer, list) else [answer]
    options = sorted({str(one) for one in chosen if one in condition["any_of"]})
    number = next((one for one in chosen if isinstance(one, int)), None)
    return {"question": condition["question"], "options": options, "number": number}
