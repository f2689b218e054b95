"""One server for every generated client: the real content, behind the fast path."""

from collections.abc import Iterator

import pytest

from app.catalog import Catalog
from app.main import create_app, fast
from app.settings import Settings
from tests.serving import serving


@pytest.fixture(scope="session")
def server(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address, without a slash at the end."""
    key = tmp_path_factory.mktemp("server") / "key.pem"
    with serving(fast(create_app(Settings(development_key_file=key), load=lambda: catalog))) as url:
        yield url
