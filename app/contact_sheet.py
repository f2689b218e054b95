"""Every drawing on one page, for a person to look at."""

import gzip
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from app.content.base import SOURCE_LANG
from app.content.exercise import ExerciseOut
from app.content.figure import FigureOut, Picture, Themes
from app.content.questionnaire import QuestionnaireOut
from app.content.routine import RoutineOut
from app.figures.svg import worded
from app.figures.theme import THEMES
from app.library import Library
from app.publish.entries import made
from app.serving.pictures import Album

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WIDTH = 1960

STYLE = """
body { font: 14px/1.4 system-ui, sans-serif; margin: 16px; background: #888; color: #000 }
section { background: #fff; margin: 0 0 16px; padding: 12px; break-inside: avoid }
h2 { font-size: 16px; margin: 0 } p { margin: 2px 0 8px; max-width: 100ch }
figure { display: inline-block; margin: 0 8px 8px 0; text-align: center; vertical-align: top }
figcaption { font-size: 12px } img { display: block }
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What there is, and what it weighs."""

    figures: int
    frames: int
    pictures: int
    still_bytes: tuple[int, int]
    """Median and largest."""
    still_gzip_bytes: tuple[int, int]
    animated_gzip_bytes: tuple[int, int]
    seconds: float
    """Of drawing all of them, in one language."""

    def __str__(self) -> str:
        (s, most), (g, most_g), (a, most_a) = (
            self.still_bytes,
            self.still_gzip_bytes,
            self.animated_gzip_bytes,
        )
        return (
            f"{self.figures} figures, {self.frames} frames, {self.pictures} pictures\n"
            f"a still: median {s}, largest {most} bytes; gzip {g}, {most_g}\n"
            f"an animation, gzip: median {a}, largest {most_a} bytes\n"
            f"{self.seconds:.1f} s for all in one language, "
            f"{1000 * self.seconds / self.pictures:.1f} ms a picture"
        )


def contact_sheet(library: Library, folder: Path) -> Counted:
    """Write `index.html`, the pictures it shows, and `index.png` where there is a Chromium."""
    album = Album(library.figures)
    began = time.perf_counter()
    entries = made(library, album, (SOURCE_LANG,))[SOURCE_LANG]
    seconds = time.perf_counter() - began
    figures = {
        **{
            f"{slug}": ExerciseOut.model_validate_json(body).figure
            for (kind, slug), body in entries.items()
            if kind == "exercise"
        },
        **_tests(entries),
    }
    strips = {
        slug: RoutineOut.model_validate_json(body).figure
        for (kind, slug), body in entries.items()
        if kind == "routine"
    }
    folder.mkdir(parents=True, exist_ok=True)
    for digest in album.pictures:
        (folder / f"{digest}.svg").write_text(_body(album, digest))
    blocks = [_block(slug, figure) for slug, figure in figures.items()]
    blocks += [_strip(slug, strip, strip.alt) for slug, strip in strips.items()]
    page = folder / "index.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title>'
        f"<style>{STYLE}</style>{''.join(blocks)}</html>"
    )
    _screenshot(page)
    return _counted(figures, album, seconds)


def _tests(entries: Mapping[tuple[str, str], bytes]) -> dict[str, FigureOut]:
    sheet = QuestionnaireOut.model_validate_json(entries["questionnaire", "self-check"])
    questions = (q for section in sheet.sections for q in section.questions)
    return {q.slug: q.figure for q in questions if q.figure is not None}


def _block(slug: str, figure: FigureOut) -> str:
    shown: list[str] = []
    for theme in THEMES:
        for frame in figure.frames:
            shown.append(_image(_of(frame, theme), 160, f"{frame.name} · {theme}"))
        shown.append(_image(_of(figure.animated, theme), 160, f"animated · {theme}"))
    main = next(frame for frame in figure.frames if frame.name == figure.main)
    shown += [_image(_of(main, theme), 96, f"96 · {theme}") for theme in THEMES]
    said = figure.caution
    caution = f" <b>{said.kind.title()}: {escape(said.text)}</b>" if said else ""
    return f"<section><h2>{slug}</h2><p>{escape(figure.alt)}{caution}</p>{''.join(shown)}</section>"


def _strip(slug: str, strip: Themes, alt: str) -> str:
    shown = [_image(_of(strip, theme), 480, theme) for theme in THEMES]
    return f"<section><h2>{slug}</h2><p>{escape(alt)}</p>{''.join(shown)}</section>"


def _of(themes: Themes, theme: str) -> Picture:
    picture: Picture = getattr(themes, theme)
    return picture


def _image(picture: Picture, width: int, caption: str) -> str:
    return (
        f'<figure><a href="{picture.sha256}.svg"><img src="{picture.sha256}.svg" width="{width}" '
        f'alt=""></a><figcaption>{caption}</figcaption></figure>'
    )


def _screenshot(page: Path) -> None:
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        return
    high = page.read_text().count("<section>") * 345
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    size = f"--window-size={WIDTH},{min(high, 16_000)}"
    to = f"--screenshot={page.with_suffix('.png')}"
    subprocess.run([browser, *flags, size, to, page.as_uri()], check=True, capture_output=True)


def _counted(figures: Mapping[str, FigureOut], album: Album, seconds: float) -> Counted:
    stills = [
        _of(frame, theme).sha256
        for figure in figures.values()
        for frame in figure.frames
        for theme in THEMES
    ]
    moving = [_of(f.animated, theme).sha256 for f in figures.values() for theme in THEMES]
    sizes = [len(_body(album, digest).encode()) for digest in stills]
    return Counted(
        figures=len(figures),
        frames=sum(len(figure.frames) for figure in figures.values()),
        pictures=len(album.pictures),
        still_bytes=_middle_and_most(sizes),
        still_gzip_bytes=_middle_and_most(list(_packed(album, stills))),
        animated_gzip_bytes=_middle_and_most(list(_packed(album, moving))),
        seconds=seconds,
    )


def _body(album: Album, digest: str) -> str:
    picture = album.pictures[digest]
    return worded(album.images[picture.image].svg, picture.title, picture.text)


def _packed(album: Album, digests: list[str]) -> Iterator[int]:
    return (len(gzip.compress(_body(album, digest).encode(), 6)) for digest in digests)


def _middle_and_most(sizes: list[int]) -> tuple[int, int]:
    return round(statistics.median(sizes)), max(sizes)
