"""Drawings → pictures: every frame, theme and language as finished SVG, named by its digest."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.content.base import OURS, SOURCE_LANG, Authored, Lang
from app.content.dose import Dose
from app.content.exercise import ExerciseDocument
from app.content.figure import (
    CautionOut,
    FigureDocument,
    FigureOut,
    FrameOut,
    Picture,
    StripOut,
    Themes,
)
from app.content.guide import TermDocument
from app.content.routine import RoutineDocument
from app.content.selfcheck import QuestionDocument
from app.figures.animate import animated
from app.figures.draw import Drawn, drawn, still, strip
from app.figures.figure import Figure
from app.figures.rhythm import Beat, beats, shown
from app.figures.svg import PIXELS, coloured, size, worded
from app.figures.theme import THEMES, ThemeName

FRAME = "frame-"
"""Before a frame's name, in the slug of the term that is its label."""
OF_A_TEST = (4.0, 2.0)
"""Seconds to move and to hold where no dose says so: a test done with the body."""

Figures = Mapping[str, FigureDocument]
"""By the slug of the exercise, or of the question of the self-check."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A finished picture: what is drawn, and the words in it."""

    image: str
    """The digest of the drawing without them."""
    language: Lang
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """What is drawn, in one theme, without words: the same in every language."""

    svg: str
    png: bool
    """Whether it is also to be had as PNG."""


@dataclass(slots=True)
class Album:
    """The pictures of a release."""

    figures: Figures
    images: dict[str, Image] = field(default_factory=dict)
    """By the SHA-256 of the drawing."""
    pictures: dict[str, Worded] = field(default_factory=dict)
    """By the SHA-256 of the whole."""
    language: Lang = SOURCE_LANG
    """Of the words that come now."""

    def exercise(self, slug: str, document: ExerciseDocument, terms: "Terms") -> FigureOut:
        said = _said(self.figures[slug], document)
        of = _Of(document.name, document.alt, said, f"/v1/exercises/{slug}/figure.svg")
        return self._figure(slug, of, terms, _seconds(document.dose, self.figures[slug]))

    def question(self, document: QuestionDocument, terms: "Terms") -> FigureOut | None:
        if document.slug not in self.figures:
            return None
        path = f"/v1/self-check/{document.slug}/figure.svg"
        of = _Of(document.text, document.alt or document.text, None, path)
        return self._figure(document.slug, of, terms, OF_A_TEST)

    def routine(
        self,
        slug: str,
        document: RoutineDocument,
        exercises: Mapping[str, ExerciseDocument],
    ) -> StripOut:
        steps = [step.exercise for phase in document.phases for step in phase.steps]
        slugs = list(dict.fromkeys(steps))
        text = ". ".join(exercises[slug].name for slug in slugs) + "."
        template = _several(tuple(self.figures[slug].drawing() for slug in slugs))
        wide, high = size(template)
        themes = self._themes(template, document.name, text)
        return StripOut(
            alt=text,
            svg=f"/v1/routines/{slug}/figure.svg",
            width=wide,
            height=high,
            licence=OURS.licence,
            attribution=OURS.attribution,
            light=themes.light,
            dark=themes.dark,
        )

    def _figure(
        self, slug: str, of: "_Of", terms: "Terms", seconds: tuple[float, float]
    ) -> FigureOut:
        document = self.figures[slug]
        figure = document.drawing()
        rhythm = beats(figure, *seconds)
        return FigureOut(
            alt=of.text,
            caution=of.caution,
            svg=of.path,
            width=PIXELS,
            height=PIXELS,
            side=document.side,
            works=document.works,
            stretches=document.stretches,
            main=document.main,
            frames=[self._frame(figure, i, of, terms, beat) for i, beat in enumerate(rhythm)],
            strip=self._themes(_strip(figure), of.title, of.text),
            animated=self._themes(_animated(figure, shown(figure, rhythm)), of.title, of.text),
            licence=OURS.licence,
            attribution=OURS.attribution,
        )

    def _frame(self, figure: Figure, index: int, of: "_Of", terms: "Terms", beat: Beat) -> FrameOut:
        frame = figure.frames[index]
        title = f"{of.title}: {terms[FRAME + frame.name].name}"
        themes = self._themes(_still(figure, frame.name), title, of.text, png=True)
        return FrameOut(
            name=frame.name,
            steps=list(frame.steps),
            held=frame.held,
            moves_s=round(beat.moves_s, 2),
            holds_s=round(beat.holds_s, 2),
            light=themes.light,
            dark=themes.dark,
        )

    def _themes(self, template: str, title: str, text: str, *, png: bool = False) -> Themes:
        light, dark = (self._picture(template, theme, title, text, png=png) for theme in THEMES)
        return Themes(light=light, dark=dark)

    def _picture(
        self, template: str, theme: ThemeName, title: str, text: str, *, png: bool
    ) -> Picture:
        image, svg = _image(template, theme)
        body = worded(svg, title, text).encode()
        digest = hashlib.sha256(body).hexdigest()
        known = self.images.get(image)
        self.images[image] = Image(svg, png or (known is not None and known.png))
        self.pictures[digest] = Worded(image, self.language, title, text)
        return Picture(
            svg=f"/v1/figures/{digest}.svg",
            png=f"/v1/figures/{digest}.png" if png else None,
            bytes=len(body),
            sha256=digest,
        )


Terms = Mapping[str, TermDocument]


@dataclass(frozen=True, slots=True)
class _Of:
    """What a figure is of."""

    title: str
    text: str
    caution: CautionOut | None
    path: str


def terms(documents: Mapping[str, Authored]) -> Terms:
    return {slug: term for slug, term in documents.items() if isinstance(term, TermDocument)}


def _said(figure: FigureDocument, document: ExerciseDocument) -> CautionOut | None:
    if figure.caution is None:
        return None
    if figure.caution.kind == "mistakes":
        return CautionOut(kind="mistake", text=document.mistakes[figure.caution.index].text)
    return CautionOut(kind="caution", text=document.cautions[figure.caution.index].text)


def _seconds(dose: Dose, document: FigureDocument) -> tuple[float, float]:
    """To move and to hold, at the starting dose; of a cycle without end, one round."""
    return document.loop_s or float(dose.rep_s.min), float(dose.hold_s.min)


# A drawing is the same in every language, and from one release to the next.


@lru_cache(maxsize=256)
def _drawn(figure: Figure) -> Drawn:
    return drawn(figure)


@lru_cache(maxsize=1024)
def _still(figure: Figure, frame: str) -> str:
    return still(_drawn(figure), frame)


@lru_cache(maxsize=256)
def _strip(figure: Figure) -> str:
    return strip(_drawn(figure))


@lru_cache(maxsize=256)
def _several(figures: tuple[Figure, ...]) -> str:
    return strip(*(_drawn(figure) for figure in figures))


@lru_cache(maxsize=256)
def _animated(figure: Figure, rhythm: tuple[Beat, ...]) -> str:
    return animated(_drawn(figure), rhythm)


@lru_cache(maxsize=2048)
def _image(template: str, theme: ThemeName) -> tuple[str, str]:
    svg = coloured(template, theme)
    return hashlib.sha256(svg.encode()).hexdigest(), svg
