"""PNGs, which are too many to hold in memory for how seldom they are asked for."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.content.release import RenditionRow


def rendition(engine: Engine, image: str, scale: int) -> bytes | None:
    """The PNG of what is drawn; None where the publisher made none, or the database is away."""
    try:
        with Session(engine) as session:
            row = session.get(RenditionRow, (image, scale))
            return row.body if row else None
    except SQLAlchemyError:
        return None
