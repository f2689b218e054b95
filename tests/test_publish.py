"""Releases: atomic, idempotent, numbered; what was promised is kept."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, col, func, select

from app.catalog import NothingPublished, load_catalog
from app.content.exercise import Exercise
from app.content.links import links
from app.content.release import Change, Entry, Release, RetiredDocument, TextRow
from app.content.selfcheck import RuleSetRow
from app.db import open_engine
from app.library import Library
from app.publish import Published, PublishRefused, publish
from app.publish.entries import made
from app.serving.pictures import Album
from app.triage.document import digest, to_document
from app.triage.model import RuleSet
from tests.conftest import NOW
from tests.libraries import told, with_a_new_tip


def test_publishing_twice_leaves_what_publishing_once_does(
    engine: Engine, library: Library
) -> None:
    first = publish(engine, library, NOW)
    before = _everything(engine)

    second = publish(engine, library, NOW + timedelta(days=1))

    items = sum(len(documents) for documents in library.documents.values())
    timelines, of_checks = len(library.documents["routine"]), 2 * 3
    assert first == Published(1, new=True, changed=items + timelines + of_checks, deleted=0)
    assert second == Published(1, new=False, changed=0, deleted=0)
    assert _everything(engine) == before


def test_a_release_is_the_same_bytes_on_both_databases(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)

    with Session(engine) as session:
        catalog = load_catalog(session)

    assert (catalog.release, catalog.digest) == (1, DIGESTS.setdefault("digest", catalog.digest))
    fragments = {
        (lang, kind, slug): body
        for lang, shelves in catalog.shelves.items()
        for kind, shelf in shelves.items()
        for slug, body in shelf.fragments.items()
    }
    assert fragments == FRAGMENTS.setdefault("all", fragments)


DIGESTS: dict[str, str] = {}
FRAGMENTS: dict[str, dict[tuple[str, str, str], bytes]] = {}


def test_a_release_records_what_changed_and_nothing_else(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)

    changed = with_a_new_tip(library)
    done = publish(engine, changed, NOW)

    cited = {link.slug for _, link in links(changed.documents["tip"]["one-more"])}
    assert done == Published(2, new=True, changed=1 + len(cited), deleted=0)
    with Session(engine) as session:
        changes = session.exec(select(Change).where(col(Change.release) == 2)).all()
    assert {(c.language, c.kind, c.slug, c.deleted) for c in changes} == {
        (lang, kind, slug, False)
        for lang in library.published_languages
        for kind, slug in [("tip", "one-more"), *(("citation", slug) for slug in cited)]
    }  # a citation says who cites it


def test_the_entries_kept_are_those_of_the_last_release_alone(
    engine: Engine, library: Library
) -> None:
    retired = (RetiredDocument(kind="tip", slug="one-more", replaced_by=None),)
    publish(engine, library, NOW)
    at_first = _entries(engine)

    publish(engine, with_a_new_tip(library), NOW)
    with_a_tip = _entries(engine)
    publish(engine, dataclasses.replace(library, retired=retired), NOW)

    assert with_a_tip.keys() - at_first.keys() == {
        ("en", "tip", "one-more"),
        ("es", "tip", "one-more"),
    }
    assert with_a_tip == {
        (lang, *key): body
        for lang, entries in made(with_a_new_tip(library), Album(library.figures)).items()
        for key, body in entries.items()
    }
    assert _entries(engine) == at_first


def test_what_other_code_published_is_read_before_it_is_served(
    engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    with engine.begin() as connection:
        connection.execute(text("UPDATE release SET code = 'of another version'"))
    with Session(engine) as session:
        assert load_catalog(session).release == 1

    with engine.begin() as connection:
        connection.execute(
            text("UPDATE entry SET body = :body WHERE kind = 'tip'"), {"body": b'{"slug": "tip"}'}
        )
    with Session(engine) as session, pytest.raises(NothingPublished, match="another version"):
        load_catalog(session)

    assert not publish(engine, library, NOW).new
    with Session(engine) as session:
        assert load_catalog(session).shelves["en"]["tip"].items


def test_a_release_is_read_whole_while_the_next_is_published(
    url: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    reader = open_engine(url)
    published: list[Published] = []

    @event.listens_for(reader, "after_cursor_execute")
    def _publish_the_next(*told: Any) -> None:
        if "FROM release" in told[2] and not published:
            published.append(publish(engine, with_a_new_tip(library), NOW))

    with Session(reader) as session:
        catalog = load_catalog(session)

    assert [done.number for done in published] == [2]
    assert catalog.release == 1
    assert "one-more" not in catalog.shelves["en"]["tip"].items


def test_what_leaves_seed_is_retired_by_name_or_not_published(
    engine: Engine, library: Library
) -> None:
    publish(engine, with_a_new_tip(library), NOW)

    with pytest.raises(PublishRefused, match=r"tip 'one-more' .* name it in retired\.yaml"):
        publish(engine, library, NOW)

    successor = next(iter(library.documents["tip"]))
    retired = (RetiredDocument(kind="tip", slug="one-more", replaced_by=successor),)
    done = publish(engine, dataclasses.replace(library, retired=retired), NOW)
    assert (done.number, done.deleted) == (2, 1)
    with Session(engine) as session:
        gone = session.exec(select(Change).where(col(Change.deleted))).all()
    assert {(c.language, c.release, c.slug, c.replaced_by) for c in gone} == {
        (lang, 2, "one-more", successor) for lang in library.published_languages
    }


def test_a_retired_slug_is_never_used_again(engine: Engine, library: Library) -> None:
    retired = (RetiredDocument(kind="tip", slug="one-more", replaced_by=None),)
    publish(engine, with_a_new_tip(library), NOW)
    publish(engine, dataclasses.replace(library, retired=retired), NOW)

    with pytest.raises(PublishRefused, match="never used again"):
        publish(engine, with_a_new_tip(library), NOW)


def test_a_published_rule_set_is_never_edited(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)
    before = _everything(engine)

    with pytest.raises(PublishRefused, match="give it a new `version`"):
        publish(engine, with_a_rule_less(library, version=None), NOW)

    assert _everything(engine) == before


@pytest.mark.parametrize(
    ("name", "promise"), [("self-check", "S2"), ("self-check", "S11"), ("follow-up", "S6")]
)
def test_rules_of_which_a_promise_was_not_looked_at_are_not_published(
    engine: Engine, library: Library, name: str, promise: str
) -> None:
    proof = library.proofs[name]
    left = [found for found in proof.invariants if found.id != promise]
    silent = {**library.proofs, name: proof.model_copy(update={"invariants": left})}

    with pytest.raises(PublishRefused, match=f"{name}: {promise} was not looked at"):
        publish(engine, dataclasses.replace(library, proofs=silent), NOW)


def test_every_rule_set_is_kept_for_ever(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)

    publish(engine, with_a_rule_less(library, version="1.0.1"), NOW)

    with Session(engine) as session:
        catalog = load_catalog(session)
    old, new = catalog.rule_set("self-check", "1.0.0"), catalog.rule_set("self-check")
    assert old is not None
    assert new is not None
    assert (old.ref.status, new.ref.status, new.ref.version) == ("superseded", "in_force", "1.0.1")
    assert old.rules == library.rule_sets["self-check"]
    assert len(new.rules.rules) == len(old.rules.rules) - 1


def test_nothing_is_half_published(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)
    before = _everything(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE rule_set RENAME TO rule_set_away"))

    with pytest.raises(Exception, match="rule_set"):
        publish(engine, with_a_new_tip(library), NOW)

    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE rule_set_away RENAME TO rule_set"))
    assert _everything(engine) == before


def test_rules_that_nobody_proved_as_they_stand_are_not_published(
    engine: Engine, library: Library
) -> None:
    rules = library.rule_sets["self-check"]
    changed = dataclasses.replace(rules, rules=rules.rules[:-1])
    edited = {**library.rule_sets, "self-check": changed}

    with pytest.raises(PublishRefused, match=r"changed since it was proved; run \./dev prove"):
        publish(engine, dataclasses.replace(library, rule_sets=edited), NOW)
    with pytest.raises(PublishRefused, match="was never proved"):
        publish(engine, dataclasses.replace(library, proofs={}), NOW)
    with pytest.raises(PublishRefused, match="S5 failed: somebody"):
        publish(engine, _with_a_broken_promise(library), NOW)

    assert _everything(engine)["releases"] == []


def test_an_empty_database_has_no_catalog(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(NothingPublished, match="app publish"):
        load_catalog(session)


def with_a_rule_less(library: Library, *, version: str | None) -> Library:
    """The library without its last rule, under a new version or, wrongly, under the same. Its
    proof is taken as given."""
    check, rules = library.checks["self-check"], library.rule_sets["self-check"]
    name = version or check.version
    left = dataclasses.replace(rules, version=name, rules=rules.rules[:-1])
    proof = library.proofs["self-check"]
    proved = proof.ruleset.model_copy(update={"version": name, "digest": _digest(left)})
    less = check.model_copy(update={"version": name, "rules": check.rules[:-1]})
    return told(
        dataclasses.replace(
            library,
            proofs={**library.proofs, "self-check": proof.model_copy(update={"ruleset": proved})},
            checks={**library.checks, "self-check": less},
            rule_sets={**library.rule_sets, "self-check": left},
        )
    )


def _with_a_broken_promise(library: Library) -> Library:
    proof = library.proofs["self-check"]
    broken = [
        found.model_copy(update={"status": "failed", "counterexample": "somebody"})
        if found.id == "S5"
        else found
        for found in proof.invariants
    ]
    changed = proof.model_copy(update={"invariants": broken})
    return dataclasses.replace(library, proofs={**library.proofs, "self-check": changed})


def _digest(rules: RuleSet) -> str:
    return digest(to_document(rules))


def _entries(engine: Engine) -> dict[tuple[str, str, str], bytes]:
    with Session(engine) as session:
        return {(e.language, e.kind, e.slug): e.body for e in session.exec(select(Entry))}


def _everything(engine: Engine) -> dict[str, object]:
    """Enough of every table to notice a write."""
    with Session(engine) as session:
        return {
            "releases": [r.model_dump() for r in session.exec(select(Release))],
            "changes": session.exec(select(func.count()).select_from(Change)).one(),
            "exercises": sorted(e.slug for e in session.exec(select(Exercise))),
            "entries": session.exec(select(func.count()).select_from(Entry)).one(),
            "texts": session.exec(select(func.count()).select_from(TextRow)).one(),
            "rules": sorted((r.version, r.digest) for r in session.exec(select(RuleSetRow))),
        }
