"""The numbers that the README boasts with are those of today."""

import json

from app.catalog import Catalog
from app.library import Library
from app.triage.vectors import vectors
from tests.conftest import ROOT
from tests.docs.names import document

README = " ".join((ROOT / "README.md").read_text().split())


def test_what_is_proved_is_told_by_how_it_is_shown(library: Library) -> None:
    proof = library.proofs["self-check"]
    solved = [found for found in proof.invariants if found.how == "solver"]
    claims = sum(found.claims for found in solved)

    assert f"a solver shows {len(solved)} promises ({claims:,} claims" in README
    assert f"{len(proof.invariants) - len(solved)} more are held by looking at every item" in README


def test_statements_are_counted_by_how_they_are_known(catalog: Catalog) -> None:
    known = catalog.statements

    assert f"{sum(known.values()):,} links from a statement to a source" in README
    assert f"{known['read']:,} read, {known['mirror']} in a copy" in README
    assert f"{known['derived']} our judgement with its reason" in README
    assert f"{known['unverified']} not checked yet" in README


def test_vectors_cases_drawings_and_examples_are_counted(library: Library) -> None:
    cases = json.loads((ROOT / "clients" / "contract" / "cases.json").read_text())
    answers = [
        example
        for path in document()["paths"].values()
        for operation in path.values()
        if not operation.get("security")
        for content in operation["responses"]["200"]["content"].values()
        for example in content["examples"]
    ]

    assert f"[{len(list(vectors(library.rule_sets['self-check']))):,} answers]" in README
    assert f"[kit of {len(cases)} cases]" in README
    assert f"{len(list((ROOT / 'seed' / 'figures').glob('*.yaml')))} movements drawn" in README
    assert f"really answered, {len(answers)} in all" in README
