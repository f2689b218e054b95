"""The limit: a bare ASGI callable that sends ready bytes.

    python -m tests.bench.apps.bare PORT FOLDER

`FOLDER/answers.json` says for each first segment of a path what to answer in turn; the bodies are
files beside it. It reads what a client sends, as every server must, and looks at nothing else.
"""

import json
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from itertools import cycle
from pathlib import Path
from typing import Any

import uvicorn

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = tuple[Message, Message]

MARK = 3
"""Characters that say which target is asked: `/07` in front of the path that ours is asked for."""

READY = "/ok"
NOTHING: Answer = (
    {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]},
    {"type": "http.response.body", "body": b""},
)


class Bare:
    def __init__(self, answers: dict[str, Iterator[Answer]]) -> None:
        self.answers = answers

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        if scope["method"] == "POST":
            while (await receive()).get("more_body"):
                pass
        start, body = next(self.answers[scope["path"][:MARK]])
        await send(start)
        await send(body)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


def read_answers(folder: Path) -> dict[str, Iterator[Answer]]:
    kept = json.loads((folder / "answers.json").read_text())
    answers: dict[str, Iterator[Answer]] = {
        mark: cycle([_answer(folder, one) for one in many]) for mark, many in kept.items()
    }
    return answers | {READY: cycle([NOTHING])}


def _answer(folder: Path, kept: dict[str, Any]) -> Answer:
    headers = [(name.encode(), value.encode()) for name, value in kept["headers"].items()]
    start = {"type": "http.response.start", "status": kept["status"], "headers": headers}
    return start, {"type": "http.response.body", "body": (folder / kept["body"]).read_bytes()}


if __name__ == "__main__":
    # As `app.commands` starts ours.
    uvicorn.run(
        Bare(read_answers(Path(sys.argv[2]))),
        port=int(sys.argv[1]),
        access_log=False,
        log_level="warning",
        server_header=False,
    )
