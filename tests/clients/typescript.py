"""TypeScript against the types made from the document: checked by `tsc`, run by Node."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import tools
from tests.clients.programs import DOCUMENT, run
from tests.tools import CLIENT

UNTESTED = "no TypeScript is compiled"


def run_typescript(source: str, server: str, folder: Path) -> str:
    """What the program prints, checked as strictly as clients/js/tsconfig.json says and then run.

    It imports types with `import type { components, paths } from "./plumbline"` and whatever is
    in clients/js/node_modules, and finds the server's address in `process.env.PLUMBLINE_URL`.

    Raises:
        ProgramError: with what the compiler or Node said.
    """
    check_typescript(source, folder)
    program = folder / "out" / "program.js"
    return run([_node(), str(program)], folder, {"PLUMBLINE_URL": server})


def check_typescript(source: str, folder: Path, document: Path = DOCUMENT) -> None:
    """Compile the program against the types of `document`, and run nothing.

    Raises:
        ProgramError: with every complaint of the compiler.
    """
    node = _node()
    (folder / "plumbline.d.ts").write_text(_types(document))
    (folder / "program.ts").write_text(source)
    (folder / "package.json").write_text('{"type": "module"}')
    for name in ("tsconfig.json", "node.d.ts"):
        shutil.copy(CLIENT / name, folder / name)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(CLIENT / "node_modules")
    run([node, str(CLIENT / "node_modules/typescript/bin/tsc"), "--pretty", "false"], folder)


def _node() -> str:
    for package in ("typescript", "openapi-fetch", "openapi-typescript"):
        node = tools.node(package, UNTESTED)
    return node


@cache
def _types(document: Path) -> str:
    """Made once."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "plumbline.d.ts"
        generator = CLIENT / "node_modules/openapi-typescript/bin/cli.js"
        run([_node(), str(generator), str(document), "--output", str(made)], Path(folder))
        return made.read_text()
