"""What is made of a release when somebody asks: once, and nothing else."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.catalog import Catalog
from app.catalog.lazy import Lazy
from app.content.guide import TipOut
from app.content.routine import RoutineOut


def test_two_threads_that_ask_at_once_get_the_one_value_that_is_made() -> None:
    both_make, made = threading.Barrier(2), []

    def make(raw: str) -> list[str]:
        made.append(raw)
        with contextlib.suppress(threading.BrokenBarrierError):
            both_make.wait(0.2)  # in vain: the other one may not come here
        return [raw]

    values = Lazy({"a": "b"}, make)
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(values.__getitem__, ("a", "a"))

    assert one is other
    assert made == ["b"]


def test_what_nobody_asks_for_is_not_made() -> None:
    values = Lazy({"good": "1", "bad": "one"}, int)

    assert (len(values), list(values), "bad" in values) == (2, ["good", "bad"], True)
    assert values["good"] == 1
    assert values.made == {"good"}
    assert values.get("none") is None


def test_items_of_one_kind_are_not_taken_for_another(catalog: Catalog) -> None:
    tips = catalog.all("en", "tip", TipOut)

    assert [tip.slug for tip in tips.values()] == list(tips)
    with pytest.raises(TypeError, match="no RoutineOut"):
        list(catalog.all("en", "tip", RoutineOut).values())
