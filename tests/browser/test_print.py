"""The page to print, as a browser shows and prints it: nothing is refused, nothing sticks out."""

import asyncio
import html
import json
import re
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from app.catalog import Catalog
from app.main import create_app
from app.settings import Settings
from tests.browser.test_explorer import CHROMIUM, FLAGS

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: nobody looks at it")

PAGES = ["desk-break/print?lang=en", "mobility/print?lang=es"]
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


@pytest.fixture
async def address(catalog: Catalog) -> AsyncIterator[str]:
    app = create_app(Settings(), load=lambda: catalog)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1/routines"
        server.should_exit = True
        await running


@pytest.mark.parametrize("page", PAGES)
async def test_nothing_sticks_out_of_a_phone_or_a_sheet(
    page: str, address: str, tmp_path: Path
) -> None:
    measured = await _measured(f"{address}/{page}", tmp_path)

    assert [(m["width"], m["scrolls"], m["wide"]) for m in measured] == [
        (width, width, []) for width in WIDTHS_PX
    ]
    assert min(m["smallest_px"] for m in measured) >= 11


@pytest.mark.parametrize("page", PAGES)
async def test_a_browser_accepts_all_of_it(page: str, address: str, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"

    _, log = await _browse(f"{address}/{page}", tmp_path, f"--screenshot={picture}")

    assert _complaints(log) == []
    assert picture.stat().st_size > 10_000


@pytest.mark.parametrize("page", PAGES)
async def test_it_prints_on_a_few_sheets(page: str, address: str, tmp_path: Path) -> None:
    pdf = tmp_path / "page.pdf"

    _, log = await _browse(
        f"{address}/{page}", tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}"
    )

    sheets = re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())
    assert 5 <= len(sheets) <= 18
    assert _complaints(log) == []


async def test_a_style_that_the_policy_does_not_name_would_be_complained_about(
    tmp_path: Path,
) -> None:
    page = tmp_path / "refused.html"
    policy = f"style-src 'sha256-{'A' * 43}='"
    page.write_text(
        f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{policy}">'
        "<style>p { color: red }</style><p>Refused"
    )

    _, log = await _browse(page.as_uri(), tmp_path, "--dump-dom")

    assert len(_complaints(log)) == 1


async def _measured(url: str, folder: Path) -> list[dict[str, Any]]:
    """The page at each width, in a frame of ours: its own policy lets no script measure it."""
    ruler = folder / "ruler.html"
    ruler.write_text(MEASURE % json.dumps({"url": url, "widths": WIDTHS_PX}))
    shown, log = await _browse(ruler.as_uri(), folder, "--hide-scrollbars", "--dump-dom")
    found = re.search(r"<body>(.*)</body>", shown, re.DOTALL)
    assert found, log
    measured: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return measured


async def _browse(url: str, folder: Path, *flags: str) -> tuple[str, str]:
    """What the browser printed, and what it logged."""
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, url]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout, done.stderr


def _complaints(log: str) -> list[str]:
    return [line for line in log.splitlines() if "CONSOLE" in line]
