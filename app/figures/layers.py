"""A person and their things as layers of paint, from the farthest to the nearest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.figures.body import SIDES
from app.figures.camera import Camera
from app.figures.figure import Figure
from app.figures.hair import hair
from app.figures.motion import Stage
from app.figures.outline import Disc, capsule, hull, smooth_hull
from app.figures.paint import Layer, Mark, Shape, inked, nearness, skin, towards
from app.figures.scene import Box, Prop
from app.figures.shading import faces, muscles
from app.figures.skeleton import Skeleton
from app.figures.things import box_layer, soft_layer
from app.figures.vector import dot, sub
from app.figures.volume import EYES, NOSE, PELVIS, Ball

LAYERS = {
    *("torso", "head", "cushion", "band", "seat", "leg", "post", "back"),
    *("mat", "bed", "wall", "step", "book", "block", "phone"),
    *(f"{side}_{part}" for side in SIDES for part in ("thigh", "shin", "upper_arm", "forearm")),
}
"""What a figure's `front` and `behind` may name."""


@dataclass(frozen=True, slots=True)
class Painter:
    """What all layers are made with."""

    camera: Camera
    figure: Figure
    stage: Stage
    moving: bool = False
    """Whether all shapes keep their commands, to be animated."""
    shaded: bool = True
    """Whether the muscles are shown at work."""
    frame: str = ""
    """Which one it is."""

    def marks(self, body: Skeleton) -> Iterator[Mark]:
        """Every path of the picture, in the order in which they cover each other for `body`."""
        painted: dict[str, Layer] = {}
        for layer in self._layers(body):
            yield layer.outline
            for other in painted.values():
                if layer.name in other.ends:
                    yield other.ends[layer.name]
            yield from layer.marks
            painted[layer.name] = layer

    def _layers(self, body: Skeleton) -> list[Layer]:
        people = list(self._person(body))
        things = [box_layer(self.camera, box, body) for box in self.stage.solid if self._here(box)]
        soft = [
            soft_layer(self.camera, prop, body)
            for prop in self.stage.props
            if prop.between and self._here(prop)
        ]
        layers = sorted([*people, *things, *soft], key=lambda layer: layer.near)
        first = [layer for layer in layers if layer.name in self.figure.behind]
        last = [layer for layer in layers if layer.name in self.figure.front]
        middle = [layer for layer in layers if layer not in first and layer not in last]
        return [*first, *middle, *last]

    # the person

    def _person(self, body: Skeleton) -> Iterator[Layer]:
        far = self._far_side(body)
        yield self._torso(body, far)
        yield self._head(body)
        for side in SIDES:
            tone = "-far" if side == far else ""
            leg_tone = tone if self.figure.side == "both" else self._working(side)
            yield self._thigh(body, side, leg_tone)
            yield self._shin(body, side, leg_tone)
            yield self._upper_arm(body, side, tone)
            yield self._forearm(body, side, tone)

    def _working(self, side: str) -> str:
        """The leg that works is the darker one, wherever it is."""
        return "" if self.figure.side == side else "-far"

    def _here(self, thing: Box | Prop) -> bool:
        return not thing.only or self.frame in thing.only

    def _far_side(self, body: Skeleton) -> str | None:
        way = sub(body.points["left_hip"], body.points["right_hip"])
        nearer = dot(way, self.camera.view.towards)
        if abs(nearer) < 8:
            return None
        return "right" if nearer > 0 else "left"

    def _torso(self, body: Skeleton, far: str | None) -> Layer:
        pelvis, belly, chest = (self._hull(part) for part in ("pelvis", "belly", "chest"))
        neck, behind = self._hull("neck"), self._from_behind(body)
        marks = [
            *([Mark(neck, "skin")] if behind else []),
            Mark(pelvis, "legs"),
            Mark(belly, "top"),
            Mark(chest, "top"),
            *self._muscles(body, ("pelvis", "belly", "chest"), far),
        ]
        ends = {f"{side}_thigh": Mark(self._hip(side), "legs") for side in SIDES if side != far}
        near = nearness(self.camera, body, "pelvis", "belly", "chest") - 5
        around = inked(pelvis, belly, chest, *([neck] if behind else []))
        return Layer("torso", near, around, marks, ends)

    def _head(self, body: Skeleton) -> Layer:
        neck, head, nose = self._hull("neck"), self._hull("head"), self._on("head", NOSE)
        top = hair(self.camera)
        marks = [inked(head, nose, top), Mark(nose, "skin"), Mark(head, "skin"), Mark(top, "hair")]
        marks += [
            Mark(self._on("head", [eye]), "ink")
            for eye in EYES
            if faces(self.camera, body, "head", (7.4, eye[0][1], 0)) > 0.2
        ]
        if not self._from_behind(body):
            marks.insert(0, Mark(neck, "skin"))
        around = inked(head if self._from_behind(body) else neck)
        return Layer("head", nearness(self.camera, body, "head"), around, marks)

    def _from_behind(self, body: Skeleton) -> bool:
        """Where the shirt covers the neck's root, and no neckline is seen."""
        return faces(self.camera, body, "chest", (1, 0, 0)) < -0.3

    def _thigh(self, body: Skeleton, side: str, tone: str) -> Layer:
        thigh, far = self._chain(f"{side}_thigh"), self._far_side(body)
        marks = [Mark(thigh, "legs" + tone)]
        marks += self._muscles(body, ("pelvis", f"{side}_thigh"), far, side)
        ends = {
            f"{side}_shin": Mark(self._end(f"{side}_thigh", 1), "legs" + tone),
            "torso": Mark(self._end(f"{side}_thigh", 0), "legs" + tone),
        }
        near = nearness(self.camera, body, f"{side}_thigh")
        return Layer(f"{side}_thigh", near, inked(thigh), marks, ends)

    def _shin(self, body: Skeleton, side: str, tone: str) -> Layer:
        shank, foot = self._chain(f"{side}_shank"), self._hull(f"{side}_foot")
        marks = [
            Mark(foot, "skin" + tone),
            Mark(shank, "legs" + tone),
            *self._muscles(body, (f"{side}_shank",), self._far_side(body), side),
        ]
        end = Mark(self._end(f"{side}_shank", 0), "legs" + tone)
        near = nearness(self.camera, body, f"{side}_shank", f"{side}_foot") + 3
        return Layer(f"{side}_shin", near, inked(shank, foot), marks, {f"{side}_thigh": end})

    def _upper_arm(self, body: Skeleton, side: str, tone: str) -> Layer:
        arm, sleeve = self._chain(f"{side}_upper_arm"), self._sleeve(f"{side}_upper_arm")
        marks = [Mark(arm, "skin" + tone), Mark(sleeve, "top" + tone)]
        end = Mark(self._end(f"{side}_upper_arm", 1), "skin" + tone)
        near = nearness(self.camera, body, f"{side}_upper_arm")
        return Layer(f"{side}_upper_arm", near, inked(arm), marks, {f"{side}_forearm": end})

    def _forearm(self, body: Skeleton, side: str, tone: str) -> Layer:
        arm, hand = self._chain(f"{side}_forearm"), self._chain(f"{side}_hand")
        marks = [Mark(arm, "skin" + tone), Mark(hand, "skin" + tone)]
        end = Mark(self._end(f"{side}_forearm", 0), "skin" + tone)
        near = nearness(self.camera, body, f"{side}_forearm", f"{side}_hand") + 3
        return Layer(f"{side}_forearm", near, inked(arm, hand), marks, {f"{side}_upper_arm": end})

    # shapes

    def _discs(self, body: Skeleton, part: str) -> list[Disc]:
        return [self.camera.disc(at, r) for at, r in body.balls(part)]

    def _hull(self, part: str) -> Shape:
        around = smooth_hull if self.moving else hull
        return lambda body: around(self._discs(body, part))

    def _chain(self, part: str) -> Shape:
        def shape(body: Skeleton) -> str:
            discs = self._discs(body, part)
            return "".join(capsule(a, b) for a, b in pairwise(discs))

        return shape

    def _on(self, part: str, balls: Sequence[Ball]) -> Shape:
        return skin(self.camera, part, balls, moving=self.moving)

    def _muscles(
        self, body: Skeleton, parts: Sequence[str], far: str | None, only: str | None = None
    ) -> list[Mark]:
        if not self.shaded:
            return []
        found = muscles(self.camera, self.figure, body, parts, far, only=only, moving=self.moving)
        return list(found)

    def _end(self, part: str, end: int) -> Shape:
        """A limb's segment near its upper (0) or lower (1) joint."""

        def shape(body: Skeleton) -> str:
            discs = self._discs(body, part)
            a, b = (discs[0], discs[-1]) if end == 0 else (discs[-1], discs[0])
            return capsule(a, towards(a, b, 0.2))

        return shape

    def _sleeve(self, part: str) -> Shape:
        def shape(body: Skeleton) -> str:
            a, b = self._discs(body, part)
            hem = towards(a, b, 0.5)
            return capsule(a, Disc(hem.x, hem.y, hem.r + 4))

        return shape

    def _hip(self, side: str) -> Shape:
        """One side of the pelvis."""
        sign = 1 if side == "left" else -1
        return self._on("pelvis", [ball for ball in PELVIS if ball[0][1] * sign >= 0])
