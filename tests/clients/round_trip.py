"""Calls every operation by its generated function and holds what it read against what was sent.

A program for `run_python`: reads document.json beside it, and people.json with answers to triage.
Prints a JSON object: each operation, and what was lost on the way through its models.
"""

import inspect
import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

Json = dict[str, Any]
CLIENT = import_module("plumbline_client").Client(os.environ["PLUMBLINE_URL"], timeout=60)
MODELS = import_module("plumbline_client.models")


def main() -> None:
    document: Json = json.loads(Path("document.json").read_text())
    with CLIENT:
        lost = {
            operation["operationId"]: _lost(path, operation)
            for path, operations in document["paths"].items()
            for operation in operations.values()
            if not operation.get("security")
        }
    print(json.dumps(lost))


def _lost(path: str, operation: Json) -> list[str]:
    package = re.sub(r"\W", "_", operation["tags"][0])
    module = import_module(f"plumbline_client.api.{package}.{operation['operationId']}")
    lost = []
    for arguments in _asked(path, operation, module.sync_detailed):
        response = module.sync_detailed(client=CLIENT, **arguments)
        if response.status_code != 200:
            lost.append(f"{response.status_code}: {response.content[:200]!r}")
        elif "json" in response.headers["content-type"]:
            sent, read = json.loads(response.content), response.parsed.to_dict()
            lost += [f"{arguments}: {difference}" for difference in _differences("", sent, read)]
        elif _plain(response.parsed) != response.content:
            lost.append(f"{response.headers['content-type']}: not the same")
    return lost


def _differences(where: str, sent: Any, read: Any) -> Iterator[str]:
    """Times are compared as times: `Z` and `+00:00` are the same zone."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for key in sent.keys() | read.keys():
            yield from _differences(f"{where}/{key}", sent.get(key, ...), read.get(key, ...))
    elif isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        for at, (one, other) in enumerate(zip(sent, read, strict=True)):
            yield from _differences(f"{where}/{at}", one, other)
    elif sent != read and not _same_time(sent, read):
        yield f"{where}: {sent!r} was read as {read!r}"


def _same_time(sent: Any, read: Any) -> bool:
    try:
        return bool(datetime.fromisoformat(sent) == datetime.fromisoformat(read))
    except (TypeError, ValueError):
        return False


def _plain(parsed: Any) -> bytes:
    """Of text, of bytes, or of a file."""
    if isinstance(parsed, bytes):
        return parsed
    return parsed.encode() if isinstance(parsed, str) else parsed.payload.read()


def _asked(path: str, operation: Json, function: Any) -> list[Json]:
    """What to call it with: all that it cannot do without, and lists in one page."""
    known = inspect.signature(function).parameters
    arguments = {
        re.sub(r"\W", "_", parameter["name"]): _example(path, parameter)
        for parameter in operation.get("parameters", [])
        if parameter["required"]
    }
    arguments = {f"{k}_" if k not in known else k: v for k, v in arguments.items()}
    if "limit" in known:
        arguments["limit"] = 100
    if operation["operationId"] == "triage":
        people = json.loads(Path("people.json").read_text())
        return [{"body": MODELS.Answers.from_dict({"answers": said})} for said in people]
    if operation["operationId"] == "follow_up":
        return [{"body": MODELS.Answers.from_dict({"answers": {}})}]
    if "body" in known:
        return [{"body": MODELS.SearchQuery.from_dict({"q": "hip"})}]
    return [arguments]


def _example(path: str, parameter: Json) -> Any:
    if path == "/v1/figures/{name}":
        from_list = CLIENT.get_httpx_client().get("/v1/exercises?limit=1").text
        return re.findall(r"/v1/figures/([\w.-]+\.svg)", from_list)[0]
    if "example" in parameter:
        return parameter["example"]
    return parameter["schema"].get("examples", ["hip"])[0]


main()
