"""A small document with one of everything, and a way to change it."""

import copy
from typing import Any

GONE: Any = object()

RELEASED: dict[str, Any] = {
    "openapi": "3.1.0",
    "servers": [{"url": "/"}],
    "webhooks": {
        "thing.made": {
            "post": {
                "parameters": [
                    {"name": "webhook-id", "in": "header", "required": True, "schema": {}}
                ],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                    }
                },
                "responses": {"204": {"description": "Thanks."}},
            }
        }
    },
    "paths": {
        "/v1/things": {
            "parameters": [{"$ref": "#/components/parameters/Language"}],
            "get": {
                "operationId": "list_things",
                "tags": ["things"],
                "parameters": [
                    {
                        "name": "kind",
                        "in": "query",
                        "schema": {"type": "string", "enum": ["stretch", "strength"]},
                    },
                    {
                        "name": "limit",
                        "in": "query",
                        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
                    },
                ],
                "responses": {
                    "200": {
                        "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
                        "links": {"one": {"operationId": "ask"}},
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/Thing"},
                                }
                            },
                            "text/html": {"schema": {"type": "string"}},
                        },
                    },
                    "404": {"$ref": "#/components/responses/Problem"},
                },
            },
            "post": {
                "operationId": "ask",
                "tags": ["things"],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Question"}}
                    }
                },
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                        }
                    }
                },
            },
        },
    },
    "components": {
        "parameters": {"Language": {"name": "lang", "in": "query", "schema": {"type": "string"}}},
        "responses": {
            "Problem": {
                "content": {
                    "application/problem+json": {
                        "schema": {"type": "object"},
                        "examples": {"unknown_slug": {}, "not_found": {}},
                    }
                }
            }
        },
        "schemas": {
            "Question": {
                "type": "object",
                "additionalProperties": False,
                "required": ["answers"],
                "properties": {
                    "answers": {
                        "type": "object",
                        "additionalProperties": {"$ref": "#/components/schemas/Given"},
                    },
                    "region": {"type": ["string", "null"], "pattern": "^[A-Z]{2}$"},
                    "about": {"$ref": "#/components/schemas/About"},
                },
            },
            "Given": {"type": "array", "items": {"type": "string", "maxLength": 64}},
            "About": {
                "type": "object",
                "required": ["who"],
                "properties": {
                    "who": {"type": "string", "enum": ["me", "child"]},
                    "age": {"type": "number", "minimum": 0},
                    "note": {"type": "string"},
                    "since": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
                },
            },
            "Thing": {
                "type": "object",
                "required": ["slug", "dose", "level", "aims", "counts", "parts", "shape"],
                "properties": {
                    "slug": {"type": "string", "maxLength": 64, "pattern": "^[a-z-]+$"},
                    "dose": {
                        "description": "At the start.",
                        "allOf": [{"$ref": "#/components/schemas/Dose"}],
                    },
                    "level": {"type": ["string", "null"], "enum": ["urgent", "self_care", None]},
                    "aims": {
                        "type": "array",
                        "description": "What it is for. More values may come. Pass it over.",
                        "items": {"type": "string", "enum": ["mobility"]},
                    },
                    "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                    "shape": {
                        "oneOf": [
                            {"$ref": "#/components/schemas/Dose"},
                            {"type": "string", "format": "date"},
                        ]
                    },
                    "note": {"type": "string"},
                },
            },
            "Dose": {
                "type": "object",
                "required": ["sets", "hold_s"],
                "properties": {
                    "sets": {"type": "integer", "minimum": 1, "maximum": 5},
                    "hold_s": {"type": "integer", "minimum": 0},
                },
            },
        },
        "securitySchemes": {"key": {"type": "apiKey", "name": "X-Key", "in": "header"}},
    },
}


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The small document, with other parts at these places. `~1` is a slash in a name; `S/` and
    `G/` and `P/` stand for the schemas and the two operations. `GONE` takes a part out."""
    document = copy.deepcopy(RELEASED)
    for place, value in changes.items():
        *way, last = [name.replace("~1", "/") for name in _whole(place).split("/")]
        part: Any = document
        for name in way:
            part = part[int(name) if isinstance(part, list) else name]
        key: Any = int(last) if isinstance(part, list) and last != "-" else last
        if value is GONE:
            del part[key]
        elif key == "-":
            part.append(value)
        else:
            part[key] = value
    return document


def _whole(place: str) -> str:
    for short, whole in (
        ("S/", "components/schemas/"),
        ("G/", "paths/~1v1~1things/get/"),
        ("P/", "paths/~1v1~1things/post/"),
    ):
        if place.startswith(short):
            return whole + place.removeprefix(short)
    return place
