"""Every source in every format, alone and in a list, read by libraries that are not ours: what they
find is what JSON says."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from httpx import AsyncClient
from hypothesis import example, given
from hypothesis import strategies as st

from app.catalog import Catalog
from app.content.bibliography import bibtex, csl, ris
from app.content.citation import CitationKind, CitationOut

Read = dict[str, Any]
"""title, publisher, year, url and doi of one source; None where it has none."""

CIRCUMFLEX = "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}"
"""What the decoder makes of `\\textasciicircum`, which TeX prints as `^`."""
WORDS = st.text(
    "abcäöüßéñÅ \u2014\u2013-\u2018\u2019“”'`\"&%#_$~^\\{}<>|?!@=,;:/…", min_size=1, max_size=30
)
"""What is in titles, and whatever means something to a format."""
IN_A_JOURNAL: tuple[CitationKind, ...] = ("journal-article", "news")


def from_csl(text: str) -> dict[str, Read]:
    """By citeproc-py, as the processor of a reference manager sees it."""
    found = CiteProcJSON(json.loads(text))
    return {
        key: {
            "title": _plain(entry, "title"),
            "publisher": _plain(entry, "container_title") or _plain(entry, "publisher"),
            "year": int(entry["issued"].year) if "issued" in entry else None,
            "url": _plain(entry, "URL"),
            "doi": _plain(entry, "DOI"),
        }
        for key, entry in found.items()
    }


def _plain(entry: Mapping[str, Any], name: str) -> str | None:
    return "".join(map(str, entry[name])) if name in entry else None


def from_bibtex(text: str) -> dict[str, Read]:
    """By bibtexparser. An address is taken as it stands, as biblatex does; words are TeX."""
    raw = parse_string(text)
    told = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert raw.failed_blocks == told.failed_blocks == []
    found = {}
    for plain, entry in zip(raw.entries, told.entries, strict=True):
        words = {f.key: f.value.replace(CIRCUMFLEX, "^") for f in entry.fields}
        as_it_stands = {f.key: f.value for f in plain.fields}
        found[entry.key] = {
            "title": words["title"],
            "publisher": words.get("journal") or words["organization"],
            "year": int(words["year"]) if "year" in words else None,
            "url": as_it_stands["url"],
            "doi": as_it_stands.get("doi"),
        }
    return found


def from_ris(text: str) -> dict[str, Read]:
    """By rispy."""
    return {
        entry["id"]: {
            "title": entry["title"],
            "publisher": entry.get("secondary_title") or entry["publisher"],
            "year": int(entry["year"]) if "year" in entry else None,
            "url": entry["urls"][0],
            "doi": entry.get("doi"),
        }
        for entry in rispy.loads(text)
    }


READERS: dict[str, Callable[[str], dict[str, Read]]] = {
    "application/vnd.citationstyles.csl+json": from_csl,
    "application/x-bibtex": from_bibtex,
    "application/x-research-info-systems": from_ris,
}


@pytest.mark.parametrize("media_type", READERS)
async def test_every_source_of_the_list_is_read_as_json_has_it(
    media_type: str, client: AsyncClient, catalog: Catalog
) -> None:
    found: dict[str, Read] = {}
    following: str | None = "/v1/citations?limit=100"

    while following:
        response = await client.get(following, headers={"Accept": media_type})
        found |= READERS[media_type](response.content.decode())
        following = response.links.get("next", {}).get("url")

    assert found == {slug: told(one) for slug, one in citations(catalog).items()}


@pytest.mark.parametrize("media_type", READERS)
async def test_every_source_alone_is_read_as_json_has_it(
    media_type: str, client: AsyncClient, catalog: Catalog
) -> None:
    for slug, one in citations(catalog).items():
        response = await client.get(f"/v1/citations/{slug}", headers={"Accept": media_type})

        assert READERS[media_type](response.content.decode()) == {slug: told(one)}


@pytest.mark.parametrize("kind", ["journal-article", "news", "hospital"])
@given(title=WORDS, publisher=WORDS)
@example(title="50 % of {hips} & #1_x $5 ~ \\ ^ --- ``Hüfte'' ?` {", publisher="Bär & Söhne")
def test_no_character_of_a_name_is_lost_in_any_format(
    kind: CitationKind, title: str, publisher: str
) -> None:
    title, publisher = f"a{title}z", f"a{publisher}z"
    one = source(kind, title=title, publisher=publisher)

    assert from_csl(json.dumps([csl(one)])) == {"a-slug": told(one)}
    assert from_bibtex(bibtex(one)) == {"a-slug": told(one)}
    assert from_ris(ris(one)) == {"a-slug": told(one)}


@pytest.mark.parametrize("kind", IN_A_JOURNAL)
def test_what_an_article_stands_in_is_told_as_that(kind: CitationKind) -> None:
    # As a publisher only, reference managers print an article without its journal.
    one = source(kind, title="Hips", publisher="Gait & Posture")

    assert csl(one)["container-title"] == "Gait & Posture"
    assert rispy.loads(ris(one))[0]["secondary_title"] == "Gait & Posture"


async def test_a_style_prints_every_source_with_its_title(client: AsyncClient) -> None:
    accept = {"Accept": "application/vnd.citationstyles.csl+json"}
    entries = (await client.get("/v1/citations?limit=100", headers=accept)).json()
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    printer = CitationStylesBibliography(style, CiteProcJSON(entries), formatter.plain)

    for entry in entries:
        printer.register(Citation([CitationItem(entry["id"])]))
    printed = [str(line) for line in printer.bibliography()]

    assert len(printed) == len(entries)
    for entry, line in zip(entries, printed, strict=True):
        assert _letters(entry["title"]) in _letters(line)
        if entry["type"] == "article-journal":
            assert _letters(entry["container-title"]) in _letters(line)


@pytest.mark.parametrize(
    ("media_type", "spoilt"),
    [
        ("application/x-bibtex", r"@misc{a, title = {A \& B}, organization = {C}, url = {d}}"),
        ("application/x-research-info-systems", "TY  - ELEC\nID  - a\nTI  - A\nUR  - d\nER  - "),
    ],
)
def test_a_source_that_lost_something_would_be_noticed(media_type: str, spoilt: str) -> None:
    one = source("hospital", title="A & B and more", publisher="C")

    try:
        found = READERS[media_type](spoilt)
    except KeyError:
        return

    assert found != {"a-slug": told(one)}


def _letters(text: str) -> str:
    """A style changes case and quotation marks."""
    return "".join(filter(str.isalnum, text)).lower()


def citations(catalog: Catalog) -> Mapping[str, CitationOut]:
    return catalog.all("en", "citation", CitationOut)


def told(one: CitationOut) -> Read:
    return one.model_dump(include={"title", "publisher", "year", "url", "doi"})


def source(kind: CitationKind, *, title: str, publisher: str) -> CitationOut:
    return CitationOut(
        slug="a-slug",
        language="en",
        authorship="machine_drafted",
        translation_review="source",
        title=title,
        publisher=publisher,
        year=2020,
        url="https://x.example/a_b/%2Fc?d=1&e=%C3%BC#f~g",
        doi="10.1000/(x)_y",
        kind=kind,
        copy_read=False,
        cited_by=[],
    )
