"""Why nothing was published."""

from app.refused import Refused


class PublishRefused(Refused):
    """Publishing would break a promise already made. Nothing was written."""
