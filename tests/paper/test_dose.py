"""A dose as a person would say it."""

from dataclasses import replace

import pytest

from app.content.dose import StepDose
from app.paper.dose import dose_in_words
from app.paper.handout import Part
from tests.paper.conftest import Handouts

CASES = [
    # exercise, sets, reps, hold_s, rest_s, in English, in Spanish
    ("mini-squat", 1, 10, 0, 0, "10 times", "10 veces"),
    ("mini-squat", 1, 1, 0, 0, "once", "una vez"),
    ("mini-squat", 2, 8, 0, 0, "2 sets of 8", "2 series de 8"),
    ("mini-squat", 1, 4, 1, 0, "4 times, hold 1 second", "4 veces, mantenga 1 segundo"),
    (
        "clamshell",
        2,
        8,
        10,
        0,
        "on each side: 2 sets of 8, hold 10 seconds",
        "en cada lado: 2 series de 8, mantenga 10 segundos",
    ),
    (
        "glute-squeeze",
        1,
        5,
        5,
        2,
        "5 times, hold 5 seconds, rest 2 seconds after each",
        "5 veces, mantenga 5 segundos, descanse 2 segundos después de cada vez",
    ),
    (
        "glute-squeeze",
        1,
        2,
        0,
        1,
        "2 times, rest 1 second after each",
        "2 veces, descanse 1 segundo después de cada vez",
    ),
    (
        "hip-rolls",
        1,
        10,
        0,
        0,
        "10 times, to both sides each time",
        "10 veces, a los dos lados cada vez",
    ),
    ("easy-walk", 1, 1, 0, 0, "5 to 10 minutes", "de 5 a 10 minutos"),
]


@pytest.mark.parametrize(
    ("exercise", "sets", "reps", "hold_s", "rest_s", "english", "spanish"), CASES
)
def test_a_dose_is_told_in_words(
    handouts: Handouts,
    exercise: str,
    sets: int,
    reps: int,
    hold_s: int,
    rest_s: int,
    english: str,
    spanish: str,
) -> None:
    dose = StepDose(sets=sets, reps=reps, hold_s=hold_s, rest_s=rest_s)

    for lang, words in (("en", english), ("es", spanish)):
        handout = handouts[lang, "desk-break"]
        part = Part(1, "main", dose, handout.exercises[exercise])

        assert dose_in_words(handout, part) == words


def test_every_number_of_every_dose_is_told(handouts: Handouts) -> None:
    for handout in handouts.values():
        for part in handout.parts:
            told = dose_in_words(handout, part)

            if part.exercise.slug != "easy-walk":
                dose = part.dose
                numbers = {n for n in (dose.sets, dose.reps, dose.hold_s, dose.rest_s) if n > 1}
                assert all(str(n) in told for n in numbers), (part.exercise.slug, told)


def test_minutes_that_do_not_vary_are_told_once(handouts: Handouts) -> None:
    handout = handouts["en", "desk-break"]
    walk = handout.exercises["easy-walk"]
    steady = walk.dose.model_copy(
        update={"rep_s": walk.dose.rep_s.model_copy(update={"max": walk.dose.rep_s.min})}
    )
    part = replace(handout.parts[0], exercise=walk.model_copy(update={"dose": steady}))

    assert dose_in_words(handout, part) == "5 minutes"
