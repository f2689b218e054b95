"""When one set of answers says more than another (product invariant S5)."""

from collections.abc import Iterator

import z3

from app.triage.model import Option, Question
from app.triage.prove.symbols import Formula, Symbols, all_of, any_of


def says_no_less(less: Symbols, more: Symbols) -> Formula:
    """Unanswered → anything; none → unsure → finding; more findings; higher rank; higher number."""
    return all_of(_question(less, more, q) for q in less.rules.questions)


def _question(less: Symbols, more: Symbols, q: Question) -> Formula:
    if q.type == "scale":
        higher = more.number[q.slug] >= less.number[q.slug]
        return z3.Implies(less.given[q.slug], z3.And(more.given[q.slug], higher))
    still_answered = z3.Implies(less.answered(q), more.answered(q))
    return z3.And(
        still_answered,
        *(
            z3.Implies(
                less.said(q.slug, o.slug),
                any_of(more.said(q.slug, worse.slug) for worse in _no_better(o, q)),
            )
            for o in q.options
            if o.kind in ("unsure", "finding")
        ),
    )


def _no_better(option: Option, question: Question) -> Iterator[Option]:
    """The option itself, and whatever is worse than it."""
    for other in question.options:
        ranked = option.rank is not None and other.rank is not None
        if (
            other.slug == option.slug
            or (option.kind == "unsure" and other.kind == "finding")
            or (
                option.kind == other.kind == "finding"
                and ranked
                and (other.rank or 0) > (option.rank or 0)
            )
        ):
            yield other
