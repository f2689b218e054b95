"""A route's own function, called with the arguments that the framework would give it.

What a route declares is read once, from the framework's own account of it; parameters are validated
by the framework's own fields. Only the machinery around it is left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any

from fastapi import Request, Response
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import ValidationError


class Unusual(Exception):
    """The framework should answer: it says what is wrong, or does what is not done here."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Of the query or the path."""

    name: str
    """Of the function's argument."""
    check: Callable[[Any], Any]
    repeats: bool

    def read(self, given: Sequence[str]) -> Any:
        """Raises: Unusual: it is not as declared."""
        if len(given) > 1 and not self.repeats:
            raise Unusual
        try:
            return self.check(given if self.repeats else given[0])
        except ValidationError:
            raise Unusual from None


@dataclass(frozen=True, slots=True)
class Call:
    """A function, what it is given, and what it depends on."""

    function: Callable[..., Any]
    waits: bool
    defaults: Mapping[str, Any]
    query: Mapping[str, Parameter]
    required: frozenset[str]
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
        for name, value in _sent(request):
            if name not in self.known:
                raise Unusual
            query.setdefault(name, []).append(value)
        response = await self._done(request, query, path, {})
        if not isinstance(response, Response):
            raise Unusual
        return response

    async def _done(
        self, request: Request, query: Mapping[str, list[str]], path: str, done: dict[Any, Any]
    ) -> Any:
        """Args: done: what each dependency gave, so that each is asked once."""
        if not self.required.issubset(query):
            raise Unusual
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
        result = self.function(**arguments)
        return await result if self.waits else result


def call(route: APIRoute) -> Call | None:
    """None: it declares what is not done here."""
    return _call(route.dependant) if _simple(route.dependant) else None


def _simple(dependant: Dependant) -> bool:
    """Whether it asks for no more than a query, one part of the path, headers and the request."""
    more = (
        dependant.body_params,
        dependant.cookie_params,
        dependant.path_params[1:],
        dependant.response_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
        dependant.http_connection_param_name,
        isgeneratorfunction(dependant.call) or isasyncgenfunction(dependant.call),
    )
    return not any(more) and all(map(_simple, dependant.dependencies))


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
        required=frozenset(
            one.alias for one in dependant.query_params if one.field_info.is_required()
        ),
        headers={one.alias: _parameter(one) for one in dependant.header_params},
        path=path[0] if path else None,
        request_as=dependant.request_param_name,
        needs=needs,
        known=frozenset(query).union(*(need.known for _, need in needs)),
    )


def _parameter(one: ModelField) -> Parameter:
    check = one._type_adapter.validator.validate_python
    return Parameter(one.name, check, "list" in str(one.field_info.annotation))


def _sent(request: Request) -> Iterable[tuple[str, str]]:
    """The query, parameter by parameter. Most need no decoding."""
    query: bytes = request.scope["query_string"]
    if not query:
        return ()
    if ENCODED.search(query):
        return request.query_params.multi_items()
    parts = (part.partition("=") for part in query.decode().split("&") if part)
    return [(name, value) for name, _, value in parts]


ENCODED = re.compile(rb"[%+]|[^\x21-\x7e]")
