"""In front of everything: who asks, and whether there is any left to ask for. What is free passes
without a look: health, 304s, and a browser's OPTIONS."""

import hashlib
import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from uuid import uuid4

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import errors
from app.access.budgets import Budgets
from app.access.caller import Caller, Callers
from app.access.rows import Budget
from app.access.usage import Usage
from app.access.window import WINDOW_S, Policy, Taken
from app.http import RawHeaders, named, whole
from app.metrics import Metrics
from app.settings import Settings

CALLER = "plumbline.caller"
"""Where a request's scope has the `Caller`, or None, once it is through."""
SENT_KEY = "plumbline.key"
"""Where it has the key that was sent, or None."""

GUESSING = "plumbline.guessing"
"""In it where so many unknown keys came from the address that this one was not looked up: seconds
until it may be."""
KEYED = ("/v1/keys", "/v1/webhooks", "/v1/releases/drafts")
"""Where paths begin that nobody has bytes of already."""

FREE = {"/livez", "/readyz", "/metrics"}
TRIAGE = {"/v1/triage", "/v1/follow-up"}
CONDITIONS = {b"if-none-match", b"if-modified-since"}
NOT_NOW = (
    "too many requests within a minute; wait as `Retry-After` says; if it may be an emergency, "
    "call your emergency number now"
)


