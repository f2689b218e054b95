"""Every picture there is: what it is made of, what it says, what it weighs."""

import gzip
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from app.catalog import Catalog
from app.content.exercise import ExerciseOut
from app.content.figure import FigureOut
from app.content.guide import TermOut
from app.content.routine import RoutineOut
from app.figures.rhythm import Beat, beats, shown
from app.figures.svg import STYLE
from app.figures.theme import THEMES
from app.library import Library
from app.routes.figures import drawn_tests
from app.serving.png import SCALES, png

SVG = "{http://www.w3.org/2000/svg}"
STILL_BYTES, STILL_GZIP_BYTES = 12_000, 4_000


def figures(catalog: Catalog, lang: str) -> dict[str, FigureOut]:
    exercises = catalog.all(lang, "exercise", ExerciseOut)
    return {
        **{slug: exercise.figure for slug, exercise in exercises.items()},
        **drawn_tests(catalog, lang),
    }


def texts(catalog: Catalog) -> Iterator[str]:
    return (drawing.svg().decode() for drawing in catalog.pictures.values())


def test_every_exercise_and_every_test_done_with_the_body_is_drawn(catalog: Catalog) -> None:
    drawn = figures(catalog, "en")

    assert len(catalog.all("en", "exercise", ExerciseOut)) == 28
    assert len(drawn) == 28 + 9
    assert all(figure.frames for figure in drawn.values())


def test_a_still_is_small(catalog: Catalog) -> None:
    for lang in catalog.published_languages:
        for slug, figure in figures(catalog, lang).items():
            for frame in figure.frames:
                for picture in (frame.light, frame.dark):
                    body = catalog.pictures[picture.sha256].svg()
                    assert len(body) == picture.bytes < STILL_BYTES, slug
                    assert len(gzip.compress(body, 6)) < STILL_GZIP_BYTES, slug


