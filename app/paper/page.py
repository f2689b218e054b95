"""A routine as one HTML page to print: nothing to run, nothing to fetch, its style within it."""

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from app.content.exercise import Contraindication
from app.content.safety import WarningOut
from app.paper.dose import dose_in_words
from app.paper.handout import MINUTE_S, Handout, Part
from app.paper.honesty import limits, origin
from app.paper.sources import MARKS, sources
from app.templates import TEMPLATES, template


@dataclass(frozen=True, slots=True)
class TopWarning:
    """A warning of the whole routine, or of more than one of its steps."""

    number: int
    warning: WarningOut
    steps: tuple[int, ...]
    """Which; none is all."""


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """What is printed of a step besides the exercise's own words."""

    part: Part
    dose: str
    warnings: list[WarningOut]
    """Its own; those that stand at the top are in `see`, by number."""
    see: tuple[int, ...]
    avoid: list[Contraindication]
    ask: list[Contraindication]


def page(handout: Handout) -> bytes:
    """The whole page. Each warning of the routine and of its exercises stands on it in full."""
    top = top_warnings(handout)
    html = template("routine.html").render(
        handout=handout,
        routine=handout.routine,
        minutes=max(1, round(handout.routine.duration_s / MINUTE_S)),
        helpful=_helpful(handout),
        top=top,
        steps=[_printed(handout, part, top) for part in handout.parts],
        sources=sources(handout),
        marks=MARKS,
        limits=limits(handout),
        origin=origin(handout),
        style=Markup(_style()),  # ours, and the policy names it by its digest
    )
    return html.encode()


def policy() -> str:
    """The page's Content-Security-Policy: our style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


def top_warnings(handout: Handout) -> list[TopWarning]:
    """Numbered from 1, most severe first."""
    whole = set(handout.routine.warnings)
    steps = Counter(slug for part in handout.parts for slug in part.exercise.warnings)
    whole |= {slug for slug, count in steps.items() if count == len(handout.parts)}
    shared = [w for w in handout.every_warning if w.slug in whole or steps[w.slug] > 1]
    return [
        TopWarning(number, warning, () if warning.slug in whole else _steps(handout, warning))
        for number, warning in enumerate(shared, start=1)
    ]


def _steps(handout: Handout, warning: WarningOut) -> tuple[int, ...]:
    return tuple(p.number for p in handout.parts if warning.slug in p.exercise.warnings)


def _printed(handout: Handout, part: Part, top: list[TopWarning]) -> PrintedStep:
    numbers = {entry.warning.slug: entry.number for entry in top}
    slugs = part.exercise.warnings
    against = part.exercise.contraindications
    return PrintedStep(
        part=part,
        dose=dose_in_words(handout, part),
        warnings=handout.severe_first(slug for slug in slugs if slug not in numbers),
        see=tuple(sorted(numbers[slug] for slug in slugs if slug in numbers)),
        avoid=[c for c in against if c.action == "avoid"],
        ask=[c for c in against if c.action == "ask_first"],
    )


def _helpful(handout: Handout) -> list[str]:
    """What may make an exercise easier and is not needed anyway."""
    slugs = (slug for e in handout.every_exercise for slug in e.optional_equipment)
    return [slug for slug in dict.fromkeys(slugs) if slug not in handout.routine.equipment]


@cache
def _style() -> str:
    return (TEMPLATES / "routine.css").read_text()
