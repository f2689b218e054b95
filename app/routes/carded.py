"""A result as cards: with what the cards name beyond the result, in its language."""

from app.catalog import Catalog
from app.content.citation import CitationOut
from app.content.guide import TermOut
from app.content.offered import ExerciseStep, OfferedRoutineOut
from app.content.outcome import FollowUpOut, OutcomeOut
from app.paper.dose import dose_in_words
from app.paper.handout import Part
from app.routes.paper import handout
from app.wording.cards import Shown, cards
from app.wording.words import Words


def carded(catalog: Catalog, words: Words, outcome: OutcomeOut | FollowUpOut) -> bytes:
    """Args: words: those that the result was put in."""
    return cards(outcome, _shown(catalog, words)).model_dump_json().encode()


def _shown(catalog: Catalog, words: Words) -> Shown:
    lang = words.language
    questions = [question for section in words.check.sections for question in section.questions]

    def dose(routine: OfferedRoutineOut, step: ExerciseStep) -> str:
        exercise = words.exercises[step.exercise]
        part = Part(number=1, phase="main", dose=step.dose, exercise=exercise)
        return dose_in_words(handout(catalog, lang, routine.slug), part)

    return Shown(
        citations=catalog.all(lang, "citation", CitationOut),
        terms=catalog.all(lang, "term", TermOut),
        items={question.slug: question.items for question in questions},
        dose=dose,
    )
