"""What a reader must know of the text itself: what it is not, who made it and who has read it."""

from collections.abc import Iterator, Sequence

from app.content.exercise import ExerciseOut
from app.content.guide import TipOut
from app.content.routine import RoutineOut
from app.content.safety import WarningOut
from app.paper.handout import Handout

Told = RoutineOut | ExerciseOut | WarningOut | TipOut


def limits(handout: Handout) -> list[str]:
    """What it cannot do, whom it was not made for, and who has read it."""
    read_by = reviews(handout, _told(handout))
    return [handout.say("about-teaches"), handout.say("about-published"), *read_by]


def origin(handout: Handout) -> list[str]:
    """Where it comes from, and of what day it is."""
    day = handout.published_at.date().isoformat()
    return [
        *making(handout, _told(handout)),
        handout.say("about-release", n=handout.release, date=day),
        handout.say("about-path", path=handout.path),
    ]


def making(handout: Handout, told: Sequence[Told]) -> Iterator[str]:
    """How the words of these items were made, and who may use them."""
    yield handout.say("about-drafted")
    owners = dict.fromkeys((item.rights.licence, item.rights.attribution) for item in told)
    for licence, attribution in owners:
        yield handout.say("about-rights", licence=licence, attribution=attribution)


def reviews(handout: Handout, told: Sequence[Told]) -> Iterator[str]:
    """Who has read these items, and their translation. A clinician's review counts for the item
    that was signed, and for nothing beside it."""
    reviewed = [item for item in told if item.review.status == "clinically_reviewed"]
    for item in reviewed:
        yield handout.say(
            "review-by",
            what=item.text if isinstance(item, WarningOut | TipOut) else item.name,
            names="; ".join(item.review.reviewers),
            date=item.review.reviewed_on,
        )
    if not reviewed:
        yield handout.say("review-nobody")
    elif len(reviewed) < len(told):
        yield handout.say("review-rest")
    if handout.is_translated:
        yield handout.say("about-translated")


def _told(handout: Handout) -> list[Told]:
    return [handout.routine, *handout.every_exercise, *handout.every_warning]
