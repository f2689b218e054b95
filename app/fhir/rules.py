"""The rules of a check as a `PlanDefinition`: what makes each hold, and what it then adds."""

from collections.abc import Iterator

from app.content.base import SOURCE_LANG
from app.content.selfcheck import RuleDocument
from app.fhir.fhirpath import applies
from app.fhir.link_ids import depths
from app.fhir.names import PRIORITY, TERMINOLOGY, Json, canonical, coding, concept
from app.fhir.source import Source
from app.wording.words import LEVEL_NAMES

TYPE = {"system": f"{TERMINOLOGY}/plan-definition-type", "code": "eca-rule"}
EFFECTS = (
    "Each action is one rule. It holds when its condition does; all rules are looked at, always, "
    "and what they add adds up: the highest level wins. The codes of an action are what it adds: a "
    "level, warnings, conditions, causes with how well they fit, and routines. What comes of the "
    "answers, adapted routines included, is for `$evaluate` to say."
)


def rules_id(check: str) -> str:
    return f"{check}-rules"


def rules(source: Source, check: str) -> Json:
    kept = source.kept(check)
    head = source.head(
        "PlanDefinition",
        rules_id(check),
        kept.rules.version,
        retired=source.is_recalled(check),
    )
    questions = {question.slug: question for question in kept.rules.questions}
    decided = {rule.slug: rule for rule in kept.rules.rules}
    told = source.check(check, SOURCE_LANG)
    depth = depths(told, kept.rules)
    return {
        **head,
        **source.told("title", source.term(f"form-{check}")),
        "type": concept(TYPE),
        **source.told(
            "description", lambda lang: source.check(check, lang).disclaimer, markdown=True
        ),
        "usage": EFFECTS,
        "copyright": "Plumbline contributors, CC BY 4.0",
        "effectivePeriod": {"end": kept.out.use_until.isoformat()},
        "relatedArtifact": [
            {
                "type": "depends-on",
                "resource": canonical("Questionnaire", check, kept.rules.version),
            }
        ],
        "action": [
            _action(source, check, n, rule, applies(decided[rule.slug], questions, depth))
            for n, rule in enumerate(told.rules)
        ],
    }


def _action(source: Source, check: str, n: int, rule: RuleDocument, condition: str) -> Json:
    return {
        "id": rule.slug,
        "title": rule.slug,
        **source.told("description", lambda lang: source.check(check, lang).rules[n].text),
        **({"priority": PRIORITY[rule.level]} if rule.level else {}),
        "code": list(_effects(rule)) or [concept(coding("effect", "reason-only"))],
        "documentation": source.cited(rule.citations),
        "trigger": [{"type": "named-event", "name": "answers-sent"}],
        "condition": [
            {
                "kind": "applicability",
                "expression": {"language": "text/fhirpath", "expression": condition},
            }
        ],
    }


def _effects(rule: RuleDocument) -> Iterator[Json]:
    for level in LEVEL_NAMES.values():
        if level == rule.level:
            yield concept(coding("level", level))
    if rule.action:
        yield concept(coding("action", rule.action))
    yield from (concept(coding("warning", slug)) for slug in rule.warnings)
    yield from (concept(coding("condition", slug)) for slug in rule.conditions)
    for cause in rule.causes:
        yield concept(coding("cause", cause.slug), coding("fit", cause.fit))
    yield from (concept(coding("routine", slug)) for slug in rule.routines)
