"""Content in the words of schema.org (JSON-LD): pure functions from served items to nodes.

A format in which a warning is lost is worse than none: whatever must be shown with an item in JSON
is in its node, in full. What schema.org has no word for is left out rather than bent to fit.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.content.base import Item
from app.content.cause import CauseOut
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import AnswerOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.linked.around import Around
from app.linked.cause import cause_page, condition_page
from app.linked.exercise import exercise_plan
from app.linked.guide import Guide, guide_page
from app.linked.questions import faq_page, question
from app.linked.routine import routine_plan
from app.linked.source import source, with_sources
from app.linked.words import CONTEXT, Node, warning_part

WRITERS: dict[type[Item], Callable[[Any, Around], Node]] = {
    ExerciseOut: exercise_plan,
    RoutineOut: routine_plan,
    CauseOut: cause_page,
    ConditionOut: condition_page,
    WarningOut: warning_part,
    AnswerOut: question,
    CitationOut: lambda citation, _: source(citation),
}
"""By the shape of an item."""


def item_document(item: Item, around: Around) -> Node:
    """One item as a document of its own, with every source that it names.

    Raises:
        KeyError: items of this shape have no node.
    """
    return _document(WRITERS[type(item)](item, around), around)


def faq_document(path: str, answers: Sequence[AnswerOut], around: Around) -> Node:
    """Questions and answers as one page. Args: path: of the page in this API."""
    return _document(faq_page(path, answers, around), around)


def guide_document(guide: Guide, around: Around) -> Node:
    """The whole guide."""
    return _document(guide_page(guide, around), around)


def _document(node: Node, around: Around) -> Node:
    return {"@context": CONTEXT, **with_sources(node, around)}
