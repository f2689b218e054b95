"""What a release changes for those who keep the content: entry by entry, in each language."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session, col, select

from app.content.base import SOURCE_LANG, Lang
from app.content.kinds import KIND
from app.content.notice import NoticeDocument
from app.content.release import Change
from app.library import Library
from app.publish.refused import PublishRefused
from app.serving.checks import rule_set
from app.serving.entries import Key, entries, entry_digest, state
from app.serving.items import items
from app.triage.document import digest, to_document

Digests = Mapping[Lang, Mapping[Key, str]]


def entry_digests(library: Library) -> Digests:
    """What clients will receive, in each published language, by digest."""
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
    made = {}
    for lang in library.published_languages:
        checks = {name: (library.check_in(lang, name), rules[name]) for name in rules}
        served = entries(items(library.documents_in(lang), lang), checks, lang)
        made[lang] = {key: entry_digest(body) for key, body in served.items()}
    return made


def recalled(library: Library) -> set[tuple[str, str]]:
    return {
        (notice.recalls.name, notice.recalls.version)
        for notice in library.documents["notice"].values()
        if isinstance(notice, NoticeDocument) and notice.recalls is not None
    }


def release_digest(library: Library, entries: Digests) -> str:
    """Of what clients receive, so a new version of the code that says more is a new release."""
    return digest(
        {
            "states": {lang: state(digests) for lang, digests in entries.items()},
            "translations": {
                lang: {f"{kind}/{slug}": words for (kind, slug), words in texts.items()}
                for lang, texts in library.translations.items()
            },
            "languages": {slug: d.model_dump() for slug, d in library.languages.items()},
            "proofs": {name: p.model_dump(mode="json") for name, p in library.proofs.items()},
            "retired": [entry.model_dump() for entry in library.retired],
        }
    )


def changes(session: Session, library: Library, entries: Digests, number: int) -> Iterator[Change]:
    """What this release does to each entry that it does anything to.

    A language that is published no more loses all its entries, so that each comes anew if it is
    published again.
    """
    before: dict[Lang, dict[Key, Change]] = {}
    for change in session.exec(select(Change).order_by(col(Change.release))):
        before.setdefault(change.language, {})[change.kind, change.slug] = change
    retired = {(entry.kind, entry.slug): entry.replaced_by for entry in library.retired}
    _check_slugs(before.get(SOURCE_LANG, {}), entries[SOURCE_LANG], retired)
    for lang in sorted(before.keys() | entries.keys()):
        known, now = before.get(lang, {}), entries.get(lang, {})
        for key, entry_digest_ in now.items():
            if key not in known or known[key].digest != entry_digest_:
                yield _change(number, lang, key, digest=entry_digest_)
        for key, was in known.items():
            if not was.deleted and key not in now:
                yield _change(number, lang, key, replaced_by=retired.get(_item(key)))


def _change(
    number: int, lang: Lang, key: Key, digest: str | None = None, replaced_by: str | None = None
) -> Change:
    return Change(
        release=number,
        language=lang,
        kind=key[0],
        slug=key[1],
        deleted=digest is None,
        digest=digest,
        replaced_by=replaced_by,
    )


def _item(key: Key) -> Key:
    """Whose fate an entry shares."""
    kind, slug = key
    return ("routine", slug) if kind == "timeline" else key


def _check_slugs(
    known: Mapping[Key, Change], now: Mapping[Key, str], retired: Mapping[Key, str | None]
) -> None:
    """What is gone was said to be gone, and never comes back as something else."""
    for (kind, slug), change in known.items():
        if kind not in KIND:
            continue
        if change.deleted and (kind, slug) in now:
            raise PublishRefused(f"{kind} '{slug}' was retired; a slug is never used again")
        if not change.deleted and (kind, slug) not in now and (kind, slug) not in retired:
            raise PublishRefused(
                f"{kind} '{slug}' is published and gone from seed/; name it in retired.yaml, with "
                "what replaces it"
            )
