"""What `$evaluate` is sent: a `QuestionnaireResponse`, alone or in `Parameters` beside a region."""

import re
from typing import Any, NamedTuple

from app.fhir.operation import REGION, RESPONSE
from app.fhir.response import Form, Response, asked_version, read_response

ALONE = "QuestionnaireResponse"


class Asked(NamedTuple):
    response: object
    at: str
    """Where it stands in what was sent."""
    region: str | None


def unwrapped(sent: object, read: Response) -> Asked:
    """The response, wherever it is; what is wrong around it goes to `read`."""
    if not isinstance(sent, dict) or sent.get("resourceType") != "Parameters":
        return Asked(sent, ALONE, None)
    parameters = sent.get("parameter", [])
    found: dict[str, tuple[str, Any]] = {}
    for number, one in enumerate(parameters if isinstance(parameters, list) else []):
        at = f"Parameters.parameter[{number}]"
        name = one.get("name") if isinstance(one, dict) else None
        if name not in (RESPONSE, REGION) or not isinstance(name, str):
            right = f"the parameters are: {RESPONSE}, {REGION}"
            read.refuse(f"{at}.name", "unknown_parameter", right)
        elif name in found:
            read.refuse(f"{at}.name", "given_twice", "should be given once")
        else:
            found[name] = (at, one)
    at, response = found.get(RESPONSE, ("Parameters.parameter[0]", {}))
    return Asked(response.get("resource"), f"{at}.resource", _region(found.get(REGION), read))


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
    said = parameter.get("valueCode", parameter.get("valueString"))
    if isinstance(said, str) and re.fullmatch(r"[A-Z]{2}", said):
        return said
    read.refuse(f"{at}.value", "wrong_region", "should be two capital letters, such as GB")
    return None
