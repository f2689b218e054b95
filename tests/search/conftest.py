"""What the search tests share: the index of each language, as served."""

from collections.abc import Mapping

import pytest

from app.catalog import Catalog
from app.content.base import Lang
from app.search import Index


@pytest.fixture(scope="session")
def indexes(catalog: Catalog) -> Mapping[Lang, Index]:
    return catalog.search


@pytest.fixture(scope="session")
def english(indexes: Mapping[Lang, Index]) -> Index:
    return indexes["en"]
