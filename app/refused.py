"""What ends a command in a sentence instead of a traceback."""


class Refused(Exception):
    """Why a command did not do what it was asked. Its message says what would be right."""

    @property
    def said(self) -> str:
        return f"error: {self}"


class Missing(Refused):
    """Nothing has this name or number."""


class NotNow(Refused):
    """It cannot be done to this as it stands."""
