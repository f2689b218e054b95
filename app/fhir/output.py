"""The output of an evaluation, as `Parameters`: all that an outcome says and that no resource of
FHIR is for, under the names that `/v1` has. A pattern that may fit is here and in no clinical
resource, so that nobody files it as a diagnosis."""

from collections.abc import Iterator

from app.content.base import Link as CitedLink
from app.content.offered import BlockOut
from app.content.outcome import OutcomeOut
from app.content.said import FiredRule, GivenAnswer, NextQuestion
from app.fhir.names import Json, coding, options_of
from app.fhir.warned import Telling, address, duration


def output(telling: Telling) -> Json:
    """Absent is null, and a list is a parameter as often as it has items."""
    return {"resourceType": "Parameters", "id": "output", "parameter": list(_all(telling))}


def _all(telling: Telling) -> Iterator[Json]:
    said = telling.said
    yield one("status", valueCode=said.status)
    if said.level is not None:
        yield one("level", valueCode=said.level)
    yield one("level_at_least", valueCode=said.level_at_least)
    if said.time_frame is not None:
        yield one("time_frame", valueDuration=duration(said.time_frame))
    yield _reference("advice", "CommunicationRequest", "advice")
    for warning in said.warnings:
        yield _reference("warning", "DetectedIssue", warning.slug)
    if isinstance(said, OutcomeOut):
        yield from _decided(telling, said)
    elif said.action is not None:
        yield one("action", valueCode=said.action)
    yield from (_question("next", question) for question in said.next)
    yield from (_because(telling, rule) for rule in said.because)
    ruleset = said.ruleset
    yield parts(
        "ruleset",
        one("version", valueString=ruleset.version),
        one("digest", valueString=ruleset.digest),
        one("status", valueCode=ruleset.status),
    )
    yield one("content_release", valueInteger=said.content_release)
    yield one("language", valueCode=said.language)
    yield one("translation_review", valueCode=said.translation_review)
    yield one("disclaimer", valueString=said.disclaimer)


def _decided(telling: Telling, said: OutcomeOut) -> Iterator[Json]:
    """What the self-check alone says."""
    for condition in said.conditions:
        yield _reference("condition", "Flag", f"condition/{condition.slug}")
    for cause in said.causes:
        yield parts(
            "cause",
            one("cause", valueCoding=coding("cause", cause.slug, cause.name)),
            one("fit", valueCode=cause.fit),
            *(one("because", valueString=text) for text in cause.because),
            cited=_cited(telling, cause.citations),
        )
    if said.routines:
        yield _reference("offer", "RequestGroup", "offer")
    yield from _adapted(said)
    if said.no_routine is not None:
        code, text = said.no_routine.code, said.no_routine.text
        yield parts("no_routine", one("code", valueCode=code), one("text", valueString=text))
    yield from (_block(telling, "blocked", block) for block in said.blocked)
    yield from (_block(telling, "ask_about", block) for block in said.ask_about)
    yield from (_question("optional", question) for question in said.optional)


def _adapted(said: OutcomeOut) -> Iterator[Json]:
    """What left a routine. It is no action of the offer, where somebody might do it."""
    for routine in said.routines:
        for change in routine.adapted:
            instead = change.replaced_by
            yield parts(
                "adapted",
                one("routine", valueCoding=coding("routine", routine.slug)),
                one("exercise", valueCoding=coding("exercise", change.exercise)),
                *([one("replaced_by", valueCoding=coding("exercise", instead))] if instead else []),
                one("because", valueString=change.because),
            )


def _block(telling: Telling, name: str, block: BlockOut) -> Json:
    return parts(
        name,
        one("exercise", valueCoding=coding("exercise", block.exercise)),
        one("condition", valueCoding=coding("condition", block.condition)),
        one("why", valueString=block.why),
        cited=_cited(telling, block.citations),
    )


def _question(name: str, question: NextQuestion) -> Json:
    return parts(
        name,
        one("question", valueString=question.question),
        one("section", valueString=question.section),
        one("text", valueString=question.text),
    )


def _because(telling: Telling, rule: FiredRule) -> Json:
    return parts(
        "because",
        one("rule", valueCoding=coding("rule", rule.rule)),
        one("text", valueString=rule.text),
        *(_given(answer) for answer in rule.answers),
        cited=_cited(telling, rule.citations),
    )


def _given(answer: GivenAnswer) -> Json:
    system, number = options_of(answer.question), answer.number
    return parts(
        "answer",
        one("question", valueString=answer.question),
        *(one("option", valueCoding={"system": system, "code": o}) for o in answer.options),
        *([one("number", valueInteger=number)] if number is not None else []),
    )


def _cited(telling: Telling, links: list[CitedLink]) -> list[Json]:
    return telling.cites(links)


def _reference(name: str, kind: str, slug: str) -> Json:
    return one(name, valueReference={"type": kind, "reference": address(kind, slug)})


def one(name: str, **value: object) -> Json:
    return {"name": name, **value}


def parts(name: str, *inner: Json, cited: list[Json] | None = None) -> Json:
    return {**({"extension": cited} if cited else {}), "name": name, "part": list(inner)}
