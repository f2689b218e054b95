"""A self-check from the first question to a routine, and what an app reads besides, with the
package that openapi-python-client makes of the document. See README.md for the commands."""

import json
import os
from typing import Any

from plumbline_client import Client
from plumbline_client.api.exercises import get_exercise, get_exercise_figure, list_exercises
from plumbline_client.api.search import search_privately
from plumbline_client.api.self_check import get_self_check, triage
from plumbline_client.models import (
    AnswerOptionKind,
    Answers,
    Exercise,
    ExercisePage,
    GetExerciseFigureTheme,
    Outcome,
    OutcomeStatus,
    Problem,
    Questionnaire,
    SearchQuery,
    SearchResults,
)

URL = os.environ.get("PLUMBLINE_URL", "http://127.0.0.1:8000")


def outcome_of(client: Client, answers: dict[str, str]) -> Outcome:
    body = Answers.from_dict({"answers": answers, "region": "GB"})
    response = client.get_httpx_client().post("/v1/triage", json=body.to_dict())
    outcome = read(response.raise_for_status().json())
    assert outcome is not None
    return outcome


def read(sent: dict[str, Any]) -> Outcome | None:
    """None: a later server says something that this package has no name for.

    `triage.sync` would raise the same error with the answer lost, be it an emergency. So ask for
    the JSON: its advice, number and warnings are to be shown all the same, and no routine.
    """
    try:
        return Outcome.from_dict(sent)
    except ValueError:
        title, number = sent["advice"]["title"], sent["advice"]["contact"]["number"]
        print(f"later: {title}: {number}, {sent['warnings'][0]['text'][:31]}")
        return None


def session(client: Client) -> None:
    # The questionnaire: what each question may be answered with.
    self_check = get_self_check.sync(client=client)
    assert isinstance(self_check, Questionnaire)
    questions = {q.slug: q for section in self_check.sections for q in section.questions}
    print(f"self-check {self_check.version}: {len(questions)} questions")

    # An emergency, told by two answers: nothing more is asked, and no exercise comes with it.
    emergency = outcome_of(client, {"screen-nerves": "one-or-more", "saddle-numbness": "yes"})
    assert emergency.level is not None
    assert emergency.level.value == "emergency"
    assert emergency.next_ == []
    assert emergency.routines == []
    number, first = emergency.advice.contact.number, emergency.warnings[0].slug
    print(f"emergency: call {number}, {first} first")

    # A well person's interview: answer what `next` names until nothing is left to ask.
    answers: dict[str, str] = {}
    outcome = outcome_of(client, answers)
    while outcome.status is not OutcomeStatus.COMPLETE:
        assert outcome.level is None
        assert outcome.next_
        for due in outcome.next_:
            options = questions[due.question].options
            none = next(o for o in options if o.kind is AnswerOptionKind.NONE)
            answers[due.question] = none.slug
        outcome = outcome_of(client, answers)
    assert outcome.level is not None
    print(f"interview: {outcome.level.value}")

    # The warnings, most severe first; some have to be confirmed before a routine is shown.
    to_confirm = [warning.slug for warning in outcome.warnings if warning.must_acknowledge]
    assert to_confirm
    print(f"warnings: {len(outcome.warnings)}, to confirm: {', '.join(to_confirm)}")

    # The routine, and the drawing of its first exercise.
    routine = outcome.routines[0]
    assert routine.stop_rules
    step = routine.phases[0].steps[0]
    exercise = get_exercise.sync(step.exercise, client=client)
    assert isinstance(exercise, Exercise)
    theme = GetExerciseFigureTheme.DARK
    drawing = get_exercise_figure.sync_detailed(step.exercise, client=client, theme=theme)
    assert drawing.content.startswith(b"<svg")
    print(f"routine: {routine.slug} starts with {step.name}, drawn at {exercise.figure.svg}")

    # Every exercise, page by page.
    page = list_exercises.sync(client=client, limit=10)
    assert isinstance(page, ExercisePage)
    slugs = [item.slug for item in page.items]
    while page.next_ is not None:
        page = list_exercises.sync(client=client, limit=10, cursor=page.next_)
        assert isinstance(page, ExercisePage)
        slugs += [item.slug for item in page.items]
    assert len(set(slugs)) == len(slugs)
    print(f"exercises: {'all' if len(slugs) > 20 else 'few'}, in pages of 10")

    # What did not change does not travel again.
    etag = list_exercises.sync_detailed(client=client).headers["ETag"]
    with Client(URL, headers={"If-None-Match": etag}) as knowing:
        again = list_exercises.sync_detailed(client=knowing)
    print(f"again: {again.status_code}")

    # What somebody looks for stays out of the URL.
    found = search_privately.sync(client=client, body=SearchQuery(q="one leg shorter"))
    assert isinstance(found, SearchResults)
    print(f"search: {found.items[0].kind}")

    # A typing mistake is refused, never guessed at, and the answer is not repeated.
    misspelt = Answers.from_dict({"answers": {"saddle-numbness": "yess"}})
    refused = triage.sync(client=client, body=misspelt)
    assert isinstance(refused, Problem)
    assert "yess" not in json.dumps(refused.to_dict())
    print(f"refused: {refused.code} at {refused.errors[0].pointer}")

    # A later server may send a severity that this package was not made for.
    later = emergency.to_dict()
    later["warnings"][0]["severity"] = "grave"
    assert read(later) is None


if __name__ == "__main__":
    with Client(URL) as client:
        session(client)
