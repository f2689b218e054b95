"""An exercise as an `ActivityDefinition`: what to do, how much, and whom it is not for."""

from collections.abc import Iterator, Mapping

from app.content.base import SOURCE_LANG, Lang
from app.content.dose import starting_dose
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.fhir.dose import any_routine, in_words, ranges, seconds, weekly
from app.fhir.names import Json, coding, concept
from app.fhir.source import Say, Source
from app.fhir.warned import acknowledgement

HEADINGS: Mapping[str, str] = {"avoid": "page-avoid", "ask_first": "page-ask"}
"""What a contraindication asks for, and the term that says so."""


def activity(source: Source, slug: str) -> Json:
    exercise = source.exercises(SOURCE_LANG)[slug]
    release, retired = str(source.catalog.release), source.is_recalled("self-check")
    head = source.head("ActivityDefinition", slug, release, retired=retired)
    days = exercise.dose.days_per_week
    return {
        **head,
        **source.rights(exercise),
        **source.told("title", lambda lang: source.exercises(lang)[slug].name),
        **source.told(
            "description", lambda lang: source.exercises(lang)[slug].summary, markdown=True
        ),
        **source.told(
            "purpose", lambda lang: source.exercises(lang)[slug].evidence.text, markdown=True
        ),
        **source.told("usage", lambda lang: _usage(source, slug, lang), markdown=True),
        "topic": [concept(coding("aim", aim)) for aim in exercise.aims],
        "relatedArtifact": source.cited(exercise.citations),
        "kind": "ServiceRequest",
        "code": concept(coding("exercise", slug, exercise.name), text=exercise.name),
        "intent": "proposal",
        "priority": "routine",
        "doNotPerform": False,
        "timingTiming": weekly(days.min, days.max, **seconds(exercise.duration_s)),
        "bodySite": _muscles(source, exercise),
        "dosage": [_dosage(source, exercise)],
    }


def _dosage(source: Source, exercise: ExerciseOut) -> Json:
    """With every warning and everybody it is not for: what FHIR calls additional instructions is
    `supplemental instructions or warnings`, so who follows the dose has them in hand."""
    slug = exercise.slug
    days = exercise.dose.days_per_week
    start = in_words(source, any_routine(source), slug, starting_dose(exercise.dose))
    return {
        "sequence": 1,
        **source.told("text", start),
        "additionalInstruction": [
            *(
                {"coding": codes, **source.told("text", line)}
                for codes, line in not_for(source, slug)
            ),
            *(_warning(source, warning) for warning in exercise.warnings),
            *(_caution(source, slug, n) for n in range(len(exercise.cautions))),
        ],
        **source.told(
            "patientInstruction", lambda lang: "\n".join(source.exercises(lang)[slug].steps)
        ),
        "timing": weekly(days.min, days.max),
        "doseAndRate": ranges(exercise.dose),
    }


def not_for(source: Source, slug: str) -> Iterator[tuple[list[Json], Say]]:
    """Whom it is not for, as codes and in one line: whether to leave it out or to ask first, in
    which case, and why."""
    conditions = source.conditions(SOURCE_LANG)
    for n, row in enumerate(source.exercises(SOURCE_LANG)[slug].contraindications):
        codes = [
            coding("contraindication", row.action),
            coding("condition", row.condition, conditions[row.condition].name),
        ]
        yield codes, _line(source, slug, n)


def _line(source: Source, slug: str, n: int) -> Say:
    def say(lang: Lang) -> str:
        row = source.exercises(lang)[slug].contraindications[n]
        name = source.conditions(lang)[row.condition].name
        return f"{source.term(HEADINGS[row.action])(lang)}: {name}: {row.why}"

    return say


def warning_codes(source: Source, slug: str) -> list[Json]:
    """Of a warning, how much it presses, and whether the person has to confirm it."""
    warning = source.warnings(SOURCE_LANG)[slug]
    return [
        coding("warning", slug),
        coding("severity", warning.severity),
        acknowledgement(must=warning.must_acknowledge),
    ]


def _warning(source: Source, slug: str) -> Json:
    return {
        "coding": warning_codes(source, slug),
        **source.told("text", lambda lang: source.warnings(lang)[slug].text),
    }


def _caution(source: Source, slug: str, n: int) -> Json:
    return source.told("text", lambda lang: source.exercises(lang)[slug].cautions[n].text)


def _usage(source: Source, slug: str, lang: Lang) -> str:
    """The same for who shows text alone: warnings, whom it is not for, then how it goes wrong."""
    exercise, conditions = source.exercises(lang)[slug], source.conditions(lang)
    told = [f"- {source.warnings(lang)[one].text}" for one in exercise.warnings]
    parts = ["\n".join([f"**{source.term('page-warnings')(lang)}**", "", *told])] if told else []
    parts.append(source.term("about-teaches")(lang))
    for action, term in HEADINGS.items():
        rows = [row for row in exercise.contraindications if row.action == action]
        if rows:
            lines = [f"- {conditions[row.condition].name}: {row.why}" for row in rows]
            parts.append("\n".join([f"**{source.term(term)(lang)}**", "", *lines]))
    if exercise.mistakes:
        lines = [f"- {mistake.text}" for mistake in exercise.mistakes]
        parts.append("\n".join([f"**{source.term('page-mistakes')(lang)}**", "", *lines]))
    if exercise.dose.note:
        parts.append(exercise.dose.note)
    return "\n\n".join(parts)


def _muscles(source: Source, exercise: ExerciseOut) -> list[Json]:
    terms = source.catalog.all(SOURCE_LANG, "term", TermOut)
    return [
        concept(coding("muscle", slug, terms[slug].name))
        for slug in (*exercise.muscles.primary, *exercise.muscles.secondary)
    ]
