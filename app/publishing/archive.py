"""A zip of `seed/`: packed the same way every time, and unpacked only where nothing in it can reach
beyond a folder, or grow beyond what was agreed."""

import io
import re
import stat
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.publishing.refused import Flaw, Unusable

MOST_ENTRIES = 5_000
MOST_BYTES = 64 << 20
"""Unpacked, all files together."""
MOST_FILE_BYTES = 4 << 20
MOST_RATIO = 100
"""Unpacked bytes for each byte of the archive; our own texts come to about four."""
LONGEST_NAME = 200
MOST_FLAWS = 20
NAME = re.compile(r"([A-Za-z0-9_-]+/)+|([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(yaml|json)")
"""Below the folder, in letters that every file system and every script takes for themselves."""
ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Bits of an entry: encrypted, strongly encrypted, with its name hidden."""
AT_ONCE = 64 << 10
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first day a zip knows."""
BEGINNING = b"PK\x03\x04"
FIRST = "languages.yaml"
"""Is in every `seed/`, at its top."""


def packed(root: Path) -> bytes:
    """Everything under `root` that is content. The same files make the same bytes."""
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            name = path.relative_to(root).as_posix()
            if NAME.fullmatch(name):
                entry = ZipInfo(name, EPOCH)
                entry.external_attr = (stat.S_IFREG | 0o644) << 16
                archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED, 9)
    return whole.getvalue()


def unpack(file: Path, folder: Path) -> None:
    """Write what is in the archive below `folder`, which is empty.

    Raises:
        Unusable: it is no zip of `seed/`, or not one that is safe to unpack. Files may have been
            written by then.
    """
    try:
        with file.open("rb") as opened:
            if opened.read(len(BEGINNING)) != BEGINNING:
                raise BadZipFile
        with ZipFile(file) as archive:
            entries = archive.infolist()
            if flaws := list(_flaws(entries, file.stat().st_size)):
                raise Unusable(flaws[:MOST_FLAWS])
            _write(archive, [entry for entry in entries if not _is_folder(entry)], folder)
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        raise Unusable([Flaw("not_a_zip", "should be a whole zip file that unpacks")]) from None


def _flaws(entries: Sequence[ZipInfo], archive_bytes: int) -> Iterator[Flaw]:
    if len(entries) > MOST_ENTRIES:
        yield Flaw("too_many_entries", f"should have at most {MOST_ENTRIES} entries")
        return
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        for code, right in _wrong(entry):
            yield Flaw(code, f"entry {number}: {right}")
        folded = entry.orig_filename.casefold()
        if folded in seen:
            yield Flaw("duplicate_name", f"entry {number}: its name is there before; keep one")
        seen.add(folded)
    told = sum(entry.file_size for entry in entries)
    if told > min(MOST_BYTES, MOST_RATIO * archive_bytes):
        yield _too_much()
    if FIRST not in seen:
        yield Flaw("not_seed", f"should have the files of seed/ at its top, {FIRST} among them")


def _wrong(entry: ZipInfo) -> Iterator[Flaw]:
    """Of one entry by itself."""
    name = entry.orig_filename  # as it was written: zipfile ends `filename` at a NUL
    if len(name) > LONGEST_NAME:
        yield Flaw("name_too_long", f"a name should have at most {LONGEST_NAME} characters")
    elif not NAME.fullmatch(name):
        right = "a name should be a path below seed/, of letters, digits, - and _, ending in .yaml"
        yield Flaw("unsafe_name", f"{right} or .json")
    if entry.flag_bits & ENCRYPTED:
        yield Flaw("encrypted", "should not be encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        yield Flaw("unknown_compression", "should be stored or deflated")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFDIR if _is_folder(entry) else stat.S_IFREG):
        yield Flaw("not_a_file", "should be a file or a folder, no link and no device")
    if entry.file_size > (0 if _is_folder(entry) else MOST_FILE_BYTES):
        yield Flaw("file_too_large", f"a file should have at most {MOST_FILE_BYTES} bytes")


def _is_folder(entry: ZipInfo) -> bool:
    return entry.orig_filename.endswith("/")


def _write(archive: ZipFile, entries: Sequence[ZipInfo], folder: Path) -> None:
    """What the headers say of sizes is not believed: what comes out is counted."""
    written = 0
    for entry in entries:
        path = folder / entry.orig_filename
        path.parent.mkdir(parents=True, exist_ok=True)
        of_this = 0
        with archive.open(entry) as source, path.open("xb") as file:
            while piece := source.read(AT_ONCE):
                of_this, written = of_this + len(piece), written + len(piece)
                if of_this > MOST_FILE_BYTES or written > MOST_BYTES:
                    raise Unusable([_too_much()])
                file.write(piece)


def _too_much() -> Flaw:
    return Flaw("unpacks_to_too_much", f"should unpack to at most {MOST_BYTES} bytes, as text does")
