"""What is kept in `openapi/`, and when it may be replaced."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.openapi.committed import BreaksPromise, Outdated, check, release, write
from app.openapi.compatible import breaks
from tests.conftest import ROOT
from tests.openapi.planted import GONE, RELEASED, changed

SMALL: dict[str, Any] = {**RELEASED, "info": {"title": "Things", "version": "1"}}
LESS = changed({"S/Dose/properties/sets": GONE, "G/parameters/0": GONE})
MORE = changed({"S/Dose/properties/more": {"type": "string"}})


def test_our_document_only_adds_to_what_was_released() -> None:
    released, document = (
        json.loads((ROOT / "openapi" / name).read_text()) for name in ("released.json", "v1.json")
    )

    assert [str(found) for found in breaks(released, document)] == []


@pytest.mark.parametrize("name", ["v1", "v1-3.0", "released"])
def test_who_reads_it_as_yaml_reads_the_same(name: str) -> None:
    text = (ROOT / "openapi" / f"{name}.json").read_text()

    assert yaml.load(text, yaml.CSafeLoader) == json.loads(text)


def test_whatever_is_released_is_checked_from_then_on(tmp_path: Path) -> None:
    release(SMALL, tmp_path)

    check(SMALL, tmp_path)
    with pytest.raises(Outdated, match=r"v1\.json"):
        check({**SMALL, **MORE}, tmp_path)


def test_a_document_that_takes_away_is_written_and_refused(tmp_path: Path) -> None:
    release(SMALL, tmp_path)

    with pytest.raises(BreaksPromise) as refused:
        write({**SMALL, **LESS}, tmp_path)

    assert str(refused.value).splitlines()[1:] == [
        "GET /v1/things query kind (request) is not known any more: apps that send it are refused",
        "Dose.sets (response) is gone: apps that show it have nothing to show",
    ]
    assert json.loads((tmp_path / "v1.json").read_text()) == {**SMALL, **LESS}
    with pytest.raises(BreaksPromise):
        check({**SMALL, **LESS}, tmp_path)


def test_a_release_replaces_the_promise_only_by_a_greater_one(tmp_path: Path) -> None:
    release(SMALL, tmp_path)
    before = (tmp_path / "released.json").read_text()

    with pytest.raises(BreaksPromise):
        release({**SMALL, **LESS}, tmp_path)
    assert (tmp_path / "released.json").read_text() == before

    release({**SMALL, **MORE}, tmp_path)
    with pytest.raises(BreaksPromise, match=r"Dose\.more"):
        release(SMALL, tmp_path)


def test_a_promise_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    write(SMALL, tmp_path)

    with pytest.raises(Outdated, match="not there"):
        check(SMALL, tmp_path)


def test_the_codes_of_errors_are_promised_and_other_examples_are_not(tmp_path: Path) -> None:
    release(SMALL, tmp_path)

    found = breaks(
        json.loads((tmp_path / "released.json").read_text()),
        changed(
            {
                "components/responses/Problem/content/application~1problem+json/examples": {
                    "not_found": {}
                }
            }
        ),
    )

    assert [fault.what.partition(":")[0] for fault in found] == [
        "has no code unknown_slug any more"
    ]
