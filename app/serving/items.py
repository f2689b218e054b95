"""Documents → items: what follows from the others is added, and the language is told."""

from collections.abc import Mapping
from typing import Any

from app.content.base import Authored, Item, Lang, translation_review
from app.content.citation import Place
from app.content.dose import starting_dose
from app.content.exercise import ExerciseDocument
from app.content.kinds import KINDS
from app.content.links import links
from app.content.routine import RoutineDocument
from app.content.timeline import beats, duration_s
from app.serving.pictures import Album, terms

AUTHORSHIP = "machine_drafted"

Documents = Mapping[str, Mapping[str, Authored]]
"""Kind → slug → document, in one language."""

Items = Mapping[str, Mapping[str, Item]]
"""Kind → slug → item, in one language."""


def items(documents: Documents, lang: Lang, album: Album) -> Items:
    """Every document as clients receive it, with what follows from the others.

    Args:
        album: gets the pictures.
    """
    exercises = _of(documents, "exercise", ExerciseDocument)
    cited_by = _cited_by(documents)
    labels = terms(documents["term"])
    served: dict[str, dict[str, Item]] = {}
    for kind in KINDS:
        served[kind.name] = {}
        for slug, document in sorted(documents[kind.name].items()):
            derived: dict[str, Any] = {}
            if isinstance(document, ExerciseDocument):
                first = beats(starting_dose(document.dose), document)
                derived = {
                    "duration_s": sum(b[0] for b in first),
                    "figure": album.exercise(slug, document, labels),
                }
            elif isinstance(document, RoutineDocument):
                derived = _routine(document, exercises)
                derived["figure"] = album.routine(slug, document, exercises)
            elif kind.name == "citation":
                derived = {"cited_by": cited_by.get(slug, [])}
            served[kind.name][slug] = kind.out.model_validate(
                {
                    **document.model_dump(exclude={"alt"}),
                    **derived,
                    "slug": slug,
                    "language": lang,
                    "authorship": AUTHORSHIP,
                    "translation_review": translation_review(lang),
                }
            )
    return served


def _of(documents: Documents, kind: str, shape: type[Any]) -> dict[str, Any]:
    return {slug: d for slug, d in documents[kind].items() if isinstance(d, shape)}


def _routine(routine: RoutineDocument, exercises: Mapping[str, ExerciseDocument]) -> dict[str, Any]:
    steps = [step for phase in routine.phases for step in phase.steps]
    needed = (e for step in steps for e in exercises[step.exercise].equipment)
    return {
        "duration_s": duration_s(steps, exercises),
        "equipment": sorted(set(needed)),
    }


def _cited_by(documents: Documents) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for kind in KINDS:
        for slug, document in sorted(documents[kind.name].items()):
            for place, link in links(document):
                at = ".".join(str(part) for part in place[:-1]).removesuffix(".citations")
                found.setdefault(link.slug, []).append(Place(kind=kind.name, slug=slug, at=at))
    return found
