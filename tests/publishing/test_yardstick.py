"""What counts as asking rules for less."""

from typing import Any

import pytest

from app.publishing.yardstick import Yardstick, read_yardstick, taken_away
from tests.conftest import SEED
from tests.publishing.archives import Change, changed

REQUIREMENTS = "safety_requirements.yaml"
QUESTIONS = "self_check/questions.yaml"
RULES = "self_check/rules.yaml"


def _one(document: Any, slug: str) -> Any:
    return next(found for found in document["requirements"] if found["slug"] == slug)


def _without(document: Any, slug: str) -> None:
    document["requirements"].remove(_one(document, slug))


def _question(document: Any) -> Any:
    questions = [one for section in document["sections"] for one in section["questions"]]
    return next(one for one in questions if one["slug"] == SADDLE)


SADDLE = "saddle-numbness"
LESS: dict[str, tuple[str, Change, tuple[str, str]]] = {
    "a requirement is gone": (
        REQUIREMENTS,
        lambda d: _without(d, "never-hip-90-90-knee-or-floor"),
        ("requirement", "never-hip-90-90-knee-or-floor"),
    ),
    "its name is another": (
        REQUIREMENTS,
        lambda d: _one(d, "never-hip-90-90").update(slug="never-mind"),
        ("requirement", "never-hip-90-90"),
    ),
    "it is of fewer people": (
        REQUIREMENTS,
        lambda d: _one(d, "never-hip-90-90")["when"].pop(),
        ("requirement", "never-hip-90-90"),
    ),
    "it is of fewer answers": (
        REQUIREMENTS,
        lambda d: _one(d, "never-hip-90-90")["when"][0]["hip-replacement"].remove("unsure"),
        ("requirement", "never-hip-90-90"),
    ),
    "it is of those who say something else too": (
        REQUIREMENTS,
        lambda d: _one(d, "never-hip-90-90")["when"][0].update(age=["under-8"]),
        ("requirement", "never-hip-90-90"),
    ),
    "it keeps nothing away": (
        REQUIREMENTS,
        lambda d: _one(d, "never-hip-90-90").update(never=[]),
        ("requirement", "never-hip-90-90"),
    ),
    "its level is lower": (
        REQUIREMENTS,
        lambda d: _one(d, SADDLE).update(level="clinician_first"),
        ("requirement", SADDLE),
    ),
    "it has no level": (
        REQUIREMENTS,
        lambda d: _one(d, SADDLE).update(level=None),
        ("requirement", SADDLE),
    ),
    "it warns less": (
        REQUIREMENTS,
        lambda d: _one(d, SADDLE)["warnings"].pop(),
        ("requirement", SADDLE),
    ),
    "the row of the facts is gone": (
        REQUIREMENTS,
        lambda d: d["rows"].remove("5.1 saddle-numbness"),
        ("row", "5.1 saddle-numbness"),
    ),
    "a warning is mandatory no more": (
        RULES,
        lambda d: d["mandatory_warnings"].remove("emergency-signs"),
        ("mandatory_warning", "self-check: emergency-signs"),
    ),
    "a question may be left unanswered": (
        QUESTIONS,
        lambda d: _question(d).pop("safety"),
        ("safety_question", "self-check: saddle-numbness"),
    ),
    "a question reveals less": (
        QUESTIONS,
        lambda d: _question(d).update(safety="urgent"),
        ("safety_question", "self-check: saddle-numbness"),
    ),
    "no warning is mandatory": (
        RULES,
        lambda d: d.pop("mandatory_warnings"),
        ("mandatory_warning", "self-check: not-a-diagnosis"),
    ),
}


@pytest.mark.parametrize("how", LESS)
def test_asking_for_less_is_noticed(how: str) -> None:
    file, change, item = LESS[how]

    with changed({file: change}) as root:
        less = read_yardstick(root)

    assert item in {(found.kind, found.name) for found in taken_away(_shipped(), less)}
    assert list(taken_away(less, less)) == []


MORE: dict[str, Change] = {
    "nothing": lambda _: None,
    "the words": lambda d: _one(d, SADDLE).update(text="Said otherwise."),
    "of more people": lambda d: _one(d, "never-hip-90-90")["when"].append({"age": ["45-to-64"]}),
    "of more answers": lambda d: _one(d, "never-hip-90-90")["when"][-1]["age"].append("18-to-44"),
    "another warning": lambda d: _one(d, SADDLE)["warnings"].append("not-a-diagnosis"),
    "another order": lambda d: d["requirements"].reverse(),
    "the same again, weaker": lambda d: d["requirements"].insert(
        0, {**_one(d, SADDLE), "level": None}
    ),
}


@pytest.mark.parametrize("how", MORE)
def test_asking_for_as_much_or_more_takes_nothing_away(how: str) -> None:
    with changed({REQUIREMENTS: MORE[how]}) as root:
        more = read_yardstick(root)

    assert list(taken_away(_shipped(), more)) == []


def test_the_two_of_one_name_are_not_mistaken_for_one() -> None:
    with changed({REQUIREMENTS: MORE["the same again, weaker"]}) as root:
        both = read_yardstick(root)

    assert [found.name for found in taken_away(both, _shipped())] == []
    with changed({REQUIREMENTS: lambda d: _one(d, SADDLE).update(level=None)}) as root:
        assert {found.name for found in taken_away(both, read_yardstick(root))} == {SADDLE}


def _shipped() -> Yardstick:
    return read_yardstick(SEED)
