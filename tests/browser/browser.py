"""One look at a page, by a browser that asks nobody but this machine."""

import asyncio
import subprocess
from pathlib import Path

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


async def browse(chromium: str, url: str, folder: Path, *flags: str) -> tuple[str, str]:
    """What the browser printed after the page's scripts had run, and what it logged."""
    command = [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, url]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout, done.stderr


def complaints(log: str) -> list[str]:
    """What the page made the browser say in its console."""
    return [line for line in log.splitlines() if "CONSOLE" in line]
