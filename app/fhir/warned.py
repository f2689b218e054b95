"""What somebody must be told, as resources: warnings, the level, conditions, and the advice."""

import re
import uuid
from collections.abc import Iterable

from app.content.base import SOURCE_LANG
from app.content.base import Link as CitedLink
from app.content.citation import CitationOut
from app.content.outcome import FollowUpOut, OutcomeOut
from app.content.said import ConditionRef, WarningRef
from app.fhir.citing import cite, cites
from app.fhir.names import PRIORITY, Json, coding, concept
from app.fhir.source import Source
from app.operation_outcome import BASE

Said = OutcomeOut | FollowUpOut

SEVERITY = {
    "emergency": "high",
    "urgent": "high",
    "important": "moderate",
    "advice": "low",
    "reassurance": "low",
}
"""FHIR has three; ours stands beside it as a code."""


class Telling:
    """Resources of one outcome, in its language."""

    def __init__(self, source: Source, said: Said) -> None:
        self.source = source
        self.said = said
        self._citations = source.catalog.all(SOURCE_LANG, "citation", CitationOut)

    def cites(self, links: Iterable[CitedLink]) -> list[Json]:
        return cites(links, self._citations)

    def documentation(self, links: Iterable[CitedLink]) -> list[Json]:
        return [cite(link, self._citations[link.slug]) for link in links]

    def begun(self, kind: str) -> Json:
        """Each says what it is not."""
        nature = coding("nature", "education", self.said.disclaimer)
        return {"resourceType": kind, "meta": {"tag": [nature]}, "language": self.said.language}

    def warning(self, warning: WarningRef) -> Json:
        severity = SEVERITY[warning.severity]
        if warning.must_acknowledge and severity == "low":
            severity = "moderate"  # what is low may be hidden, and this one has to be confirmed
        return {
            **self.begun("DetectedIssue"),
            "extension": self.cites(warning.citations),
            "status": "final",
            "code": concept(
                coding("warning", warning.slug),
                coding("severity", warning.severity),
                acknowledgement(must=warning.must_acknowledge),
            ),
            "severity": severity,
            "detail": warning.text,
        }

    def level(self) -> Json:
        known = "level" if self.said.level is not None else "level-at-least"
        return self._flag(known, self.known_level())

    def known_level(self) -> Json:
        """While answers are missing it is what they already fix, in a code system of its own: who
        knows the codes of levels must not read `self_care` there."""
        said = self.said
        known = ("level", said.level) if said.level else ("level-at-least", said.level_at_least)
        return concept(coding(*known), text=said.advice.title)

    def condition(self, condition: ConditionRef) -> Json:
        code = concept(coding("condition", condition.slug, condition.name), text=condition.name)
        return self._flag("condition", code)

    def _flag(self, category: str, code: Json) -> Json:
        person = self.source.term("form-person")(self.said.language)
        return {
            **self.begun("Flag"),
            "status": "active",
            "category": [concept(coding("flag", category))],
            "code": code,
            "subject": {"type": "Patient", "display": person},
        }

    def advice(self) -> Json:
        """With the emergency number, at every level: it comes first, since the text points to it.
        While answers are missing it is urgent at the least."""
        said, advice = self.said, self.said.advice
        number, note = advice.contact.number, advice.contact.note
        words = {
            "contact": f"{number}. {note}" if note else number,
            "title": advice.title,
            "text": advice.text,
            "safety-net": advice.safety_net,
        }
        waits = said.level is None and said.level_at_least == "self_care"
        return {
            **self.begun("CommunicationRequest"),
            "contained": [self._contact()],
            "extension": self.cites(advice.citations),
            "status": "active",
            "priority": "urgent" if waits else PRIORITY[said.level_at_least],
            "about": [{"reference": "#contact"}],
            "payload": [{"id": id_, "contentString": text} for id_, text in words.items()],
            "note": [{"text": said.disclaimer}],
        }

    def _contact(self) -> Json:
        contact = self.said.advice.contact
        region = {"identifier": {"system": "urn:iso:std:iso:3166", "value": contact.region}}
        return {
            "resourceType": "HealthcareService",
            "id": "contact",
            **({"coverageArea": [region]} if contact.region else {}),
            **({"comment": contact.note} if contact.note else {}),
            "telecom": [{"system": "phone", "value": contact.number}],
        }


def acknowledgement(*, must: bool) -> Json:
    return coding("acknowledgement", "must-acknowledge" if must else "showing-is-enough")


def address(kind: str, slug: str) -> str:
    """Of an entry. It names what is said, the same for everybody it is said to."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}/{kind}/{slug}").urn


def duration(iso: str) -> Json:
    """`P14D`, `PT0S` as FHIR's Duration."""
    found = re.fullmatch(r"PT?(\d+)([DHMS])", iso)
    if found is None:
        raise ValueError("a duration of more than one unit")
    unit = {"D": "d", "H": "h", "M": "min", "S": "s"}[found[2]]
    told = {"value": int(found[1]), "unit": unit, "system": "http://unitsofmeasure.org"}
    return {**told, "code": unit}
