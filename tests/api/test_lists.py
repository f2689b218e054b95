"""Lists do what they say: filters, order, pages, and the formats of a citation."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import quote, unquote

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.catalog import Catalog, Shelf
from app.content.cause import ASPECTS, CauseOut
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.content.kinds import KIND
from app.content.routine import RoutineOut
from tests.api.conftest import FILLED

JSON = "application/json"
CSL = "application/vnd.citationstyles.csl+json"
BIBTEX = "application/x-bibtex"
RIS = "application/x-research-info-systems"

ORDERED = ("exercise", "routine", "citation")
"""Kinds that have another order than by slug."""

EXERCISE_HAS: dict[str, Callable[[ExerciseOut], Iterable[str]]] = {
    "aim": lambda e: e.aims,
    "position": lambda e: [e.position],
    "equipment": lambda e: e.equipment or ["none"],
    "muscle": lambda e: [*e.muscles.primary, *e.muscles.secondary],
    "difficulty": lambda e: [e.difficulty],
    "side": lambda e: [e.side],
}
ROUTINE_HAS: dict[str, Callable[[RoutineOut], Iterable[str]]] = {
    "aim": lambda r: r.aims,
    "equipment": lambda r: r.equipment or ["none"],
}


@pytest.mark.parametrize("name", EXERCISE_HAS)
async def test_a_filter_of_exercises_keeps_what_has_the_value(
    name: str, client: AsyncClient, catalog: Catalog
) -> None:
    items = exercises(catalog)
    has = EXERCISE_HAS[name]

    for value in values(items, has):
        found = await slugs(client, f"/v1/exercises?{name}={value}")

        assert found == [e.slug for e in items if value in has(e)], value


@pytest.mark.parametrize("name", EXERCISE_HAS)
async def test_in_a_filter_of_exercises_comma_is_or_and_repeating_is_and(
    name: str, client: AsyncClient, catalog: Catalog
) -> None:
    items = exercises(catalog)
    has = EXERCISE_HAS[name]

    for one, other in pairwise(values(items, has)):
        either = await slugs(client, f"/v1/exercises?{name}={one},{other}")
        both = await slugs(client, f"/v1/exercises?{name}={one}&{name}={other}")

        assert either == [e.slug for e in items if {one, other} & set(has(e))], (one, other)
        assert both == [e.slug for e in items if {one, other} <= set(has(e))], (one, other)


@pytest.mark.parametrize("name", ROUTINE_HAS)
async def test_a_filter_of_routines_keeps_what_has_the_value(
    name: str, client: AsyncClient, catalog: Catalog
) -> None:
    items = routines(catalog)
    has = ROUTINE_HAS[name]

    for value in values(items, has):
        found = await slugs(client, f"/v1/routines?{name}={value}")

        assert found == [r.slug for r in items if value in has(r)], value


@pytest.mark.parametrize("name", ROUTINE_HAS)
async def test_in_a_filter_of_routines_comma_is_or_and_repeating_is_and(
    name: str, client: AsyncClient, catalog: Catalog
) -> None:
    items = routines(catalog)
    has = ROUTINE_HAS[name]

    for one, other in pairwise(values(items, has)):
        either = await slugs(client, f"/v1/routines?{name}={one},{other}")
        both = await slugs(client, f"/v1/routines?{name}={one}&{name}={other}")

        assert either == [r.slug for r in items if {one, other} & set(has(r))], (one, other)
        assert both == [r.slug for r in items if {one, other} <= set(has(r))], (one, other)


@pytest.mark.parametrize("plural", ["exercises", "routines"])
async def test_available_equipment_keeps_what_needs_nothing_else(
    plural: str, client: AsyncClient, catalog: Catalog
) -> None:
    items: list[Any] = exercises(catalog) if plural == "exercises" else routines(catalog)
    terms = catalog.all("en", "term", TermOut).values()
    known = ["none", *(term.slug for term in terms if term.set == "equipment")]
    wanted = [*([slug] for slug in known), *map(list, pairwise(known)), known]

    for there_is in wanted:
        found = await slugs(client, f"/v1/{plural}?available_equipment={','.join(there_is)}")

        assert found == [i.slug for i in items if set(i.equipment) <= set(there_is)], there_is


async def test_an_exercise_any_excluded_condition_speaks_against_is_left_out(
    client: AsyncClient, catalog: Catalog
) -> None:
    items = exercises(catalog)
    conditions = list(catalog.shelves["en"]["condition"].items)

    for wanted in [*([slug] for slug in conditions), *map(list, pairwise(conditions))]:
        found = await slugs(client, f"/v1/exercises?exclude_contraindication={','.join(wanted)}")

        assert found == [e.slug for e in items if not spoken_against(e) & set(wanted)], wanted


async def test_a_routine_with_an_exercise_that_is_spoken_against_is_left_out(
    client: AsyncClient, catalog: Catalog
) -> None:
    against = {e.slug: spoken_against(e) for e in exercises(catalog)}

    for condition in catalog.shelves["en"]["condition"].items:
        found = await slugs(client, f"/v1/routines?exclude_contraindication={condition}")

        assert found == [
            r.slug
            for r in routines(catalog)
            if not any(condition in against[s.exercise] for p in r.phases for s in p.steps)
        ], condition


@pytest.mark.parametrize("action", ["avoid", "ask_first"])
async def test_avoid_and_ask_first_both_exclude(
    action: str, client: AsyncClient, catalog: Catalog
) -> None:
    rows = [(e.slug, c) for e in exercises(catalog) for c in e.contraindications]
    slug, condition = next((slug, c.condition) for slug, c in rows if c.action == action)

    found = await slugs(client, f"/v1/exercises?exclude_contraindication={condition}")

    assert slug not in found


@pytest.mark.parametrize("plural", ["exercises", "routines"])
async def test_an_item_as_long_as_the_longest_wanted_is_found(
    plural: str, client: AsyncClient, catalog: Catalog
) -> None:
    items: list[Any] = exercises(catalog) if plural == "exercises" else routines(catalog)

    for limit_s in {item.duration_s - less for item in items for less in (0, 1)}:
        found = await slugs(client, f"/v1/{plural}?max_duration_s={limit_s}")

        assert found == [item.slug for item in items if item.duration_s <= limit_s], limit_s


async def test_filters_of_different_names_all_hold(client: AsyncClient, catalog: Catalog) -> None:
    found = await slugs(
        client, "/v1/exercises?aim=strengthen&difficulty=easy&equipment=none,mat&side=one-side"
    )

    assert found == [
        e.slug
        for e in exercises(catalog)
        if "strengthen" in e.aims
        and e.difficulty == "easy"
        and (not e.equipment or "mat" in e.equipment)
        and e.side == "one-side"
    ]


async def test_words_are_found_by_how_they_begin_whatever_their_case(
    client: AsyncClient, catalog: Catalog
) -> None:
    said = {e.slug: words(e.slug, e.name, *e.aliases, e.summary) for e in exercises(catalog)}

    for begin in sorted({word[:3] for e in exercises(catalog) for word in words(e.name)}):
        for q in (begin, begin.upper()):
            found = await slugs(client, f"/v1/exercises?q={q}")

            assert found == [
                slug for slug, heard in said.items() if any(w.startswith(begin) for w in heard)
            ], q


async def test_every_word_that_is_looked_for_must_be_found(
    client: AsyncClient, catalog: Catalog
) -> None:
    for exercise in exercises(catalog):
        for q in (exercise.name, *exercise.aliases, exercise.slug):
            found = await slugs(client, f"/v1/exercises?q={quote(q)}")
            lost = await slugs(client, f"/v1/exercises?q={quote(q)}+qqqqqq")

            assert exercise.slug in found, q
            assert lost == [], q


@pytest.mark.parametrize("kind", [kind.name for kind in FILLED])
async def test_every_kind_is_found_by_its_slug(
    kind: str, client: AsyncClient, catalog: Catalog
) -> None:
    known = list(catalog.shelves["en"][kind].items)
    path = f"/v1/{KIND[kind].plural}"

    one = await slugs(client, f"{path}?ids={known[-1]}")
    some = await slugs(client, f"{path}?ids={','.join(reversed(known[:3]))}")
    both_at_once = await slugs(client, f"{path}?ids={known[0]}&ids={known[1]}")

    assert one == [known[-1]]
    assert some == known[:3]
    assert both_at_once == []


@pytest.mark.parametrize("kind", [kind.name for kind in FILLED])
async def test_an_item_of_a_list_is_what_its_own_path_answers(
    kind: str, client: AsyncClient
) -> None:
    path = f"/v1/{KIND[kind].plural}"
    items = (await client.get(f"{path}?limit=100")).json()["items"]

    for item in items:
        assert (await client.get(f"{path}/{item['slug']}")).json() == item


@pytest.mark.parametrize(
    ("plural", "order"),
    [
        *((kind.plural, "") for kind in FILLED if kind.name not in ORDERED),
        *(("exercises", o) for o in ("slug", "name", "duration_s", "difficulty")),
        *(("routines", o) for o in ("slug", "name", "duration_s")),
        *(("citations", o) for o in ("slug", "number", "year")),
    ],
)
async def test_pages_follow_each_other_without_gap_or_overlap(
    plural: str, order: str, client: AsyncClient, catalog: Catalog
) -> None:
    kind = next(kind.name for kind in FILLED if kind.plural == plural)
    everything = sorted(catalog.shelves["en"][kind].items)
    orders = [f"order={order}&", f"order=-{order}&"] if order else [""]

    for wanted in orders:
        whole = await pages(client, f"/v1/{plural}?{wanted}limit=100")
        sevens = await pages(client, f"/v1/{plural}?{wanted}limit=7")
        ones = await pages(client, f"/v1/{plural}?{wanted}limit=1", most=25)

        assert sorted(whole) == everything
        assert sevens == whole
        assert ones == whole[:25]


@pytest.mark.parametrize(
    ("plural", "order"),
    [
        *(("exercises", o) for o in ("slug", "name", "duration_s", "difficulty")),
        *(("routines", o) for o in ("slug", "name", "duration_s")),
        *(("citations", o) for o in ("slug", "number", "year")),
    ],
)
async def test_an_order_is_kept_and_reversed(plural: str, order: str, client: AsyncClient) -> None:
    def key(item: dict[str, Any]) -> Any:
        if order == "difficulty":
            return ["easy", "moderate", "hard"].index(item["difficulty"])
        if order == "number":  # An article's own number comes before none.
            return item["number"] or 1_000
        return item[order] or 0

    up = await all_items(client, f"/v1/{plural}?order={order}")
    down = await all_items(client, f"/v1/{plural}?order=-{order}")

    assert [(key(i), i["slug"]) for i in up] == sorted((key(i), i["slug"]) for i in up)
    assert down == up[::-1]


@pytest.mark.parametrize("plural", ["exercises", "citations", "languages"])
async def test_without_a_limit_a_page_has_twenty(plural: str, client: AsyncClient) -> None:
    body = (await client.get(f"/v1/{plural}")).json()

    assert len(body["items"]) == 20 or (len(body["items"]) < 20 and body["next"] is None)


async def test_the_link_leads_on_with_every_filter_kept(client: AsyncClient) -> None:
    url = "/v1/exercises?aim=strengthen,mobility&difficulty=easy&order=-duration_s&lang=en"
    whole = await slugs(client, url)

    found = []
    following: str | None = f"{url}&limit=2"
    while following:
        response = await client.get(following)
        found += [item["slug"] for item in response.json()["items"]]
        assert ("next" in response.links) == (response.json()["next"] is not None)
        assert unquote(response.links["first"]["url"]) == f"{url}&limit=2"
        following = response.links.get("next", {}).get("url")

    assert len(whole) > 4
    assert found == whole


async def test_the_link_does_not_name_a_host(client: AsyncClient) -> None:
    response = await client.get("/v1/terms?limit=1", headers={"Host": "elsewhere.example"})

    assert response.headers["Link"].startswith("</v1/terms?")


async def test_a_page_follows_though_the_item_before_it_is_gone(
    app: FastAPI, own_client: AsyncClient
) -> None:
    first = (await own_client.get("/v1/tips?limit=1")).json()
    rest = (await own_client.get(f"/v1/tips?cursor={first['next']}")).json()["items"]
    app.state.catalog = without(app.state.catalog, "tip", first["items"][0]["slug"])

    after = (await own_client.get(f"/v1/tips?cursor={first['next']}")).json()["items"]

    assert after == rest
    assert rest


async def test_a_cursor_is_refused_under_another_order(client: AsyncClient) -> None:
    orders = ["slug", "-slug", "name", "-name", "duration_s", "-duration_s", "difficulty"]
    cursors = {
        order: (await client.get(f"/v1/exercises?order={order}&limit=3")).json()["next"]
        for order in orders
    }

    for order in orders:
        for other in orders:
            response = await client.get(
                "/v1/exercises", params={"order": other, "cursor": cursors[order]}
            )

            assert response.status_code == (200 if order == other else 422), (order, other)


@pytest.mark.parametrize("kind", ["exercise", "citation", "tip"])
async def test_nothing_found_is_an_empty_page(kind: str, client: AsyncClient) -> None:
    response = await client.get(f"/v1/{KIND[kind].plural}?q=qqqqqq")

    assert response.json() == {"items": [], "next": None}
    assert set(response.links) == {"first"}


async def test_citations_are_kept_by_kind_and_by_whether_they_were_read(
    client: AsyncClient, catalog: Catalog
) -> None:
    items = sorted(catalog.all("en", "citation", CitationOut).values(), key=lambda c: c.slug)

    for kind in sorted({c.kind for c in items}):
        found = await pages(client, f"/v1/citations?kind={kind}&limit=100")
        assert found == [c.slug for c in items if c.kind == kind], kind
    for read, word in ((True, "true"), (False, "false")):
        found = await pages(client, f"/v1/citations?copy_read={word}&limit=100")
        assert found == [c.slug for c in items if c.copy_read == read], word


async def test_a_timeline_has_no_gap_and_adds_up(client: AsyncClient, catalog: Catalog) -> None:
    for routine in routines(catalog):
        body = (await client.get(f"/v1/routines/{routine.slug}/timeline")).json()

        cues = body["cues"]
        assert cues[0]["at_s"] == 0
        for cue, following in pairwise(cues):
            assert following["at_s"] == cue["at_s"] + cue["seconds"], routine.slug
        assert all(cue["seconds"] > 0 and cue["text"] for cue in cues), routine.slug
        total_s = sum(cue["seconds"] for cue in cues)
        assert total_s == body["duration_s"] == routine.duration_s, routine.slug


async def test_a_timeline_plays_every_step_in_order_with_its_dose(
    client: AsyncClient, catalog: Catalog
) -> None:
    sides = {e.slug: 2 if e.side == "one-side" else 1 for e in exercises(catalog)}

    for routine in routines(catalog):
        cues = (await client.get(f"/v1/routines/{routine.slug}/timeline")).json()["cues"]

        steps = [(phase.slug, step) for phase in routine.phases for step in phase.steps]
        starts = [i for i, cue in enumerate(cues) if cue["kind"] == "get-ready"]
        assert len(starts) == len(steps)
        for (phase, step), start, end in zip(steps, starts, [*starts[1:], None], strict=True):
            played = cues[start:end]
            told = f"{routine.slug}: {step.exercise}"
            assert {(c["phase"], c["exercise"]) for c in played} == {(phase, step.exercise)}, told
            times = step.dose.sets * step.dose.reps * sides[step.exercise]
            held = [c["seconds"] for c in played if c["kind"] == "hold"]
            assert held == [step.dose.hold_s] * times * (step.dose.hold_s > 0), told
            rested = [c["seconds"] for c in played if c["kind"] == "rest"]
            assert rested == [step.dose.rest_s] * times * (step.dose.rest_s > 0), told
            moved = [c["reps"] for c in played if c["kind"] == "move"]
            assert sum(moved) in (0, times), told
            assert moved or held, told


async def test_an_aspect_of_a_cause_comes_alone_and_the_rest_stays(
    client: AsyncClient, catalog: Catalog
) -> None:
    for slug in catalog.all("en", "cause", CauseOut):
        whole = (await client.get(f"/v1/causes/{slug}")).json()

        assert [aspect["slug"] for aspect in whole["aspects"]] == list(ASPECTS)
        for aspect in whole["aspects"]:
            part = (await client.get(f"/v1/causes/{slug}?aspects={aspect['slug']}")).json()
            assert part == {**whole, "aspects": [aspect]}


async def test_aspects_come_in_their_own_order(client: AsyncClient, catalog: Catalog) -> None:
    slug = next(iter(catalog.all("en", "cause", CauseOut)))

    body = (await client.get(f"/v1/causes/{slug}?aspects=treatment,overview,signs")).json()

    assert [aspect["slug"] for aspect in body["aspects"]] == ["overview", "signs", "treatment"]


async def test_csl_json_is_what_a_citation_processor_reads(
    client: AsyncClient, catalog: Catalog
) -> None:
    texts = await formatted(client, CSL)

    entries = [entry for text in texts for entry in json.loads(text)]
    citations = catalog.all("en", "citation", CitationOut)
    assert [entry["id"] for entry in entries] == sorted(citations)
    for entry in entries:
        citation = citations[entry["id"]]
        assert entry["type"] in {"webpage", "article-journal", "article-newspaper", "report"}
        assert (entry["title"], entry["URL"]) == (citation.title, citation.url)
        assert entry.get("DOI") == citation.doi
        year = {"date-parts": [[citation.year]]} if citation.year else None
        assert entry.get("issued") == year


async def test_bibtex_is_balanced_and_escaped(client: AsyncClient, catalog: Catalog) -> None:
    texts = await formatted(client, BIBTEX)

    entries = re.split(r"\n(?=@)", "\n".join(texts))
    citations = catalog.all("en", "citation", CitationOut)
    read = [re.fullmatch(r"@(article|misc)\{([a-z0-9-]+),\n(.*)\n\}\n*", e, re.S) for e in entries]
    assert [match[2] for match in read if match] == sorted(citations)
    for match in read:
        assert match
        lines = [re.fullmatch(r"  ([a-z]+) = \{(.*)\},?", line) for line in match[3].split(",\n")]
        fields = {line[1]: line[2] for line in lines if line}
        assert len(fields) == len(lines), match[0]
        assert match[0].count("{") == match[0].count("}"), match[0]
        assert not re.search(r"(?<!\\)[%&#$_]", fields["title"]), match[0]
        assert re.sub(r"\\(.)", r"\1", fields["title"]) == citations[match[2]].title


async def test_an_address_in_bibtex_can_be_followed(client: AsyncClient, catalog: Catalog) -> None:
    texts = await formatted(client, BIBTEX)

    # `url` and `doi` are taken as they stand: an escaped underscore is another address.
    known = catalog.all("en", "citation", CitationOut).values()
    found = re.findall(r"^  (?:url|doi) = \{(.*)\},?$", "\n".join(texts), re.M)
    assert set(found) == {c.url for c in known} | {c.doi for c in known if c.doi}


async def test_ris_records_begin_and_end_as_they_should(
    client: AsyncClient, catalog: Catalog
) -> None:
    texts = await formatted(client, RIS)

    citations = catalog.all("en", "citation", CitationOut)
    records = [r for text in texts for r in re.split(r"(?<=ER  - \r\n)\r\n", text)]
    assert len(records) == len(citations)
    for record, slug in zip(records, sorted(citations), strict=True):
        assert record.count("\n") == record.count("\r\n")
        lines = record.removesuffix("\r\n").split("\r\n")
        tags = [line[:6] for line in lines]
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - ", tag) for tag in tags), record
        assert (tags[0], lines[-1], tags.count("ER  - ")) == ("TY  - ", "ER  - ", 1), record
        assert lines[0][6:] in {"JOUR", "NEWS", "ELEC", "RPRT", "GOVDOC"}, record
        for tag, value in (
            ("ID", slug),
            ("TI", citations[slug].title),
            ("UR", citations[slug].url),
        ):
            assert f"{tag}  - {value}" in lines, record


@pytest.mark.parametrize("media_type", [CSL, BIBTEX, RIS])
async def test_one_citation_comes_in_every_format_as_in_the_list(
    media_type: str, client: AsyncClient
) -> None:
    accept = {"Accept": media_type}

    one = await client.get("/v1/citations/knutson-2005-part-1", headers=accept)
    listed = await client.get("/v1/citations?ids=knutson-2005-part-1", headers=accept)

    assert one.headers["Content-Type"] == media_type
    assert one.text == listed.text


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/html, */*;q=0.1", JSON),
        (BIBTEX.upper(), BIBTEX),
        (f"{BIBTEX}, {JSON};q=0.5", BIBTEX),
        (f"{JSON};q=0.5, {RIS};q=0.9", RIS),
        (f"text/plain, {CSL};q=0.1", CSL),
        (f"{BIBTEX}; charset=utf-8", BIBTEX),
        # The most specific range decides about a type (RFC 9110 § 12.5.1).
        (f"{JSON};q=0, */*", CSL),
        (f"*/*, {JSON};q=0.1, {CSL};q=0.2, {RIS};q=0.3", BIBTEX),
    ],
)
async def test_accept_chooses_the_format(
    accept: str | None, found: str, client: AsyncClient
) -> None:
    headers = {} if accept is None else {"Accept": accept}

    response = await client.get("/v1/citations?limit=1", headers=headers)

    assert response.headers["Content-Type"] == found


def exercises(catalog: Catalog) -> list[ExerciseOut]:
    items = catalog.all("en", "exercise", ExerciseOut)
    return [items[slug] for slug in sorted(items)]


def routines(catalog: Catalog) -> list[RoutineOut]:
    items = catalog.all("en", "routine", RoutineOut)
    return [items[slug] for slug in sorted(items)]


def values(items: Iterable[Any], has: Callable[[Any], Iterable[str]]) -> list[str]:
    return sorted({value for item in items for value in has(item)})


def spoken_against(exercise: ExerciseOut) -> set[str]:
    return {row.condition for row in exercise.contraindications}


def words(*texts: str) -> list[str]:
    """Lower case, without accents; whatever is neither letter nor digit separates."""
    bare = unicodedata.normalize("NFKD", " ".join(texts).lower())
    return re.findall(r"[^\W_]+", "".join(c for c in bare if not unicodedata.combining(c)))


def without(catalog: Catalog, kind: str, slug: str) -> Catalog:
    old = catalog.shelves["en"][kind]
    kept = Shelf(
        {key: item for key, item in old.items.items() if key != slug},
        {key: body for key, body in old.fragments.items() if key != slug},
    )
    return replace(catalog, shelves={"en": {**catalog.shelves["en"], kind: kept}})


async def slugs(client: AsyncClient, url: str) -> list[str]:
    """What one page of a hundred has: all there is, of any filter here."""
    response = await client.get(f"{url}&limit=100")
    assert response.status_code == 200, response.text
    assert response.json()["next"] is None
    return [item["slug"] for item in response.json()["items"]]


async def pages(client: AsyncClient, url: str, most: int = 10_000) -> list[str]:
    """The slugs of page after page, each within its limit."""
    limit = int(url.rpartition("limit=")[2])
    found: list[str] = []
    cursor = ""
    while len(found) < most:
        body = (await client.get(f"{url}{cursor}")).json()
        found += [item["slug"] for item in body["items"]]
        assert 0 < len(body["items"]) <= limit
        if body["next"] is None:
            break
        assert len(body["items"]) == limit
        cursor = f"&cursor={body['next']}"
    return found


async def all_items(client: AsyncClient, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    following: str | None = f"{url}&limit=100"
    while following:
        response = await client.get(following)
        found += response.json()["items"]
        following = response.links.get("next", {}).get("url")
    return found


async def formatted(client: AsyncClient, media_type: str) -> list[str]:
    """Every page of the citations in one format."""
    texts = []
    following: str | None = "/v1/citations?limit=100"
    while following:
        response = await client.get(following, headers={"Accept": media_type})
        assert response.headers["Content-Type"] == media_type
        texts.append(response.content.decode("utf-8"))
        following = response.links.get("next", {}).get("url")
    return texts
