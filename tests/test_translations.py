"""A language is a folder of pairs. A published one lacks nothing; a draft is only counted."""

import re
import shutil
from pathlib import Path

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from app.commands import main
from app.content.safety import WarningOut
from app.library import BrokenSeed, Library, read_library
from app.library.translations import untranslated
from tests.conftest import SEED
from tests.test_library import edit, faults

WARNINGS = "translations/es/warnings.yaml"


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


def without_the_first_pair(path: Path) -> str:
    """Its English text."""
    first, _, *rest = path.read_text().splitlines(keepends=True)
    path.write_text("".join(rest))
    return first.removeprefix("- en: ").strip().strip('"')


def test_a_published_language_that_lacks_one_warning_is_not_published(seed: Path) -> None:
    missing = without_the_first_pair(seed / WARNINGS)

    assert faults(seed) == [
        f"{WARNINGS}:1: 1 texts are missing and es is published, so nothing may be; "
        "`./dev untranslated es` lists them"
    ]
    assert list(untranslated(seed, "es")) == [("warnings.yaml", [missing])]


def test_an_english_text_that_changes_loses_its_translation(seed: Path) -> None:
    edit(seed / "tips.yaml", r"Stand with", "Stand up with")

    stale, missing = faults(seed)

    assert "tips.yaml:1: 1 texts are missing" in missing or "1 texts are missing" in stale
    assert any("no English text here says this" in fault for fault in (stale, missing))


@pytest.mark.parametrize(
    ("pattern", "replacement", "said"),
    [
        (r"^  es: .*$", "  es: ''", "`es` has no words"),
        (r"^  es: .*$", "  fr: Bonjour", "should be a pair of `en` and `es`"),
        (r"^  es: .*$", "  es: 7", "`es` has no words"),
        (r"^- en: .*\n  es: .*$", "- nothing", "should be a pair of `en` and `es`"),
        (r"^(- en: .*\n  es: .*\n)", r"\1\1", "is there twice; keep one"),
        (r"^(  es: .*)60", r"\g<1>45", "the numbers differ: 10, 45, 60 in English, 10, 45, 45"),
    ],
)
def test_what_is_no_translation_is_named_with_its_line(
    pattern: str, replacement: str, said: str, seed: Path
) -> None:
    edit(seed / "translations/es/tips.yaml", pattern, replacement)

    found = [fault for fault in faults(seed) if said in fault]

    assert len(found) == 1
    assert re.match(r"translations/es/tips\.yaml:\d+: ", found[0])


def test_a_folder_of_no_language_is_named(seed: Path) -> None:
    (seed / "translations/tlh").mkdir()

    assert faults(seed) == ["translations/tlh:1: no such language in languages.yaml"]


def test_a_draft_may_have_holes_and_old_pairs(seed: Path) -> None:
    path = seed / "translations/de/tips.yaml"
    without_the_first_pair(path)
    path.write_text(path.read_text() + "- en: Nobody says this.\n  de: Das sagt niemand.\n")

    assert len(read_library(seed).translations["de"]["tip", "up-every-hour"]) <= 1


def test_a_draft_becomes_published_only_when_it_is_whole(seed: Path) -> None:
    edit(seed / "languages.yaml", r"(slug: de.*)status: draft", r"\1status: published")

    with pytest.raises(BrokenSeed) as broken:
        read_library(seed)

    files = {fault.file for fault in broken.value.faults}
    assert "translations/de/warnings.yaml" in files
    assert all(file.startswith("translations/de/") for file in files)


async def test_a_draft_is_counted_and_never_served(client: AsyncClient, library: Library) -> None:
    languages = (await client.get("/v1/languages")).json()["items"]
    drafts = [language for language in languages if language["status"] == "draft"]

    (german,) = drafts
    assert 0 < german["texts_translated"] < german["texts"]
    for url in ("/v1/warnings", "/v1/tips", "/v1/self-check", "/v1/bundle"):
        refused = await client.get(f"{url}?lang=de")
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["detail"] == "should be one of: en, es"
        wanted = await client.get(url, headers={"Accept-Language": "de"})
        assert wanted.headers["Content-Language"] == "en"
    answer = await client.post(
        "/v1/triage", json={"answers": {}}, headers={"Accept-Language": "de-AT, de"}
    )
    assert answer.json()["language"] == "en"
    words = {w for texts in library.translations["de"].values() for w in texts.values()}
    assert not any(warning["text"] in words for warning in answer.json()["warnings"])


async def test_spanish_is_whole_and_says_that_nobody_has_reviewed_it(client: AsyncClient) -> None:
    languages = {la["slug"]: la for la in (await client.get("/v1/languages")).json()["items"]}

    spanish = languages["es"]
    assert spanish["texts_translated"] == spanish["texts"] > 3_000
    assert (spanish["authorship"], spanish["review"]) == ("machine_drafted", "none")
    for url in ("/v1/exercises/clamshell", "/v1/self-check", "/v1/follow-up", "/v1/bundle"):
        body = (await client.get(url, headers={"Accept-Language": "es-MX, en;q=0.5"})).json()
        assert (body["language"], body["translation_review"]) == ("es", "none")


async def test_a_result_in_spanish_is_all_in_spanish(client: AsyncClient, catalog: Catalog) -> None:
    sent = {"answers": {"saddle-numbness": "yes"}, "region": "ES"}
    english = (await client.post("/v1/triage?lang=en", json=sent)).json()
    spanish = (await client.post("/v1/triage?lang=es", json=sent)).json()

    warnings = catalog.all("es", "warning", WarningOut)
    assert [w["slug"] for w in spanish["warnings"]] == [w["slug"] for w in english["warnings"]]
    assert [w["text"] for w in spanish["warnings"]] == [
        warnings[w["slug"]].text for w in spanish["warnings"]
    ]
    for place in ("title", "text", "safety_net"):
        assert spanish["advice"][place] != english["advice"][place]
    assert spanish["advice"]["contact"]["number"] == "112"
    assert spanish["disclaimer"] != english["disclaimer"]
    assert spanish["because"][0]["text"] != english["because"][0]["text"]
    assert spanish["translation_review"] == "none"


def test_who_translates_is_told_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["untranslated", "es"]) == 0
    assert capsys.readouterr().out == ""

    assert main(["untranslated", "de"]) == 0
    told = capsys.readouterr().out
    assert "# translations/de/warnings.yaml\n- en: " in told
    assert "\n  de:\n" in told
