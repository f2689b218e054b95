"""Which route a path leads to, found by looking it up."""

from collections.abc import Iterable
from inspect import iscoroutinefunction
from typing import NamedTuple

from fastapi.routing import APIRoute

from app.fast.calls import Call, call


class Found(NamedTuple):
    call: Call
    value: str
    """Of the path's parameter; empty where it has none."""


class Paths:
    """Of routes whose paths have one parameter or none."""

    def __init__(self, routes: Iterable[APIRoute]) -> None:
        self._exact: dict[tuple[str, str], Call] = {}
        self._open: dict[tuple[str, str, str], Call] = {}
        for route in routes:
            made = call(route) if iscoroutinefunction(route.endpoint) else None
            if made is None:
                continue
            for method in route.methods or ():
                before, _, rest = route.path.partition("{")
                if rest:
                    self._open[method, before, rest.partition("}")[2]] = made
                else:
                    self._exact[method, route.path] = made

    def find(self, method: str, path: str) -> Found | None:
        """The route a request leads to; None is for the framework to say."""
        if (exact := self._exact.get((method, path))) is not None:
            return Found(exact, "")
        before, _, last = path.rpartition("/")
        if (call := self._open.get((method, f"{before}/", ""))) is not None:
            return Found(call, last)
        before, _, value = before.rpartition("/")
        if (call := self._open.get((method, f"{before}/", f"/{last}"))) is not None:
            return Found(call, value)
        return None
