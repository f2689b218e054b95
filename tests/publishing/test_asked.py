"""What rules are proved against does not come with the rules: less is asked only from disk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from app.library import Library
from app.publish import Order, publish
from app.publishing.archive import packed
from app.publishing.asked import held_against
from app.publishing.examine import Examined
from app.publishing.examiner import Examiner
from app.publishing.reports import Report
from tests.conftest import NOW, SEED
from tests.publishing.archives import Change, changed, edited

TODAY = datetime(2027, 1, 1, tzinfo=UTC)
REQUIREMENTS = "safety_requirements.yaml"
QUESTIONS = "self_check/questions.yaml"
RULES = "self_check/rules.yaml"
SADDLE = "saddle-numbness"


def _one(document: Any, slug: str) -> Any:
    return next(found for found in document["requirements"] if found["slug"] == slug)


def _without(document: Any, slug: str) -> None:
    document["requirements"].remove(_one(document, slug))


def test_rules_proved_against_next_to_nothing_are_refused(
    url: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW, Order(archive=packed(SEED)))

    report = _checked(url, {REQUIREMENTS: _to_one_row, RULES: _to_no_warning})

    told = {fault.file: fault.message for fault in report.faults}
    assert told.keys() == {REQUIREMENTS, RULES}
    assert report.faults_left_out > 100
    assert "release 1 and the server's own seed/" in told[REQUIREMENTS]
    assert "only be taken away from disk, by who runs the server" in told[REQUIREMENTS]
    assert report.requirements is not None
    assert report.requirements.against == 1
    removed = [one for one in report.requirements.items if one.change == "removed"]
    assert len(removed) > 165
    assert report.changes is None


def test_what_only_the_release_in_force_asks_for_stays(
    engine: Engine, library: Library, tmp_path: Path
) -> None:
    _in_force(engine, library, {REQUIREMENTS: _with_another})

    held = _held(engine, library, {}, tmp_path)

    assert held.library is None
    assert _told(held) == ["requirement 'one-more' is gone or asks for less than in release 1"]
    assert held.requirements is not None
    assert [(one.name, one.change) for one in held.requirements.items] == [("one-more", "removed")]


def test_what_only_the_servers_own_seed_asks_for_stays(
    engine: Engine, library: Library, tmp_path: Path
) -> None:
    _in_force(engine, library, {REQUIREMENTS: _less})

    held = _held(engine, library, {REQUIREMENTS: _less}, tmp_path)

    assert held.library is None
    assert _told(held) == [
        "requirement 'never-hip-90-90-knee-or-floor' is gone or asks for less than in "
        "the server's own seed/"
    ]


def test_what_was_taken_away_from_disk_may_stay_away(
    engine: Engine, library: Library, tmp_path: Path
) -> None:
    _in_force(engine, library, {REQUIREMENTS: _less})

    with changed({REQUIREMENTS: _less}) as own:
        held = _held(engine, library, {REQUIREMENTS: _less}, tmp_path, own)

    assert (held.library, held.faults) == (library, [])


def test_before_any_release_the_servers_own_seed_is_what_counts(
    engine: Engine, library: Library, tmp_path: Path
) -> None:
    held = _held(engine, library, {REQUIREMENTS: _with_another}, tmp_path)

    assert held.library is library
    assert held.requirements is not None
    assert held.requirements.against is None
    assert [(one.name, one.change) for one in held.requirements.items] == [("one-more", "added")]


def test_who_approves_sees_what_is_asked_for_besides(
    url: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW, Order(archive=packed(SEED)))

    def stricter(document: Any) -> None:
        _with_another(document)
        _one(document, SADDLE)["warnings"].append("not-a-diagnosis")

    report = _checked(url, {REQUIREMENTS: stricter, RULES: _next_version})

    assert report.faults == []
    assert report.requirements is not None
    assert [(o.kind, o.name, o.change) for o in report.requirements.items] == [
        ("requirement", "one-more", "added"),
        ("requirement", SADDLE, "changed"),
    ]
    assert report.requirements.digest != library.proofs["self-check"].requirements_digest


def test_a_release_whose_files_were_not_kept_leaves_the_servers_own_seed(
    engine: Engine, library: Library, tmp_path: Path
) -> None:
    publish(engine, library, NOW)

    held = _held(engine, library, {REQUIREMENTS: _less}, tmp_path)

    assert [told.endswith("less than in the server's own seed/") for told in _told(held)] == [True]


def test_what_is_in_force_and_cannot_be_read_is_not_taken_for_nothing(
    engine: Engine, library: Library, tmp_path: Path
) -> None:
    publish(engine, library, NOW, Order(archive=b"an archive"))

    held = _held(engine, library, {}, tmp_path)

    assert held.library is None
    assert _told(held) == ["what release 1 asks of rules cannot be read"]


def test_without_a_seed_of_its_own_a_server_publishes_nothing_over_the_api(
    engine: Engine, library: Library, tmp_path: Path
) -> None:
    _in_force(engine, library, {})

    held = _held(engine, library, {REQUIREMENTS: _with_another}, tmp_path, tmp_path / "nowhere")

    assert held.library is None
    assert _told(held) == ["what the server's own seed/ asks of rules cannot be read"]


@pytest.mark.parametrize("file", [REQUIREMENTS, RULES, QUESTIONS])
def test_what_cannot_be_held_against_anything_is_refused(
    engine: Engine, library: Library, tmp_path: Path, file: str
) -> None:
    with edited({file: lambda _: "not: it\n" if file == REQUIREMENTS else "- not it\n"}) as root:
        spare = tmp_path / "spare"
        spare.mkdir()
        held = held_against(Examined(library, [], []), engine, root, SEED, spare)

    assert held.library is None
    assert _told(held) == [f"{file} cannot be read"]


def _to_one_row(document: Any) -> None:
    document["rows"] = document["rows"][:1]
    document["requirements"] = document["requirements"][:1]


def _to_no_warning(document: Any) -> None:
    document["mandatory_warnings"] = []


def _with_another(document: Any) -> None:
    document["requirements"].append({**document["requirements"][0], "slug": "one-more"})


def _less(document: Any) -> None:
    _without(document, "never-hip-90-90-knee-or-floor")


def _next_version(document: Any) -> None:
    document["version"] = "1.0.1"


def _in_force(engine: Engine, library: Library, changes: dict[str, Change]) -> None:
    """A release from disk, whose kept files ask for something else."""
    with changed(changes) as root:
        publish(engine, library, NOW, Order(archive=packed(root)))


def _held(
    engine: Engine, library: Library, changes: dict[str, Change], folder: Path, own: Path = SEED
) -> Examined:
    """Of an archive in which nothing else is wrong."""
    spare = folder / "spare"
    spare.mkdir()
    with changed(changes) as root:
        return held_against(Examined(library, [], []), engine, root, own, spare)


def _told(held: Examined) -> list[str]:
    """Without what they have in common."""
    return [fault.message.partition(";")[0] for fault in held.faults]


def _checked(url: str, changes: dict[str, Change]) -> Report:
    with changed(changes, proved=True) as root:
        return Examiner(url, SEED).check(packed(root), None, TODAY)
