"""What a form-filler shows of a questionnaire, by FHIR's rules of `enableWhen` alone."""

from collections.abc import Iterator, Mapping

from app.fhir.names import Json


def shown(questionnaire: Json, answers: Mapping[str, object]) -> Iterator[Json]:
    """Every item that is enabled. An answer counts only while its own question is enabled."""
    counted: dict[str, object] = {}
    yield from _of(questionnaire, answers, counted)


def _of(element: Json, answers: Mapping[str, object], counted: dict[str, object]) -> Iterator[Json]:
    for item in element.get("item", []):
        if _enabled(item, counted):
            yield item
            if item["linkId"] in answers:
                counted[item["linkId"]] = answers[item["linkId"]]
            yield from _of(item, answers, counted)


def _enabled(item: Json, counted: Mapping[str, object]) -> bool:
    held = [_holds(when, counted) for when in item.get("enableWhen", [])]
    several = {"any": any, "all": all}[item.get("enableBehavior", "all")]
    return not held or several(held)


def _holds(when: Json, counted: Mapping[str, object]) -> bool:
    """Nothing here needs another operator, which programs disagree about while unanswered."""
    assert when["operator"] == "="
    answer = counted.get(when["question"], [])
    return when["answerCoding"]["code"] in (answer if isinstance(answer, list) else [answer])
