"""Everything of which little more than a name and a text is known, as it is found."""

from dataclasses import replace

from app.content.citation import CitationOut
from app.content.guide import AnswerOut, ContactOut, ContributorOut, KeyPointOut, TermOut, TipOut
from app.content.notice import NoticeOut
from app.search.around import Around, path
from app.search.called import called
from app.search.countries import COUNTRIES
from app.search.entry import Entry, codes, names_in, opening, shortened

TITLE_WORDS = 4
"""Of fewer words a title is what anybody may type."""


def answer(item: AnswerOut) -> Entry:
    more = (item.note,) if item.note else ()
    return _piece("question-and-answer", item.slug, item.question, item.answer, *more)


def tip(item: TipOut) -> Entry:
    return _statement("tip", item.slug, item.text)


def key_point(item: KeyPointOut) -> Entry:
    return _statement("key-point", item.slug, item.text)


def contributor(item: ContributorOut) -> Entry:
    return _piece("contributor", item.slug, item.name, f"{item.role}. {item.about}")


def term(item: TermOut) -> Entry:
    return _piece("term", item.slug, item.name, item.plain)


def notice(item: NoticeOut) -> Entry:
    return _piece("notice", item.slug, item.title, item.text)


def _statement(kind: str, slug: str, text: str) -> Entry:
    title, summary = opening(text)
    return replace(_piece(kind, slug, title, text), summary=summary)


def _piece(kind: str, slug: str, name: str, gist: str, *text: str) -> Entry:
    return Entry(
        kind=kind,
        slug=slug,
        title=name,
        summary=shortened(gist),
        path=path(kind, slug),
        codes=codes(slug),
        names=tuple(names_in(name)),
        gist=(gist,),
        text=text,
    )


def citation(item: CitationOut) -> Entry:
    """By its title, if it is one: who types "hip pain" does not mean the four pages called so."""
    title = (item.title,) if len(item.title.split()) >= TITLE_WORDS else ()
    published = f"{item.publisher}, {item.year}" if item.year else item.publisher
    return Entry(
        kind="citation",
        slug=item.slug,
        title=item.title,
        summary=shortened(published),
        path=path("citation", item.slug),
        codes=codes(item.slug, item.doi),
        names=(*title, f"{item.publisher} {item.title}"),
        gist=(published,),
        text=(item.slug.replace("-", " "), *([item.doi] if item.doi else [])),
    )


def contact(item: ContactOut, around: Around) -> Entry:
    """By the name of the country, or its code in a language in which we do not know that; the one
    for all other countries by what such a number is called."""
    said = called("emergency-contact", around.lang)
    country = COUNTRIES.get(around.lang, {}).get(item.region or "", item.region or "")
    names = tuple(names_in(country)) if country else said
    return Entry(
        kind="emergency-contact",
        slug=item.slug,
        title=f"{country.partition(' (')[0]}: {item.number}" if country else item.number,
        summary=item.note or item.number,
        path=path("emergency-contact", item.slug),
        codes=(item.number,),
        names=names,
        gist=(item.note,) if item.note else (),
        terms=said,
    )
