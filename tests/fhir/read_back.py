"""An outcome read back out of FHIR: what a client would have to do to get the JSON of `/v1` again.
It shares no code with what wrote it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

OURS = "https://plumbline.invalid/fhir/"


def outcome(bundle: Json) -> Json:
    """The answer of `/v1/triage`, or of `/v1/follow-up`, field by field."""
    return _Bundle(bundle).outcome()


class _Bundle:
    def __init__(self, bundle: Json) -> None:
        self.by_url = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
        guidances = self.of_type("GuidanceResponse")
        assert len(guidances) == 1
        self.guidance = guidances[0]
        contained = {f"#{one['id']}": one for one in self.guidance["contained"]}
        self.output = contained[self.guidance["outputParameters"]["reference"]]["parameter"]

    def of_type(self, kind: str) -> list[Json]:
        return [one for one in self.by_url.values() if one["resourceType"] == kind]

    def values(self, name: str) -> list[Any]:
        return [_value(one) for one in self.output if one["name"] == name]

    def value(self, name: str) -> Any:
        found = self.values(name)
        assert len(found) <= 1, name
        return found[0] if found else None

    def referred(self, name: str) -> list[Json]:
        return [self.by_url[reference["reference"]] for reference in self.values(name)]

    def parts(self, name: str) -> list[Json]:
        return [one for one in self.output if one["name"] == name]

    def outcome(self) -> Json:
        assert (self.value("status") == "complete") == (self.guidance["status"] == "success")
        said: Json = {
            "status": self.value("status"),
            "level": self.value("level"),
            "level_at_least": self.value("level_at_least"),
            "time_frame": _duration(self.value("time_frame")),
            "advice": _advice(self.referred("advice")[0]),
            "warnings": [_warning(one) for one in self.referred("warning")],
            "next": [_question(one) for one in self.parts("next")],
            "because": [_because(one) for one in self.parts("because")],
            "ruleset": _named(self.parts("ruleset")[0]),
            "content_release": self.value("content_release"),
            "language": self.value("language"),
            "translation_review": self.value("translation_review"),
            "disclaimer": self.value("disclaimer"),
        }
        if self.guidance["moduleCanonical"].partition("|")[0].endswith("follow-up-rules"):
            return {**said, "action": self.value("action")}
        return {**said, **self.decided()}

    def decided(self) -> Json:
        none = self.parts("no_routine")
        return {
            "conditions": [_condition(one) for one in self.referred("condition")],
            "causes": [_cause(one) for one in self.parts("cause")],
            "routines": list(self.routines()),
            "no_routine": _named(none[0]) if none else None,
            "blocked": [_block(one) for one in self.parts("blocked")],
            "ask_about": [_block(one) for one in self.parts("ask_about")],
            "optional": [_question(one) for one in self.parts("optional")],
        }

    def routines(self) -> Iterator[Json]:
        groups = self.of_type("RequestGroup")
        assert groups == self.referred("offer")
        for group in groups:
            for action in group["action"]:
                if _codes(action["code"], "routine"):
                    yield self.routine(action)

    def routine(self, action: Json) -> Json:
        slug = _code(action["code"], "routine")
        phases = [one for one in action["action"] if _codes(one["code"], "phase")]
        repeat = action["timingTiming"]["repeat"]
        assert (repeat["period"], repeat["periodUnit"], repeat["durationUnit"]) == (1, "wk", "s")
        return {
            "slug": slug,
            "name": action["title"],
            "why": action["description"].split("\n\n"),
            "phases": [self.phase(one) for one in phases],
            "adapted": [_adapted(one) for one in self.parts("adapted") if _is_of(one, slug)],
            "warnings": self.warnings(action),
            "stop_rules": [_stop_rule(one) for one in action["condition"]],
            "duration_s": repeat["duration"],
            "days_per_week": repeat["frequency"],
            "equipment": _codes(action["code"], "equipment"),
            "timeline": None,
            "citations": [_citation(one) for one in action["documentation"]],
        }

    def phase(self, action: Json) -> Json:
        return {
            "slug": _code(action["code"], "phase"),
            "steps": [self.step(one) for one in action["action"]],
        }

    def step(self, action: Json) -> Json:
        exercise = _code(action["code"], "exercise")
        last = action["action"][-1]
        assert last["resource"]["reference"] == f"ActivityDefinition/{exercise}"
        (dose,) = _extensions(action, "dose")
        return {
            "exercise": exercise,
            "name": action["title"],
            "dose": {part["url"]: part["valueInteger"] for part in dose["extension"]},
            "duration_s": action["timingTiming"]["repeat"]["duration"],
            "warnings": self.warnings(action),
        }

    def warnings(self, action: Json) -> list[Json]:
        """What is to be shown with an action: the detected issues right in it."""
        shown = [
            self.by_url.get(one.get("resource", {}).get("reference")) for one in action["action"]
        ]
        return [_warning(one) for one in shown if one and one["resourceType"] == "DetectedIssue"]


def _value(parameter: Json) -> Any:
    (value,) = [value for key, value in parameter.items() if key.startswith("value")]
    return value


def _named(parameter: Json) -> Json:
    return {part["name"]: _value(part) for part in parameter["part"]}


def _several(parameter: Json, name: str) -> list[Any]:
    return [_value(part) for part in parameter["part"] if part["name"] == name]


def _extensions(element: Json, name: str) -> list[Json]:
    url = f"{OURS}StructureDefinition/{name}"
    return [one for one in element.get("extension", []) if one["url"] == url]


def _codes(concepts: Iterable[Json], system: str) -> list[str]:
    url = f"{OURS}CodeSystem/{system}"
    return [
        coding["code"]
        for concept in concepts
        for coding in concept["coding"]
        if coding["system"] == url
    ]


def _code(concepts: Iterable[Json], system: str) -> str:
    (code,) = _codes(concepts, system)
    return code


def _citation(artifact: Json) -> Json:
    (known,) = _extensions(artifact, "known")
    told = {
        part["url"]: _value({k: v for k, v in part.items() if k != "url"})
        for part in known["extension"]
    }
    return {"slug": artifact["label"], "known": told["how"], "basis": told.get("basis")}


def _cited(element: Json) -> list[Json]:
    return [_citation(one["valueRelatedArtifact"]) for one in _extensions(element, "cites")]


def _duration(value: Json | None) -> str | None:
    if value is None:
        return None
    unit = {"d": "D", "h": "H", "min": "M", "s": "S"}[value["code"]]
    return f"P{'' if unit == 'D' else 'T'}{value['value']}{unit}"


def _advice(request: Json) -> Json:
    (contact,) = request["contained"]
    (phone,) = contact["telecom"]
    regions = [area["identifier"]["value"] for area in contact.get("coverageArea", [])]
    told = {one["id"]: one["contentString"] for one in request["payload"]}
    return {
        "title": told["title"],
        "text": told["text"],
        "contact": {
            "region": regions[0] if regions else None,
            "number": phone["value"],
            "note": contact.get("comment"),
        },
        "safety_net": told["safety-net"],
        "citations": _cited(request),
    }


def _warning(issue: Json) -> Json:
    confirm = _code([issue["code"]], "acknowledgement")
    return {
        "slug": _code([issue["code"]], "warning"),
        "severity": _code([issue["code"]], "severity"),
        "text": issue["detail"],
        "must_acknowledge": {"must-acknowledge": True, "showing-is-enough": False}[confirm],
        "citations": _cited(issue),
    }


def _condition(flag: Json) -> Json:
    return {"slug": _code([flag["code"]], "condition"), "name": flag["code"]["text"]}


def _cause(parameter: Json) -> Json:
    (cause,) = _several(parameter, "cause")
    (fit,) = _several(parameter, "fit")
    return {
        "slug": cause["code"],
        "name": cause["display"],
        "fit": fit,
        "because": _several(parameter, "because"),
        "citations": _cited(parameter),
    }


def _is_of(parameter: Json, routine: str) -> bool:
    return bool(_several(parameter, "routine")[0]["code"] == routine)


def _adapted(parameter: Json) -> Json:
    instead = _several(parameter, "replaced_by")
    return {
        "exercise": _several(parameter, "exercise")[0]["code"],
        "replaced_by": instead[0]["code"] if instead else None,
        "because": _several(parameter, "because")[0],
    }


def _stop_rule(condition: Json) -> Json:
    expression = condition["expression"]
    assert condition["kind"] == "stop"
    found = re.fullmatch(r"%`([a-z-]+)`(?: >= (\d+))?", expression["expression"])
    assert found is not None
    assert found[1] == expression["name"]
    (action,) = _extensions(condition, "stop-action")
    return {
        "slug": condition["id"],
        "measure": found[1],
        "at_least": int(found[2]) if found[2] else None,
        "action": action["valueCode"],
        "text": expression["description"],
        "citations": _cited(condition),
    }


def _block(parameter: Json) -> Json:
    return {
        "exercise": _several(parameter, "exercise")[0]["code"],
        "condition": _several(parameter, "condition")[0]["code"],
        "why": _several(parameter, "why")[0],
        "citations": _cited(parameter),
    }


def _question(parameter: Json) -> Json:
    return _named(parameter)


def _because(parameter: Json) -> Json:
    return {
        "rule": _several(parameter, "rule")[0]["code"],
        "text": _several(parameter, "text")[0],
        "answers": [_given(part) for part in parameter["part"] if part["name"] == "answer"],
        "citations": _cited(parameter),
    }


def _given(parameter: Json) -> Json:
    numbers = _several(parameter, "number")
    return {
        "question": _several(parameter, "question")[0],
        "options": [coding["code"] for coding in _several(parameter, "option")],
        "number": numbers[0] if numbers else None,
    }
