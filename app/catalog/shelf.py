"""The items of a kind, finished; as values only where somebody looks into them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from app.catalog.lazy import Lazy
from app.catalog.load import NothingPublished
from app.content.base import Item, Lang
from app.content.kinds import KIND, KINDS
from app.serving.entries import Entries


@dataclass(frozen=True, slots=True)
class Shelf:
    """All items of one kind in one language, in slug order."""

    items: Mapping[str, Item]
    """As values; each is parsed when it is first asked for."""
    fragments: Mapping[str, bytes]
    """As finished bytes."""


def shelves(entries: Entries) -> dict[str, Shelf]:
    fragments: dict[str, dict[str, bytes]] = {kind.name: {} for kind in KINDS}
    for (kind, slug), body in entries.items():
        if kind in fragments:  # the rest are of the checks and the timelines
            fragments[kind][slug] = body
    return {
        kind.name: Shelf(
            Lazy(fragments[kind.name], kind.out.model_validate_json), fragments[kind.name]
        )
        for kind in KINDS
    }


def check_readable(entries: Mapping[Lang, Entries]) -> None:
    """What other code made is read once before anybody asks, as its items may say more or less.

    Raises:
        NothingPublished: one of them cannot be read.
    """
    for lang, of in entries.items():
        for (kind, slug), body in of.items():
            try:
                if kind in KIND:
                    KIND[kind].out.model_validate_json(body)
            except ValidationError:
                raise NothingPublished(
                    f"another version published {kind} '{slug}' in '{lang}', which this one cannot "
                    "read; run `python -m app publish`"
                ) from None
