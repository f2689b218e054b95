"""The explorer, as a browser shows it: complete, and without a request to anybody else."""

from pathlib import Path

from tests.browser.browser import browse, complaints


async def test_the_explorer_shows_every_tag_and_breaks_no_policy(
    chromium: str, address: str, tmp_path: Path
) -> None:
    shown, log = await browse(chromium, f"{address}/docs", tmp_path, "--dump-dom")

    for tag in ("self-check", "exercises", "routines", "causes", "sources"):
        assert f'id="operations-tag-{tag}"' in shown
    assert "/v1/triage" in shown
    assert complaints(log) == []
