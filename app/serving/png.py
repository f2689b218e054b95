"""SVG → PNG, by resvg."""

from collections.abc import Mapping

SCALES: Mapping[int, int] = {1: 240, 2: 480, 3: 720}
"""Pixels of width at 1x, 2x and 3x."""


def png(svg: bytes, width: int) -> bytes:
    # Only where somebody wants a PNG: most workers never do.
    from resvg_py import svg_to_bytes

    return svg_to_bytes(svg_string=svg.decode(), width=width, skip_system_fonts=True)


def rendered(wanted: tuple[bytes, int]) -> bytes:
    """Args: wanted: an SVG and its scale."""
    svg, scale = wanted
    return png(svg, SCALES[scale])
