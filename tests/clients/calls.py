"""Programs that call every operation by its generated function, and what was lost on the way.

Kotlin and Swift find no function by its name, so the calls are written out from the document. A
program keeps two files of each call: what the server sent, and the same read into the generated
type and written again.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    operation: str
    tag: str
    arguments: dict[str, str]
    """As JSON, which both languages read as it stands."""
    body: str | None
    """The model that is sent, if any."""
    said: str
    """The body, as JSON."""


def calls(document: Json, people: Sequence[Json]) -> Iterator[Call]:
    """Each operation that needs no key once, lists in one page; triage once for each of the
    people's answers."""
    bodies: dict[str, list[Json]] = {
        "triage": [{"answers": answers, "region": "GB"} for answers in people],
        "follow_up": [{"answers": {}}],
        "search_privately": [{"q": "one leg shorter"}],
    }
    for operations in document["paths"].values():
        for operation in operations.values():
            if operation.get("security"):
                continue
            name, tag = operation["operationId"], operation["tags"][0]
            arguments = dict(_arguments(operation.get("parameters", [])))
            for number, body in enumerate(bodies.get(name, [None])):
                model = _model(operation) if body else None
                yield Call(f"{name}-{number}", name, tag, arguments, model, json.dumps(body))


def _arguments(parameters: list[Json]) -> Iterator[tuple[str, str]]:
    for parameter in parameters:
        if parameter.get("required"):
            example = parameter.get("example") or parameter["schema"]["examples"][0]
            yield parameter["name"], json.dumps(example)
        elif parameter["name"] == "limit":
            yield "limit", "100"


def _model(operation: Json) -> str:
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return str(schema["$ref"]).rpartition("/")[2]


def kotlin(head: str, all_calls: Sequence[Call]) -> str:
    lines = []
    for call in all_calls:
        given = [f"{_camel(name)} = {value}" for name, value in call.arguments.items()]
        if call.body:
            given.insert(0, f"decoded<{call.body}>({_quoted(call.said)})")
        api, name = f"{_pascal(call.tag)}Api(url, client)", _camel(call.operation)
        lines.append(f'    keep("{call.name}", {api}.{name}({", ".join(given)}))')
    return head + "suspend fun main() {\n" + "\n".join(lines) + "\n}\n"


def swift(head: str, all_calls: Sequence[Call]) -> str:
    lines = []
    for call in all_calls:
        given = [f"{_camel(name)}: {value}" for name, value in call.arguments.items()]
        if call.body:
            named = call.body[0].lower() + call.body[1:]
            given.insert(0, f"{named}: decoded({call.body}.self, {_quoted(call.said)})")
        given.append("apiConfiguration: server")
        name = f"{_pascal(call.tag)}API.{_camel(call.operation)}WithRequestBuilder"
        lines.append(f'try await keep("{call.name}", {name}({", ".join(given)}))')
    return head + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") + '"'


def _pascal(name: str) -> str:
    return "".join(part[0].upper() + part[1:] for part in re.split(r"[-_]", name))


def _camel(name: str) -> str:
    return name[0] + _pascal(name)[1:]


def lost(folder: Path, all_calls: Sequence[Call]) -> dict[str, list[str]]:
    """What is not the same, of each call; nothing is left where all of it is."""
    return {
        call.name: found
        for call in all_calls
        if (found := _lost(folder / f"{call.name}.sent", folder / f"{call.name}.read"))
    }


def _lost(sent: Path, read: Path) -> list[str]:
    one, other = sent.read_bytes(), read.read_bytes()
    if one == other:
        return [] if one else ["nothing was sent"]
    if not one.startswith(b"{"):
        return ["not the same bytes"]
    return list(_differences("", json.loads(one), json.loads(other)))


def _differences(where: str, sent: Any, read: Any) -> Iterator[str]:
    """What was left out may come back as null, and a time in another notation and without its
    microseconds; nothing else."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for key in sent.keys() | {key for key in read if read[key] is not None}:
            yield from _differences(f"{where}/{key}", sent.get(key, ...), read.get(key, ...))
    elif isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        for at, (one, other) in enumerate(zip(sent, read, strict=True)):
            yield from _differences(f"{where}/{at}", one, other)
    elif (type(sent) is bool) != (type(read) is bool) or (
        sent != read and not _same_time(sent, read)
    ):
        yield f"{where}: {sent!r} was read as {read!r}"


def _same_time(sent: Any, read: Any) -> bool:
    try:
        one, other = datetime.fromisoformat(sent), datetime.fromisoformat(read)
        return bool(abs(one - other) < timedelta(milliseconds=1))
    except (TypeError, ValueError):
        return False
