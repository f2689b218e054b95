"""Why nothing was published."""


class PublishRefused(Exception):
    """Publishing would break a promise already made. Nothing was written."""
