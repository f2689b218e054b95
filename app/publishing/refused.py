"""Why an archive or a draft is not taken."""

from collections.abc import Sequence
from typing import NamedTuple

from app import refused
from app.refused import Missing, Refused


class Flaw(NamedTuple):
    """Of an archive, by the number of its entry. Never its name, which is somebody's input."""

    code: str
    what: str


class Unusable(Refused):
    """It is no archive that is looked into: everything that is wrong with it as an archive."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__("; ".join(flaw.what for flaw in flaws))
        self.flaws = list(flaws)


class UnknownDraft(Missing):
    """No draft has this id."""


class UnknownRelease(Missing):
    """No release has this number."""


class NotNow(refused.NotNow):
    """It cannot be done to this draft or release as it stands."""


class Busy(refused.NotNow):
    """The database had no time for it. Nothing was done."""
