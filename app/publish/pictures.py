"""Pictures of the release in force, and of the one before it: somebody may hold its addresses."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from sqlalchemy import Engine, update
from sqlmodel import Session, col, delete, select

from app.content.release import ImageRow, PictureRow, RenditionRow
from app.publish.rows import insert_all
from app.publish.writer import only_writer
from app.serving.pictures import Album
from app.serving.png import SCALES

Render = Callable[[list[tuple[bytes, int]]], Sequence[bytes]]
"""SVGs and scales → PNGs, in the same order."""
AT_ONCE = 500


class Packed(NamedTuple):
    """Rows without their release, by digest."""

    images: Mapping[str, Mapping[str, Any]]
    pictures: Mapping[str, Mapping[str, Any]]


def packed(album: Album) -> Packed:
    return Packed(
        {
            digest: {"png": image.png, "body": zlib.compress(image.svg.encode(), 9)}
            for digest, image in album.images.items()
        },
        {digest: asdict(picture) for digest, picture in album.pictures.items()},
    )


def keep_pictures(session: Session, rows: Packed, release: int) -> None:
    _keep(session, ImageRow, rows.images, release)
    _keep(session, PictureRow, rows.pictures, release)


def _keep(
    session: Session,
    table: type[ImageRow] | type[PictureRow],
    rows: Mapping[str, Mapping[str, Any]],
    release: int,
) -> None:
    """Digests never change what they stand for; what is there already is only marked as in use."""
    known = set(session.exec(select(table.sha256)))
    for some in _batched(sorted(known & rows.keys())):
        of = update(table).where(col(table.sha256).in_(some))
        session.connection().execute(of.values(release=release))
    new = [{"sha256": d, "release": release, **row} for d, row in rows.items() if d not in known]
    insert_all(session, table, new)
    session.exec(delete(table).where(col(table.release) < release - 1))


def render_missing(engine: Engine, render: Render) -> int:
    """Make every PNG that the pictures at hand lack, and drop those of pictures that are gone.

    Returns:
        How many were made.
    """
    with Session(engine) as session:
        images = {row.sha256: row.body for row in session.exec(select(ImageRow)) if row.png}
        known = set(session.exec(select(RenditionRow.image, RenditionRow.scale)))
    wanted = [(i, s) for i in sorted(images) for s in SCALES if (i, s) not in known]
    svgs = [(zlib.decompress(images[image]), scale) for image, scale in wanted]
    bodies = render(svgs) if svgs else []
    rows = [
        {"image": image, "scale": scale, "body": body}
        for (image, scale), body in zip(wanted, bodies, strict=True)
    ]
    with only_writer(engine) as session:
        for gone in _batched(sorted({image for image, _ in known} - images.keys())):
            session.exec(delete(RenditionRow).where(col(RenditionRow.image).in_(gone)))
        there = set(session.exec(select(RenditionRow.image, RenditionRow.scale)))
        new = [row for row in rows if (row["image"], row["scale"]) not in there]
        insert_all(session, RenditionRow, new)
    return len(rows)


def _batched(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
