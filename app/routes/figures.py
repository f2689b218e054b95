"""Drawings, as SVG and as PNG."""

import re
from base64 import b64encode
from hashlib import sha256
from http.client import NOT_MODIFIED
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from app import errors
from app.catalog import Catalog, Drawing
from app.content.base import Lang
from app.content.exercise import ExerciseOut
from app.content.figure import FigureOut, Picture, Themes
from app.content.questionnaire import QuestionnaireOut
from app.content.routine import RoutineOut
from app.figures.svg import STYLE
from app.figures.theme import ThemeName
from app.routes.reply import Link, Representation, reply
from app.routes.request import CatalogDep, LanguageDep, OfItsOwnDep, accepts, invalid
from app.routes.shelves import ITEM_ERRORS, SlugPath

router = APIRouter(prefix="/v1")

SVG, PNG = "image/svg+xml", "image/png"
STRIP = "strip"
POLICY = (
    "default-src 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)
"""Nothing may be loaded or run; the one style is the one that stops what moves."""
HEADERS = [(b"content-security-policy", POLICY.encode())]
EITHER: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            SVG: {"schema": {"type": "string"}},
            PNG: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
FIGURE_ERRORS = ITEM_ERRORS | errors.declare(errors.NotReady)
NAME = re.compile(r"([0-9a-f]{64})\.(svg|png)")


class Svg(Response):
    media_type = SVG


Theme = Annotated[
    ThemeName, Query(description="Which background it is drawn for: `light` or `dark`.")
]
Motion = Annotated[
    Literal["still", "animated"],
    Query(
        description="`still`: one frame, or the strip. `animated`: the whole movement, looping; "
        "`frame` must be left out then."
    ),
]
FrameName = Annotated[
    str | None,
    Query(
        description="One of the figure's `frames`, or `strip` for all of them side by side; left "
        "out, the one that stands for all.",
        examples=["start"],
    ),
]


@router.get(
    "/exercises/{slug}/figure.svg",
    summary="Get the drawing of an exercise",
    response_class=Svg,
    responses=FIGURE_ERRORS,
    tags=["exercises"],
)
async def get_exercise_figure(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    slug: SlugPath,
    theme: Theme = "light",
    motion: Motion = "still",
    frame: FrameName = None,
) -> Response:
    """The exercise drawn, as an SVG without scripts: one frame, all frames or the whole movement.
    Its title and description are in the language asked for; no words are drawn. The working muscles
    are shaded plainly, the stretched ones with stripes."""
    accepts(request, SVG)
    exercise = catalog.all(lang, "exercise", ExerciseOut).get(slug)
    if exercise is None:
        raise errors.UnknownSlug("no exercise has this slug; /v1/exercises lists them")
    return _chosen(request, catalog, exercise.figure, theme, motion, frame)


@router.get(
    "/self-check/{slug}/figure.svg",
    summary="Get the drawing of a self-check test",
    response_class=Svg,
    responses=FIGURE_ERRORS,
    tags=["self-check"],
)
async def get_question_figure(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    slug: SlugPath,
    theme: Theme = "light",
    motion: Motion = "still",
    frame: FrameName = None,
) -> Response:
    """A test of the self-check that is done with the body, drawn: what to do and where to look. It
    shows an even body, not what a finding looks like."""
    accepts(request, SVG)
    figure = drawn_tests(catalog, lang).get(slug)
    if figure is None:
        raise errors.UnknownSlug("no drawn test has this slug; /v1/self-check has `figure`s")
    return _chosen(request, catalog, figure, theme, motion, frame)


@router.get(
    "/routines/{slug}/figure.svg",
    summary="Get the drawing of a routine",
    response_class=Svg,
    responses=FIGURE_ERRORS,
    tags=["routines"],
)
async def get_routine_figure(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    slug: SlugPath,
    theme: Theme = "light",
) -> Response:
    """The routine's exercises drawn, in their order, four in a row. It is the routine as published,
    not adapted to anybody's answers."""
    accepts(request, SVG)
    routine = catalog.all(lang, "routine", RoutineOut).get(slug)
    if routine is None:
        raise errors.UnknownSlug("no routine has this slug; /v1/routines lists them")
    return _svg(request, catalog, getattr(routine.figure, theme))


@router.get(
    "/figures/{name}",
    summary="Get a picture by its digest",
    response_class=Response,
    responses=ITEM_ERRORS | EITHER,
    tags=["offline"],
)
async def get_picture(
    request: Request,
    catalog: CatalogDep,
    _: OfItsOwnDep,
    name: Annotated[
        str,
        Path(
            description="The sha-256 of the SVG in hex, and `.svg` or `.png`: the last part of the "
            "paths in an item's `figure`.",
            json_schema_extra={"pattern": f"^{NAME.pattern}$"},
        ),
    ],
    scale: Annotated[
        Literal["1", "2", "3"] | None,
        Query(
            description="How wide a PNG is: `1` is 240 pixels, `2` 480 and `3` 720. Left out, 240; "
            "refused for an SVG, which has every size."
        ),
    ] = None,
) -> Response:
    """A picture by its digest: what is here never changes, so keep it for as long as you like.
    After a new release those of the one before are still here, those of earlier ones are not."""
    match = NAME.fullmatch(name)
    digest, kind = (match[1], match[2]) if match else ("", "")
    drawing = catalog.pictures.get(digest)
    if drawing is None or (kind == "png" and not drawing.png):
        raise errors.UnknownSlug("no picture has this name; an item's `figure` has those in force")
    if kind == "png":
        accepts(request, PNG)
        return await _reply_png(request, drawing, int(scale or 1))
    if scale is not None:
        raise invalid("?scale", "not_for_svg", "should be left out: an SVG has every size")
    accepts(request, SVG)
    return _reply_svg(request, drawing, digest, for_ever=True)


async def _reply_png(request: Request, drawing: Drawing, scale: int) -> Representation:
    def answer(body: bytes) -> Representation:
        return reply(
            request,
            body,
            None,
            PNG,
            dated=False,
            for_ever=True,
            packed=True,
            tag=f"{drawing.image}-{scale}",
            headers=HEADERS,
        )

    if (known := answer(b"")).status_code == NOT_MODIFIED:
        return known
    return answer(await request.app.state.renditions(drawing.image, scale, drawing.bare()))


def drawn_tests(catalog: Catalog, lang: Lang) -> dict[str, FigureOut]:
    """Of the self-check in force, by question."""
    body = catalog.copies[lang].entries["questionnaire", "self-check"]
    sections = QuestionnaireOut.model_validate_json(body).sections
    questions = (question for section in sections for question in section.questions)
    return {question.slug: question.figure for question in questions if question.figure}


def _chosen(
    request: Request,
    catalog: Catalog,
    figure: FigureOut,
    theme: ThemeName,
    motion: str,
    frame: str | None,
) -> Representation:
    frames: dict[str, Themes] = {f.name: f for f in figure.frames} | {STRIP: figure.strip}
    if motion == "animated":
        if frame is not None:
            raise invalid("?frame", "not_animated", "should be left out where all of it moves")
        return _svg(request, catalog, getattr(figure.animated, theme))
    themes = frames.get(frame or figure.main)
    if themes is None:
        raise invalid("?frame", "unknown_value", f"should be one of {', '.join(frames)}")
    return _svg(request, catalog, getattr(themes, theme))


def _svg(request: Request, catalog: Catalog, picture: Picture) -> Representation:
    drawing = catalog.pictures.get(picture.sha256)
    if drawing is None:
        raise errors.NotReady("the pictures of this release are not there; publish it again")
    return _reply_svg(request, drawing, picture.sha256, Link(picture.svg, "bookmark"))


def _reply_svg(
    request: Request,
    drawing: Drawing,
    digest: str,
    *links: Link,
    for_ever: bool = False,
) -> Representation:
    return reply(
        request,
        drawing.svg(),
        drawing.language,
        SVG,
        links,
        tag=digest,
        for_ever=for_ever,
        dated=not for_ever,
        headers=HEADERS,
    )
