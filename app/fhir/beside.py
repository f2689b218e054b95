"""What has to stand beside a question: what it asks about, whether it may be left out, for whom it
is not, how to do it, and why it is asked."""

from collections.abc import Callable, Iterator

from app.content.base import Lang
from app.content.selfcheck import QuestionDocument
from app.fhir.names import Json, concept, hl7_extension
from app.fhir.source import Say, Source

HL7_CATEGORY = "http://hl7.org/fhir/questionnaire-display-category"
HL7_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"

Asked = Callable[[Callable[[QuestionDocument], str]], Say]
"""A part of the question, in any language."""


def beside(source: Source, question: QuestionDocument, say: Asked) -> Iterator[Json]:
    for id_, words in _lines(source, question, say):
        yield {
            "extension": [_INSTRUCTION],
            "linkId": id_,
            **source.told("text", words),
            "type": "display",
        }
    why = source.told("text", say(lambda asked: asked.why))
    yield {"extension": [_HELP], "linkId": f"{question.slug}.why", **why, "type": "display"}


def beside_ids(question: QuestionDocument) -> Iterator[str]:
    """How these are called, in their order."""
    slug = question.slug
    yield from (f"{slug}.line-{n}" for n in range(len(question.items)))
    if question.physical:
        yield f"{slug}.optional"
    if question.not_when:
        yield f"{slug}.not-when"
    yield from (f"{slug}.how-{n}" for n in range(len(question.how_to)))
    yield f"{slug}.why"


def _lines(source: Source, question: QuestionDocument, say: Asked) -> Iterator[tuple[str, Say]]:
    words = [say(_nth("items", n)) for n in range(len(question.items))]
    if question.physical:
        words.append(source.term("form-optional-test"))
    if question.not_when:
        words.append(_not_when(source, question))
    words += [say(_nth("how_to", n)) for n in range(len(question.how_to))]
    yield from zip(beside_ids(question), words, strict=False)


def _not_when(source: Source, question: QuestionDocument) -> Say:
    def say(lang: Lang) -> str:
        conditions = source.conditions(lang)
        names = "; ".join(conditions[slug].name for slug in question.not_when)
        return source.term("form-not-when", conditions=names)(lang)

    return say


def _nth(field: str, n: int) -> Callable[[QuestionDocument], str]:
    return lambda asked: str(getattr(asked, field)[n])


_INSTRUCTION = hl7_extension(
    "questionnaire-displayCategory",
    valueCodeableConcept=concept({"system": HL7_CATEGORY, "code": "instructions"}),
)
_HELP = hl7_extension(
    "questionnaire-itemControl",
    valueCodeableConcept=concept({"system": HL7_CONTROL, "code": "help"}),
)
