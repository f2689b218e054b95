"""Authors get every fault at once, each with its file, its line and what would be right."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.library import BrokenSeed, Library, read_library
from app.library.check import review_digest
from tests.conftest import SEED


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A copy of the real content, to break."""
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


def faults(seed: Path) -> list[str]:
    with pytest.raises(BrokenSeed) as broken:
        read_library(seed)
    return [str(fault) for fault in broken.value.faults]


def edit(path: Path, pattern: str, replacement: str) -> int:
    """Replace the first match, which must exist; says on which line it was."""
    before = path.read_text()
    match = re.search(pattern, before, flags=re.MULTILINE)
    assert match, f"{pattern} is not in {path}"
    path.write_text(before[: match.start()] + match.expand(replacement) + before[match.end() :])
    return before[: match.start()].count("\n") + 1


def test_five_faults_are_all_named_with_file_and_line(seed: Path) -> None:
    lines = [
        edit(seed / "exercises/clamshell.yaml", r"^alt: ", "alt_text: "),
        edit(seed / "exercises/glute-bridge.yaml", r"condition: pregnancy$", "condition: pregnant"),
        edit(seed / "routines/first-week.yaml", r"exercise: mini-squat", "exercise: mini-squad"),
        edit(seed / "causes/scoliosis.yaml", r"johns-hopkins-scol", "john-hopkins-scol"),
        edit(seed / "tips.yaml", r"origin: reader", "origin: hearsay"),
    ]

    found = faults(seed)

    assert any(f.startswith(f"exercises/clamshell.yaml:{lines[0]}: alt_text: Extra") for f in found)
    assert "exercises/clamshell.yaml:1: alt: Field required" in found
    assert (
        f"exercises/glute-bridge.yaml:{lines[1]}: no condition 'pregnant'; is it 'pregnancy'?"
        in found
    )
    assert (
        f"routines/first-week.yaml:{lines[2]}: no exercise 'mini-squad'; is it 'mini-squat'?"
        in found
    )
    assert any(
        f.startswith(f"causes/scoliosis.yaml:{lines[3]}: no citation 'john-hopkins-scoliosis'")
        for f in found
    )
    assert any(f.startswith(f"tips.yaml:{lines[4]}: origin: ") for f in found)


def hurry(path: Path) -> None:
    """A routine of single repetitions, without its walk."""
    least = "sets: 1, reps: 1, hold_s: 0, rest_s: 0"
    text = path.read_text().replace("easy-walk", "adductor-squeeze")
    path.write_text(re.sub(r"sets: \d+, reps: \d+, hold_s: \d+, rest_s: \d+", least, text))


def append(path: Path, entry: str) -> None:
    path.write_text(path.read_text() + entry)


