"""Colours. Orange beside blue and grey can be told apart by everybody; what works and what is
stretched differ in pattern as well."""

from typing import Literal

ThemeName = Literal["light", "dark"]

THEMES: dict[ThemeName, dict[str, str]] = {
    "light": {
        "paper": "#f8f6f1",
        "floor": "#e9e4d8",
        "mat": "#bfd8d2",
        "mat-edge": "#9fc0b8",
        "thing": "#d8c3a0",
        "thing-top": "#e8d8bb",
        "thing-edge": "#bfa57c",
        "ink": "#1d2b36",
        "legs": "#5f86a8",
        "legs-far": "#a9bfd1",
        "top": "#eef1f3",
        "top-far": "#d3dade",
        "skin": "#c98f6a",
        "skin-far": "#dcb99f",
        "hair": "#44342c",
        "muscle": "#e8590c",
        "muscle-tint": "#ffc9a3",
        "arrow": "#1d2b36",
        "soft": "#f2c14e",
        "guide": "#b02a4c",
    },
    "dark": {
        "paper": "#141a20",
        "floor": "#1f2830",
        "mat": "#2f4d4a",
        "mat-edge": "#223a38",
        "thing": "#6b5a42",
        "thing-top": "#80704f",
        "thing-edge": "#54462f",
        "ink": "#070a0d",
        "legs": "#6f9cc2",
        "legs-far": "#3f5c75",
        "top": "#d5dce2",
        "top-far": "#87929b",
        "skin": "#d49b75",
        "skin-far": "#87654e",
        "hair": "#2a211c",
        "muscle": "#ff7a29",
        "muscle-tint": "#ffd0ad",
        "arrow": "#f4f7f9",
        "soft": "#e0b04a",
        "guide": "#ff8fab",
    },
}
