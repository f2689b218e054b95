"""How much of an exercise, in words."""

from app.content.dose import StepDose
from app.paper.handout import MINUTE_S, Handout, Part

SIDES = {"one-side": "dose-each-side", "alternating": "dose-both-ways"}


def dose_in_words(handout: Handout, part: Part) -> str:
    """`on each side: 2 sets of 8, hold 10 seconds`. What is done once and takes minutes is told in
    minutes."""
    if _goes_on(part):
        return _minutes(handout, part)
    dose = part.dose
    words = [_repetitions(handout, dose)]
    if dose.hold_s:
        words.append(handout.count("dose-hold", dose.hold_s))
    if dose.rest_s:
        words.append(handout.count("dose-rest", dose.rest_s))
    told = ", ".join(words)
    side = SIDES.get(part.exercise.side)
    return handout.say(side, dose=told) if side else told


def _goes_on(part: Part) -> bool:
    dose = part.dose
    once = dose.sets == dose.reps == 1 and dose.hold_s == 0
    return once and part.exercise.dose.rep_s.min >= MINUTE_S


def _minutes(handout: Handout, part: Part) -> str:
    least, most = (
        round(seconds / MINUTE_S)
        for seconds in (part.exercise.dose.rep_s.min, part.exercise.dose.rep_s.max)
    )
    if least == most:
        return handout.count("minutes", least)
    return handout.say("minutes-range", least=least, most=most)


def _repetitions(handout: Handout, dose: StepDose) -> str:
    if dose.sets == 1:
        return handout.count("dose-times", dose.reps)
    return handout.say("dose-sets", sets=dose.sets, reps=dose.reps)
