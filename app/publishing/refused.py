"""Why an archive or a draft is not taken."""

from collections.abc import Sequence
from typing import NamedTuple

from app.refused import Refused


class Flaw(NamedTuple):
    """Of an archive, by the number of its entry. Never its name, which is somebody's input."""

    code: str
    what: str


class Unusable(Refused):
    """It is no archive that is looked into: everything that is wrong with it as an archive."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__("; ".join(flaw.what for flaw in flaws))
        self.flaws = list(flaws)


class UnknownDraft(Refused):
    """No draft has this id."""


class UnknownRelease(Refused):
    """No release has this number."""


class NotNow(Refused):
    """It cannot be done to this draft or release as it stands."""


class Busy(Refused):
    """The database had no time for it. Nothing was done."""
