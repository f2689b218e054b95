"""What a release changes for those who keep the content: entry by entry, in each language."""

from collections.abc import Iterator, Mapping, Set

from sqlmodel import Session, col, select

from app.content.base import SOURCE_LANG, Lang
from app.content.kinds import KIND
from app.content.release import Change, Changed, Release
from app.library import Library
from app.publish.refused import PublishRefused
from app.serving.entries import Entries, Key, entry_digest, state
from app.triage.document import digest

Digests = Mapping[Lang, Mapping[Key, str]]


def entry_digests(entries: Mapping[Lang, Entries]) -> Digests:
    return {
        lang: {key: entry_digest(body) for key, body in of.items()} for lang, of in entries.items()
    }


def release_digest(library: Library, digests: Digests) -> str:
    """Of what clients receive, so a new version of the code that says more is a new release."""
    return digest(
        {
            "states": {lang: state(of) for lang, of in digests.items()},
            "translations": {
                lang: {f"{kind}/{slug}": words for (kind, slug), words in texts.items()}
                for lang, texts in library.translations.items()
            },
            "languages": {slug: d.model_dump() for slug, d in library.languages.items()},
            "proofs": {name: p.model_dump(mode="json") for name, p in library.proofs.items()},
            "retired": [entry.model_dump() for entry in library.retired],
        }
    )


def changes(
    session: Session, library: Library, digests: Digests, release: Release
) -> Iterator[Changed]:
    """What this release does to each entry that it does anything to.

    A language that is published no more loses all its entries, so that each comes anew if it is
    published again.
    """
    before, for_good = _history(session)
    retired = {(entry.kind, entry.slug): entry.replaced_by for entry in library.retired}
    known = before.get(SOURCE_LANG, {})
    if release.rolls_back_to is None:
        _check_slugs(known, digests[SOURCE_LANG], retired, for_good)
    else:
        _check_notices(known, digests[SOURCE_LANG])
    for lang in sorted(before.keys() | digests.keys()):
        known, now = before.get(lang, {}), digests.get(lang, {})
        for key, entry_digest_ in now.items():
            if key not in known or known[key].digest != entry_digest_:
                yield _change(release.number, lang, key, digest=entry_digest_)
        for key, was in known.items():
            item = _item(key)
            # What a rollback took away may come back, until somebody retires it: that is told.
            retires = release.rolls_back_to is None and item in retired and item not in for_good
            if key not in now and (not was.deleted or retires):
                yield _change(release.number, lang, key, replaced_by=retired.get(item))


def _history(session: Session) -> tuple[Mapping[Lang, Mapping[Key, Changed]], Set[Key]]:
    """What last happened to each entry; and the items that somebody retired, ever: not those that
    only a rollback took away."""
    rollbacks = set(
        session.exec(select(Release.number).where(col(Release.rolls_back_to).is_not(None)))
    )
    last: dict[Lang, dict[Key, Changed]] = {}
    for_good: set[Key] = set()
    columns = [col(getattr(Change, name)) for name in Changed._fields]
    for change in map(
        Changed._make, session.connection().execute(select(*columns).order_by(columns[0]))
    ):
        key = change.kind, change.slug
        last.setdefault(change.language, {})[key] = change
        if change.deleted and change.release not in rollbacks and change.language == SOURCE_LANG:
            for_good.add(key)
    return last, for_good


def _change(
    number: int, lang: Lang, key: Key, digest: str | None = None, replaced_by: str | None = None
) -> Changed:
    return Changed(
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
    known: Mapping[Key, Changed],
    now: Mapping[Key, str],
    retired: Mapping[Key, str | None],
    for_good: Set[Key],
) -> None:
    """What is gone was said to be gone, and never comes back as something else. What a rollback
    took away is the same when it comes back, and may change as what is published may."""
    for (kind, slug), change in known.items():
        if kind not in KIND:
            continue
        if change.deleted and (kind, slug) in now and (kind, slug) in for_good:
            raise PublishRefused(f"{kind} '{slug}' was retired; a slug is never used again")
        if not change.deleted and (kind, slug) not in now and (kind, slug) not in retired:
            raise PublishRefused(
                f"{kind} '{slug}' is published and gone from seed/; name it in retired.yaml, with "
                "what replaces it"
            )


def _check_notices(known: Mapping[Key, Changed], now: Mapping[Key, str]) -> None:
    """Who was told what was wrong is not left without it."""
    for (kind, slug), change in known.items():
        if kind == "notice" and not change.deleted and (kind, slug) not in now:
            raise PublishRefused(
                f"notice '{slug}' would be gone; publish the older texts together with the notice"
            )
