"""Which pages there are, in the order in which to read them."""

import re
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
FIRST = "index"


class Part(NamedTuple):
    """Of the table of contents: pages for one reader."""

    title: str
    pages: tuple[str, ...]
    """Files of docs/, without `.md`."""


CONTENTS = (
    Part("Start", (FIRST, "quick-start", "clients", "showing-warnings")),
    Part(
        "Build an app",
        (
            "exercises-and-routines",
            "offline-sync",
            "rules-on-the-phone",
            "languages",
            "errors",
            "limits",
            "versions",
            "app-store-review",
        ),
    ),
    Part("Connect a server", ("keys", "webhooks", "fhir", "standards")),
    Part("Run it", ("self-hosting", "publishing", "performance")),
    Part("Write content", ("content-authoring", "figures")),
    Part("Look inside", ("safety-case", "how-it-is-built", "mutation")),
)
ORDER = tuple(page for part in CONTENTS for page in part.pages)


def source(page: str) -> str:
    """As it was written."""
    return (DOCS / f"{page}.md").read_text(encoding="utf-8")


def readable(page: str) -> str:
    """As it is served by itself: what is only in the repository is no link."""
    return re.sub(r"\[([^\]]+)\]\(\.\./[^)]*\)", r"\1", source(page))


def title(page: str) -> str:
    """The heading of its first line."""
    return source(page).partition("\n")[0].removeprefix("# ")
