"""The command line: what goes wrong ends in one sentence that says what would be right."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from app.commands import main
from app.db import open_engine
from app.library import Library
from app.serving.png import SCALES
from tests.conftest import ROOT, SEED


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The settings name a database of our own, with nothing in it."""
    url = f"sqlite:///{tmp_path}/data/plumbline.db"
    monkeypatch.setenv("PLUMBLINE_DATABASE_URL", url)
    return url


@pytest.mark.usefixtures("database")
def test_content_that_is_whole_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0

    assert "28 exercise" in capsys.readouterr().out


def test_broken_content_is_refused_and_nothing_is_written(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = Path(shutil.copytree(SEED, tmp_path / "seed"))
    (seed / "tips.yaml").write_text("- {slug: tip, text: T, origin: hearsay, citations: []}\n")
    monkeypatch.setenv("PLUMBLINE_SEED_DIR", str(seed))
    assert main(["migrate"]) == 0

    assert main(["publish", "--no-png"]) == 1

    said = capsys.readouterr().err
    assert "tips.yaml:1: origin: " in said
    assert "tips.yaml:1: citations: " in said
    assert "2 faults in the content; nothing was changed" in said
    engine = open_engine(database)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM release")).scalar_one() == 0


@pytest.mark.usefixtures("database")
def test_an_empty_database_is_not_served(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", str(_free_port())]) == 1
    assert "not migrated yet; run `python -m app migrate`" in capsys.readouterr().err

    assert main(["migrate"]) == 0
    assert main(["serve", "--port", str(_free_port())]) == 1
    assert "nothing is published yet; run `python -m app publish`" in capsys.readouterr().err


def test_files_that_this_code_published_are_not_read_again_until_one_changes(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = Path(shutil.copytree(SEED, tmp_path / "seed"))
    monkeypatch.setenv("PLUMBLINE_SEED_DIR", str(seed))
    assert main(["migrate"]) == main(["publish", "--no-png"]) == 0
    with open_engine(database).begin() as connection:  # whoever reads them finds them changed
        connection.execute(text("UPDATE release SET digest = 'another'"))

    assert main(["publish", "--no-png"]) == 0
    assert "release 1 is published already" in capsys.readouterr().out

    tips = seed / "tips.yaml"
    tips.write_text("# Read me.\n" + tips.read_text())
    assert main(["publish", "--no-png"]) == 0
    assert "release 2: 0 items changed" in capsys.readouterr().out


def test_publishing_makes_the_pngs_that_are_missing(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == main(["publish", "--no-png"]) == 0
    with open_engine(database).begin() as connection:  # all but two take a minute
        rows = connection.execute(text("SELECT sha256 FROM image WHERE png"))
        images = sorted({row.sha256 for row in rows})
        kept = [
            {"image": image, "scale": s, "body": b"png"} for image in images[2:] for s in SCALES
        ]
        connection.execute(
            text("INSERT INTO rendition (image, scale, body) VALUES (:image, :scale, :body)"), kept
        )

    assert main(["publish"]) == 0
    assert "6 PNGs made" in capsys.readouterr().out
    assert main(["publish"]) == 0
    assert "PNG" not in capsys.readouterr().out


def test_a_release_without_entries_is_not_served(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == main(["publish", "--no-png"]) == 0
    with open_engine(database).begin() as connection:
        connection.execute(text("UPDATE release SET code = NULL, counted = NULL"))
        connection.execute(text("DELETE FROM entry"))

    assert main(["serve", "--port", str(_free_port())]) == 1
    assert "kept no entries; run `python -m app publish`" in capsys.readouterr().err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_port_in_use_is_named(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert main([command, "--port", str(port)]) == 1

    assert f"cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATABASE_URL", "sqlite:////proc/plumbline/plumbline.db")

    assert main(["migrate"]) == 1

    assert "make it writable or set PLUMBLINE_DATABASE_URL" in capsys.readouterr().err


def test_a_setting_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUMBLINE_MAX_AGE_S", "soon")

    assert main(["check"]) == 1

    assert "PLUMBLINE_MAX_AGE_S: Input should be a valid integer" in capsys.readouterr().err


def test_the_rules_are_printed_for_a_clinician_to_read(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules"]) == 0

    printed = capsys.readouterr().out
    for check in library.checks.values():
        for rule in check.rules:
            assert f"[ ] {rule.slug}\n" in printed
            assert f"    Why:  {rule.text}\n" in printed
    assert printed.index("[ ] saddle-numbness\n") < printed.index("[ ] foot-drop\n")


def test_a_proof_that_still_holds_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = Path(shutil.copytree(SEED, tmp_path / "seed"))
    monkeypatch.setenv("PLUMBLINE_SEED_DIR", str(seed))
    path = seed / "self_check" / "proof.json"
    before = path.read_bytes()

    assert main(["prove", "--check"]) == 0
    assert main(["prove"]) == 0

    assert "S11 proved" in capsys.readouterr().out
    assert path.read_bytes() == before


def test_a_proof_of_other_rules_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = Path(shutil.copytree(SEED, tmp_path / "seed"))
    monkeypatch.setenv("PLUMBLINE_SEED_DIR", str(seed))
    path = seed / "self_check" / "proof.json"
    before = path.read_text()
    path.write_text(re.sub(r'"digest": "[0-9a-f]{8}', '"digest": "00000000', before))
    assert main(["prove", "--check"]) == 1

    assert main(["prove"]) == 0

    proved, was = json.loads(path.read_text()), json.loads(before)
    assert proved["ruleset"] == was["ruleset"]
    assert proved["proved_at"] != was["proved_at"]


def test_one_command_migrates_publishes_and_serves(database: str) -> None:
    port = _free_port()
    command = [sys.executable, "-m", "app", "run", "--port", str(port)]
    env = {**os.environ, "PLUMBLINE_DATABASE_URL": database}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as server:
        try:
            ready = _wait_for(f"http://127.0.0.1:{port}/readyz", server)
        finally:
            server.terminate()

    assert ready.json() == {"status": "ready", "content_release": 1}


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> httpx.Response:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            return httpx.get(url)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
