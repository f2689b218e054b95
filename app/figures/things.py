"""Things on paper: boxes, cushions, straps."""

from collections.abc import Iterator

from app.figures.camera import Camera
from app.figures.outline import Disc, capsule, hull, line, path, polygon_hull
from app.figures.paint import OUTLINE, Layer, Mark, Shape, inked, nearness
from app.figures.scene import Box, Prop
from app.figures.skeleton import Skeleton
from app.figures.vector import Vec, add, between, dot, length, out_of, sub


def box_layer(camera: Camera, box: Box, body: Skeleton) -> Layer:
    if box.prop == "cushion":
        return Layer(box.part, _depth(camera, box, body), *_soft_box(camera, box))
    outline = Mark(
        _fixed(path(polygon_hull([camera.spot(corner) for corner in box.corners()]))),
        "ink",
        "ink",
        OUTLINE // 2,
    )
    marks: list[Mark] = []
    for normal, corners in _faces(box):
        if dot(normal, camera.view.towards) > 0.01:
            spots = path([camera.spot(corner) for corner in corners])
            colour = _colour(box, normal)
            marks.append(Mark(_fixed(spots), colour))
            if box.prop == "phone" and normal[2] > 0.5:
                marks.append(Mark(_fixed(_screen(camera, corners)), "mat"))
    return Layer(box.part, _depth(camera, box, body), outline, marks)


def _screen(camera: Camera, corners: list[Vec]) -> str:
    middle = between(corners[0], corners[2], 0.5)
    return path([camera.spot(between(corner, middle, 0.16)) for corner in corners])


def _soft_box(camera: Camera, box: Box) -> tuple[Mark, list[Mark]]:
    """A cushion without corners, its seam around its middle."""
    round_off = 0.5 * min(box.size)
    x, y, z = (max(0.0, side / 2 - round_off) for side in box.size)
    middle = add(box.base, out_of(box.frame, (0, 0, box.size[2] / 2)))

    def discs(radius: float, up: float) -> list[Disc]:
        return [
            camera.disc(add(middle, out_of(box.frame, (i * x, j * y, up + k * z))), radius)
            for i in (-1, 1)
            for j in (-1, 1)
            for k in (-1, 1)
        ]

    whole = _fixed(hull(discs(round_off, 0)))
    top = _fixed(hull(discs(round_off * 0.72, round_off * 0.28)))
    return inked(whole), [Mark(whole, "thing-edge"), Mark(top, "soft")]


def _depth(camera: Camera, box: Box, body: Skeleton) -> float:
    depth = camera.near(add(box.base, (0, 0, box.size[2] / 2)))
    above = [
        nearness(camera, body, part)
        for part in body.frames
        if all(at[2] > box.top - 1 for at, _ in body.balls(part))
        and any(box.under(at) for at, _ in body.balls(part))
    ]
    if box.prop in ("mat", "bed", "wall"):
        depth -= 1000 if box.prop != "wall" or depth < 0 else 0
    return min([depth, *(at - 1 for at in above)])


def soft_layer(camera: Camera, prop: Prop, body: Skeleton) -> Layer:
    """A cushion between two points of the body, or a band along many."""
    depth = sum(camera.near(body.points[name]) for name in prop.between) / len(prop.between)
    if prop.prop == "cushion":
        shape = _pillow(camera, prop)
        return Layer("cushion", depth, inked(shape), [Mark(shape, "soft")])
    wide, narrow = round(4.4 * camera.zoom), round(2.8 * camera.zoom)

    def strap(at: Skeleton) -> str:
        return line([camera.spot(at.points[name]) for name in prop.between])

    marks = [Mark(strap, None, "soft", narrow)]
    return Layer("band", depth + 12, Mark(strap, None, "ink", wide), marks)


def _pillow(camera: Camera, prop: Prop) -> Shape:
    """It ends at its two points, not beyond them."""
    thick = (prop.size or (7, 0, 0))[0]

    def shape(at: Skeleton) -> str:
        a, b = at.points[prop.between[0]], at.points[prop.between[-1]]
        inset = min(0.45, thick / max(length(sub(b, a)), 1e-6))
        ends = (between(a, b, inset), between(a, b, 1 - inset))
        return capsule(*(camera.disc(end, thick) for end in ends))

    return shape


def _fixed(d: str) -> Shape:
    return lambda _: d


def _colour(box: Box, normal: Vec) -> str:
    if box.prop in ("mat", "bed"):
        return "mat" if normal[2] > 0.5 else "mat-edge"
    if box.prop == "phone":
        return "ink"
    if box.prop in ("cushion", "book"):
        return "soft" if normal[2] > 0.5 else "thing-edge"
    if normal[2] > 0.5:
        return "thing-top"
    return "thing" if abs(dot(normal, box.frame[1])) > 0.5 else "thing-edge"


def _faces(box: Box) -> Iterator[tuple[Vec, list[Vec]]]:
    """Each side of a box: its outward direction and its corners around."""
    half = (box.size[0] / 2, box.size[1] / 2, box.size[2] / 2)
    middle = add(box.base, (0, 0, half[2]))
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for way in (-1.0, 1.0):
            corners = []
            for i, j in ((-1, -1), (-1, 1), (1, 1), (1, -1)):
                local = [0.0, 0.0, 0.0]
                local[axis], local[u], local[v] = way * half[axis], i * half[u], j * half[v]
                corners.append(add(middle, out_of(box.frame, (local[0], local[1], local[2]))))
            normal = box.frame[axis]
            yield (normal[0] * way, normal[1] * way, normal[2] * way), corners
