"""What code a release was made by is known by all the code that makes it."""

import re
from pathlib import Path

from app.version import MAKERS

APP = Path(__file__).parents[1] / "app"
MAKES_NO_BYTES = {"audit", "db", "refused", "version", "webhooks"}


def test_whatever_the_makers_use_is_one_of_them() -> None:
    used = {
        name
        for maker in MAKERS
        for path in (APP / maker).rglob("*.py")
        for name in re.findall(r"^ *(?:from|import) app\.(\w+)", path.read_text(), re.MULTILINE)
    }

    assert used - MAKES_NO_BYTES <= set(MAKERS)
    assert "figures" in used
