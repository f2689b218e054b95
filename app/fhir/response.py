"""A `QuestionnaireResponse` read: the answers as triage takes them, and where each of them stood.

Whatever is not understood is refused with its place, as FHIRPath, and with what would be right;
what was sent is never repeated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.fhir.names import canonical, options_of
from app.triage.answers import Refusal

DEEPEST = 12
"""Of items within items; ours stand in one group."""

RESPONSE_HAS = {
    *("resourceType", "id", "meta", "language", "text", "contained", "extension", "identifier"),
    *("basedOn", "partOf", "questionnaire", "status", "subject", "encounter", "authored"),
    *("author", "source", "item"),
}
ITEM_HAS = {"id", "extension", "linkId", "definition", "text", "answer", "item"}
ANSWER_HAS = {"id", "extension", "valueCoding", "valueInteger", "item"}
"""What may be there. `modifierExtension` and `implicitRules` are not: they change the meaning."""

STATUSES = ("in-progress", "completed", "amended", "stopped")
"""What was entered in error is no answer."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a response may answer."""

    id: str
    questions: frozenset[str]
    unanswered: frozenset[str]
    """Its items that take no answer: sections, and words beside a question."""


@dataclass(slots=True)
class Response:
    """What was read."""

    answers: dict[str, list[object]] = field(default_factory=dict)
    """By question, as `/v1/triage` takes them."""
    places: dict[str, list[str]] = field(default_factory=dict)
    """Where each of these stood."""
    version: str | None = None
    """Of the rules that are asked for."""
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, place: str, code: str, detail: str) -> None:
        self.refusals.append(Refusal(place, code, detail))

    def placed(self, refusal: Refusal) -> Refusal:
        """The same, at its place in the response rather than among the answers."""
        _, _, question, *position = refusal.pointer.split("/")
        at = self.places[question][int(position[0]) if position else 0]
        return Refusal(f"{at}.value", refusal.code, refusal.detail)


def asked_version(form_id: str, sent: Mapping[str, Any], at: str, read: Response) -> None:
    """Which questionnaire is said to be answered, and which version of it."""
    if "questionnaire" not in sent:
        return
    said = sent["questionnaire"]
    address, bar, version = said.partition("|") if isinstance(said, str) else ("", "", "")
    if address not in (canonical("Questionnaire", form_id), f"Questionnaire/{form_id}"):
        right = canonical("Questionnaire", form_id)
        read.refuse(f"{at}.questionnaire", "another_questionnaire", f"should be {right}")
    elif bar and not version:
        read.refuse(f"{at}.questionnaire", "wrong_version", "a version should follow `|`")
    read.version = version or None


def read_response(form: Form, sent: object, at: str, read: Response) -> None:
    """Args: at: where the response stands in what was sent."""
    if not isinstance(sent, dict) or sent.get("resourceType") != "QuestionnaireResponse":
        read.refuse(at, "wrong_resource", "should be a QuestionnaireResponse")
        return
    known(sent, RESPONSE_HAS, at, read)
    if sent.get("status") not in STATUSES:
        read.refuse(f"{at}.status", "wrong_status", f"should be one of: {', '.join(STATUSES)}")
    for place, item in _each(sent, "item", at, read):
        _item(form, item, place, read, 0)


def _item(form: Form, item: Mapping[str, Any], at: str, read: Response, depth: int) -> None:
    known(item, ITEM_HAS, at, read)
    if depth > DEEPEST:
        read.refuse(at, "too_deep", "items should not be nested so deeply")
        return
    id_ = item.get("linkId")
    if not isinstance(id_, str) or not _is_of(form, id_, item):
        read.refuse(
            f"{at}.linkId",
            "unknown_question",
            "should be a question of this questionnaire; its questions are: "
            + ", ".join(sorted(form.questions)),
        )
        return
    if id_ in form.questions:
        _answers(form, id_, item, at, read, depth)
    for place, inner in _each(item, "item", at, read):
        _item(form, inner, place, read, depth + 1)


def _is_of(form: Form, id_: str, item: Mapping[str, Any]) -> bool:
    return id_ in form.questions or (id_ in form.unanswered and "answer" not in item)


def _answers(
    form: Form, id_: str, item: Mapping[str, Any], at: str, read: Response, depth: int
) -> None:
    if id_ in read.answers:
        read.refuse(f"{at}.linkId", "given_twice", "a question should be answered in one item")
        return
    values, places = [], []
    for place, answer in _each(item, "answer", at, read):
        known(answer, ANSWER_HAS, place, read)
        values.append(_value(id_, answer))
        places.append(place)
        for inner_place, inner in _each(answer, "item", place, read):
            _item(form, inner, inner_place, read, depth + 1)
    read.answers[id_] = values
    read.places[id_] = places or [at]


def _value(question: str, answer: Mapping[str, Any]) -> object:
    """An option or a number; null, which is neither, where it cannot be one of ours."""
    chosen, number = answer.get("valueCoding"), answer.get("valueInteger")
    if isinstance(chosen, dict) and number is None:
        system = chosen.get("system", options_of(question))
        return chosen.get("code") if system == options_of(question) else ""
    return number if chosen is None else None


def _each(
    of: Mapping[str, Any], name: str, at: str, read: Response
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a list, with their places."""
    several = of.get(name, [])
    if not isinstance(several, list):
        read.refuse(f"{at}.{name}", "wrong_type", "should be a list")
        return
    for number, one in enumerate(several):
        place = f"{at}.{name}[{number}]"
        if isinstance(one, dict):
            yield place, one
        else:
            read.refuse(place, "wrong_type", "should be an object")


def known(of: Mapping[str, Any], has: set[str], at: str, read: Response) -> None:
    """Refuses whatever else is there: it may change the meaning of the rest."""
    if {key.removeprefix("_") for key in of} - has:
        read.refuse(at, "unknown_element", f"the elements are: {', '.join(sorted(has))}")
