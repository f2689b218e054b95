"""What an operation promises around its schemas: how it is asked, and what it may answer."""

import json
from collections.abc import Iterator
from typing import Any

from app.openapi.breaks import Break, Node, Place, resolve
from app.openapi.fitting import Fitting

PROBLEM = "application/problem+json"


def operations(document: Node) -> dict[str, Node]:
    """By method and path, each whole: with its path's parameters and the document's security."""
    found = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if isinstance(operation, dict) and "responses" in operation:
                shared = methods.get("parameters", [])
                found[f"{method.upper()} {path}"] = {
                    "security": document.get("security", []),
                    **operation,
                    "parameters": [*shared, *operation.get("parameters", [])],
                }
    return found


def operation_breaks(fitting: Fitting, name: str, was: Node, now: Node) -> Iterator[Break]:
    if was.get("operationId") != now.get("operationId"):
        yield Break(
            name,
            "names",
            f"was called {was.get('operationId')}: code that calls it does not compile",
        )
    for tag in was.get("tags", []):
        if tag not in now.get("tags", []):
            yield Break(name, "names", f"has left the tag {tag}: generated code looks for it there")
    yield from _security_breaks(name, was, now)
    yield from _parameter_breaks(fitting, name, was, now)
    yield from _body_breaks(fitting, Place(f"{name} body", "request"), was, now)
    yield from _response_breaks(fitting, name, was, now)


def event_breaks(fitting: Fitting, name: str, was: Node, now: Node) -> Iterator[Break]:
    """What we send is read as an answer is."""
    old, new = was["requestBody"], now["requestBody"]
    yield from _content_breaks(fitting, Place(f"{name} body", "response"), old, new)
    sent = {parameter["name"] for parameter in now.get("parameters", [])}
    for parameter in was.get("parameters", []):
        if parameter["name"] not in sent:
            here = f"{name} header {parameter['name']}"
            yield Break(here, "response", "is gone: who verifies by it refuses every event")


def _security_breaks(name: str, was: Node, now: Node) -> Iterator[Break]:
    """No entry at all is the same as an empty one: nobody need say who asks."""
    before, after = ([json.dumps(way) for way in op["security"]] or ["{}"] for op in (was, now))
    for way in before:
        if way not in after:
            yield Break(name, "request", f"is not open with {way} any more: apps are refused")


def _parameter_breaks(fitting: Fitting, name: str, was: Node, now: Node) -> Iterator[Break]:
    before = _parameters(fitting.released, was)
    after = _parameters(fitting.candidate, now)
    for key, new in after.items():
        if key not in before and new.get("required"):
            yield Break(f"{name} {key}", "request", "is new and required: apps do not send it")
    for key, old in before.items():
        here = Place(f"{name} {key}", "request")
        if key not in after:
            yield here.breaks("is not known any more: apps that send it are refused")
            continue
        new = after[key]
        if new.get("required") and not old.get("required"):
            yield here.breaks("is newly required: apps that do not send it are refused")
        before_written, after_written = _written(old), _written(new)
        for way, written in before_written.items():
            if after_written[way] != written:
                yield here.breaks(f"has another `{way}`: what apps write is read as something else")
        yield from fitting.breaks(old.get("schema", True), new.get("schema", True), here)


def _parameters(document: Node, operation: Node) -> dict[str, Node]:
    """By where they stand and their name; of headers the case does not matter."""
    found = [resolve(document, parameter) for parameter in operation["parameters"]]
    return {
        f"{p['in']} {p['name'].lower() if p['in'] == 'header' else p['name']}": p for p in found
    }


def _written(parameter: Node) -> Node:
    """How it is written into a request, said or not."""
    form = parameter["in"] in ("query", "cookie")
    style = parameter.get("style", "form" if form else "simple")
    return {
        "style": style,
        "explode": parameter.get("explode", style == "form"),
        "allowReserved": parameter.get("allowReserved", False),
        "content": parameter.get("content"),
    }


def _body_breaks(fitting: Fitting, here: Place, was: Node, now: Node) -> Iterator[Break]:
    old = resolve(fitting.released, was.get("requestBody"))
    new = resolve(fitting.candidate, now.get("requestBody"))
    if old and not new:
        yield here.breaks("is not taken any more: what apps send is not read")
    elif new.get("required") and not old.get("required"):
        yield here.breaks("is newly required: apps that do not send it are refused")
    if old and new:
        yield from _content_breaks(fitting, here, old, new)


def _response_breaks(fitting: Fitting, name: str, was: Node, now: Node) -> Iterator[Break]:
    before, after = was["responses"], now["responses"]
    for status in after:
        if status.startswith("2") and status not in before:
            yield Break(f"{name} {status}", "response", "is a new success: apps do not expect it")
    for status, response in before.items():
        here = Place(f"{name} {status}", "response")
        if status not in after:
            yield here.breaks("is not answered any more: apps that tell it apart cannot")
            continue
        old = resolve(fitting.released, response)
        new = resolve(fitting.candidate, after[status])
        yield from _content_breaks(fitting, here, old, new)
        yield from _header_breaks(fitting, here, old, new)
        for link in old.get("links", {}):
            if link not in new.get("links", {}):
                yield here.at(f" link {link}").breaks("is gone: code that follows it")


def _content_breaks(fitting: Fitting, here: Place, old: Node, new: Node) -> Iterator[Break]:
    for media_type, was in old.get("content", {}).items():
        within = here.at(f" {media_type}")
        if media_type not in new.get("content", {}):
            yield within.breaks("is gone: apps that send it or ask for it are refused")
            continue
        now = new["content"][media_type]
        yield from fitting.breaks(was.get("schema", True), now.get("schema", True), within)
        if media_type == PROBLEM:
            for code in was.get("examples", {}):
                if code not in now.get("examples", {}):
                    yield within.breaks(f"has no code {code} any more: apps that look for it")


def _header_breaks(fitting: Fitting, here: Place, old: Node, new: Node) -> Iterator[Break]:
    after: dict[str, Any] = {
        name.lower(): header for name, header in new.get("headers", {}).items()
    }
    for name, header in old.get("headers", {}).items():
        within = here.at(f" header {name}")
        if name.lower() not in after:
            yield within.breaks("is gone: apps that read it have nothing to read")
            continue
        was = resolve(fitting.released, header)
        now = resolve(fitting.candidate, after[name.lower()])
        if was.get("required") and not now.get("required"):
            yield within.breaks("may be absent: apps that count on it fail")
        yield from fitting.breaks(was.get("schema", True), now.get("schema", True), within)
