"""Whether what is sent still fits what is understood, schema by schema.

An app in somebody's hand sends what the released document allowed and reads what it promised. So a
request may only be taken more widely, and a response only be narrower. A field that an app does not
know is passed over, and a value that it does not know is expected only where the schema said so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from app.openapi.breaks import Break, Node, Place
from app.openapi.flat import WORDS, alternatives, flat
from app.openapi.values import (
    choice_breaks,
    null_break,
    other_breaks,
    range_breaks,
    type_break,
)

GROWS = "More values may come."
"""Said in the description of an enum, or of the list that it is in, to which values are added; and
what to do with one that is not known."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """The document as released, and the one that would take its place."""

    released: Node
    candidate: Node
    looked_at: set[tuple[str, str, str]] = field(default_factory=set)

    def breaks(self, old: Any, new: Any, place: Place, *, grows: bool = False) -> Iterator[Break]:
        """What would break where `new` takes the place of `old`.

        Args:
            grows: whether the released document said so of what these are in.
        """
        if old is True and new is True:
            return
        if _refers(old) or _refers(new):
            # Once each way, for a shape may hold itself.
            pair = (_name(old) or str(old), _name(new) or str(new), place.direction)
            if pair in self.looked_at:
                return
            self.looked_at.add(pair)
        if _name(new) and (name := _name(old)):
            place = Place(name, place.direction)
        was, now = flat(self.released, old), flat(self.candidate, new)
        olds, news = alternatives(was), alternatives(now)
        if olds or news:
            yield from self._alternatives(olds or [old], news or [new], place)
        elif changed := type_break(was, now, place):
            yield changed
        else:
            yield from null_break(was, now, place)
            yield from choice_breaks(was, now, place, grows=grows or _grows(was))
            yield from range_breaks(was, now, place)
            yield from other_breaks(was, now, place)
            yield from self._inside(was, now, place)

    def _inside(self, was: Node, now: Node, place: Place) -> Iterator[Break]:
        yield from self._properties(was, now, place)
        yield from _required(was, now, place)
        yield from self._more(was, now, place)
        if "items" in was or "items" in now:
            inner = was.get("items", True), now.get("items", True)
            yield from self.breaks(*inner, place.at("[]"), grows=_grows(was))

    def _properties(self, was: Node, now: Node, place: Place) -> Iterator[Break]:
        after = now.get("properties", {})
        for name, old in was.get("properties", {}).items():
            here = place.at(f".{name}")
            if name in after:
                yield from self.breaks(old, after[name], here)
            elif place.direction == "request":
                yield here.breaks("is not known any more: apps that send it are refused")
            else:
                yield here.breaks("is gone: apps that show it have nothing to show")

    def _more(self, was: Node, now: Node, place: Place) -> Iterator[Break]:
        """What stands under keys that are not named."""
        before, after = (schema.get("additionalProperties", True) for schema in (was, now))
        here = place.at("{}")
        if before is not False and after is not False:
            yield from self.breaks(before, after, here)
        elif before is not False and place.direction == "request":
            yield here.breaks(
                "further keys are not taken any more: apps that send them are refused"
            )
        elif before is not False and "additionalProperties" in was:
            yield here.breaks("there are no entries any more: apps that show them have nothing")

    def _alternatives(self, olds: list[Any], news: list[Any], place: Place) -> Iterator[Break]:
        """Each thing that may be sent must fit one that is understood."""
        request = place.direction == "request"
        for sent in olds if request else news:
            pairs = [(sent, new) for new in news] if request else [(old, sent) for old in olds]
            tried = [self._trial(*pair, place) for pair in pairs if self._alike(*pair, place)]
            if not tried and request:
                yield place.breaks("does not take one kind any more: apps that send it are refused")
            elif not tried:
                yield place.breaks("may be of a new kind: apps cannot read it")
            elif all(tried):
                yield from min(tried, key=len)

    def _alike(self, old: Any, new: Any, place: Place) -> bool:
        was, now = flat(self.released, old), flat(self.candidate, new)
        return type_break(was, now, place) is None

    def _trial(self, old: Any, new: Any, place: Place) -> list[Break]:
        """What would break if the one were meant for the other. It may be meant for another."""
        return list(replace(self, looked_at=set(self.looked_at)).breaks(old, new, place))


def _required(was: Node, now: Node, place: Place) -> Iterator[Break]:
    before, after = (set(schema.get("required", [])) for schema in (was, now))
    if place.direction == "request":
        for name in sorted(after - before):
            yield place.at(f".{name}").breaks(
                "is newly required: apps that do not send it are refused"
            )
    else:
        for name in sorted((before - after) & set(now.get("properties", {}))):
            yield place.at(f".{name}").breaks("may be absent: apps that count on it fail")


def _refers(schema: Any) -> bool:
    return isinstance(schema, dict) and ("$ref" in schema or "allOf" in schema)


def _name(schema: Any) -> str | None:
    """What a schema is called that is a named one and nothing more, but for words."""
    if not _refers(schema) or set(schema) - {"$ref", "allOf"} - WORDS:
        return None
    parts: list[Any] = [{"$ref": schema["$ref"]}] if "$ref" in schema else []
    parts += schema.get("allOf", [])
    reference = parts[0].get("$ref") if len(parts) == 1 else None
    return reference.rpartition("/")[2] if reference else None


def _grows(schema: Node) -> bool:
    return GROWS in schema.get("description", "")