def test_a_picture_is_xml_without_words_scripts_or_anything_from_elsewhere(
    catalog: Catalog,
) -> None:
    for text in texts(catalog):
        root = ElementTree.fromstring(text)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert not tags & {"text", "tspan", "script", "foreignObject", "image", "use", "a"}
        assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#hatch"}
        assert re.findall(r"https?://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
        assert re.findall(r"<style>(.*?)</style>", text) in ([], [STYLE])
        assert "{" not in text.replace(STYLE, "")


def test_title_and_description_are_the_item_s_own_in_its_language(catalog: Catalog) -> None:
    for lang in catalog.published_languages:
        labels = catalog.all(lang, "term", TermOut)
        for exercise in catalog.all(lang, "exercise", ExerciseOut).values():
            for frame in exercise.figure.frames:
                root = ElementTree.fromstring(catalog.pictures[frame.light.sha256].svg())
                label = labels[f"frame-{frame.name}"].name
                assert root.findtext(f"{SVG}title") == f"{exercise.name}: {label}"
                assert root.findtext(f"{SVG}desc") == exercise.figure.alt
                assert root.get("role") == "img"
                assert root.get("aria-labelledby") == "title desc"


def test_what_moves_stands_still_for_who_wants_that(catalog: Catalog) -> None:
    for slug, figure in figures(catalog, "en").items():
        text = catalog.pictures[figure.animated.light.sha256].svg().decode()
        if len(figure.frames) == 1:
            assert "<animate" not in text
            continue
        root = ElementTree.fromstring(text)
        moves, rests = (root.find(f"{SVG}g[@class='{name}']") for name in ("moves", "rests"))
        assert moves is not None, slug
        assert rests is not None, slug
        assert list(moves.iter(f"{SVG}animate")), slug
        assert not list(rests.iter(f"{SVG}animate")), slug
        assert rests.get("display") == "none"


def test_the_style_hides_what_moves_and_shows_what_rests() -> None:
    assert ".moves{display:none}" in STYLE
    assert ".rests{display:inline}" in STYLE
    assert STYLE.startswith("@media (prefers-reduced-motion:reduce){")


def test_a_walk_walks_in_its_own_time(catalog: Catalog) -> None:
    walk = figures(catalog, "en")["easy-walk"]
    text = catalog.pictures[walk.animated.light.sha256].svg().decode()

    assert set(re.findall(r'dur="([0-9.]+)s"', text)) == {"1.2"}


def test_every_moment_of_an_animation_has_the_same_commands(catalog: Catalog) -> None:
    """Or a browser would not go smoothly from one to the next."""
    for figure in figures(catalog, "en").values():
        root = ElementTree.fromstring(catalog.pictures[figure.animated.light.sha256].svg())
        for animate in root.iter(f"{SVG}animate"):
            values = animate.get("values", "").split(";")
            times = [float(time) for time in animate.get("keyTimes", "").split(";")]
            assert len(values) == len(times)
            assert times == sorted(times)
            assert (times[0], times[-1]) == (0, 1)
            if animate.get("attributeName") == "d":
                assert len({re.sub(r"-?\d+", "#", value) for value in values}) == 1
            assert values[0] == values[-1]


def test_both_themes_draw_the_same(catalog: Catalog) -> None:
    colours = {theme: set(THEMES[theme].values()) for theme in THEMES}
    for figure in figures(catalog, "en").values():
        for frame in figure.frames:
            light, dark = (
                catalog.pictures[picture.sha256].svg().decode()
                for picture in (frame.light, frame.dark)
            )
            hexes = r"#[0-9a-f]{6}"
            assert re.sub(hexes, "", light) == re.sub(hexes, "", dark)
            assert set(re.findall(hexes, light)) <= colours["light"]
            assert set(re.findall(hexes, dark)) <= colours["dark"]


@pytest.mark.parametrize("theme", THEMES)
def test_what_works_can_be_told_from_its_ground_by_everybody(theme: str) -> None:
    """Contrast of luminance alone (WCAG 2.2, 1.4.11 asks 3 of a graphic): seen without colours."""
    colours = THEMES[theme]  # type: ignore[index]

    assert _contrast(colours["ink"], colours["legs"]) > 3
    assert _contrast(colours["arrow"], colours["paper"]) > 7
    assert _contrast(colours["legs"], colours["legs-far"]) > 1.6
    assert _contrast(colours["muscle"], colours["muscle-tint"]) > 1.8


def _contrast(a: str, b: str) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_routine_shows_each_of_its_exercises_once(catalog: Catalog) -> None:
    names = catalog.all("en", "exercise", ExerciseOut)
    for routine in catalog.all("en", "routine", RoutineOut).values():
        steps = {step.exercise for phase in routine.phases for step in phase.steps}
        root = ElementTree.fromstring(catalog.pictures[routine.figure.light.sha256].svg())
        assert len(root.findall(f"{SVG}g[@transform]")) in (len(steps), len(steps) - 1)
        assert all(names[slug].name in routine.figure.alt for slug in steps)
        assert root.findtext(f"{SVG}desc") == routine.figure.alt
        assert (root.get("width"), root.get("height")) == (
            str(routine.figure.width),
            str(routine.figure.height),
        )


def test_an_exercise_s_times_are_those_of_its_dose(catalog: Catalog) -> None:
    for exercise in catalog.all("en", "exercise", ExerciseOut).values():
        frames = exercise.figure.frames
        if exercise.slug != "easy-walk":
            assert sum(f.moves_s for f in frames) == pytest.approx(
                exercise.dose.rep_s.min, abs=0.05
            )
        assert sum(f.holds_s for f in frames) == pytest.approx(exercise.dose.hold_s.min, abs=0.05)


def test_a_long_hold_is_shown_shorter(library: Library) -> None:
    figure = library.figures["glute-bridge"].drawing()
    real = beats(figure, rep_s=4, hold_s=30)

    assert real == (Beat(2, 0), Beat(2, 30))
    assert shown(figure, real) == (Beat(2, 0.4), Beat(2, 4))


def test_each_step_points_at_its_frame(catalog: Catalog) -> None:
    for exercise in catalog.all("en", "exercise", ExerciseOut).values():
        shown_steps = {step for frame in exercise.figure.frames for step in frame.steps}
        assert shown_steps == set(range(1, len(exercise.steps) + 1))


def test_a_caution_is_one_of_the_exercise_s_own_sentences(catalog: Catalog) -> None:
    for lang in catalog.published_languages:
        for exercise in catalog.all(lang, "exercise", ExerciseOut).values():
            said = exercise.figure.caution
            assert said is not None
            claims = exercise.mistakes if said.kind == "mistake" else exercise.cautions
            assert said.text in [str(claim.text) for claim in claims]


@pytest.mark.parametrize("scale", SCALES)
def test_a_png_is_the_same_picture_at_its_size(catalog: Catalog, scale: int) -> None:
    figure = figures(catalog, "en")["glute-bridge"]
    body = png(catalog.pictures[figure.frames[1].light.sha256].svg(), SCALES[scale])

    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(body[16:20]) == int.from_bytes(body[20:24]) == 240 * scale


def test_the_same_drawing_has_one_png_in_every_language(catalog: Catalog) -> None:
    english, spanish = (
        figures(catalog, lang)["clamshell"].frames[0].light for lang in ("en", "es")
    )

    assert english.png != spanish.png
    assert catalog.pictures[english.sha256].image == catalog.pictures[spanish.sha256].image
