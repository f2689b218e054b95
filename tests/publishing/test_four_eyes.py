"""Who may say that a draft is published, and how often that counts."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app import audit
from app.access import keys
from app.publishing import approvals, drafts, ready
from app.publishing.drafts import Draft
from app.publishing.refused import NotNow, UnknownDraft
from app.publishing.reports import Report
from tests.conftest import NOW
from tests.publishing.conftest import People, Person

WHOLE = Report(faults=[], faults_left_out=0, proofs=[], changes=None, base_release=None)


def test_it_takes_the_eyes_of_other_owners(engine: Engine, person: People) -> None:
    ann, ben, eve = person("Ann"), person("Ben"), person("Eve")
    draft = _uploaded(engine, ann)

    _approved(engine, draft, ben)
    with pytest.raises(NotNow, match=r"takes 2 approvals .* has 1"):
        ready.to_publish(engine, draft.row.id, 2)
    _approved(engine, draft, eve)

    assert ready.to_publish(engine, draft.row.id, 2)[1] == b"an archive"


def test_two_keys_of_one_owner_are_one_pair_of_eyes(engine: Engine, person: People) -> None:
    draft = _uploaded(engine, person("Ann"))

    with pytest.raises(NotNow, match="somebody else"):
        _approved(engine, draft, person("Ann"))
    _approved(engine, draft, person("Ben"))
    again = _approved(engine, draft, person("Ben"))

    assert len(again.approvals) == 1
    with pytest.raises(NotNow, match="takes 2 approvals"):
        ready.to_publish(engine, draft.row.id, 2)
    assert _acts(engine).count("draft.approved") == 1


def test_an_approval_is_of_the_archive_that_was_looked_at(engine: Engine, person: People) -> None:
    draft = _uploaded(engine, person("Ann"))

    with pytest.raises(NotNow, match="another archive"):
        approvals.approve(engine, draft.row.id, "0" * 64, "fine", person("Ben").caller, NOW)

    assert drafts.find(engine, draft.row.id).approvals == []


def test_an_approval_by_a_key_that_was_revoked_since_does_not_count(
    engine: Engine, person: People
) -> None:
    ben = person("Ben")
    draft = _uploaded(engine, person("Ann"))
    _approved(engine, draft, ben)

    keys.revoke(engine, ben.caller.key, "a test", NOW)

    with pytest.raises(NotNow, match=r"takes 1 approvals .* has 0"):
        ready.to_publish(engine, draft.row.id, 1)


def test_who_approved_with_a_key_that_was_revoked_approves_again_with_another(
    engine: Engine, person: People
) -> None:
    lost, found = person("Ben"), person(" BEN")
    draft = _uploaded(engine, person("Ann"))
    _approved(engine, draft, lost)
    keys.revoke(engine, lost.caller.key, "a test", NOW)
    assert drafts.find(engine, draft.row.id).approvals == []

    again = _approved(engine, draft, found)

    assert [approval.key for approval in again.approvals] == [found.caller.key]
    assert ready.to_publish(engine, draft.row.id, 1)[1] == b"an archive"
    assert _acts(engine).count("draft.approved") == 2


@pytest.mark.parametrize("same", ["ANN", " Ann ", "ann"])
def test_an_owner_spelt_otherwise_is_the_same_owner(
    engine: Engine, person: People, same: str
) -> None:
    draft = _uploaded(engine, person("Ann"))
    _approved(engine, draft, person("Ben"))

    with pytest.raises(NotNow, match="somebody else"):
        _approved(engine, draft, person(same))
    twice = _approved(engine, draft, person("bEN "))

    assert len(twice.approvals) == 1
    with pytest.raises(NotNow, match=r"takes 2 approvals .* has 1"):
        ready.to_publish(engine, draft.row.id, 2)


def test_what_is_withdrawn_is_never_published_and_is_not_kept(
    engine: Engine, person: People
) -> None:
    ann = person("Ann")
    draft = _uploaded(engine, ann)

    drafts.withdraw(engine, draft.row.id, ann.caller, NOW)
    drafts.withdraw(engine, draft.row.id, ann.caller, NOW)

    with pytest.raises(NotNow, match="this draft is withdrawn"):
        ready.to_publish(engine, draft.row.id, 0)
    with pytest.raises(NotNow, match="this draft is withdrawn"):
        _approved(engine, draft, person("Ben"))
    with pytest.raises(NotNow, match="was not kept"):
        ready.archive_of(engine, draft.row.id)
    assert _acts(engine).count("draft.withdrawn") == 1


def test_an_unknown_draft_is_unknown(engine: Engine, person: People) -> None:
    with pytest.raises(UnknownDraft):
        drafts.withdraw(engine, "0" * 16, person("Ann").caller, NOW)


def _uploaded(engine: Engine, by: Person, minutes: int = 0) -> Draft:
    when = NOW + timedelta(minutes=minutes)
    return drafts.add(engine, b"an archive", WHOLE, by.caller, when)


def _approved(engine: Engine, draft: Draft, by: Person) -> Draft:
    return approvals.approve(engine, draft.row.id, draft.row.sha256, "read it", by.caller, NOW)


def _acts(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return [entry.act for entry in audit.entries(session)]
