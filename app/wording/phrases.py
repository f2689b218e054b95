"""The parts of an answer, as finished JSON: each is written once, by its model, when it is first
said. They are parts of the content; what a person answered is in none of them.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from pydantic_core import to_json

from app.content.base import Served, translation_review
from app.content.exercise import Contraindication
from app.content.offered import BlockOut
from app.content.said import AdviceOut, ConditionRef, ContactRef, NextQuestion, WarningRef
from app.content.selfcheck import AdviceDocument, RuleDocument
from app.triage.model import Answers, Block, Condition, Outcome
from app.wording.words import Words

Key = TypeVar("Key")
Part = TypeVar("Part")


class Once(dict[Key, Part]):
    """Makes each part when it is first asked for."""

    def __init__(self, make: Callable[[Key], Part]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> Part:
        part = self[key] = self._make(key)
        return part


class Phrases:
    """What answers by one rule set say in one language. Parts refer to words and never back, so
    that a release nobody uses any more is let go at once."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.rules: Mapping[str, RuleDocument] = {rule.slug: rule for rule in words.check.rules}
        self._when = {rule.slug: rule.when for rule in words.rules.rules}
        advice = {one.of: one for one in words.check.advice}
        self.time_frame = {of: to_json(one.time_frame) for of, one in advice.items()}
        self._advised = Once(partial(_advise, words, advice))
        self.warning = Once(partial(_warn, words))
        self.condition = Once(partial(_name, words))
        self.question = _questions(words)
        self.block = Once(partial(_block, words))
        self._rule = Once(partial(_reason, self.rules))
        self.last = fields(
            ruleset=dump(words.ruleset),
            content_release=to_json(words.release),
            language=to_json(words.language),
            translation_review=to_json(translation_review(words.language)),
            disclaimer=to_json(words.check.disclaimer),
        )

    def advice(self, of: str, region: str | None) -> bytes:
        return self._advised[of, region if region in self.words.contacts else None]

    def because(self, outcome: Outcome, answers: Answers) -> bytes:
        """The rules that held, and the answers that made them hold."""
        reasons = []
        for slug in outcome.fired:
            before, after = self._rule[slug]
            given = [_given(condition, answers) for condition in self._when[slug]]
            reasons.append(before + b",".join(given) + after)
        return listed(reasons)


def against(words: Words, exercise: str, condition: str) -> Contraindication:
    rows = words.exercises[exercise].contraindications
    return next(row for row in rows if row.condition == condition)


def _advise(
    words: Words, advised: Mapping[str | None, AdviceDocument], key: tuple[str, str | None]
) -> bytes:
    of, region = key
    advice, contact = advised[of], words.contacts[region]
    return dump(
        AdviceOut(
            title=advice.title,
            text=advice.text,
            contact=ContactRef(region=contact.region, number=contact.number, note=contact.note),
            safety_net=advice.safety_net,
            citations=advice.citations,
        )
    )


def _warn(words: Words, slug: str) -> bytes:
    warning = words.warnings[slug]
    return dump(
        WarningRef(
            slug=warning.slug,
            severity=warning.severity,
            text=warning.text,
            must_acknowledge=warning.must_acknowledge,
            citations=warning.citations,
        )
    )


def _name(words: Words, condition: str) -> bytes:
    return dump(ConditionRef(slug=condition, name=words.conditions[condition].name))


def _block(words: Words, block: Block) -> bytes:
    row = against(words, block.exercise, block.condition)
    return dump(
        BlockOut(
            exercise=block.exercise,
            condition=block.condition,
            why=row.why,
            citations=row.citations,
        )
    )


def _reason(rules: Mapping[str, RuleDocument], slug: str) -> tuple[bytes, bytes]:
    """What stands before the answers and after them."""
    rule = rules[slug]
    before = fields(rule=to_json(slug), text=to_json(rule.text))
    return b"{" + before + b',"answers":[', b'],"citations":' + to_json(rule.citations) + b"}"


def _questions(words: Words) -> Mapping[str, bytes]:
    return {
        question.slug: dump(
            NextQuestion(question=question.slug, section=section.slug, text=question.text)
        )
        for section in words.check.sections
        for question in section.questions
    }


def _given(condition: Condition, answers: Answers) -> bytes:
    """The answer that met a condition. Slugs need no escapes."""
    answer = answers[condition.question]
    if isinstance(answer, int):
        return f'{{"question":"{condition.question}","options":[],"number":{answer}}}'.encode()
    met = ",".join(f'"{option}"' for option in sorted(condition.any_of & answer))
    return f'{{"question":"{condition.question}","options":[{met}],"number":null}}'.encode()


def dump(model: Served) -> bytes:
    return model.model_dump_json().encode()


def listed(parts: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(parts) + b"]"


def fields(**parts: bytes) -> bytes:
    """The inside of an object."""
    return b",".join([b'"%b":%b' % (name.encode(), part) for name, part in parts.items()])
