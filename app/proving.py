"""Proves the rule sets of a library. Needs z3, so a server never imports it: publishing from disk
reads what it wrote, and what is uploaded is proved in a process of its own."""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.content.links import links
from app.content.proof import Invariant, ProofDocument, ProvedRuleSet
from app.content.selfcheck import AtLeast, CheckName
from app.library import Library, requirements_digest
from app.triage.document import digest, from_document, named, to_document
from app.triage.model import Condition, Level, RuleSet
from app.triage.prove.invariants import Demand, Subject, subject
from app.triage.prove.run import (
    PROVER,
    Counterexample,
    Given,
    barred,
    never_matter,
    verdicts,
)


def prove(library: Library, name: CheckName, now: datetime) -> ProofDocument:
    """Every invariant of the product, of one rule set, for all answers."""
    start = time.perf_counter()
    rules, check = library.rule_sets[name], library.checks[name]
    demands = tuple(_demands(library)) if name == "self-check" else ()
    of = subject(rules, tuple(check.mandatory_warnings), demands)
    invariants = [*_solved(of), *_exhausted(library, rules)]
    return ProofDocument(
        ruleset=ProvedRuleSet(name=name, version=rules.version, digest=digest(to_document(rules))),
        requirements_digest=requirements_digest(library.requirements),
        prover=PROVER,
        proved_at=now,
        seconds=round(time.perf_counter() - start, 2),
        invariants=sorted(invariants, key=lambda found: int(found.id.removeprefix("S"))),
        barred=[list(conditions) for conditions in barred(of)],
        never_matter=list(never_matter(of)),
    )


def still_holds(kept: ProofDocument | None, proof: ProofDocument) -> bool:
    """Whether what was proved before is the same, so that only its date would change."""
    times: Any = {"proved_at": True, "seconds": True, "invariants": {"__all__": {"seconds"}}}
    return kept is not None and kept.model_dump(exclude=times) == proof.model_dump(exclude=times)


def _demands(library: Library) -> Iterator[Demand]:
    for requirement in library.requirements.requirements:
        if requirement.when:
            yield Demand(
                requirement.slug,
                tuple(_alternative(a) for a in requirement.when),
                named(Level, requirement.level) or Level.SELF_CARE,
                tuple(requirement.warnings),
                tuple(requirement.never),
            )


def _alternative(alternative: Mapping[str, list[str] | AtLeast]) -> tuple[Condition, ...]:
    return tuple(
        Condition(question, frozenset(wanted), None)
        if isinstance(wanted, list)
        else Condition(question, frozenset(), wanted.at_least)
        for question, wanted in alternative.items()
    )


def _solved(of: Subject) -> Iterator[Invariant]:
    """A rule set without routines has nothing to prove of them."""
    for verdict in verdicts(of):
        if verdict.claims:
            yield Invariant(
                id=verdict.id,
                text=verdict.text,
                status=verdict.status,
                how="solver",
                claims=verdict.claims,
                seconds=round(verdict.seconds, 2),
                counterexample=in_words(verdict.counterexample),
            )


def _exhausted(library: Library, rules: RuleSet) -> Iterator[Invariant]:
    """What needs no solver, because there are only so many items to look at."""
    whole = from_document(to_document(rules)) == rules
    yield _invariant(
        "S9",
        "The decision depends on the answers and on the digested document alone.",
        [] if whole else ["the document is not the whole rule set"],
        1,
    )
    citations = library.documents["citation"]
    documents = [d for items in library.documents.values() for d in items.values()]
    found = [link for d in (*documents, *library.checks.values()) for _, link in links(d)]
    yield _invariant(
        "S10",
        "Every statement names a source that exists and says how it is known.",
        [f"no citation '{link.slug}'" for link in found if link.slug not in citations],
        len(found),
    )
    if rules.routines:
        yield _warnings_arrive(library, rules)


def _warnings_arrive(library: Library, rules: RuleSet) -> Invariant:
    exercises, routines = library.documents["exercise"], library.documents["routine"]
    lost = [e.slug for e in rules.exercises if list(e.warnings) != _own(exercises[e.slug])]
    lost += [r.slug for r in rules.routines if list(r.warnings) != _own(routines[r.slug])]
    known = set(rules.warnings)
    lost += [e.slug for e in rules.exercises if not e.warnings or set(e.warnings) - known]
    lost += [r.slug for r in rules.routines if not r.stop_rules or set(r.warnings) - known]
    return _invariant(
        "S12",
        "Every routine and exercise that can be offered brings its own warnings and stop rules.",
        lost,
        len(rules.exercises) + len(rules.routines),
    )


def _own(document: object) -> list[str]:
    warnings: list[str] = getattr(document, "warnings", [])
    return warnings


def _invariant(name: str, text: str, broken: list[str], claims: int) -> Invariant:
    return Invariant(
        id=name,
        text=text,
        status="failed" if broken else "proved",
        how="exhaustive",
        claims=claims,
        seconds=0.0,
        counterexample="; ".join(broken) or None,
    )


def in_words(found: Counterexample | None) -> str | None:
    """What is wrong, for whom, and which rules held."""
    if found is None:
        return None
    people = [
        f"{_answers(given)} (rules that hold: {', '.join(fired) or 'none'})"
        for given, fired in zip(found.answers, found.fired, strict=True)
    ]
    return f"{found.what}: " + "; and after saying more: ".join(people) if people else found.what


def _answers(given: Given) -> str:
    said = (
        f"{question}: {answer if isinstance(answer, int) else ' + '.join(answer)}"
        for question, answer in given.items()
    )
    return ", ".join(said) or "no answers"
