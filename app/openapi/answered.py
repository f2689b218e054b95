"""The document's examples: what this API really answers, asked of itself.

Only whoever writes the document needs this; it is served as it was written.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app import errors
from app.openapi import headers, outcomes
from app.openapi.abridged import abridged
from app.openapi.asked import BODIES, PICTURE_OF, QUERIES
from app.openapi.keyed import tell_of_keys

OCCURRENCE = "urn:uuid:0b4c2a9e-6f0e-4a53-9d6f-1f8f5d1c2b3a"
PNG = "image/png"
BEGINNING = "Only the beginning of the file."
"""Of a PNG its signature, byte by byte."""
MOST_CHARACTERS = 6_000
"""Of a longer text only the beginning is told."""

SHORT = "Abridged: lists and maps are cut short; what is left is as answered."
ROUNDED = "Sizes in each coding are rounded: they depend on the machine."


class Refusal(NamedTuple):
    """A request that is refused."""

    method: str
    url: str
    header: tuple[str, str] = ("Content-Type", "application/json")
    content: str = ""


REFUSED = {
    "malformed_json": Refusal("POST", "/v1/triage", content="{"),
    "unknown_parameter": Refusal("GET", "/v1/exercises?colour=red"),
    "not_found": Refusal("GET", "/v1/nothing"),
    "unknown_slug": Refusal("GET", "/v1/exercises/nothing"),
    "method_not_allowed": Refusal("DELETE", "/v1/exercises"),
    "not_acceptable": Refusal("GET", "/v1/exercises", ("Accept", "text/csv")),
    "body_too_large": Refusal("POST", "/v1/triage", content="0" * 70_000),
    "unsupported_media_type": Refusal("POST", "/v1/triage", ("Content-Type", "text/plain"), "{}"),
    "invalid_request": Refusal("GET", "/v1/exercises?limit=0"),
    "answers_refused": Refusal("POST", "/v1/triage", content='{"answers": {"pain": "unbearable"}}'),
}
"""How to be refused; whatever else can go wrong cannot be asked for."""


async def answer(app: FastAPI, document: dict[str, Any]) -> None:
    """Put an example, and the headers it came with, beside every answer in `document`."""
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://localhost") as client:
        await _name_a_picture(client, document)
        for path, method, operation in _operations(document):
            if operation.get("security"):
                tell_of_keys(operation)
            elif method == "get":
                await _read(client, document, path, operation)
            else:
                await _send(client, path, operation)
        document["components"]["headers"] = headers.components(document["paths"])
        document["components"]["examples"] = await _problems(client)
        document["components"]["examples"] |= await outcomes.examples(client, document)


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


def url_of(path: str, operation: dict[str, Any]) -> str:
    """An address of this operation that answers: every required parameter as its example."""
    asked = [QUERIES.get(operation["operationId"], "")]
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
        elif parameter.get("required") and f"{parameter['name']}=" not in asked[0]:
            (example,) = parameter["schema"]["examples"]
            asked.append(f"{parameter['name']}={quote(str(example))}")
        elif parameter["name"] == "limit" and not asked[0]:
            asked[0] = "limit=2"
    query = "&".join(filter(None, asked))
    return f"{path}?{query}" if query else path


async def _name_a_picture(client: AsyncClient, document: dict[str, Any]) -> None:
    """A drawing's address is the digest of its bytes, which only the drawing knows."""
    exercise = (await client.get(PICTURE_OF)).json()
    url = exercise["figure"]["frames"][0]["light"]["svg"]
    for parameter in document["paths"]["/v1/figures/{name}"]["get"]["parameters"]:
        if parameter["name"] == "name":
            parameter["example"] = url.rpartition("/")[2]


async def _read(
    client: AsyncClient, document: dict[str, Any], path: str, operation: dict[str, Any]
) -> None:
    sent: set[str] = set()
    for media_type, content in operation["responses"]["200"]["content"].items():
        # A drawing's address ends in what it is.
        url = url_of(path, operation).replace(".svg", ".png" if media_type == PNG else ".svg")
        response = await client.get(url, headers={"Accept": media_type})
        if response.status_code != 200:
            raise RuntimeError(f"GET {url} as {media_type} answers {response.status_code}")
        content["examples"] = {"asked": _example(f"GET {url}", response, content, document)}
        sent |= set(response.headers)
    headers.tell(operation, sent)


async def _send(client: AsyncClient, path: str, operation: dict[str, Any]) -> None:
    bodies = BODIES[operation["operationId"]]
    ((media_type, sent),) = operation["requestBody"]["content"].items()
    sent["examples"] = {
        name: {"summary": body.summary, "value": body.value} for name, body in bodies.items()
    }
    for answered_as, content in operation["responses"]["200"]["content"].items():
        content["examples"] = {}
        for name, body in bodies.items():
            response = await client.post(
                url_of(path, operation),
                content=json.dumps(body.value),
                headers={"Content-Type": media_type, "Accept": answered_as},
            )
            if response.status_code != 200:
                raise RuntimeError(f"POST {path}, {name}, answers {response.status_code}")
            content["examples"][name] = {"summary": body.summary, "value": response.json()}
    headers.tell(operation, set(response.headers))


def _example(
    summary: str, response: Response, content: dict[str, Any], document: dict[str, Any]
) -> dict[str, Any]:
    if not response.headers["Content-Type"].partition(";")[0].endswith("json"):
        if len(response.content) > MOST_CHARACTERS or not response.content.isascii():
            # No `externalValue`: openapi-typescript opens its path as a file, and ends there.
            png = response.headers["Content-Type"] == PNG
            start = response.content[:8].decode("latin-1") if png else response.text[:200]
            return {"summary": summary, "description": BEGINNING, "value": start}
        return {"summary": summary, "value": response.text}
    whole = response.json()
    value = abridged(whole, content["schema"], document["components"]["schemas"])
    said = [] if value == whole else [SHORT]
    if isinstance(value, dict) and "encoded_bytes" in value.get("bundle", ()):
        sizes = value["bundle"]["encoded_bytes"]
        value["bundle"]["encoded_bytes"] = {name: round(size, -4) for name, size in sizes.items()}
        said.append(ROUNDED)
    return {
        "summary": summary,
        **({"description": " ".join(said)} if said else {}),
        "value": value,
    }


async def _problems(client: AsyncClient) -> dict[str, Any]:
    """One of each kind, by its code."""
    found = {}
    for code, kind in sorted(errors.KINDS.items()):
        if asked := REFUSED.get(code):
            response = await client.request(
                asked.method, asked.url, headers=[asked.header], content=asked.content
            )
            problem = response.json()
        else:
            problem = errors.problem(kind((kind.__doc__ or "").strip()), OCCURRENCE).model_dump()
        if problem["code"] != code:
            raise RuntimeError(f"what should be refused as {code} is refused as {problem['code']}")
        value = {**problem, "instance": OCCURRENCE}
        found[code] = {"summary": (kind.__doc__ or "").strip(), "value": value}
    return found
