"""What one worker counts, minute by minute."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from app.access.window import Policy, Window

FIVE = Policy("reads", 5)
Steps = st.lists(st.floats(min_value=0, max_value=40), max_size=80)


class Clock:
    def __init__(self) -> None:
        self.now = 6_000.0

    def __call__(self) -> float:
        return self.now


def test_a_quota_is_used_up_and_is_back_after_a_minute() -> None:
    clock = Clock()
    window = Window(clock)

    assert [window.take(FIVE, "a").remaining for _ in range(5)] == [4, 3, 2, 1, 0]
    clock.now += 20
    assert window.take(FIVE, "a") == (False, 0, 41)
    assert window.take(FIVE, "b").allowed
    assert window.take(Policy("triage", 5), "a").allowed
    clock.now += 41
    assert window.take(FIVE, "a") == (True, 4, 61)


@given(Steps, st.integers(1, 9))
def test_never_more_than_the_quota_in_any_minute(steps: list[float], quota: int) -> None:
    accepted = [at for at, allowed in _asked(steps, quota) if allowed]

    assert all(last - first >= 60 for first, last in zip(accepted, accepted[quota:], strict=False))


@given(Steps, st.integers(1, 9))
def test_nobody_is_refused_who_asked_less_in_the_last_61_s(steps: list[float], quota: int) -> None:
    accepted: list[float] = []
    for at, allowed in _asked(steps, quota):
        recent = sum(at - one < 61 for one in accepted)
        assert allowed or recent >= quota
        accepted += [at] if allowed else []


@given(Steps, st.integers(1, 5))
def test_who_waits_as_told_is_let_through(steps: list[float], quota: int) -> None:
    clock, policy = Clock(), Policy("reads", quota)
    window = Window(clock)
    for step in steps:
        clock.now += step
        if not (taken := window.take(policy, "a")).allowed:
            clock.now += taken.reset_s

            assert window.take(policy, "a").allowed


def test_who_asks_no_more_is_forgotten() -> None:
    clock = Clock()
    window = Window(clock)
    for number in range(1_000):
        window.take(FIVE, str(number))
    for _ in range(2):
        clock.now += 60
        window.take(FIVE, "a")

    assert len(window._now) + len(window._before) == 1


def _asked(steps: list[float], quota: int) -> Iterator[tuple[float, bool]]:
    clock = Clock()
    window = Window(clock)
    for step in steps:
        clock.now += step
        yield clock.now, window.take(Policy("reads", quota), "a").allowed
