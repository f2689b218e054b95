"""Answers of a later release: `/v1` only adds, so an app of today will meet them.

The words are those of today's answers; only what surrounds them is new.
"""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def new_warning(outcome: Json) -> None:
    outcome["warnings"][0]["slug"] = "a-warning-of-tomorrow"


def new_warning_in_the_middle(outcome: Json) -> None:
    outcome["warnings"][2]["slug"] = "a-warning-of-tomorrow"
    outcome["warnings"][2]["must_acknowledge"] = True


def new_severity(outcome: Json) -> None:
    outcome["warnings"][0]["severity"] = "grave"


def new_severity_last(outcome: Json) -> None:
    outcome["warnings"][-1]["severity"] = "curious"


def to_confirm_as_well(outcome: Json) -> None:
    """Which warnings to confirm is what the field says, not a list in the app."""
    for warning in outcome["warnings"]:
        warning["must_acknowledge"] = True


def new_fields(outcome: Json) -> None:
    for part in (outcome, outcome["advice"], *outcome["warnings"], *outcome["routines"]):
        part["a_field_of_tomorrow"] = {"deep": [1, None, "text"]}


def new_level(outcome: Json) -> None:
    outcome["level"] = outcome["level_at_least"] = "within_the_week"


def new_reason(outcome: Json) -> None:
    outcome["no_routine"]["code"] = "a_reason_of_tomorrow"


def new_status(outcome: Json) -> None:
    outcome["status"] = "paused"


def new_phase_and_stop_rule(outcome: Json) -> None:
    for routine in outcome["routines"]:
        routine["phases"][0]["slug"] = "settle_in"
        routine["stop_rules"][0] |= {"measure": "a-measure-of-tomorrow", "action": "rest"}


FUTURES: list[tuple[str, str, Callable[[Json], None]]] = [
    ("an emergency's first warning is one that no app knows", "emergency", new_warning),
    ("a warning in the middle is one that no app knows", "self_care", new_warning_in_the_middle),
    ("the first warning has a severity that no app knows", "urgent", new_severity),
    ("the last warning has a severity that no app knows", "self_care", new_severity_last),
    ("every warning is to be confirmed", "self_care", to_confirm_as_well),
    ("fields that no app knows stand everywhere", "self_care", new_fields),
    ("a level that no app knows", "clinician_first", new_level),
    ("a reason against routines that no app knows", "clinician_first", new_reason),
    ("a status that no app knows is not finished", "unfinished", new_status),
    ("a phase and a stop rule that no app knows", "self_care", new_phase_and_stop_rule),
]
"""Name, which of today's answers it is made of, and what is new."""
