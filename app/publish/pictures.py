"""Pictures of the release in force, and of the one before it: somebody may hold its addresses."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy import Engine, update
from sqlmodel import Session, col, delete, select

from app.content.release import PictureRow, RenditionRow
from app.publish.rows import insert_all
from app.serving.pictures import Album
from app.serving.png import SCALES

Render = Callable[[tuple[bytes, int]], bytes]
"""An SVG and a scale → a PNG."""

AT_ONCE = 500


def keep_pictures(session: Session, album: Album, release: int) -> None:
    known = set(session.exec(select(PictureRow.sha256)))
    rows = [
        {
            "sha256": digest,
            "release": release,
            "language": svg.language,
            "image": svg.image,
            "body": zlib.compress(svg.body, 9),
        }
        for digest, svg in album.pictures.items()
        if digest not in known
    ]
    insert_all(session, PictureRow, rows)
    for some in batched(sorted(known & album.pictures.keys()), AT_ONCE):
        of = update(PictureRow).where(col(PictureRow.sha256).in_(some))
        session.connection().execute(of.values(release=release))
    session.exec(delete(PictureRow).where(col(PictureRow.release) < release - 1))


def render_missing(
    engine: Engine, render: Callable[[list[tuple[bytes, int]]], Iterable[bytes]]
) -> int:
    """Make every PNG that the pictures at hand lack, and drop those of pictures that are gone.

    Args:
        render: SVGs and scales → PNGs, in the same order.

    Returns:
        How many were made.
    """
    with Session(engine) as session:
        images = _images(session)
        known = set(session.exec(select(RenditionRow.image, RenditionRow.scale)))
    wanted = [(i, s) for i in sorted(images) for s in SCALES if (i, s) not in known]
    bodies = render([(images[image], scale) for image, scale in wanted]) if wanted else []
    rows = [
        {"image": image, "scale": scale, "body": body}
        for (image, scale), body in zip(wanted, bodies, strict=True)
    ]
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        gone = {image for image, _ in known} - images.keys()
        session.exec(delete(RenditionRow).where(col(RenditionRow.image).in_(gone)))
        there = set(session.exec(select(RenditionRow.image, RenditionRow.scale)))
        insert_all(
            session, RenditionRow, [r for r in rows if (r["image"], r["scale"]) not in there]
        )
    return len(rows)


def batched(values: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), most):
        yield values[start : start + most]


def _images(session: Session) -> dict[str, bytes]:
    """Of each drawing that PNGs are made of, one SVG."""
    rows = session.exec(select(PictureRow).where(col(PictureRow.image) != ""))
    return {row.image: zlib.decompress(row.body) for row in rows}
