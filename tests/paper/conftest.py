"""Every routine in every published language, with all it names."""

from collections.abc import Mapping

import pytest

from app.catalog import Catalog
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut, TipOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.paper.handout import Handout

Handouts = Mapping[tuple[str, str], Handout]
"""By language and slug."""

Tips = Mapping[str, TipOut]
"""By language: what the reminder says."""


@pytest.fixture(scope="session")
def handouts(catalog: Catalog) -> Handouts:
    return {
        (lang, slug): Handout(
            routine=routine,
            exercises=catalog.all(lang, "exercise", ExerciseOut),
            warnings=catalog.all(lang, "warning", WarningOut),
            conditions=catalog.all(lang, "condition", ConditionOut),
            citations=catalog.all(lang, "citation", CitationOut),
            terms=catalog.all(lang, "term", TermOut),
            release=catalog.release,
            published_at=catalog.published_at,
        )
        for lang in catalog.published_languages
        for slug, routine in catalog.all(lang, "routine", RoutineOut).items()
    }


@pytest.fixture(scope="session")
def tips(catalog: Catalog) -> Tips:
    return {
        lang: catalog.all(lang, "tip", TipOut)["up-every-hour"]
        for lang in catalog.published_languages
    }


@pytest.fixture(scope="session")
def desk_break(handouts: Handouts) -> Handout:
    """Three days a week for four weeks."""
    return handouts["en", "desk-break"]
