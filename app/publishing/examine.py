"""What is looked at in an archive: by the reader and the checker that read from disk, and by the
prover."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.content.proof import ProofDocument
from app.content.selfcheck import CheckName
from app.library import BrokenSeed, Library, missing_promises, read_library
from app.library.source import Fault
from app.proving import prove, still_holds
from app.publish import Published
from app.publishing.reports import (
    DraftChanges,
    DraftFault,
    DraftProof,
    DraftRequirements,
    ItemChange,
    KindChanges,
    Report,
)
from app.publishing.strangers import strangers

NAMES: tuple[CheckName, ...] = ("self-check", "follow-up")
MOST_FAULTS = 100
MOST_ITEMS = 1_000
LONGEST_MESSAGE = 500
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Examined:
    """What there is to say of it before the database is asked."""

    library: Library | None
    """None where there are faults."""
    faults: Sequence[Fault]
    proofs: Sequence[ProofDocument]
    requirements: DraftRequirements | None = None
    """None until they are held against those of before."""


def examine(root: Path, now: datetime, *, was_published: bool) -> Examined:
    """Read, check and prove what is under `root`.

    Args:
        was_published: whether it was checked and proved before, by whatever code there was then. A
            proof that says something else today is then replaced and no fault, and nor is a file
            that nobody reads.
    """
    try:
        library = read_library(root)
    except BrokenSeed as broken:
        more = [] if was_published else list(strangers(root))
        return Examined(None, [*broken.faults, *more], [])
    proofs: dict[str, ProofDocument] = {name: prove(library, name, now) for name in NAMES}
    faults = [fault for proof in proofs.values() for fault in _broken(proof)]
    faults += [] if was_published else strangers(root)
    for name, proof in proofs.items():
        kept = library.proofs.get(name)
        if kept is not None and _agrees(kept, proof, now):
            proofs[name] = _counted_anew(kept, proof)
        elif not was_published:
            faults.append(_not_of_these_rules(name, kept, proof))
    if faults:
        return Examined(None, faults, list(proofs.values()))
    return Examined(replace(library, proofs=proofs), [], list(proofs.values()))


def report(
    examined: Examined, faults: Sequence[Fault] = (), done: Published | None = None
) -> Report:
    """
    Args:
        faults: more of them, which the database knew of.
        done: what publishing it would do; None where it cannot be published.
    """
    told = [*examined.faults, *faults]
    return Report(
        faults=[_told(fault) for fault in told[:MOST_FAULTS]],
        faults_left_out=max(0, len(told) - MOST_FAULTS),
        proofs=[_summary(proof) for proof in examined.proofs],
        requirements=examined.requirements,
        changes=None if done is None else _changes(done),
        base_release=(done.number - 1 or None) if done else None,
    )


def _agrees(kept: ProofDocument, proof: ProofDocument, now: datetime) -> bool:
    moment = kept.proved_at
    is_past = moment.tzinfo is not None and moment < now + CLOCKS_DIFFER
    return is_past and still_holds(_counted_anew(kept, proof), proof)


def _counted_anew(kept: ProofDocument, proof: ProofDocument) -> ProofDocument:
    """What was kept, with its dates, so that the same files make the same release. How many items
    were looked at is counted here: it grows with texts that a proof, as from disk, does not void.
    """
    looked_at = {one.id: one.claims for one in proof.invariants if one.how == "exhaustive"}
    invariants = [
        one.model_copy(update={"claims": looked_at[one.id]})
        if one.how == "exhaustive" and one.id in looked_at
        else one
        for one in kept.invariants
    ]
    return kept.model_copy(update={"invariants": invariants})


def _broken(proof: ProofDocument) -> Iterator[Fault]:
    for found in proof.invariants:
        if found.status != "proved":
            message = f"{found.id} {found.status}: {found.text} {found.counterexample or ''}"
            yield Fault(_file(proof.ruleset.name, "rules.yaml"), 1, message.strip())
    for promise in missing_promises(proof):
        message = f"{promise} cannot be proved: there is nothing in the rules that it is about"
        yield Fault(_file(proof.ruleset.name, "rules.yaml"), 1, message)


def _not_of_these_rules(name: str, kept: ProofDocument | None, proof: ProofDocument) -> Fault:
    if kept is None:
        return Fault(_file(name, "proof.json"), 1, "the file is missing; run ./dev prove")
    differ = [
        field
        for field in ("ruleset", "requirements_digest", "prover", "barred", "never_matter")
        if getattr(kept, field) != getattr(proof, field)
    ]
    where = ", ".join(differ) or "invariants or proved_at"
    message = f"is not what this server proves of these rules ({where}); run ./dev prove"
    return Fault(_file(name, "proof.json"), 1, message)


def _file(name: str, file: str) -> str:
    return f"{name.replace('-', '_')}/{file}"


def _told(fault: Fault) -> DraftFault:
    message = fault.message[:LONGEST_MESSAGE]
    return DraftFault(file=fault.file[:LONGEST_MESSAGE], line=max(1, fault.line), message=message)


def _summary(proof: ProofDocument) -> DraftProof:
    return DraftProof(
        name=proof.ruleset.name,
        version=proof.ruleset.version,
        digest=proof.ruleset.digest,
        prover=proof.prover,
        proved=[found.id for found in proof.invariants if found.status == "proved"],
        not_proved=[found.id for found in proof.invariants if found.status != "proved"],
    )


def _changes(done: Published) -> DraftChanges:
    gone = {(change.kind, change.slug) for change in done.changes if change.deleted}
    changed = {(change.kind, change.slug) for change in done.changes} - gone
    by_kind = Counter(kind for kind, _ in changed), Counter(kind for kind, _ in gone)
    items = [(*key, "changed") for key in sorted(changed)] + [
        (*key, "deleted") for key in sorted(gone)
    ]
    return DraftChanges(
        changed=done.changed,
        deleted=done.deleted,
        kinds=[
            KindChanges(kind=kind, changed=by_kind[0][kind], deleted=by_kind[1][kind])
            for kind in sorted(by_kind[0] | by_kind[1])
        ],
        items=[
            ItemChange.model_validate({"kind": kind, "slug": slug, "change": change})
            for kind, slug, change in items[:MOST_ITEMS]
        ],
    )
