"""The safety case names only what exists, and forgets no screen."""

import re
from pathlib import Path

from app.content.safety_case import SafetyCaseDocument
from app.library import Library
from tests.conftest import ROOT


def test_everything_that_is_said_to_show_a_control_exists(library: Library) -> None:
    proved = {found.id for found in library.proofs["self-check"].invariants}

    missing = [
        shown
        for hazard in _case(library).hazards
        for shown in hazard.shown_by
        if not (shown in proved or shown.startswith("checker: ") or _is_a_test(shown))
    ]

    assert missing == []


def test_every_screen_and_each_sign_it_gates_is_thought_through(library: Library) -> None:
    rules = library.rule_sets["self-check"]

    pairs = [(pair.screen, pair.flag) for pair in _case(library).screens]

    assert sorted(pairs) == sorted((q.slug, flag) for q in rules.questions for flag in q.screens)


def test_every_invariant_is_named_by_a_hazard(library: Library) -> None:
    named = {shown for hazard in _case(library).hazards for shown in hazard.shown_by}

    assert {found.id for found in library.proofs["self-check"].invariants} <= named


def _case(library: Library) -> SafetyCaseDocument:
    case = library.documents["safety-case"]["self-check"]
    assert isinstance(case, SafetyCaseDocument)
    return case


def _is_a_test(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / Path(path)
    return file.is_file() and bool(re.search(rf"def {re.escape(function)}\(", file.read_text()))
