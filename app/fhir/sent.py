"""What `$evaluate` is sent: a `QuestionnaireResponse`, alone or in `Parameters` beside a region."""

import re
from typing import Any, NamedTuple

from app.fhir.operation import REGION, RESPONSE
from app.fhir.response import Form, Response, asked_version, known, read_response

ALONE = "QuestionnaireResponse"
PARAMETERS_HAVE = {"resourceType", "id", "meta", "language", "parameter"}
ONE_HAS = {
    RESPONSE: {"id", "extension", "name", "resource"},
    REGION: {"id", "extension", "name", "valueCode", "valueString"},
}


class Asked(NamedTuple):
    response: object
    at: str
    """Where it stands in what was sent."""
    region: str | None


def unwrapped(sent: object, read: Response) -> Asked:
    """The response, wherever it is; what is wrong around it goes to `read`."""
    if not isinstance(sent, dict) or sent.get("resourceType") != "Parameters":
        return Asked(sent, ALONE, None)
    known(sent, PARAMETERS_HAVE, "Parameters", read)
    parameters = sent.get("parameter", [])
    if not isinstance(parameters, list):
        read.refuse("Parameters.parameter", "wrong_type", "should be a list")
        parameters = []
    found: dict[str, tuple[str, Any]] = {}
    for number, one in enumerate(parameters):
        _parameter(one, f"Parameters.parameter[{number}]", found, read)
    at, response = found.get(RESPONSE, ("Parameters.parameter[0]", {}))
    return Asked(response.get("resource"), f"{at}.resource", _region(found.get(REGION), read))


def _parameter(one: Any, at: str, found: dict[str, tuple[str, Any]], read: Response) -> None:
    name = one.get("name") if isinstance(one, dict) else None
    if not isinstance(name, str) or name not in ONE_HAS:
        right = f"the parameters are: {RESPONSE}, {REGION}"
        read.refuse(f"{at}.name", "unknown_parameter", right)
    elif name in found:
        read.refuse(f"{at}.name", "given_twice", "should be given once")
    else:
        known(one, ONE_HAS[name], at, read)
        found[name] = (at, one)


def read_sent(form: Form, asked: Asked, read: Response) -> None:
    """The answers, into `read`."""
    read_response(form, asked.response, asked.at, read)


def version_asked(form_id: str, asked: Asked, read: Response) -> str | None:
    """Of the rules; null is those in force."""
    if isinstance(asked.response, dict):
        asked_version(form_id, asked.response, asked.at, read)
    return read.version


def _region(found: tuple[str, Any] | None, read: Response) -> str | None:
    if found is None:
        return None
    at, parameter = found
    values = [parameter[key] for key in ("valueCode", "valueString") if key in parameter]
    said = values[0] if len(values) == 1 else None
    if isinstance(said, str) and re.fullmatch(r"[A-Z]{2}", said):
        return said
    read.refuse(f"{at}.value", "wrong_region", "should be one value of two capital letters: GB")
    return None
