"""A route's own function, called with the arguments that the framework would give it.

What a route declares is read once, from the framework's own account of it; parameters are validated
by the framework's own fields. Only the machinery around it is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Request, Response
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined


class Unusual(Exception):
    """The framework should answer: it says what is wrong, or does what is not done here."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Of the query or the path."""

    name: str
    """Of the function's argument."""
    field: ModelField
    repeats: bool

    def read(self, given: Sequence[str]) -> Any:
        """Raises: Unusual: it is not as declared."""
        if len(given) > 1 and not self.repeats:
            raise Unusual
        value, wrong = self.field.validate(list(given) if self.repeats else given[-1])
        if wrong:
            raise Unusual
        return value


@dataclass(frozen=True, slots=True)
class Call:
    """A function, what it is given, and what it depends on."""

    function: Callable[..., Any]
    waits: bool
    defaults: Mapping[str, Any]
    query: Mapping[str, Parameter]
    headers: Mapping[str, Parameter]
    path: Parameter | None
    request_as: str | None
    needs: Sequence[tuple[str, "Call"]]
    known: frozenset[str] = field(default=frozenset())
    """Every query parameter of this and of all it depends on."""

    async def answer(self, request: Request, path: str) -> Response:
        """What the route answers.

        Raises:
            Unusual: the framework should.
        """
        query: dict[str, list[str]] = {}
        if request.scope["query_string"]:
            for name, value in request.query_params.multi_items():
                query.setdefault(name, []).append(value)
            if not self.known.issuperset(query):
                raise Unusual
        response = await self._done(request, query, path, {})
        if not isinstance(response, Response):
            raise Unusual
        return response

    async def _done(
        self, request: Request, query: Mapping[str, list[str]], path: str, done: dict[Any, Any]
    ) -> Any:
        """Args: done: what each dependency gave, so that each is asked once."""
        arguments = dict(self.defaults)
        for name, needed in self.needs:
            if needed.function not in done:
                done[needed.function] = await needed._done(request, query, path, done)
            arguments[name] = done[needed.function]
        for name, given in query.items():
            if (parameter := self.query.get(name)) is not None:
                arguments[parameter.name] = parameter.read(given)
        for name, parameter in self.headers.items():
            if (header := request.headers.get(name)) is not None:
                arguments[parameter.name] = parameter.read([header])
        if self.path is not None:
            arguments[self.path.name] = self.path.read([path])
        if self.request_as is not None:
            arguments[self.request_as] = request
        if PydanticUndefined in arguments.values():
            raise Unusual  # something required was not sent
        result = self.function(**arguments)
        return await result if self.waits else result


def call(route: APIRoute) -> Call:
    return _call(route.dependant)


def _call(dependant: Dependant) -> Call:
    needs = [(need.name or "", _call(need)) for need in dependant.dependencies]
    query = {one.alias: _parameter(one) for one in dependant.query_params}
    path = [_parameter(one) for one in dependant.path_params]
    return Call(
        function=dependant.call,  # type: ignore[arg-type]
        waits=iscoroutinefunction(dependant.call),
        defaults={
            one.name: one.default for one in (*dependant.query_params, *dependant.header_params)
        },
        query=query,
        headers={one.alias: _parameter(one) for one in dependant.header_params},
        path=path[0] if path else None,
        request_as=dependant.request_param_name,
        needs=needs,
        known=frozenset(query).union(*(need.known for _, need in needs)),
    )


def _parameter(one: ModelField) -> Parameter:
    return Parameter(one.name, one, "list" in str(one.field_info.annotation))
