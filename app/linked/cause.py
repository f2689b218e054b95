"""A page about a `MedicalCause`, sentence by sentence, and one about a `MedicalContraindication`.

No `causeOf`, `possibleTreatment` or `signOrSymptom`: as triples they would read as a diagnosis,
where the sentences say what is only a pattern and how little is known.
"""

from collections.abc import Iterator

from app.content.cause import CauseOut, Threshold
from app.content.safety import ConditionOut
from app.linked.around import Around
from app.linked.words import Node, cited, in_order, page, part


def cause_page(cause: CauseOut, around: Around) -> Node:
    path = f"/v1/causes/{cause.slug}"
    return {
        **page(path, cause),
        "name": cause.name,
        "description": cause.summary,
        "mainEntity": {
            "@type": "MedicalCause",
            "@id": f"{path}#cause",
            "name": cause.name,
            **({"alternateName": list(cause.aliases)} if cause.aliases else {}),
            "description": cause.summary,
        },
        "hasPart": in_order(_sentences(cause)),
        "mentions": [*_related(cause, around)],
        "citation": cited(cause.citations),
    }


def condition_page(condition: ConditionOut, around: Around) -> Node:
    del around
    path = f"/v1/conditions/{condition.slug}"
    return {
        **page(path, condition),
        "name": condition.name,
        "description": condition.what,
        "mainEntity": {
            "@type": "MedicalContraindication",
            "@id": f"{path}#condition",
            "name": condition.name,
            "description": condition.what,
        },
        "citation": cited(condition.citations),
    }


def _sentences(cause: CauseOut) -> Iterator[Node]:
    for at, aspect in enumerate(cause.aspects):
        place = f"/v1/causes/{cause.slug}#aspects.{at}"
        for of, claim in enumerate(aspect.claims):
            yield part(f"{place}.claims.{of}", claim.text, claim.citations, keywords=[aspect.slug])
        for of, threshold in enumerate(aspect.thresholds):
            keywords = [aspect.slug, "threshold", f"who: {threshold.who}"]
            where = f"{place}.thresholds.{of}"
            node = part(where, threshold.handling, threshold.citations, keywords=keywords)
            yield {**node, "about": _size(threshold)}


def _size(threshold: Threshold) -> Node:
    """`minValue` is of the range, `maxValue` is not; open where it is not there."""
    bounds = {"minValue": threshold.min, "maxValue": threshold.max}
    return {
        "@type": "QuantitativeValue",
        "name": threshold.measure,
        **{key: value for key, value in bounds.items() if value is not None},
    }


def _related(cause: CauseOut, around: Around) -> Iterator[Node]:
    """No offer: what suits a person is for triage to say. So a name, and nothing to do by it."""
    exercises = [around.exercises[slug] for slug in cause.related_exercises]
    routines = [around.routines[slug] for slug in cause.related_routines]
    for kind, items in (("exercises", exercises), ("routines", routines)):
        for item in items:
            yield {"@type": "ExercisePlan", "@id": f"/v1/{kind}/{item.slug}", "name": item.name}
