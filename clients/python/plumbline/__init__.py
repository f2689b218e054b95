"""Plumbline's reference client: a phone that works without us. Copy this folder, or read it and
write the same in the language of the app; `README.md` beside it says how to begin.

`Copy` holds a release, `self_check` judges answers by it, `cues` plays a routine, `http_client`
reads what is online. `triage` is the engine by itself, to be tried on `/v1/self-check/vectors`.
"""

from plumbline.cache import http_client, stale_s
from plumbline.copy import Copy, NothingHeld, Synced, TryLater
from plumbline.held import Refused, Release
from plumbline.player import cues
from plumbline.triage import UnknownAnswer, UnknownLogic, triage
from plumbline.trust import Terms
from plumbline.words import self_check

__all__ = [
    "Copy",
    "NothingHeld",
    "Refused",
    "Release",
    "Synced",
    "Terms",
    "TryLater",
    "UnknownAnswer",
    "UnknownLogic",
    "cues",
    "http_client",
    "self_check",
    "stale_s",
    "triage",
]
