"""All content of a language → what can be found of it."""

from collections.abc import Iterator

from app.content.base import Item, Lang
from app.content.cause import CauseOut
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import AnswerOut, ContactOut, ContributorOut, KeyPointOut, TermOut, TipOut
from app.content.notice import NoticeOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.content.selfcheck import CheckDocument
from app.search import explanations, movements, pieces
from app.search.around import Around, Items, around
from app.search.entry import Entry


def entries(items: Items, check: CheckDocument, lang: Lang) -> Iterator[Entry]:
    """Every item but the safety case, which is for those who check us, and the questions of
    `check`."""
    known = around(items, lang)
    for shelf in items.values():
        for item in shelf.values():
            yield from _of(item, known)
    for section in check.sections:
        for question in section.questions:
            yield explanations.question(question)


def _of(item: Item, known: Around) -> Iterator[Entry]:
    match item:
        case ExerciseOut():
            yield movements.exercise(item, known)
        case RoutineOut():
            yield movements.routine(item, known)
        case CauseOut():
            yield from explanations.cause(item, known)
        case ConditionOut():
            yield explanations.condition(item, known)
        case WarningOut():
            yield explanations.warning(item, known)
        case _:
            yield from _piece(item, known)


def _piece(item: Item, known: Around) -> Iterator[Entry]:
    match item:
        case AnswerOut():
            yield pieces.answer(item)
        case KeyPointOut():
            yield pieces.key_point(item)
        case TipOut():
            yield pieces.tip(item)
        case TermOut(set="label"):
            return  # The words on a page of ours are not what it is about.
        case TermOut():
            yield pieces.term(item)
        case ContributorOut():
            yield pieces.contributor(item)
        case CitationOut():
            yield pieces.citation(item)
        case ContactOut():
            yield pieces.contact(item, known)
        case NoticeOut():
            yield pieces.notice(item)
