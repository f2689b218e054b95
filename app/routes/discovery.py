"""Where programs begin that know nothing of this API: RFC 9727's catalog, and `llms.txt`.

Every address is relative to where it was asked for, since whoever runs this chooses where it is.
"""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from app.content.base import SOURCE_LANG
from app.handbook.llms import llms_txt
from app.routes.pages import HTML
from app.routes.reply import CATALOG, JSON, TO_CATALOG, reply
from app.routes.request import accepts

router = APIRouter(include_in_schema=False)

LINKSET = "application/linkset+json"
PROFILE = "https://www.rfc-editor.org/info/rfc9727"
FHIR = "/fhir/metadata"
"""Told where there is such a path."""
TEXT = "text/plain"

Target = Mapping[str, str]


@router.get(CATALOG)
async def get_catalog(request: Request) -> Response:
    """What there is, as a set of links (RFC 9264)."""
    accepts(request, LINKSET)
    body = json.dumps(linkset(with_fhir=FHIR in request.app.state.methods)).encode()
    told = f'{LINKSET}; profile="{PROFILE}"'
    return reply(request, body, SOURCE_LANG, told, [TO_CATALOG], dated=False)


@router.get("/llms.txt")
async def get_llms_txt(request: Request) -> Response:
    """What this is, for language models, as llmstxt.org has it."""
    accepts(request, TEXT)
    return reply(request, llms_txt().encode(), SOURCE_LANG, TEXT, [TO_CATALOG], dated=False)


def linkset(*, with_fhir: bool) -> dict[str, Any]:
    """The catalog: which APIs there are, then of each what describes it and how it is doing."""
    api = {
        "anchor": "/v1",
        "service-desc": [
            _to("/openapi.json", JSON, "OpenAPI 3.1"),
            _to("/openapi-3.0.json", JSON, "OpenAPI 3.0"),
        ],
        "service-doc": [
            _to("/docs", HTML, "Every operation, to read and to try"),
            _to("/guide/", HTML, "The guide for developers"),
            _to("/llms.txt", TEXT, "The same for language models"),
        ],
        "service-meta": [_to("/v1/meta", JSON, "Which release is served")],
        "status": [_to("/readyz", JSON, "Whether it is ready to serve")],
    }
    fhir = {"anchor": "/fhir", "service-desc": [_to(FHIR, "application/fhir+json", "FHIR")]}
    apis = [api, fhir] if with_fhir else [api]
    items = {"anchor": CATALOG, "item": [{"href": one["anchor"]} for one in apis]}
    return {"linkset": [items, *apis]}


def _to(href: str, media_type: str, name: str) -> Target:
    return {"href": href, "type": media_type, "title": name}
