"""A drawing: where its joints are, and the pictures made of that. The words for it stand with what
it is of."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, Literal

from pydantic import model_validator
from sqlmodel import Field

from app.content.base import Authored, Served, Sha256, Slug
from app.content.fields import MuscleSlug, Path
from app.figures.camera import View
from app.figures.figure import Figure as Drawing
from app.figures.figure import Keyframe
from app.figures.pose import Pose, merged
from app.figures.scene import Prop

StepNumber = Annotated[int, Field(ge=1, le=9)]
LICENCE = "The drawing's own licence, an SPDX identifier such as `CC-BY-4.0`."
ATTRIBUTION = "The line that has to stand beside the drawing where it is shown, in English."
POSE_KEYS = frozenset(field.name for field in fields(Pose))


class Caution(Authored):
    """Which of the exercise's own sentences stands beside the drawing, counted from 0."""

    kind: Literal["mistakes", "cautions"]
    index: int = Field(ge=0)


class FigureDocument(Authored):
    """`seed/figures/<slug>.yaml`: of the exercise, or of the self-check's question, of that slug.

    A frame's pose stands beside its name; what a frame leaves unsaid is as in the frame before.
    """

    view: View = Field(default_factory=View)
    side: Literal["left", "right", "both"]
    works: list[Slug] = Field(default_factory=list, description="Muscles, in `/v1/terms`.")
    stretches: list[Slug] = Field(default_factory=list)
    main: Slug = "hold"
    caution: Caution | None = None
    loop_s: float | None = Field(default=None, ge=0.5, le=10)
    scene: list[Prop] = Field(default_factory=list)
    behind: list[str] = Field(default_factory=list)
    front: list[str] = Field(default_factory=list)
    frames: list[Keyframe] = Field(min_length=1, max_length=6)

    @model_validator(mode="before")
    @classmethod
    def _poses_apart(cls, value: Any) -> Any:
        """The author's flat frames as frames with a whole pose each."""
        frames = value.get("frames") if isinstance(value, dict) else None
        if not isinstance(frames, list) or not all(isinstance(frame, Mapping) for frame in frames):
            return value
        if any("pose" in frame for frame in frames):
            return value
        poses = merged([{k: v for k, v in f.items() if k in POSE_KEYS} for f in frames])
        rest = [{k: v for k, v in f.items() if k not in POSE_KEYS} for f in frames]
        both = zip(rest, poses, strict=True)
        return {**value, "frames": [{**frame, "pose": pose} for frame, pose in both]}

    @model_validator(mode="after")
    def _frames_have_names(self) -> "FigureDocument":
        names = [frame.name for frame in self.frames]
        if len(set(names)) != len(names):
            raise ValueError("every frame needs a name of its own")
        if self.main not in names:
            raise ValueError(f"`main` should be one of {', '.join(names)}")
        return self

    def drawing(self) -> Drawing:
        return Drawing(
            view=self.view,
            scene=tuple(self.scene),
            frames=tuple(self.frames),
            main=self.main,
            side=self.side,
            works=tuple(self.works),
            stretches=tuple(self.stretches),
            behind=tuple(self.behind),
            front=tuple(self.front),
            follows=self.loop_s is not None,
        )


class Picture(Served):
    """One SVG, under an address that never says anything else."""

    svg: Path = Field(
        description="Path of the drawing; what is there never changes, so keep it for ever."
    )
    png: Path | None = Field(
        description="Path of the same as PNG: `?scale=1`, `2` or `3` for 240, 480 or 720 pixels. "
        "Null for what moves, and for several frames in one."
    )
    bytes: int = Field(ge=1, description="Size of the SVG in bytes, not compressed.")
    sha256: Sha256 = Field(
        description="sha-256 of the SVG's bytes, in hex: its key in `/v1/bundle/figures`."
    )


class Themes(Served):
    """The same picture for a light and for a dark background."""

    light: Picture = Field(description="What to show on a light background.")
    dark: Picture = Field(description="What to show on a dark background.")


class FrameOut(Themes):
    """One moment of the movement, drawn, and how long it lasts."""

    name: Slug = Field(
        description="Which moment: `frame=` takes it, and the term `frame-` + this word has its "
        "label."
    )
    steps: list[StepNumber] = Field(
        description="The steps of the text that it shows, counted from 1; may be empty."
    )
    held: bool = Field(description="Whether the dose's hold is held here.")
    moves_s: float = Field(
        ge=0,
        description="Seconds it takes to get here from the frame before, at the starting dose; the "
        "first frame comes after the last.",
    )
    holds_s: float = Field(
        ge=0, description="Seconds to stay here, at the starting dose; 0: go on at once."
    )


class CautionOut(Served):
    """The one thing to say beside the picture."""

    kind: Literal["mistake", "caution"] = Field(
        description="`mistake`: the text is what people do wrong. Say so, or it reads as what to "
        "do. `caution`: it stands by itself."
    )
    text: str = Field(
        description="One of the exercise's own `mistakes` or `cautions`, in the language of the "
        "answer."
    )


class FigureOut(Served):
    """The drawing of a movement, made by software from joint angles."""

    alt: str = Field(
        description="What the drawing shows, for somebody who cannot see it: give it to screen "
        "readers, in the language of the answer."
    )
    caution: CautionOut | None = Field(
        description="The one sentence to print beside the picture. Null for a test of the "
        "self-check."
    )
    svg: Path = Field(
        description="Path of the drawing in the release in force: `theme`, `motion` and `frame` "
        "choose which."
    )
    width: int = Field(
        ge=1, description="Width of a single frame in CSS pixels; an SVG scales to any size."
    )
    height: int = Field(ge=1, description="Height of a single frame in CSS pixels.")
    side: Literal["left", "right", "both"] = Field(
        description="The side that is drawn working; mirror the picture for the other one."
    )
    works: list[MuscleSlug] = Field(
        description="The muscles that work, shaded plainly; may be empty."
    )
    stretches: list[MuscleSlug] = Field(
        description="The muscles that are stretched, shaded with stripes; may be empty."
    )
    main: Slug = Field(description="`name` of the frame that stands for all of them, in a list.")
    frames: list[FrameOut] = Field(
        min_length=1, description="The moments of the movement, in its order; one or more."
    )
    strip: Themes = Field(
        description="All frames side by side in one picture, for what stands still."
    )
    animated: Themes = Field(
        description="The whole movement, looping in the dose's rhythm, but no faster than 0.6 "
        "seconds from frame to frame, with a stop of 0.4 at each and holds cut to 4. It stands "
        "still for who asked their system for less motion."
    )
    licence: str = Field(description=LICENCE)
    attribution: str = Field(description=ATTRIBUTION)


class StripOut(Themes):
    """The drawings of a routine's exercises, in their order, four in a row."""

    alt: str = Field(
        description="What the drawings show, for somebody who cannot see them: the names of the "
        "exercises, in the language of the answer."
    )
    svg: Path = Field(
        description="Path of the drawing in the release in force: `theme` chooses light or dark."
    )
    width: int = Field(ge=1, description="Width of the whole picture in CSS pixels.")
    height: int = Field(ge=1, description="Height of the whole picture in CSS pixels.")
    licence: str = Field(description=LICENCE)
    attribution: str = Field(description=ATTRIBUTION)
