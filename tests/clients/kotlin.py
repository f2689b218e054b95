"""Kotlin programs beside the generated client, compiled and run."""

from pathlib import Path

from tests.clients.generated import DOCUMENT, generate, installed, kept, run
from tests.conftest import ROOT
from tests.tools import tool

UNTESTED = "nobody compiles the Kotlin client"
COMPILER = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
CONFIG = ROOT / "clients" / "kotlin" / "generator.yaml"
LAUNCH = Path(__file__).with_name("Launch.kt")


def run_kotlin(source: str, server: str, folder: Path) -> str:
    """What a program that uses the client printed.

    Args:
        source: one file with `fun main()` or `suspend fun main()`, without a package.
        server: the base URL, which the program finds as `PLUMBLINE_URL`.
        folder: an empty one, to work in.

    Raises:
        ProgramFailed: it does not compile, or it ended with an exception.
    """
    return run_beside(client(), source, folder, PLUMBLINE_URL=server)


def run_beside(library: Path, source: str, folder: Path, **environment: str) -> str:
    """The same with any client that `build` made."""
    folder.mkdir(parents=True, exist_ok=True)
    main = folder / "Main.kt"
    main.write_text(source)
    program = folder / "main.jar"
    compile_kotlin(program, main, beside=[library / "client.jar"])
    path = _path(program, library / "client.jar", *_jars())
    return run(tool("java", UNTESTED), "-cp", path, "LaunchKt", "MainKt", **environment)


def client() -> Path:
    """Of the committed document."""
    made_of = (DOCUMENT, CONFIG, LAUNCH, *_pins())
    return kept("kotlin", made_of, lambda folder: build(DOCUMENT, folder))


def build(document: Path, folder: Path) -> None:
    """Generate and compile the client of a document: `client.jar`."""
    generate("kotlin", document, folder)
    compile_kotlin(folder / "client.jar", folder / "src" / "main" / "kotlin", LAUNCH)


def compile_kotlin(to: Path, *sources: Path, beside: list[Path] | None = None) -> None:
    """Into a jar.

    Raises:
        ProgramFailed: with what is wrong, and where.
    """
    compiler = installed("kotlin", UNTESTED) / "compiler.jar"
    flags = ["-no-stdlib", "-no-reflect", "-nowarn"]
    # The compiler's jar is its serialization plugin too, and carries one for scripts, which
    # registered twice ends the compiler.
    plugins = [f"-Xplugin={compiler}", "-Xdisable-default-scripting-plugin"]
    path = _path(*(beside or []), *_jars())
    java = [tool("java", UNTESTED), "-Xmx2g", "-cp", str(compiler), COMPILER]
    run(*java, *flags, *plugins, "-classpath", path, "-d", to, *sources)


def _pins() -> tuple[Path, ...]:
    return tuple(installed(name, UNTESTED) / "pins" for name in ("generator", "kotlin"))


def _jars() -> list[Path]:
    return sorted((installed("kotlin", UNTESTED) / "lib").glob("*.jar"))


def _path(*jars: Path) -> str:
    return ":".join(str(jar) for jar in jars)
