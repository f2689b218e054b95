"""Nothing that an archive says of itself is believed."""

import json
from datetime import UTC, datetime

import pytest

from app.library import unproved
from app.publishing.archive import packed
from app.publishing.examine import examine
from app.publishing.examiner import Examiner
from tests.conftest import SEED
from tests.publishing.archives import edited, seed, with_a_forged_proof

TODAY = datetime(2027, 1, 1, tzinfo=UTC)
"""After every proof there is."""


def test_a_forged_proof_is_found_out_by_proving_again(url: str) -> None:
    archive = with_a_forged_proof()

    report = Examiner(url, SEED).check(archive, None, TODAY)

    proof = {one.name: one for one in report.proofs}["self-check"]
    assert proof.not_proved == ["S5"]
    told = {fault.file: fault.message for fault in report.faults}
    assert told.keys() == {"self_check/rules.yaml", "self_check/proof.json"}
    assert told["self_check/rules.yaml"].startswith("S5 failed: ")
    assert told["self_check/proof.json"].startswith("is not what this server proves of these rules")


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        ({"never_matter": []}, "never_matter"),
        ({"requirements_digest": "0" * 64}, "requirements_digest"),
        ({"prover": "my own eyes"}, "prover"),
        ({"proved_at": "2999-01-01T00:00:00Z"}, "proved_at"),
        ({"proved_at": "2026-01-01T00:00:00"}, "proved_at"),
    ],
    ids=str,
)
def test_a_proof_says_what_is_proved_here_or_it_is_a_fault(
    forge: dict[str, object], told: str
) -> None:
    edit = {"self_check/proof.json": lambda text: json.dumps(json.loads(text) | forge)}

    with edited(edit) as root:
        examined = examine(root, TODAY, was_published=False)

    assert examined.library is None
    assert [fault.file for fault in examined.faults] == ["self_check/proof.json"]
    assert told in examined.faults[0].message


def test_how_many_items_a_proof_looked_at_is_counted_here() -> None:
    edit = {"self_check/proof.json": lambda text: text.replace('"claims": 1,', '"claims": 9999,')}

    with edited(edit) as root:
        examined = examine(root, TODAY, was_published=False)

    assert examined.library is not None
    found = examined.library.proofs["self-check"].invariants
    assert {one.claims for one in found if one.id == "S9"} == {1}


def test_an_old_proof_of_what_was_published_is_replaced_by_one_of_today() -> None:
    edit = {"self_check/proof.json": lambda text: text.replace("z3 5.4.1", "z3 4.0.0")}

    with edited(edit) as root:
        examined = examine(root, TODAY, was_published=True)

    assert examined.library is not None
    assert list(unproved(examined.library)) == []
    assert examined.library.proofs["self-check"].prover == "z3 5.4.1"


def test_a_bomb_is_a_fault_with_its_line(url: str) -> None:
    bomb = "a: &a [x]\nb: [*a, *a]\n"

    report = Examiner(url, SEED).check(seed({"retired.yaml": lambda _: bomb}), None, TODAY)

    aliases = [fault for fault in report.faults if "alias" in fault.message]
    assert [(fault.file, fault.line) for fault in aliases] == [("retired.yaml", 2)]


def test_what_takes_too_much_is_refused_and_the_worker_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    examiner = Examiner("sqlite:////proc/nothing/plumbline.db", SEED)  # as if it fell over

    report = examiner.check(packed(SEED), None, TODAY)

    assert report.faults[0].message.startswith("could not be checked")
    assert "exit code 1" in caplog.text
