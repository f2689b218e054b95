"""The cases of the contract kit: what the API answers, each with what an app must show of it."""

import copy
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from httpx import AsyncClient

from app.library import Library
from tests.contract.choose import people
from tests.contract.expected import of_held, of_nothing, of_outcome
from tests.contract.future import FUTURES

Json = dict[str, Any]

TODAY = "2026-11-30"
PAGE = "<!doctype html><title>Sign in</title><p>Sign in to use this network"
EMERGENCY: Json = {"screen-nerves": "one-or-more", "saddle-numbness": "yes"}
REGIONS = {
    "GB": "999",
    "US": "911",
    "AU": "000",
    "ES": "112",
    "JP": "119",
    "BR": "192",
    "NZ": "111",
}


@dataclass(frozen=True)
class Services:
    """The API in the states that an app meets it in."""

    ready: AsyncClient
    withdrawn: AsyncClient
    """Its rules were recalled."""
    starting: AsyncClient


async def cases(services: Services, library: Library) -> list[Json]:
    """All of them, in an order that reads well; the same every time."""
    titles = {lang: await _titles(services.ready, library, lang) for lang in ("en", "es")}
    served = [case async for case in _served(services.ready, library)]
    examples = _examples(served)
    silent = await _asked(services.ready, "nothing was said", {})
    standing = {warning["slug"] for warning in silent["response"]["body"]["warnings"]}
    future = [_future(name, examples[of], change) for name, of, change in FUTURES]
    judged = [
        _case(case, of_outcome(case["response"]["body"], titles[case["language"]], standing))
        for case in (*served, *future)
    ]
    failed = [case async for case in _failed(services)]
    held = list(_held(examples["self_care"]))
    return [
        *judged,
        *(_case(case, of_nothing(titles["en"])) for case in failed),
        *(_case(case, of_held(case["held"], titles["en"], standing, TODAY)) for case in held),
    ]


def _case(given: Json, expect: Json) -> Json:
    given = {**given}
    return {"name": given.pop("name"), "given": given, "expect": expect}


async def _served(client: AsyncClient, library: Library) -> AsyncIterator[Json]:
    chosen = people(library)
    for person in chosen:
        yield await _asked(client, person.name, person.answers)
    seen: set[str] = set()
    for person in chosen:
        case = await _asked(client, f"in Spanish: {person.name}", person.answers, language="es")
        if (stands_for := _stands_for(case)) not in seen:
            seen.add(stands_for)
            yield case
    for region, number in REGIONS.items():
        name = f"an emergency in {region}, where the number is {number}"
        yield await _asked(client, name, EMERGENCY, region=region)
    name = "an emergency, and nobody said where"
    yield await _asked(client, name, EMERGENCY, region=None)
    name = "the first question, in a region without a number of its own"
    yield await _asked(client, name, {}, region="AQ")


async def _asked(
    client: AsyncClient, name: str, said: Json, *, language: str = "en", region: str | None = "GB"
) -> Json:
    body = {"answers": said, "region": region}
    response = await _sent(client, f"/v1/triage?lang={language}", body)
    assert response["status"] == 200, response
    return _given(name, response, language=language, region=region)


async def _sent(client: AsyncClient, url: str, body: Json) -> Json:
    """The response, as a case has it."""
    sent = await client.post(url, json=body)
    told = sent.json()
    if "instance" in told:  # names the one occurrence
        told["instance"] = "urn:uuid:00000000-0000-0000-0000-000000000000"
    return {
        "status": sent.status_code,
        "content_type": sent.headers["content-type"],
        "body": told,
    }


def _given(
    name: str,
    response: Json | None,
    *,
    language: str = "en",
    region: str | None = "GB",
    held: Json | None = None,
) -> Json:
    return {
        "name": name,
        "language": language,
        "region": region,
        "today": TODAY,
        "response": response,
        "held": held,
    }


def _examples(served: list[Json]) -> dict[str, Json]:
    """The shortest answer in English of each kind."""
    found: dict[str, list[Json]] = {}
    for case in served:
        if case["language"] == "en":
            found.setdefault(_stands_for(case), []).append(case["response"]["body"])
    return {kind: min(outcomes, key=lambda o: len(str(o))) for kind, outcomes in found.items()}


def _stands_for(case: Json) -> str:
    outcome = case["response"]["body"]
    level: str = outcome["level"] or "unfinished"
    return level if outcome["routines"] or level != "self_care" else "nothing_left"


def _future(name: str, outcome: Json, change: Any) -> Json:
    later = copy.deepcopy(outcome)
    change(later)
    response = {"status": 200, "content_type": "application/json", "body": later}
    return _given(f"later: {name}", response)


async def _titles(client: AsyncClient, library: Library, language: str) -> list[str]:
    """What the advice of each level says: words that only a judged answer may have."""
    found: dict[str, list[str]] = {}
    for person in people(library):
        case = await _asked(client, person.name, person.answers, language=language)
        advice = case["response"]["body"]["advice"]
        found.setdefault(_stands_for(case), [advice["title"], advice["text"]])
    del found["unfinished"]
    return list(dict.fromkeys(text for level in sorted(found) for text in found[level]))


async def _failed(services: Services) -> AsyncIterator[Json]:
    said = {"answers": EMERGENCY, "region": "GB"}
    gone = await _sent(services.withdrawn, "/v1/triage", said)
    yield _given("410: the rules were withdrawn", gone)
    away = await _sent(services.starting, "/v1/triage", said)
    yield _given("503: the service is not ready", away)
    old = {"answers": {"saddle-numbness": "numb"}, "region": "GB"}
    yield _given("422: the app's questions are old", await _sent(services.ready, "/v1/triage", old))
    for name, status in (
        ("503: a page of somebody in between", 503),
        ("a network's sign-in page", 200),
    ):
        yield _given(name, {"status": status, "content_type": "text/html", "body": PAGE})
    cut = {"status": 200, "content_type": "application/json", "body": '{"status":"complete","le'}
    yield _given("an answer that broke off", cut)
    yield _given("no network, and nothing was kept", None)


def _held(outcome: Json) -> Iterator[Json]:
    """What the phone kept: the rules, and the last answer with its routine."""
    for name, status, use_until in (
        ("no network, and the rules kept are past their use_until", "in_force", "2026-11-29"),
        ("no network, and a recall of the rules was heard of", "withdrawn", "2027-11-22"),
        ("no network, on the last day of use_until", "in_force", TODAY),
        ("no network, and the rules kept are good", "superseded", "2027-11-22"),
    ):
        rule_set = {"version": outcome["ruleset"]["version"], "status": status}
        held = {"rule_set": {**rule_set, "use_until": use_until}, "outcome": outcome}
        yield _given(name, None, held=held)
