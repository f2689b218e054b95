"""Small files that would be large when read."""

from pathlib import Path

import pytest

from app.library.source import read_source

BILLION = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
BOMBS = {
    "a billion laughs": (BILLION, "an alias"),
    "a list of itself": ("a: &a [*a]\n", "an alias"),
    "a merge": ("a: &a {b: 1}\nc:\n  <<: *a\n", "an alias"),
    "an alias for a key": ("a: &a x\n*a : 1\n", "an alias"),
    "a list for a key": ("? [a, b]\n: 1\n", "a key should be a word"),
    "nested deeply": ("[" * 900 + "]" * 900, "nested at most 50 deep"),
    "nested more deeply": ("[" * 100_000, "nested at most 50 deep"),
    "nested on one line": ("- " * 100_000, "nested at most 50 deep"),
    "nested as keys": ("? " * 100_000, "nested at most 50 deep"),
    "two documents": ("a: 1\n---\nb: 2\n", "not YAML"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_small_file_is_never_read_as_a_large_one(bomb: str, tmp_path: Path) -> None:
    text, told = BOMBS[bomb]
    (tmp_path / "tips.yaml").write_text(text)

    source = read_source(tmp_path / "tips.yaml", tmp_path)

    assert told in source.faults[0].message
    assert len(source.lines) < 200


def test_a_number_with_too_many_digits_is_a_word(tmp_path: Path) -> None:
    (tmp_path / "tips.yaml").write_text(f"a: {'9' * 10_000}\nb: 1.0e999\nc: 12\n")

    assert read_source(tmp_path / "tips.yaml", tmp_path).value == {
        "a": "9" * 10_000,
        "b": "1.0e999",
        "c": 12,
    }
