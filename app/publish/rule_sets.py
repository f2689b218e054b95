"""Rule sets, kept for ever."""

from sqlmodel import Session, col, delete, select

from app.content.release import TextRow
from app.content.selfcheck import RuleSetRow
from app.content.words import split
from app.library import Library
from app.publish.entries import recalled
from app.publish.refused import PublishRefused
from app.publish.rows import insert_all
from app.publish.texts import text_rows
from app.triage.document import digest, from_document, to_document


def keep_rule_sets(session: Session, library: Library) -> None:
    """A version is kept for ever. What decides may not change under it; its wording may. A recall
    withdraws any version, the one in force too."""
    withdrawn = recalled(library)
    for old in session.exec(select(RuleSetRow)):
        old.withdrawn = (old.name, old.version) in withdrawn
    for name, check in library.checks.items():
        body = to_document(library.rule_sets[name])
        facts, words = split(check)
        known = session.get(RuleSetRow, (name, check.version))
        if known is not None and known.digest != digest(body):
            raise PublishRefused(
                f"{name} {check.version} is published and what it decides has changed (questions, "
                "rules, contraindications, alternatives, routines or warnings); give it a new "
                "`version`"
            )
        row = known or RuleSetRow(
            name=name,
            version=check.version,
            digest=digest(body),
            use_until=check.use_until,
            body=body,
            document=facts,
            proof={},
        )
        row.use_until, row.document = check.use_until, facts
        row.withdrawn = (name, check.version) in withdrawn
        row.proof = library.proofs[name].model_dump(mode="json")
        session.add(row)
        session.exec(
            delete(TextRow).where(col(TextRow.kind) == name, col(TextRow.slug) == check.version)
        )
        texts = text_rows(name, name, words, library.translations, check.version)
        insert_all(session, TextRow, list(texts))


def check_kept(session: Session, library: Library) -> None:
    """A rule set that may still be asked needs the words for whatever it names, and one that was
    recalled is never asked again.

    Raises:
        PublishRefused: some are gone, or a recall is.
    """
    withdrawn = recalled(library)
    for old in session.exec(select(RuleSetRow)):
        if (old.name, old.version) in withdrawn:
            continue
        if old.withdrawn:
            raise PublishRefused(
                f"{old.name} {old.version} is recalled, and a recall is never taken back; publish "
                "these texts together with the notice"
            )
        _check_words(old, library)


def _check_words(old: RuleSetRow, library: Library) -> None:
    rules = from_document(old.body)
    for kind, slugs in (
        ("warning", rules.warnings),
        ("condition", rules.conditions),
        ("cause", rules.causes),
        ("exercise", tuple(e.slug for e in rules.exercises)),
        ("routine", tuple(r.slug for r in rules.routines)),
    ):
        for slug in slugs:
            if slug not in library.documents[kind]:
                raise PublishRefused(
                    f"{old.name} {old.version} still names {kind} '{slug}', which is gone; recall "
                    "that version in notices.yaml, or keep the item"
                )