SPARE = """
- {slug: spare, title: T, publisher: P, url: 'https://example.org', kind: news, copy_read: false}
"""
UNREVIEWED = "origin: article\n  review: {status: clinically_reviewed}"
Break = Callable[[Path], object]
BREAKS: dict[str, tuple[Break, str]] = {
    "a key given twice": (
        lambda s: edit(s / "languages.yaml", r"name: English", "name: English, name: Anglais"),
        r"languages\.yaml:\d+: `name` is given twice; keep one of them",
    ),
    "no tip for a calendar's reminders": (
        lambda s: edit(s / "tips.yaml", r"slug: up-every-hour", "slug: up-every-day"),
        r"tips\.yaml:1: 'up-every-hour' is missing: calendars remind people of it",
    ),
    "not YAML": (
        lambda s: (s / "tips.yaml").write_text("- {slug: a"),
        r"tips\.yaml:\d+: not YAML: ",
    ),
    "a NUL byte": (
        lambda s: (s / "tips.yaml").write_text("- slug: a\0b"),
        r"tips\.yaml:\d+: not YAML: ",
    ),
    "not UTF-8": (
        lambda s: (s / "tips.yaml").write_bytes(b"- slug: \xff\xfe"),
        r"tips\.yaml:1: should be UTF-8",
    ),
    "a file that is missing": (
        lambda s: (s / "self_check/rules.yaml").unlink(),
        r"self_check/rules\.yaml:1: the file is missing",
    ),
    "a statement without a citation": (
        lambda s: edit(s / "conditions.yaml", r"citations:[\s\S]*?(?=\n\n)", "citations: []"),
        r"conditions\.yaml:\d+: citations: List should have at least 1 item",
    ),
    "a derived link that does not say how": (
        lambda s: edit(s / "tips.yaml", r"known: read", "known: derived"),
        r"tips\.yaml:\d+: citations\.\d: `basis` is needed for `derived`, and for nothing else",
    ),
    "a dose out of bounds": (
        lambda s: edit(s / "exercises/clamshell.yaml", r"^  sets: .*$", "  sets: 50"),
        r"exercises/clamshell\.yaml:\d+: dose\.sets: should be within 1 and 5",
    ),
    "a step above its exercise's dose": (
        lambda s: edit(s / "routines/first-week.yaml", r"(clamshell, dose: .sets:) 1", r"\1 5"),
        r"routines/first-week\.yaml:\d+: sets is more than the \d that 'clamshell' allows",
    ),
    "a routine that takes hours": (
        lambda s: edit(s / "routines/first-week.yaml", r"rest_s: \d+\}", "rest_s: 3600}"),
        r"routines/first-week\.yaml:\d+: .*rest_s: Input should be less than or equal to 120",
    ),
    "a routine that is over in a moment": (
        lambda s: hurry(s / "routines/desk-break.yaml"),
        r"routines/desk-break\.yaml:\d+: takes \d min \d+ s; should be between 3 and 45 minutes",
    ),
    "an exercise nobody reaches": (
        lambda s: shutil.copy(s / "exercises/clamshell.yaml", s / "exercises/oyster.yaml"),
        r"exercises/oyster\.yaml:1: exercise 'oyster': no routine uses it",
    ),
    "an urgent rule without a warning": (
        lambda s: edit(
            s / "self_check/rules.yaml",
            r"(- slug: saddle-numbness\n[\s\S]*?)    warnings: .*\n",
            r"\1",
        ),
        r"rule 'saddle-numbness': raises to emergency without a warning",
    ),
    "a rule about an option that is not there": (
        lambda s: edit(s / "self_check/rules.yaml", r'foot-drop: \["yes"\]', "foot-drop: [maybe]"),
        r"rule 'foot-drop': 'foot-drop' has no option 'maybe'",
    ),
    "a red flag that became less urgent": (
        lambda s: edit(
            s / "self_check/rules.yaml",
            r"(- slug: saddle-numbness\n[\s\S]*?)level: emergency",
            r"\1level: urgent",
        ),
        r"safety_requirements\.yaml:\d+: not met: saddle-numbness: yes gives urgent, not emergency",
    ),
    "an exercise no longer kept from those it can harm": (
        lambda s: edit(
            s / "exercises/hip-90-90.yaml", r"condition: sciatica", "condition: under-18"
        ),
        r"not met: sciatica: [a-z-]+ does not keep 'hip-90-90' away",
    ),
    "a clinical row nobody wrote a requirement for": (
        lambda s: edit(s / "safety_requirements.yaml", r"^rows:.*\n", "rows:\n  - 5.1 new row\n"),
        r"safety_requirements\.yaml:\d+: row '5\.1 new row' has no requirement",
    ),
    "a mandatory warning that is not always given": (
        lambda s: edit(
            s / "self_check/rules.yaml",
            r"(- slug: every-answer\n[\s\S]*?warnings: \[)see-a-doctor-first, ",
            r"\1",
        ),
        r"'see-a-doctor-first' is mandatory, but no rule without `when` adds it",
    ),
    "a source nobody cites": (
        lambda s: append(s / "citations.yaml", SPARE),
        r"citations\.yaml:\d+: nothing cites 'spare'; cite it or take it out",
    ),
    "a review that never happened": (
        lambda s: edit(s / "tips.yaml", r"origin: article", UNREVIEWED),
        r"tips\.yaml:\d+: .*a review needs both dates, the digest and two reviewers",
    ),
    "a file with a name that is no slug": (
        lambda s: (s / "exercises/clamshell.yaml").rename(s / "exercises/Clam Shell.yaml"),
        r"exercises/Clam Shell\.yaml:1: the file's name should be lower-case-with-hyphens",
    ),
    "a retired slug that is still there": (
        lambda s: (s / "retired.yaml").write_text(
            "- {kind: exercise, slug: clamshell, replaced_by: null}\n"
        ),
        r"retired\.yaml:1: exercise 'clamshell' is retired and still there",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_fault_is_named(name: str, seed: Path) -> None:
    break_it, message = BREAKS[name]
    break_it(seed)

    found = faults(seed)

    assert any(re.search(message, fault) for fault in found), found[:20]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path / "none") == [
        f"{tmp_path / 'none'}:1: no such folder; set PLUMBLINE_SEED_DIR"
    ]


def test_an_edit_after_a_review_voids_it(seed: Path, library: Library) -> None:
    tip = library.documents["tip"]["weight-on-both-legs"]
    review = (
        "review: {status: clinically_reviewed, reviewed_on: 2026-11-01, "
        "next_review_on: 2027-11-01, reviewers: [A, B], "
        f"content_digest: {review_digest(tip)}}}"
    )
    edit(seed / "tips.yaml", r"origin: article", f"origin: article\n  {review}")
    assert read_library(seed).documents["tip"]["weight-on-both-legs"]

    edit(seed / "tips.yaml", r"Stand with", "Stand up with")

    reviewed = [fault for fault in faults(seed) if "reviewed" in fault]
    assert len(reviewed) == 1
    assert "changed since it was reviewed; review it again" in reviewed[0]


def test_the_content_is_as_large_as_it_was_promised_to_be(library: Library) -> None:
    least = {
        "citation": 22,
        "exercise": 20,
        "routine": 8,
        "cause": 9,
        "warning": 17,
        "question-and-answer": 3,
        "tip": 3,
        "key-point": 4,
    }

    for kind, count in least.items():
        assert len(library.documents[kind]) >= count
    numbers = {getattr(c, "number", None) for c in library.documents["citation"].values()}
    assert set(range(1, 23)) <= numbers
    codes = {getattr(w, "code", None) for w in library.documents["warning"].values()}
    assert {f"W{n}" for n in range(1, 18)} <= codes
