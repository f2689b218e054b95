"""A result as cards, as CDS Hooks 2.0 has them: a shape that many clinical programs can show.

Not a CDS service: nobody's record is read, no hook is answered, nothing is written anywhere. Names
are the standard's own, so they are not ours in style.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.content.base import Served, Slug
from app.content.fields import QuestionSlug
from app.content.outcome import Status
from app.content.safety import Severity
from app.content.selfcheck import LevelName

MEDIA_TYPE = "application/vnd.plumbline.cards+json"
SUMMARY_CHARACTERS = 139
"""CDS Hooks 2.0: fewer than 140."""

Indicator = Literal["info", "warning", "critical"]
CardId = Annotated[
    UUID,
    Field(
        description="Names what the card says: the same words have the same one, for everybody. So "
        "it says as much as the card about a person: do not log it."
    ),
]


class CardTopicOut(Served):
    """What a card is about, to sort and filter by."""

    system: str = Field(
        description="Where the codes are listed in this API.",
        json_schema_extra={"format": "uri-reference"},
    )
    code: str = Field(description="The warning's or routine's slug, or the status of the result.")
    display: str = Field(description="The same in words, in the language of the answer.")


class CardSourceOut(Served):
    """Who says what the card says."""

    label: str = Field(description="Whose words these are. It is always this API.")
    topic: CardTopicOut = Field(description="What the card is about.")


class CardLinkOut(Served):
    """Something to open from a card: the number to call, or a source to read."""

    label: str = Field(description="What to show: the number, or the title of the source.")
    url: str = Field(
        description="A `tel:` address, or that of the source's page.",
        json_schema_extra={"format": "uri"},
    )
    type: Literal["absolute"] = Field(description="Always `absolute`: it is opened as it stands.")


class CardSuggestionOut(Served):
    """A routine that the person may choose. Nothing happens by choosing it, and none is called
    recommended: nobody has examined the person."""

    label: str = Field(description="The name of the routine, in the language of the answer.")
    uuid: CardId


class CardExtensionOut(Served):
    """What this API says of a card beyond CDS Hooks, for programs."""

    about: Literal["result", "warning", "routine"] = Field(
        description="What the card tells. More values may come. Show an unknown one like the "
        "others."
    )
    slug: Slug | None = Field(
        description="The warning, `/v1/warnings/{slug}`, or the routine; null for the result."
    )
    severity: Severity | None = Field(
        description="How much the warning presses; null for a result or a routine."
    )
    must_acknowledge: bool = Field(
        description="True: go on only after the person has confirmed this very card. The card's "
        "`detail` ends in a box to tick."
    )
    status: Status | None = Field(
        description="Whether the answers are `complete`; null on every card but the result."
    )
    level: LevelName | None = Field(
        description="The level of the result. Null while answers are missing, which never means "
        "that all is well, and on every card but the result."
    )
    next: list[QuestionSlug] = Field(
        description="What to ask now, the most dangerous first, by the slugs of the questionnaire. "
        "Empty when `status` is `complete`, and on every card but the result."
    )


class CardOut(Served):
    """One thing to show. All of them are to be shown, in the order given."""

    uuid: CardId
    summary: Annotated[
        str,
        Field(
            max_length=SUMMARY_CHARACTERS,
            description="A heading, in fewer than 140 characters: of a long warning only the "
            "beginning and ` …`, then that it must be read where the rest names the emergency "
            "number. It stands for nothing alone: show `detail` with it.",
        ),
    ]
    detail: str = Field(
        description="Everything, as GitHub Flavored Markdown: of a warning its whole text, "
        "unchanged. Show it open, not behind a tap."
    )
    indicator: Indicator = Field(
        description="How much it presses: `critical`, `warning` or `info`. A result that is not "
        "complete is never `info`, nor is a warning that must be confirmed."
    )
    source: CardSourceOut = Field(description="Who says so, and what it is about.")
    suggestions: list[CardSuggestionOut] = Field(
        description="The routine, on its own card; empty on every other card."
    )
    selectionBehavior: Literal["at-most-one"] = Field(
        description="Always `at-most-one`: nobody has to choose anything."
    )
    links: list[CardLinkOut] = Field(
        description="The number to call, on the result; then the sources of what the card says."
    )
    extension: CardExtensionOut = Field(
        description="What this API adds, under the name that CDS Hooks keeps free for it."
    )


class CardsOut(Served):
    """A result as cards: what to do, then every warning, then what is offered."""

    cards: list[CardOut] = Field(
        min_length=2,
        description="The result first, then each warning, the most severe first, then each "
        "routine. Show every one. A routine is there only when `level` is `self_care`.",
    )
