"""Pictures over HTTP: which one, in which language, kept for how long."""

import hashlib
from typing import Any

import pytest
from httpx import AsyncClient, Response

from app.serving.png import SCALES

BRIDGE = "/v1/exercises/glute-bridge/figure.svg"


async def figure(client: AsyncClient, slug: str = "glute-bridge", lang: str = "en") -> Any:
    return (await client.get(f"/v1/exercises/{slug}", params={"lang": lang})).json()["figure"]


def sha256(response: Response) -> str:
    return hashlib.sha256(response.content).hexdigest()


async def test_the_drawing_is_what_the_exercise_says_it_is(client: AsyncClient) -> None:
    told = await figure(client)
    main = next(frame for frame in told["frames"] if frame["name"] == told["main"])
    got = await client.get(told["svg"])

    assert got.status_code == 200
    assert got.headers["Content-Type"] == "image/svg+xml"
    assert got.headers["Content-Language"] == "en"
    assert sha256(got) == main["light"]["sha256"]
    assert len(got.content) == main["light"]["bytes"]
    assert f'<{main["light"]["svg"]}>; rel="bookmark"' in got.headers["Link"]
    assert (told["licence"], told["attribution"]) == (
        "CC-BY-4.0",
        "Plumbline contributors, CC BY 4.0",
    )


async def test_theme_motion_and_frame_choose_the_picture(client: AsyncClient) -> None:
    told = await figure(client)
    start = told["frames"][0]
    for query, wanted in (
        ("?theme=dark&frame=start", start["dark"]),
        ("?frame=start", start["light"]),
        ("?frame=strip", told["strip"]["light"]),
        ("?motion=animated", told["animated"]["light"]),
        ("?motion=animated&theme=dark", told["animated"]["dark"]),
    ):
        got = await client.get(BRIDGE + query)
        assert sha256(got) == wanted["sha256"], query


async def test_words_in_a_drawing_are_in_the_language_asked_for(client: AsyncClient) -> None:
    told = await figure(client, lang="es")
    spanish = await client.get(BRIDGE, headers={"Accept-Language": "es"})

    assert spanish.headers["Content-Language"] == "es"
    assert "Accept-Language" in spanish.headers["Vary"]
    assert told["alt"] in spanish.text
    assert sha256(spanish) != sha256(await client.get(BRIDGE))


async def test_a_picture_by_its_digest_is_for_ever(client: AsyncClient) -> None:
    told = await figure(client)
    for picture in (told["strip"]["light"], told["animated"]["dark"], told["frames"][0]["light"]):
        got = await client.get(picture["svg"])
        assert sha256(got) == picture["sha256"]
        assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert picture["sha256"] in got.headers["ETag"]
        again = await client.get(picture["svg"], headers={"If-None-Match": got.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
async def test_a_drawing_travels_packed(coding: str, client: AsyncClient) -> None:
    got = await client.get(BRIDGE, headers={"Accept-Encoding": coding})

    assert got.headers["Content-Encoding"] == coding
    assert int(got.headers["Content-Length"]) < 4_000


async def test_a_drawing_may_load_and_run_nothing(client: AsyncClient) -> None:
    told = await figure(client)
    for path in (BRIDGE, told["frames"][0]["light"]["svg"], told["frames"][0]["light"]["png"]):
        policy = (await client.get(path)).headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; frame-ancestors 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


@pytest.mark.parametrize("scale", [None, *SCALES])
async def test_a_png_has_the_pixels_of_its_scale(client: AsyncClient, scale: int | None) -> None:
    told = await figure(client)
    query = f"?scale={scale}" if scale else ""
    got = await client.get(told["frames"][0]["light"]["png"] + query)

    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Content-Encoding" not in got.headers
    assert int.from_bytes(got.content[16:20]) == 240 * (scale or 1)


async def test_a_routine_and_a_test_of_the_self_check_are_drawn(client: AsyncClient) -> None:
    routine = (await client.get("/v1/routines/desk-break")).json()["figure"]
    got = await client.get(routine["svg"], params={"theme": "dark"})
    assert sha256(got) == routine["dark"]["sha256"]

    sections = (await client.get("/v1/self-check")).json()["sections"]
    asked = {q["slug"]: q["figure"] for section in sections for q in section["questions"]}
    drawn = {slug: told for slug, told in asked.items() if told}
    assert len(drawn) == 9
    for slug, told in drawn.items():
        got = await client.get(f"/v1/self-check/{slug}/figure.svg")
        main = next(frame for frame in told["frames"] if frame["name"] == told["main"])
        assert sha256(got) == main["light"]["sha256"]
        assert told["alt"] in got.text
        assert told["caution"] is None


@pytest.mark.parametrize(
    ("path", "status", "where"),
    [
        (f"{BRIDGE}?frame=leap", 422, "?frame"),
        (f"{BRIDGE}?motion=animated&frame=start", 422, "?frame"),
        (f"{BRIDGE}?theme=pink", 422, "?theme"),
        ("/v1/exercises/backflip/figure.svg", 404, None),
        ("/v1/routines/backflip/figure.svg", 404, None),
        ("/v1/self-check/age/figure.svg", 404, None),
        ("/v1/figures/x.svg", 404, None),
        ("/v1/figures/.png", 404, None),
        (f"/v1/figures/{'0' * 64}.svg", 404, None),
        (f"/v1/figures/{'0' * 64}.png", 404, None),
        (f"/v1/figures/{'0' * 64}.gif", 404, None),
    ],
)
async def test_what_there_is_not_is_a_clear_problem(
    path: str, status: int, where: str | None, client: AsyncClient
) -> None:
    got = await client.get(path)

    assert got.status_code == status
    assert got.headers["Content-Type"] == "application/problem+json"
    assert where is None or got.json()["errors"][0]["pointer"] == where


async def test_an_svg_has_no_scale_and_several_frames_no_png(client: AsyncClient) -> None:
    strip = (await figure(client))["strip"]["light"]

    assert strip["png"] is None
    assert (await client.get(f"{strip['svg']}?scale=2")).status_code == 422
    assert (await client.get(f"/v1/figures/{strip['sha256']}.png")).status_code == 404


@pytest.mark.parametrize("motion", ["still", "animated"])
async def test_the_bundle_s_drawings_are_those_the_bundle_names(
    client: AsyncClient, motion: str
) -> None:
    bundle = (await client.get("/v1/bundle")).json()
    got = (
        await client.get("/v1/bundle/figures", params={"theme": "dark", "motion": motion})
    ).json()
    named: set[str] = set()
    for exercise in bundle["entries"]["exercise"].values():
        told = exercise["figure"]
        parts = told["frames"] if motion == "still" else [told["animated"]]
        named |= {part["dark"]["sha256"] for part in parts}

    if motion == "still":
        routines = bundle["entries"]["routine"].values()
        named |= {routine["figure"]["dark"]["sha256"] for routine in routines}
    assert got["release"] == bundle["release"]
    assert named <= got["figures"].keys()
    for digest, svg in got["figures"].items():
        assert hashlib.sha256(svg.encode()).hexdigest() == digest
