"""Causes, aspect by aspect, conditions, warnings and questions as they are found."""

from collections.abc import Iterator

from app.content.cause import Aspect, CauseOut
from app.content.safety import ConditionOut, WarningOut
from app.content.selfcheck import QuestionDocument
from app.search.around import Around, path
from app.search.called import called
from app.search.entry import TITLE_CHARACTERS, Entry, codes, names_in, opening, shortened


def cause(item: CauseOut, around: Around) -> Iterator[Entry]:
    """The whole, then each aspect."""
    names = (*names_in(item.name), *item.aliases)
    yield Entry(
        kind="cause",
        slug=item.slug,
        title=item.name,
        summary=shortened(item.summary),
        path=path("cause", item.slug),
        codes=codes(item.slug),
        names=(*names, *around.said(item.slug)),
        gist=(item.summary,),
    )
    for aspect in item.aspects:
        yield _aspect(item, aspect, names, around)


def _aspect(item: CauseOut, aspect: Aspect, names: tuple[str, ...], around: Around) -> Entry:
    said = called(aspect.slug, around.lang)
    texts = (
        *(claim.text for claim in aspect.claims),
        *(threshold.handling for threshold in aspect.thresholds),
    )
    return Entry(
        kind="cause",
        slug=item.slug,
        at=aspect.slug,
        title=item.name,
        summary=shortened(" ".join(texts)),
        path=f"{path('cause', item.slug)}?aspects={aspect.slug}",
        names=tuple(f"{name} {said[0]}" for name in names) if said else names,
        terms=said[1:],
        text=texts,
    )


def condition(item: ConditionOut, around: Around) -> Entry:
    return Entry(
        kind="condition",
        slug=item.slug,
        title=item.name,
        summary=shortened(item.what),
        path=path("condition", item.slug),
        codes=codes(item.slug),
        names=(*names_in(item.name), *around.said(item.slug)),
        gist=(item.what,),
    )


def warning(item: WarningOut, around: Around) -> Entry:
    title, summary = opening(item.text)
    return Entry(
        kind="warning",
        slug=item.slug,
        title=title,
        summary=summary,
        path=path("warning", item.slug),
        codes=codes(item.slug, item.code),
        names=around.said(item.slug),
        gist=(item.text, item.applies_when),
        emergency=item.severity == "emergency",
    )


def question(item: QuestionDocument) -> Entry:
    """A question has no path of its own: it is asked where it belongs, in the self-check."""
    return Entry(
        kind="question",
        slug=item.slug,
        title=shortened(item.text, TITLE_CHARACTERS),
        summary=shortened(item.why),
        path="/v1/self-check",
        codes=codes(item.slug),
        gist=(item.text, *item.items),
        text=(item.why, *item.how_to),
    )
