"""The explorer, as a browser shows it: complete, and without a request to anybody else."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from app.catalog import Catalog
from app.main import create_app
from app.settings import Settings

CHROMIUM = shutil.which("chromium")
if os.environ.get("PLUMBLINE_NEED_BROWSER") and CHROMIUM is None:
    raise RuntimeError("no chromium: install Debian's package")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: nobody looks at it")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    # Whatever is asked of anybody but this machine fails, and says so in the log.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=20000",
)


@pytest.fixture
async def address(catalog: Catalog) -> AsyncIterator[str]:
    app = create_app(Settings(), load=lambda: catalog)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await running


async def test_the_explorer_shows_every_tag_and_breaks_no_policy(
    address: str, tmp_path: Path
) -> None:
    shown, log = await _visit(f"{address}/docs", tmp_path)

    for tag in ("self-check", "exercises", "routines", "causes", "sources"):
        assert f'id="operations-tag-{tag}"' in shown
    assert "/v1/triage" in shown
    complaints = [line for line in log.splitlines() if "CONSOLE" in line]
    assert complaints == []


async def _visit(url: str, profile: Path) -> tuple[str, str]:
    """The page after its scripts have run, and what the browser logged."""
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", "--dump-dom", url]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout, done.stderr
