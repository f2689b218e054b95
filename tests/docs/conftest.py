"""One server for all pages but for those that publish, and for each page a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library import Library
from app.migrate import migrate
from tests.docs.run import as_at_the_root
from tests.docs.server import Served, serving_pages, serving_publishers

PUBLISHES = "docs/publishing"


@pytest.fixture(scope="session")
def shared(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_pages(library, tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def served(request: pytest.FixtureRequest, folder: Path) -> Iterator[Served]:
    called = getattr(request.node, "callspec", None)
    if called is None or called.params.get("page") != PUBLISHES:
        yield request.getfixturevalue("shared")
        return
    url = f"sqlite:///{folder}/data/plumbline.db"
    migrate(url)
    with serving_publishers(url, folder) as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a reader sees at the root of the repository, and may write to."""
    as_at_the_root(tmp_path)
    return tmp_path
