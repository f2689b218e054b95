"""What triage and the follow-up receive."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

from app.content.base import Region, Version

SentAnswers = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "title": "AnswerValue",
                "description": "The slug of an option, a list of slugs, or a whole number within "
                "the `min` and `max` of a scale.",
                "oneOf": [
                    {"type": "string"},
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "integer", "minimum": 0, "maximum": 100},
                ],
            },
        }
    ),
]
"""Question → answer. What an answer may be is for the rule set to say, so nothing is refused by its
shape alone."""


class AnswersIn(BaseModel):
    """Answers to the self-check or the follow-up. Nothing of this is stored, logged or repeated."""

    model_config = {"extra": "forbid", "frozen": True}

    answers: SentAnswers = Field(
        description="All answers so far, by question: an option, a list of options, or a whole "
        "number on a scale. An empty list is no answer; a question left out is none either, and "
        "never a no."
    )
    region: Region | None = Field(
        default=None,
        description="Where the person is, by ISO 3166-1 alpha-2 such as `GB`: for the emergency "
        "number only. Left out, the answer has the number that works most widely.",
    )
    ruleset: Version | None = Field(
        default=None,
        description="A version of the rules; the one in force where it is left out. 410 where it "
        "was withdrawn.",
    )
