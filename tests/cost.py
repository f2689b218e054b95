"""What a request costs in calls, Python's and C's, held against a recorded budget.

Calls are the same on every machine and under any load, so this is a check and no benchmark: it
notices work that was added to the hot path, not how long it takes. `python -m tests.cost` compares;
with `--record` it writes what it counted.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from sqlmodel import Session
from starlette.types import ASGIApp, Receive, Scope, Send

from app.catalog import Catalog, load_catalog
from app.db import open_engine
from app.library import read_library
from app.main import create_app, fast
from app.migrate import migrate
from app.publish import publish
from app.settings import Settings
from tests.api.corpus.asked import Asked, answer, get, post
from tests.conftest import NOW, SEED

BUDGET = Path(__file__).parent / "cost.json"
ALLOWED = 1.1
"""Times the budget. Below the budget by as much, it should be recorded anew."""
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
"""Another one makes other calls."""
PHONE = [
    ("accept", "application/json"),
    ("accept-encoding", "gzip, deflate, br"),
    ("accept-language", "es-MX,es;q=0.9,en;q=0.8"),
    ("user-agent", "an app"),
]


def requests(catalog: Catalog) -> Iterator[tuple[str, Asked]]:
    well = _well(catalog)
    yield "ready", get("/v1/exercises/clamshell", PHONE)
    yield "ready list", get("/v1/exercises")
    yield "filtered list", get("/v1/exercises?aim=strengthen&equipment=none&limit=5")
    yield "search", get("/v1/search?q=tight%20hip")
    yield "triage, an emergency", post("/v1/triage", b'{"answers": {"saddle-numbness": "yes"}}')
    yield "triage, somebody well", post("/v1/triage", json.dumps({"answers": well}).encode())


def _well(catalog: Catalog) -> dict[str, str]:
    """The mildest answer to everything that is asked."""
    machine = catalog.rule_sets["self-check", catalog.in_force["self-check"]].machine
    questions = {question.slug: question for question in machine.rules.questions}
    answers: dict[str, str] = {}
    while missing := machine.evaluate(machine.read(answers)).next:
        for slug in missing:
            options = questions[slug].options
            mildest = next((o for o in options if o.kind == "none"), options[-1])
            answers[slug] = mildest.slug
    return answers


async def count(catalog: Catalog) -> dict[str, int]:
    """Calls for each request, without those of asking, once everything that is kept is there."""
    app = fast(create_app(Settings(), load=lambda: catalog))
    async with app.framework.router.lifespan_context(app.framework):
        counts = {}
        for name, asked in requests(catalog):
            for _ in range(3):
                counts[name] = await _counted(app, asked) - await _counted(_bare, asked)
                if not name.startswith("ready"):
                    app.framework.state.kept.clear()
        return counts


async def _bare(_: Scope, __: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _counted(app: ASGIApp, asked: Asked) -> int:
    calls = 0

    def called(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        answered = await answer(app, asked)
    finally:
        sys.setprofile(None)
    if answered.status != 200:
        raise RuntimeError(f"{asked.target} answered {answered.status}")
    return calls


def faults(counts: dict[str, int], budget: dict[str, int]) -> Iterator[str]:
    for name in sorted(counts.keys() | budget.keys()):
        now, then = counts.get(name, 0), budget.get(name, 0)
        if now > ALLOWED * then:
            yield f"{name}: {now} calls, and {then} are allowed"
        elif then > ALLOWED * now:
            yield f"{name}: {now} calls; record that it is fewer than {then}"


def published() -> Catalog:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/plumbline.db"
        migrate(url)
        engine = open_engine(url)
        publish(engine, read_library(SEED), NOW)
        with Session(engine) as session:
            return load_catalog(session)


def main() -> int:
    recorded = json.loads(BUDGET.read_text())
    if recorded["python"] != PYTHON and "--record" not in sys.argv:
        sys.stdout.write(f"the budget is for Python {recorded['python']}; this is {PYTHON}\n")
        return 0
    counts = asyncio.run(count(published()))
    if "--record" in sys.argv:
        BUDGET.write_text(json.dumps({"python": PYTHON, "calls": counts}, indent=1) + "\n")
    for name, calls in counts.items():
        sys.stdout.write(f"{name:22} {calls:5} calls\n")
    wrong = [] if "--record" in sys.argv else list(faults(counts, recorded["calls"]))
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
