"""The self-check as phones receive it."""

from typing import Any

import pytest

from app.library import Library
from app.triage.model import RuleSet
from app.triage.portable import portable
from app.triage.vectors import vectors


@pytest.fixture(scope="session")
def rules(library: Library) -> RuleSet:
    return library.rule_sets["self-check"]


@pytest.fixture(scope="session")
def document(rules: RuleSet) -> dict[str, Any]:
    return portable(rules)


@pytest.fixture(scope="session")
def made(rules: RuleSet) -> list[dict[str, Any]]:
    return vectors(rules)
