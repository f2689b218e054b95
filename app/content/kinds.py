"""Every kind of content, in reading order: where it is written, stored and served."""

from dataclasses import dataclass

from sqlmodel import SQLModel

from app.content.base import Authored, Item
from app.content.cause import Cause, CauseDocument, CauseOut
from app.content.citation import Citation, CitationDocument, CitationOut
from app.content.exercise import Exercise, ExerciseDocument, ExerciseOut
from app.content.guide import (
    Answer,
    AnswerDocument,
    AnswerOut,
    Contact,
    ContactDocument,
    ContactOut,
    Contributor,
    ContributorDocument,
    ContributorOut,
    KeyPoint,
    KeyPointDocument,
    KeyPointOut,
    Term,
    TermDocument,
    TermOut,
    Tip,
    TipDocument,
    TipOut,
)
from app.content.notice import Notice, NoticeDocument, NoticeOut
from app.content.routine import Routine, RoutineDocument, RoutineOut
from app.content.safety import (
    Condition,
    ConditionDocument,
    ConditionOut,
    Warning_,
    WarningDocument,
    WarningOut,
)
from app.content.safety_case import SafetyCase, SafetyCaseDocument, SafetyCaseOut


@dataclass(frozen=True, slots=True)
class Kind:
    """A noun."""

    name: str
    plural: str
    """Its path under `/v1`; with underscores its folder or file in `seed/`."""
    document: type[Authored]
    table: type[SQLModel]
    out: type[Item]


KINDS = (
    Kind("key-point", "key-points", KeyPointDocument, KeyPoint, KeyPointOut),
    Kind("exercise", "exercises", ExerciseDocument, Exercise, ExerciseOut),
    Kind("routine", "routines", RoutineDocument, Routine, RoutineOut),
    Kind("cause", "causes", CauseDocument, Cause, CauseOut),
    Kind("question-and-answer", "questions-and-answers", AnswerDocument, Answer, AnswerOut),
    Kind("tip", "tips", TipDocument, Tip, TipOut),
    Kind("warning", "warnings", WarningDocument, Warning_, WarningOut),
    Kind("condition", "conditions", ConditionDocument, Condition, ConditionOut),
    Kind("contributor", "contributors", ContributorDocument, Contributor, ContributorOut),
    Kind("citation", "citations", CitationDocument, Citation, CitationOut),
    Kind("emergency-contact", "emergency-contacts", ContactDocument, Contact, ContactOut),
    Kind("safety-case", "safety-case", SafetyCaseDocument, SafetyCase, SafetyCaseOut),
    Kind("notice", "notices", NoticeDocument, Notice, NoticeOut),
    Kind("term", "terms", TermDocument, Term, TermOut),
)
KIND = {kind.name: kind for kind in KINDS}
