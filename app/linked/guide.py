"""The whole guide as one `MedicalWebPage`: every chapter, in reading order, nothing shortened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.content.base import OURS, translation_review
from app.content.cause import CauseOut
from app.content.exercise import ExerciseOut
from app.content.guide import AnswerOut, ContributorOut, KeyPointOut, TipOut
from app.content.routine import RoutineOut
from app.content.safety import WarningOut
from app.linked.around import Around
from app.linked.cause import cause_page
from app.linked.exercise import exercise_plan
from app.linked.questions import ARTICLE, faq_page
from app.linked.routine import routine_plan
from app.linked.words import CC_BY, Node, in_order, part, warning_part


@dataclass(frozen=True, slots=True)
class Guide:
    """Its chapters, each with every item of its kind."""

    disclaimer: str
    key_points: Sequence[KeyPointOut]
    exercises: Sequence[ExerciseOut]
    routines: Sequence[RoutineOut]
    causes: Sequence[CauseOut]
    answers: Sequence[AnswerOut]
    tips: Sequence[TipOut]
    warnings: Sequence[WarningOut]
    contributors: Sequence[ContributorOut]


def guide_page(guide: Guide, around: Around) -> Node:
    return {
        "@type": "MedicalWebPage",
        "@id": "/v1/guide",
        "url": "/v1/guide",
        "description": guide.disclaimer,
        "inLanguage": around.language,
        "creativeWorkStatus": [
            "authorship: machine_drafted",
            f"translation_review: {translation_review(around.language)}",
        ],
        "license": CC_BY,
        "creditText": OURS.attribution,
        "isBasedOn": {"@id": ARTICLE},
        "hasPart": in_order(_chapters(guide, around)),
        "mentions": [
            {
                "@type": "Person",
                "@id": f"/v1/contributors/{person.slug}",
                "name": person.name,
                "description": person.about,
            }
            for person in guide.contributors
        ],
        "relatedLink": "/v1/self-check",
    }


def _chapters(guide: Guide, around: Around) -> Iterator[Node]:
    for point in guide.key_points:
        yield part(f"/v1/key-points/{point.slug}", point.text, point.citations)
    yield from (warning_part(warning, around) for warning in guide.warnings)
    yield from (exercise_plan(exercise, around) for exercise in guide.exercises)
    yield from (routine_plan(routine, around) for routine in guide.routines)
    yield from (cause_page(cause, around) for cause in guide.causes)
    yield faq_page("/v1/questions-and-answers", guide.answers, around)
    for tip in guide.tips:
        keywords = ["tip", f"origin: {tip.origin}"]
        yield part(f"/v1/tips/{tip.slug}", tip.text, tip.citations, keywords=keywords)
