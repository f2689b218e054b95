"""One server for all pages, and for each page a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library import Library
from tests.docs.run import as_at_the_root
from tests.docs.server import Served, serving_pages


@pytest.fixture(scope="session")
def served(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_pages(library, tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a reader sees at the root of the repository, and may write to."""
    as_at_the_root(tmp_path)
    return tmp_path
