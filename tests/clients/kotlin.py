"""Kotlin programs beside the generated client, compiled and run."""

import json
from pathlib import Path

from tests.clients.generated import generate, installed, kept
from tests.clients.programs import DOCUMENT, run
from tests.clients.shapes import Shapes
from tests.conftest import ROOT
from tests.tools import tool

UNTESTED = "nobody compiles the Kotlin client"
COMPILER = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
CONFIG = ROOT / "clients" / "kotlin" / "generator.yaml"
LAUNCH = Path(__file__).with_name("Launch.kt")
SHAPES = Path(__file__).with_name("Shapes.kt")
MODELS = "src/main/kotlin/plumbline/client/models"
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
"""Half of what a short run of Java costs goes into making a long one fast."""
LIMIT_S = 900
"""The whole client takes half a minute of processor time."""


def run_kotlin(source: str, server: str, folder: Path) -> str:
    """What a program that uses the client printed.

    Args:
        source: one file with `fun main()` or `suspend fun main()`, without a package.
        server: the base URL, which the program finds as `PLUMBLINE_URL`.
        folder: an empty one, to work in.

    Raises:
        ProgramError: it does not compile, or it ended with an exception.
    """
    return run_beside(client(), source, folder, server)


def run_beside(library: Path, source: str, folder: Path, server: str = "") -> str:
    """The same with any client that `build` made."""
    folder.mkdir(parents=True, exist_ok=True)
    main = folder / "Main.kt"
    main.write_text(source)
    program = folder / "main.jar"
    compile_kotlin(program, main, beside=[library / "client.jar"])
    path = _path(program, library / "client.jar", *_jars())
    command = [tool("java", UNTESTED), *QUICK, "-cp", path, "LaunchKt", "MainKt"]
    return run(command, folder, {"PLUMBLINE_URL": server})


def client() -> Path:
    """Of the committed document."""
    made_of = (DOCUMENT, CONFIG, LAUNCH, Path(__file__), *_pins())
    return kept("kotlin", made_of, lambda folder: build(DOCUMENT, folder))


def build(document: Path, folder: Path) -> None:
    """Generate and compile the client of a document: `client.jar`."""
    generate("kotlin", document, folder)
    compile_kotlin(folder / "client.jar", folder / "src" / "main" / "kotlin", LAUNCH)


def shapes(library: Path, folder: Path) -> Shapes:
    """Of every type in a client that `build` made."""
    names = [path.stem for path in sorted((library / MODELS).glob("*.kt"))]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models.txt").write_text("\n".join(names))
    found: Shapes = json.loads(run_beside(library, SHAPES.read_text(), folder))
    return found


def compile_kotlin(to: Path, *sources: Path, beside: list[Path] | None = None) -> None:
    """Into a jar.

    Raises:
        ProgramError: with what is wrong, and where.
    """
    compiler = installed("kotlin", UNTESTED) / "compiler.jar"
    # The compiler's jar is its serialization plugin too, and carries one for scripts, which
    # registered twice ends the compiler.
    plugins = [f"-Xplugin={compiler}", "-Xdisable-default-scripting-plugin"]
    flags = ["-no-stdlib", "-no-reflect", "-nowarn", *plugins]
    path = _path(*(beside or []), *_jars())
    java = [tool("java", UNTESTED), *QUICK, "-Xmx2g", "-cp", str(compiler), COMPILER]
    named = [str(source) for source in sources]
    run([*java, *flags, "-classpath", path, "-d", str(to), *named], to.parent, timeout_s=LIMIT_S)


def _pins() -> tuple[Path, ...]:
    return tuple(installed(name, UNTESTED) / "pins" for name in ("generator", "kotlin"))


def _jars() -> list[Path]:
    return sorted((installed("kotlin", UNTESTED) / "lib").glob("*.jar"))


def _path(*jars: Path) -> str:
    return ":".join(str(jar) for jar in jars)