class Gate:
    """An ASGI application that lets through to `app` what its budget allows.

    Args:
        framework: whose state has the callers, the budgets and the rest, once it has started.
    """

    def __init__(self, app: ASGIApp, framework: FastAPI) -> None:
        self.app = app
        self.framework = framework
        self.settings: Settings = framework.state.settings
        self.budgets: Budgets = framework.state.budgets
        self.open_to_all = {
            "reads": Policy("reads", self.settings.limits_reads_per_minute),
            "triage": Policy("triage", self.settings.limits_triage_per_minute),
        }
        self.wrong_keys = Policy("wrong-keys", self.settings.limits_wrong_keys_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or CALLER in scope:  # not a request, or let through before
            await self.app(scope, receive, send)
            return
        sent = dict(scope["headers"])
        key = sent_key(sent)
        scope = {**scope, CALLER: None, SENT_KEY: key}
        method, path = scope["method"], scope["path"]
        if path in FREE or method == "OPTIONS":
            await self.app(scope, receive, send)
            return
        who = self._address(scope)
        if key is not None:
            scope[CALLER] = await self._caller(key, who, scope)
        budget: Budget = "triage" if method == "POST" and _is_triage(path) else "reads"
        policy, who = self._policy(scope[CALLER], budget, who)
        later = method in ("GET", "HEAD") and _is_conditional(path, sent)
        taken = None if later else await self._take(scope[CALLER], policy, who)
        if taken is not None and not taken.allowed:
            await self._refuse(scope, policy, taken, send)
            return
        refused = False

        async def answer(message: Message) -> None:
            """A conditional request is counted here, unless the client has the bytes already."""
            nonlocal taken, refused
            if message["type"] == "http.response.start":
                if taken is None and message["status"] != 304:
                    taken = await self._take(scope[CALLER], policy, who)
                    if not taken.allowed:
                        refused = True
                        await self._refuse(scope, policy, taken, send)
                message["headers"] = [*message["headers"], *_told(policy, taken)]
            if not refused:
                await send(message)

        await self.app(scope, receive, answer)

    async def _take(self, caller: Caller | None, policy: Policy, who: str) -> Taken:
        taken = await self.budgets.take(policy, who)
        if caller is not None and taken.allowed:
            usage: Usage = self.framework.state.usage
            usage.count(caller.key, "triage" if policy.name == "triage" else "reads")
        return taken

    async def _refuse(self, scope: Scope, policy: Policy, taken: Taken, send: Send) -> None:
        metrics: Metrics = self.framework.state.metrics
        metrics.refused.labels(policy.name).inc()
        occurrence = uuid4()
        retry = {"Retry-After": str(taken.reset_s)}
        known = {**scope, errors.OCCURRENCE: occurrence.urn}
        response = errors.respond(errors.QuotaExceeded(NOT_NOW), known, retry)
        names = named(dict(scope["headers"]), str(occurrence).encode())
        headers = whole([*response.raw_headers, *_told(policy, taken)], names)
        start = {"type": "http.response.start", "status": response.status_code, "headers": headers}
        await send(start)
        body = b"" if scope["method"] == "HEAD" else bytes(response.body)
        await send({"type": "http.response.body", "body": body})

    async def _caller(self, key: str, address: str, scope: Scope) -> Caller | None:
        """Whose key it is. Who tries many unknown ones is not looked up any more."""
        callers: Callers | None = self.framework.state.callers
        if callers is None:
            return None
        is_new = callers.is_new(key)
        if is_new and (wait_s := self.budgets.own.refused_s(self.wrong_keys, address)):
            scope[GUESSING] = wait_s
            return None
        caller = await callers.soon(key)
        if is_new and caller is None:
            self.budgets.own.take(self.wrong_keys, address)
        return caller

    def _policy(self, caller: Caller | None, budget: Budget, address: str) -> tuple[Policy, str]:
        """What is counted against what, and for whom."""
        if caller is None or ("triage" if budget == "triage" else "read") not in caller.scopes:
            return self.open_to_all[budget], address
        quota = (
            caller.triage_per_minute or self.settings.limits_key_triage_per_minute
            if budget == "triage"
            else caller.reads_per_minute or self.settings.limits_key_reads_per_minute
        )
        return Policy(budget, quota), f"key:{caller.lineage or caller.key}"

    def _address(self, scope: Scope) -> str:
        """Of who asks; behind proxies of ours, what the outermost of them says."""
        host: str = (scope.get("client") or ("", 0))[0]
        if hops := self.settings.trusted_hops:
            lines = [v for n, v in scope["headers"] if n == b"x-forwarded-for"]
            told = b",".join(lines).decode("latin-1").split(",")
            host = (told[-hops].strip() if len(told) >= hops else "") or host
        return network(host)


def sent_key(sent: Mapping[bytes, bytes]) -> str | None:
    """The key that came with a request, in one of the two headers for it. Never in the URL, which
    is logged on its way."""
    if authorization := sent.get(b"authorization"):
        scheme, _, key = authorization.decode("latin-1").partition(" ")
        if scheme.lower() == "bearer":
            return key.strip()
    plain = sent.get(b"x-api-key")
    return None if plain is None else plain.decode("latin-1").strip()


@lru_cache(maxsize=10_000)
def network(host: str) -> str:
    """A digest of an address, so that the store of the limits has none in plain sight. An IPv6
    network is one place, however many addresses it has; some proxies tell the port."""
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        if isinstance(address, ipaddress.IPv6Address):
            mapped = address.ipv4_mapped
            host = str(mapped or ipaddress.ip_network((address, 64), strict=False))
    return hashlib.blake2b(host.encode(), digest_size=12).hexdigest()


def _is_conditional(path: str, sent: Mapping[bytes, bytes]) -> bool:
    """Whether the client may have the bytes already. `*` has whatever there is, of any number."""
    return (
        not CONDITIONS.isdisjoint(sent)
        and sent.get(b"if-none-match", b"").strip() != b"*"
        and not path.startswith(KEYED)
    )


def _is_triage(path: str) -> bool:
    return path in TRIAGE or path.startswith("/fhir/")


def _told(policy: Policy, taken: Taken | None) -> RawHeaders:
    """What is left, as draft 11 of the RateLimit header fields has it."""
    headers = [_told_policy(policy)]
    if taken is not None:
        left = f'"{policy.name}";r={taken.remaining};t={taken.reset_s}'
        headers.append((b"ratelimit", left.encode()))
    return headers


@lru_cache(maxsize=1_000)
def _told_policy(policy: Policy) -> tuple[bytes, bytes]:
    return b"ratelimit-policy", f'"{policy.name}";q={policy.quota};w={WINDOW_S}'.encode()
