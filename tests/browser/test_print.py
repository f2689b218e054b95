"""The page to print, as a browser shows and prints it: nothing is refused, nothing sticks out."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.browser import browse, complaints

PAGES = ["/v1/routines/desk-break/print?lang=en", "/v1/routines/mobility/print?lang=es"]
# WCAG 2.2, 1.4.10: no scrolling to both sides from 320 px on. A phone, and A4 at 96 px an inch.
WIDTHS_PX = [320, 390, 794]
MEASURE = """
<!doctype html>
<body>
<script>
(async () => {
  const { url, widths } = JSON.parse(`%s`);
  const text = await (await fetch(url)).text();
  const found = [];
  for (const width of widths) {
    const frame = document.createElement("iframe");
    frame.style.cssText = `width: ${width}px; height: 800px; border: 0`;
    frame.srcdoc = text;
    document.body.append(frame);
    await new Promise((done) => { frame.onload = done; });
    const root = frame.contentDocument.documentElement;
    // Out of the frame, or out of its own box and over its neighbour.
    const wide = [...root.querySelectorAll("body *")].filter(
      (element) =>
        element.getBoundingClientRect().right > width ||
        (element.clientWidth > 0 && element.scrollWidth > element.clientWidth)
    );
    const sizes = [...root.querySelectorAll("body *")].map(
      (element) => parseFloat(frame.contentWindow.getComputedStyle(element).fontSize)
    );
    found.push({
      width,
      scrolls: root.scrollWidth,
      wide: wide.map((element) => element.outerHTML.slice(0, 80)),
      smallest_px: Math.min(...sizes),
    });
  }
  document.body.textContent = JSON.stringify(found);
})();
</script>
"""


@pytest.mark.parametrize("page", PAGES)
async def test_nothing_sticks_out_of_a_phone_or_a_sheet(
    page: str, chromium: str, address: str, tmp_path: Path
) -> None:
    measured = await _measured(chromium, f"{address}{page}", tmp_path)

    assert [(m["width"], m["scrolls"], m["wide"]) for m in measured] == [
        (width, width, []) for width in WIDTHS_PX
    ]
    assert min(m["smallest_px"] for m in measured) >= 11


@pytest.mark.parametrize("page", PAGES)
async def test_a_browser_accepts_all_of_it(
    page: str, chromium: str, address: str, tmp_path: Path
) -> None:
    picture = tmp_path / "page.png"

    _, log = await browse(chromium, f"{address}{page}", tmp_path, f"--screenshot={picture}")

    assert complaints(log) == []
    assert picture.stat().st_size > 10_000


@pytest.mark.parametrize("page", PAGES)
async def test_it_prints_on_a_few_sheets(
    page: str, chromium: str, address: str, tmp_path: Path
) -> None:
    pdf = tmp_path / "page.pdf"

    _, log = await browse(
        chromium, f"{address}{page}", tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}"
    )

    sheets = re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())
    assert 5 <= len(sheets) <= 18
    assert complaints(log) == []


async def test_a_style_that_the_policy_does_not_name_would_be_complained_about(
    chromium: str, tmp_path: Path
) -> None:
    page = tmp_path / "refused.html"
    policy = f"style-src 'sha256-{'A' * 43}='"
    page.write_text(
        f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{policy}">'
        "<style>p { color: red }</style><p>Refused"
    )

    _, log = await browse(chromium, page.as_uri(), tmp_path, "--dump-dom")

    assert len(complaints(log)) == 1


async def _measured(chromium: str, url: str, folder: Path) -> list[dict[str, Any]]:
    """The page at each width, in a frame of ours: its own policy lets no script measure it."""
    ruler = folder / "ruler.html"
    ruler.write_text(MEASURE % json.dumps({"url": url, "widths": WIDTHS_PX}))
    shown, log = await browse(chromium, ruler.as_uri(), folder, "--hide-scrollbars", "--dump-dom")
    found = re.search(r"<body>(.*)</body>", shown, re.DOTALL)
    assert found, log
    measured: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return measured
