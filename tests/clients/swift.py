"""Swift programs beside the generated client, compiled and run."""

import json
import shutil
from pathlib import Path

from tests.clients.generated import generate, installed, kept
from tests.clients.programs import DOCUMENT, run
from tests.clients.shapes import Shapes
from tests.conftest import ROOT

UNTESTED = "nobody compiles the Swift client"
CONFIG = ROOT / "clients" / "swift" / "generator.yaml"
RUN = ROOT / "tools" / "swift" / "run.sh"
SWIFTC = "swiftc -swift-version 6 -suppress-warnings"
SHAPES = Path(__file__).with_name("Shapes.swift")
PRINT = "print(String(decoding: try JSONSerialization.data(withJSONObject: shapes), as: UTF8.self))"
LIMIT_S = 900
"""The whole client takes half a minute of processor time."""


def run_swift(source: str, server: str, folder: Path) -> str:
    """What a program that uses the client printed.

    Args:
        source: one file, with statements at its top; `await` may stand there.
        server: the base URL, which the program finds as `PLUMBLINE_URL`.
        folder: an empty one, to work in.

    Raises:
        ProgramError: it does not compile, or it ended with an error.
    """
    return run_beside(client(), source, folder, server)


def run_beside(library: Path, source: str, folder: Path, server: str = "") -> str:
    """The same with any client that `build` made."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.swift").write_text(source)
    command = f"{SWIFTC} -I {library} -L {library} -lPlumbline main.swift -o main && ./main"
    return _inside(command, folder, library, server=server)


def client() -> Path:
    """Of the committed document."""
    made_of = (DOCUMENT, CONFIG, Path(__file__), *_pins())
    return kept("swift", made_of, lambda folder: build(DOCUMENT, folder))


def build(document: Path, folder: Path) -> None:
    """Generate and compile the client of a document: `Plumbline.swiftmodule`, `libPlumbline.a`."""
    _pins()
    generate("swift", document, folder)
    # The whole module at once costs half of file by file.
    as_library = "-wmo -num-threads 2 -parse-as-library -emit-module -emit-library -static"
    sources = '$(find Sources -name "*.swift")'
    named = "-module-name Plumbline -o libPlumbline.a"
    _inside(f"{SWIFTC} {as_library} {named} {sources}", folder)


def shapes(library: Path, folder: Path) -> Shapes:
    """Of every type in a client that `build` made."""
    models = sorted((library / "Sources" / "Plumbline" / "Models").glob("*.swift"))
    names = [p.stem for p in models if f"public struct {p.stem}:" in p.read_text()]
    shown = [f"show({name}.self, {name}.CodingKeys.self)" for name in names]
    program = SHAPES.read_text() + "\n".join([*shown, PRINT])
    found: Shapes = json.loads(run_beside(library, program, folder))
    return found


def _inside(command: str, *folders: Path, server: str = "") -> str:
    """What a command of the shell printed, run in the first folder, where Swift is."""
    named = [str(folder) for folder in folders]
    whole = [str(RUN), *named, "--", "sh", "-c", command]
    return run(whole, folders[0], {"PLUMBLINE_URL": server}, timeout_s=LIMIT_S)


def _pins() -> tuple[Path, ...]:
    """What tells one compiler from another; nothing, where the machine has its own."""
    generator = installed("generator", UNTESTED) / "pins"
    if shutil.which("swiftc"):
        return (generator,)
    return (generator, installed("swift", UNTESTED) / "pins")
