"""Archives that mean harm: what each gets, before anything of it is parsed."""

import io
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile, ZipInfo

import pytest

from app.publishing import archive as limits
from app.publishing.archive import packed, unpack
from app.publishing.refused import Unusable
from tests.conftest import SEED
from tests.publishing.archives import zipped


def _named(name: str) -> bytes:
    return zipped((ZipInfo(name), b"[]"))


def _link() -> bytes:
    entry = ZipInfo("tips.yaml")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zipped((entry, b"/etc/passwd"))


def _device() -> bytes:
    entry = ZipInfo("tips.yaml")
    entry.create_system, entry.external_attr = 3, (stat.S_IFCHR | 0o666) << 16
    return zipped((entry, b""))


def _flagged(bit: int) -> bytes:
    """The last entry says that it is encrypted, in both of its headers."""
    whole = bytearray(zipped(("tips.yaml", b"[]")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.rindex(signature) + at
        flags = struct.unpack_from("<H", whole, start)[0]
        struct.pack_into("<H", whole, start, flags | bit)
    return bytes(whole)


def _with_nul() -> bytes:
    """`zipfile` would read `tips.yaml` and stop at the NUL."""
    return zipped((ZipInfo("tips.yaml!../../x"), b"[]")).replace(b"tips.yaml!", b"tips.yaml\0")


def _small_by_its_header() -> bytes:
    """Says that it unpacks to 100 bytes, and unpacks to as many as there may be and one."""
    body = b"a" * (limits.MOST_FILE_BYTES + 1)
    whole = bytearray(zipped(("tips.yaml", body)))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", whole, whole.rindex(signature) + at, 100)
    return bytes(whole)


def _twice(first: str, second: str) -> bytes:
    """`zipfile` warns of what it writes twice, so it is told another name."""
    other = "!" * len(second)
    whole = zipped((ZipInfo(first), b"[]"), (ZipInfo(other), b"[]"))
    return whole.replace(other.encode(), second.encode())


def _many() -> bytes:
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        archive.writestr("languages.yaml", "[]")
        for number in range(limits.MOST_ENTRIES):
            archive.writestr(f"exercises/{number}.yaml", b"")
    return whole.getvalue()


def _bomb() -> bytes:
    """Sixteen files of four megabytes, a thousandth of that as sent."""
    body = b"a" * limits.MOST_FILE_BYTES
    return zipped(*((f"exercises/{n}.yaml", body) for n in range(16)))


def _in_a_folder() -> bytes:
    whole = io.BytesIO()
    with ZipFile(whole, "w") as archive:
        archive.writestr("seed/languages.yaml", "[]")
    return whole.getvalue()


ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a path that climbs out": (lambda: _named("../../etc/cron.d/x.yaml"), "unsafe_name"),
    "a path that climbs out half-way": (lambda: _named("exercises/../../x.yaml"), "unsafe_name"),
    "an absolute path": (lambda: _named("/etc/x.yaml"), "unsafe_name"),
    "a drive": (lambda: _named("C:/x.yaml"), "unsafe_name"),
    "a backslash": (lambda: _named("..\\x.yaml"), "unsafe_name"),
    "a NUL in a name": (_with_nul, "unsafe_name"),
    "a line break in a name": (lambda: _named("tips.yaml\n"), "unsafe_name"),
    "a letter with two spellings": (lambda: _named("exercises/\u00e9.yaml"), "unsafe_name"),
    "a hidden file": (lambda: _named(".git/config.yaml"), "unsafe_name"),
    "a program": (lambda: _named("exercises/run.py"), "unsafe_name"),
    "a huge name": (lambda: _named("a" * 60_000 + ".yaml"), "name_too_long"),
    "a symbolic link": (_link, "not_a_file"),
    "a device": (_device, "not_a_file"),
    "the same name twice": (lambda: _twice("tips.yaml", "tips.yaml"), "duplicate_name"),
    "the same name to some disks": (lambda: _twice("tips.yaml", "TIPS.yaml"), "duplicate_name"),
    "encrypted": (lambda: _flagged(0x1), "encrypted"),
    "its names hidden": (lambda: _flagged(0x2000), "encrypted"),
    "another compression": (
        lambda: zipped(("tips.yaml", b"[]"), compression=ZIP_BZIP2),
        "unknown_compression",
    ),
    "a zip bomb": (_bomb, "unpacks_to_too_much"),
    "a large file": (
        lambda: zipped(("tips.yaml", b"a" * (limits.MOST_FILE_BYTES + 1))),
        "file_too_large",
    ),
    "a header that lies of the size": (_small_by_its_header, "not_a_zip"),
    "too many entries": (_many, "too_many_entries"),
    "cut off": (lambda: packed(SEED)[:-100], "not_a_zip"),
    "damaged": (lambda: _damaged(packed(SEED)), "not_a_zip"),
    "something in front of it": (lambda: b"#!/bin/sh\n" + packed(SEED), "not_a_zip"),
    "no zip": (lambda: b"PK\x03\x04 and then nothing of the kind", "not_a_zip"),
    "nothing": (lambda: b"", "not_a_zip"),
    "in a folder of its own": (_in_a_folder, "not_seed"),
}


def _damaged(whole: bytes) -> bytes:
    """One byte in the middle of some file."""
    at = len(whole) // 2
    return whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_archive_that_means_harm_is_not_unpacked(attack: str, tmp_path: Path) -> None:
    make, code = ATTACKS[attack]
    (tmp_path / "archive.zip").write_bytes(make())
    (tmp_path / "in").mkdir()

    with pytest.raises(Unusable) as refused:
        unpack(tmp_path / "archive.zip", tmp_path / "in")

    assert {flaw.code for flaw in refused.value.flaws} >= {code}
    assert {path.name for path in tmp_path.iterdir()} == {"archive.zip", "in"}
    print(f"{attack}: {refused.value.flaws[-1].code}")  # noqa: T201  the list of attacks


def test_every_flaw_is_told_and_no_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(zipped(("../secret.yaml", b""), (".hidden", b"")))

    with pytest.raises(Unusable) as refused:
        unpack(tmp_path / "archive.zip", tmp_path / "in")

    assert [flaw.what[:8] for flaw in refused.value.flaws] == ["entry 2:", "entry 3:"]
    assert "secret" not in str(refused.value)


def test_what_is_packed_is_what_was_there_and_the_same_every_time(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(packed(SEED))

    unpack(tmp_path / "archive.zip", tmp_path / "in")

    files = {path.relative_to(SEED): path.read_bytes() for path in SEED.rglob("*.*")}
    assert {
        path.relative_to(tmp_path / "in"): path.read_bytes()
        for path in (tmp_path / "in").rglob("*.*")
    } == files
    assert packed(tmp_path / "in") == packed(SEED)
