"""Files in an archive that nobody reads, and so nobody checks."""

from collections.abc import Iterator
from pathlib import Path

from app.content.kinds import KINDS
from app.library.source import Fault
from app.library.translations import FOLDER

ALONE = ("languages.yaml", "retired.yaml", "safety_requirements.yaml")
CHECKS = ("self_check", "follow_up")
OF_A_CHECK = ("questions.yaml", "rules.yaml", "messages.yaml", "proof.json")


def strangers(root: Path) -> Iterator[Fault]:
    """One fault for each."""
    authored = set(_authored(root))
    translated = authored | {f"{check}.yaml" for check in CHECKS}
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        name = path.relative_to(root).as_posix()
        folder, _, rest = name.partition("/")
        beside = rest.partition("/")[2] if folder == FOLDER else ""
        if name not in authored and beside not in translated:
            yield Fault(name, 1, "is none of the files of seed/ and would not be looked at")


def _authored(root: Path) -> Iterator[str]:
    yield from ALONE
    for check in CHECKS:
        yield from (f"{check}/{file}" for file in OF_A_CHECK)
    folders = ["figures"]
    for kind in KINDS:
        name = kind.plural.replace("-", "_")
        if (root / name).is_dir():
            folders.append(name)
        else:
            yield f"{name}.yaml"
    for folder in folders:
        yield from (f"{folder}/{path.name}" for path in (root / folder).glob("*.yaml"))
