"""People who resemble nobody, and what they answered as a `QuestionnaireResponse`."""

from collections.abc import Iterator, Mapping
from itertools import islice
from random import Random

from app.catalog import Catalog
from app.fhir.names import Json, canonical, options_of
from app.openapi.asked import WELL
from app.triage.model import Question

SEED = 20261130
REGIONS = ("GB", "US", "ES", "MX", "ZZ", None)

Answers = dict[str, object]
"""As `/v1/triage` takes them."""


def drawn(catalog: Catalog, check: str, number: int, seed: int = SEED) -> list[Answers]:
    """So many people's answers, always the same for one seed: of every second somebody who is well
    but for a few answers, so that routines are offered and adapted; the rest is anything."""
    random = Random(seed)
    questions = catalog.rule_sets[check, catalog.in_force[check]].rules.questions
    return list(islice(_people(random, questions, check), number))


def _people(random: Random, questions: tuple[Question, ...], check: str) -> Iterator[Answers]:
    while True:
        few = random.sample(questions, k=min(len(questions), random.randint(0, 4)))
        well = WELL if check == "self-check" else {q.slug: _well(q) for q in questions}
        yield {**well, **{question.slug: _answer(random, question) for question in few}}
        share = random.random()
        yield {
            question.slug: _answer(random, question)
            for question in questions
            if random.random() < share
        }


def _well(question: Question) -> object:
    nothing = [option.slug for option in question.options if option.kind == "none"]
    return nothing[:1] or question.min or 0


def _answer(random: Random, question: Question) -> object:
    if question.min is not None and question.max is not None:
        return random.randint(question.min, question.max)
    options = [option.slug for option in question.options]
    most = len(options) if question.type == "multiple" else random.choice([1, 1, 1, 2])
    return random.sample(options, k=random.randint(1, min(most, len(options))))


def response(check: str, answers: Mapping[str, object]) -> Json:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": canonical("Questionnaire", check),
        "status": "completed",
        "item": [
            {"linkId": slug, "answer": _values(slug, answer)} for slug, answer in answers.items()
        ],
    }


def _values(question: str, answer: object) -> list[Json]:
    if isinstance(answer, int):
        return [{"valueInteger": answer}]
    several = answer if isinstance(answer, list) else [answer]
    return [{"valueCoding": {"system": options_of(question), "code": one}} for one in several]


def parameters(sent: Json, region: str | None) -> Json:
    """With where the person is."""
    told = [{"name": "region", "valueCode": region}] if region else []
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": "questionnaireResponse", "resource": sent}, *told],
    }


def nested(resources: list[Json], check: str, answers: Mapping[str, object]) -> Json:
    """The same in the groups of the questionnaire, as most programs send it, with its words."""
    flat = response(check, answers)
    by_id = {item["linkId"]: item for item in flat["item"]}
    (questionnaire,) = (
        one for one in resources if one["id"] == check and one["resourceType"] == "Questionnaire"
    )
    return {**flat, "item": [*_answered(questionnaire, by_id)]}


def _answered(element: Json, by_id: Mapping[str, Json]) -> Iterator[Json]:
    """The groups in which something was answered, with what was."""
    for item in element["item"]:
        words = {"text": item["text"]} if "text" in item else {}
        if item["linkId"] in by_id:
            yield {**by_id[item["linkId"]], **words}
        elif item["type"] == "group" and (inner := [*_answered(item, by_id)]):
            yield {"linkId": item["linkId"], **words, "item": inner}
