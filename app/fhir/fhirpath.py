"""The conditions of a rule as FHIRPath over a `QuestionnaireResponse`: true exactly when the rule
holds. Items may stand in their groups, in one group a section, or all in one list: `combine` finds
all three, and unlike `repeat` and `descendants` no evaluator we tried leaves it out."""

from collections.abc import Iterable, Mapping

from app.triage.model import Condition, Question, Rule


def applies(rule: Rule, questions: Mapping[str, Question], depth: Mapping[str, int]) -> str:
    """`true` for a rule that always holds.

    Args:
        depth: in how many groups a question stands, by its slug.
    """
    parts = [
        _holds(condition, questions[condition.question], depth[condition.question])
        for condition in rule.when
    ]
    return " and ".join(f"({part})" for part in parts) or "true"


def _holds(condition: Condition, question: Question, depth: int) -> str:
    items = "item.combine(item.item)"
    if depth > 1:
        items += f".combine({'.'.join(['item'] * (depth + 1))})"
    answers = f"{items}.where(linkId = '{question.slug}').answer.value"
    if condition.at_least is not None:
        return f"{answers}.where($this >= {condition.at_least}).exists()"
    nothing = [option.slug for option in question.options if option.kind == "none"]
    chosen = [option.slug for option in question.options if option.slug in condition.any_of]
    found = [slug for slug in chosen if slug not in nothing]
    alone = [slug for slug in chosen if slug in nothing]
    ways = [f"{answers}.where({_is_one_of(found)}).exists()"] if found else []
    if alone:
        # `none` beside a finding or a doubt is not a `none`.
        others = f"{answers}.where(({_is_one_of(nothing)}).not()).empty()"
        ways.append(f"({answers}.where({_is_one_of(alone)}).exists() and {others})")
    return " or ".join(ways)


def _is_one_of(options: Iterable[str]) -> str:
    return " or ".join(f"code = '{option}'" for option in options)
