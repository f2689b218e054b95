"""Sizes that a page tells are those of today's content, as nearly as they are told."""

import re

import httpx
import pytest

from tests.docs.pages import PAGES
from tests.docs.server import Served

NEAR = 0.15
ROW = re.compile(r"^\| `(/v1/[^`]+)`[^|]*\| (\d+) kB \| (\d+) kB \|", re.MULTILINE)


def rows() -> list[tuple[str, float, float]]:
    """Path, kilobytes as they are, kilobytes in br."""
    text = PAGES["docs/offline-sync"].read_text()
    found = ROW.findall(text.replace(",", ""))
    return [(path, float(plain), float(br)) for path, plain, br in found]


@pytest.mark.parametrize(("path", "plain_kb", "br_kb"), rows())
def test_what_a_phone_pays_is_told(
    path: str, plain_kb: float, br_kb: float, served: Served
) -> None:
    assert _kilobytes(served, path, "identity") == pytest.approx(plain_kb, rel=NEAR)
    assert _kilobytes(served, path, "br") == pytest.approx(br_kb, rel=NEAR)


def test_the_page_of_limits_tells_the_same(served: Served) -> None:
    text = PAGES["docs/limits"].read_text()
    told = re.search(
        r"all exercises are (\d+) kB uncoded, the bundle ([\d.]+) MB; in br (\d+) kB and (\d+) kB",
        text,
    )

    assert told
    everything = "/v1/exercises?limit=100"
    for path, coding, kilobytes in (
        (everything, "identity", float(told[1])),
        ("/v1/bundle", "identity", float(told[2]) * 1000),
        (everything, "br", float(told[3])),
        ("/v1/bundle", "br", float(told[4])),
    ):
        assert _kilobytes(served, path, coding) == pytest.approx(kilobytes, rel=NEAR), path


def test_there_are_sizes_to_look_at() -> None:
    assert len(rows()) == 4


def _kilobytes(served: Served, path: str, coding: str) -> float:
    """Of the body as it travels."""
    with httpx.stream("GET", f"{served.url}{path}", headers={"accept-encoding": coding}) as answer:
        assert answer.status_code == 200
        return sum(len(part) for part in answer.iter_raw()) / 1000
