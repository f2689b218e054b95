"""Pictures come with a release, outlive it by one, and are rendered once."""

import asyncio
import dataclasses
import socket
from collections.abc import Iterable

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.catalog import load_catalog
from app.catalog.renditions import rendition
from app.content.exercise import ExerciseOut
from app.content.figure import FigureDocument
from app.content.release import ImageRow, PictureRow, RenditionRow
from app.db import open_engine
from app.library import Library
from app.publish import publish
from app.publish.pictures import render_missing
from app.renditions import Renditions
from app.serving.png import SCALES, rendered
from tests.conftest import NOW


def seen_from(library: Library, around: float) -> Library:
    """The same, with one drawing from another side."""
    old = library.figures["clamshell"]
    view = dataclasses.replace(old.view, around=around)
    new = FigureDocument.model_validate({**old.model_dump(), "view": view})
    return dataclasses.replace(library, figures={**library.figures, "clamshell": new})


def digests(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(PictureRow.sha256)))


def test_a_changed_drawing_keeps_its_old_address_for_one_release(
    engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    first = digests(engine)
    publish(engine, seen_from(library, 80), NOW)
    second = digests(engine)
    publish(engine, seen_from(library, 75), NOW)
    third = digests(engine)

    assert first < second
    assert not first <= third
    assert len(first) == len(third) - len(second - first)
    with Session(engine) as session:
        catalog = load_catalog(session)
    figure = catalog.all("en", "exercise", ExerciseOut)["clamshell"].figure
    assert figure.strip.light.sha256 in third - second


def test_an_unchanged_library_has_the_same_pictures(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)
    before = digests(engine)
    publish(engine, library, NOW)

    assert digests(engine) == before


def test_pngs_are_made_once_and_go_with_their_picture(engine: Engine, library: Library) -> None:
    made: list[int] = []

    def render(wanted: Iterable[tuple[bytes, int]]) -> list[bytes]:
        """The first three in earnest: the others would take a minute."""
        todo = list(wanted)
        made.append(len(todo))
        return [rendered(item) if i < 3 else b"later" for i, item in enumerate(todo)]

    publish(engine, library, NOW)
    drawn = render_missing(engine, render)
    assert drawn % len(SCALES) == 0
    assert render_missing(engine, render) == 0
    publish(engine, seen_from(library, 80), NOW)
    changed = render_missing(engine, render)
    assert 0 < changed < drawn
    publish(engine, seen_from(library, 75), NOW)
    render_missing(engine, render)
    assert made[:2] == [drawn, changed]
    with Session(engine) as session:
        kept = {row.image for row in session.exec(select(RenditionRow))}
        images = {row.sha256 for row in session.exec(select(ImageRow)) if row.png}
        some = session.exec(select(RenditionRow).where(RenditionRow.body != b"later")).first()
    assert kept == images
    assert some is not None
    assert rendition(engine, some.image, some.scale) == some.body
    assert some.body.startswith(b"\x89PNG")


def test_a_png_nobody_made_and_a_database_that_is_away_are_none(engine: Engine) -> None:
    away = open_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    assert rendition(engine, "0" * 64, 1) is None
    assert rendition(away, "0" * 64, 1) is None


async def test_a_png_comes_from_the_database_or_is_made_here_once(
    engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    with Session(engine) as session:
        catalog = load_catalog(session)
    drawing = next(drawing for drawing in catalog.pictures.values() if drawing.png)
    image, svg = drawing.image, drawing.bare()
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        session.add(RenditionRow(image=image, scale=2, body=b"as published"))
    renditions = Renditions(engine)
    try:
        assert await renditions(image, 2, svg) == b"as published"
        made = await renditions(image, 1, svg)
        assert made == rendered((svg, 1))
        assert await renditions(image, 1, b"not read again") is made
    finally:
        renditions.close()


async def test_a_database_that_hangs_holds_up_no_png() -> None:
    """A server that takes a connection and never says a word."""
    silent = socket.create_server(("127.0.0.1", 0))
    port = silent.getsockname()[1]
    renditions = Renditions(open_engine(f"postgresql+psycopg://nobody@127.0.0.1:{port}/nothing"))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>'
    try:
        many = [renditions("0" * 64, scale, svg) for scale in SCALES]
        made = await asyncio.wait_for(asyncio.gather(*many), 30)
        assert [int.from_bytes(body[16:20]) for body in made] == list(SCALES.values())
    finally:
        renditions.close()
        silent.close()
