"""Programs that somebody wrote against the API: run, and what they printed."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT

DOCUMENT = ROOT / "openapi" / "v1.json"
"""What clients are generated from."""


SAID = [
    "emergency: call 999, cauda-equina first",
    "interview: self_care",
    "warnings: 5, to confirm: emergency-signs, see-a-doctor-first",
    "routine: first-week starts with Easy walk, drawn at /v1/exercises/easy-walk/figure.svg",
    "exercises: all, in pages of 10",
    "again: 304",
    "search: cause",
    "refused: answers_refused at /answers/saddle-numbness",
]
"""What a session prints in any language, after the version of the questionnaire."""


class ProgramError(Exception):
    """It did not compile, did not start or failed; the text is all that it printed."""


def run(
    command: list[str], folder: Path, env: Mapping[str, str] | None = None, timeout_s: float = 300
) -> str:
    """What `command` printed to standard output, run in `folder`.

    Raises:
        ProgramError: it ended with another status than 0.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    if done.returncode:
        raise ProgramError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
