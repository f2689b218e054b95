"""SVG text. Pictures are kept as templates: colours and words come in when they are asked for."""

import re
from collections.abc import Sequence
from html import escape

from app.figures.camera import SIZE
from app.figures.theme import THEMES, ThemeName

PIXELS = 800
"""Width and height that one frame asks for."""

_TITLE, _DESC = '<title id="title">{}</title>', '<desc id="desc">{}</desc>'
HATCH = (
    '<pattern id="hatch" width="26" height="26" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="26" height="26" fill="{muscle-tint}"/>'
    '<rect width="12" height="26" fill="{muscle}"/></pattern>'
)
STYLE = "@media (prefers-reduced-motion:reduce){.moves{display:none}.rests{display:inline}}"
"""The one style a drawing has; its digest is in the header that allows it."""

_TOKEN = re.compile(r"\{([a-z-]+)\}")


def document(frames: Sequence[str], columns: int, style: str = "") -> str:
    """A template: frames in rows, without colours and words.

    Args:
        columns: at most so many side by side.
    """
    wide, high = min(columns, len(frames)), -(-len(frames) // columns)
    placed = "".join(
        f'<g transform="translate({SIZE * (i % columns)} {SIZE * (i // columns)})">{frame}</g>'
        if i
        else frame
        for i, frame in enumerate(frames)
    )
    hatch = f"<defs>{HATCH}</defs>" if "url(#hatch)" in placed else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{PIXELS * wide}" '
        f'height="{PIXELS * high}" viewBox="0 0 {SIZE * wide} {SIZE * high}" role="img" '
        f'aria-labelledby="title desc">{_TITLE.format("")}{_DESC.format("")}{style}'
        f'<rect width="100%" height="100%" fill="{{paper}}"/>{hatch}{placed}</svg>'
    )


def coloured(template: str, theme: ThemeName) -> str:
    """The picture, without words."""
    colours = THEMES[theme]
    return _TOKEN.sub(lambda match: colours[match[1]], template)


def worded(image: str, title: str, text: str) -> str:
    """The picture, with its name and what it shows, for a screen reader and a tooltip."""
    return image.replace(_TITLE.format(""), _TITLE.format(escape(title)), 1).replace(
        _DESC.format(""), _DESC.format(escape(text)), 1
    )


def size(template: str) -> tuple[int, int]:
    """Width and height in pixels."""
    found = re.search(r'width="(\d+)" height="(\d+)"', template)
    assert found is not None
    return int(found[1]), int(found[2])
