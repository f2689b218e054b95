"""Resources with something wrong in them, which a judge has to find."""

import copy
from collections.abc import Callable, Mapping

from app.fhir.names import Json


def _without_status(questionnaire: Json) -> None:
    del questionnaire["status"]


def _unknown_element(questionnaire: Json) -> None:
    questionnaire["nonsense"] = 1


def _number_for_a_word(questionnaire: Json) -> None:
    questionnaire["item"][0]["linkId"] = 5


def _item_without_type(questionnaire: Json) -> None:
    del questionnaire["item"][-1]["item"][0]["type"]


def _object_for_a_list(questionnaire: Json) -> None:
    questionnaire["item"] = questionnaire["item"][0]


def _two_values(questionnaire: Json) -> None:
    questionnaire["item"][-1]["item"][0]["answerOption"][0]["valueString"] = "both"


FAULTS: Mapping[str, Callable[[Json], None]] = {
    "a status is missing": _without_status,
    "an element is of no kind": _unknown_element,
    "a number stands for a word": _number_for_a_word,
    "an item has no type": _item_without_type,
    "an object stands for a list": _object_for_a_list,
    "a choice has two values": _two_values,
}


def planted(fault: str, resources: list[Json]) -> Json:
    """A questionnaire with this fault."""
    good = next(one for one in resources if one["resourceType"] == "Questionnaire")
    bad = copy.deepcopy(good)
    FAULTS[fault](bad)
    return bad
