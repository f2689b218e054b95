"""The questions, the rules and the words of a check, as clients receive them."""

from collections.abc import Mapping
from datetime import date

from app.content.base import Lang, translation_review
from app.content.figure import FigureOut
from app.content.questionnaire import MessagesOut, QuestionnaireOut, RuleSetOut
from app.content.said import RuleSetStatus
from app.content.selfcheck import CheckDocument
from app.triage.document import Document, digest
from app.triage.model import RuleSet
from app.triage.portable import portable


def rule_set(rules: RuleSet, body: Document, status: RuleSetStatus, use_until: date) -> RuleSetOut:
    return RuleSetOut.model_validate(
        {
            "name": rules.name,
            "version": rules.version,
            "digest": digest(body),
            "status": status,
            "use_until": use_until,
            "body": dict(body),
            "portable": portable(rules),
        }
    )


def questionnaire(
    check: CheckDocument, rules: RuleSetOut, lang: Lang, figures: Mapping[str, FigureOut | None]
) -> QuestionnaireOut:
    """Args: figures: by question."""
    return QuestionnaireOut.model_validate(
        {
            "version": rules.version,
            "digest": rules.digest,
            "language": lang,
            "translation_review": translation_review(lang),
            "disclaimer": check.disclaimer,
            "sections": [
                {
                    **section.model_dump(exclude={"questions"}),
                    "questions": [
                        {**q.model_dump(exclude={"alt"}), "figure": figures[q.slug]}
                        for q in section.questions
                    ],
                }
                for section in check.sections
            ],
        }
    )


def messages(check: CheckDocument, lang: Lang) -> MessagesOut:
    return MessagesOut.model_validate(
        {
            "name": check.name,
            "version": check.version,
            "language": lang,
            "translation_review": translation_review(lang),
            "disclaimer": check.disclaimer,
            "advice": [{**advice.model_dump(), "of": advice.of} for advice in check.advice],
            "no_routine": [entry.model_dump() for entry in check.no_routine],
            "rules": [
                {"slug": rule.slug, "text": rule.text, "citations": rule.citations}
                for rule in check.rules
            ],
        }
    )
