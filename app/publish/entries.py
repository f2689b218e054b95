"""What clients will receive: made once, in each published language, and kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, col, delete

from app.content.base import SOURCE_LANG, Facts, Lang
from app.content.links import links
from app.content.notice import NoticeDocument
from app.content.questionnaire import RuleSetOut
from app.content.release import Changed, Counted, Entry
from app.content.words import split
from app.library import Library
from app.publish.rows import insert_all
from app.serving.checks import rule_set
from app.serving.entries import Entries, entries
from app.serving.items import items
from app.serving.pictures import Album, terms
from app.triage.document import to_document


def made(
    library: Library, album: Album, languages: Sequence[Lang] | None = None
) -> Mapping[Lang, Entries]:
    """Every entry of the release, in each published language.

    Args:
        album: gets the pictures.
        languages: by default all that are published.
    """
    withdrawn = recalled(library)
    rules = {
        name: rule_set(
            library.rule_sets[name],
            to_document(library.rule_sets[name]),
            "withdrawn" if (name, check.version) in withdrawn else "in_force",
            check.use_until,
        )
        for name, check in library.checks.items()
    }
    return {
        lang: _in(library, lang, rules, album) for lang in languages or library.published_languages
    }


def _in(library: Library, lang: Lang, rules: Mapping[str, RuleSetOut], album: Album) -> Entries:
    album.language = lang
    documents = library.documents_in(lang)
    checks = {name: (library.check_in(lang, name), rules[name]) for name in rules}
    labels = terms(documents["term"])
    figures = {
        question.slug: album.question(question, labels)
        for check, _ in checks.values()
        for section in check.sections
        for question in section.questions
    }
    return entries(items(documents, lang, album), checks, lang, figures)


def recalled(library: Library) -> set[tuple[str, str]]:
    return {
        (notice.recalls.name, notice.recalls.version)
        for notice in library.documents["notice"].values()
        if isinstance(notice, NoticeDocument) and notice.recalls is not None
    }


def keep(
    session: Session, entries: Mapping[Lang, Entries], changes: Iterable[Changed] | None
) -> None:
    """Args: changes: since what is kept now; None is whatever that is."""
    whole = {(lang, *key): body for lang, of in entries.items() for key, body in of.items()}
    if changes is None:
        session.exec(delete(Entry))
        _insert(session, whole)
        return
    changed = {(c.language, c.kind, c.slug): c.deleted for c in changes}
    for lang, kind, slug in changed:
        session.exec(
            delete(Entry).where(
                col(Entry.language) == lang, col(Entry.kind) == kind, col(Entry.slug) == slug
            )
        )
    _insert(session, {key: whole[key] for key, deleted in changed.items() if not deleted})


def _insert(session: Session, entries: Mapping[tuple[str, str, str], bytes]) -> None:
    rows = [
        {"language": lang, "kind": kind, "slug": slug, "body": body}
        for (lang, kind, slug), body in entries.items()
    ]
    insert_all(session, Entry, rows)


def counted(library: Library) -> Counted:
    """Of the content in the source language, the checks in force, and every language's texts."""
    documents = [d for shelf in library.documents.values() for d in shelf.values()]
    told = [*documents, *library.checks.values()]
    known = Counter(link.known.value for document in told for _, link in links(document))
    texts = {SOURCE_LANG: sum(len(split(document)[1]) for document in told)} | {
        lang: sum(map(len, of.values())) for lang, of in library.translations.items()
    }
    return Counted(
        statements=dict(sorted(known.items())),
        clinically_reviewed=sum(
            isinstance(d, Facts) and d.review.status == "clinically_reviewed" for d in documents
        ),
        texts=texts,
    )
