"""Our content, served as people write it: FastAPI's tutorial and SQLModel, one session a request.

    PLUMBLINE_DATABASE_URL=sqlite:///… python -m tests.bench.apps.people PORT

It reads the tables that publishing writes, and is no strawman: facts and texts take one SELECT
each, filters are SQL where the column allows it, and nothing is loaded lazily.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Query
from sqlmodel import Session, SQLModel, col, create_engine, select

from app.content.base import Lang
from app.content.dose import StepDose
from app.content.exercise import Exercise, ExerciseOut
from app.content.release import TextRow
from app.content.routine import Routine
from app.content.safety import Warning_
from tests.bench.apps.people_content import against, as_json, muscles_of, names_of, texts_of, worded
from tests.bench.apps.people_rules import SELF_CARE, Said, judged, read_rules

FEWEST_STEPS = 3
ORDERS: dict[str, Callable[[ExerciseOut], Any]] = {
    "slug": lambda e: e.slug,
    "name": lambda e: e.name,
    "duration_s": lambda e: e.duration_s,
    "difficulty": lambda e: ("easy", "moderate", "hard").index(e.difficulty),
}

engine = create_engine(os.environ["PLUMBLINE_DATABASE_URL"])
app = FastAPI()


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


class Page(SQLModel):
    items: list[ExerciseOut]


class FoundOut(SQLModel):
    kind: str
    slug: str
    text: str


class AnswersIn(SQLModel):
    answers: dict[str, str | int | list[str]]
    region: str | None = None


class WarningOut(SQLModel):
    slug: str
    severity: str
    must_acknowledge: bool
    text: str


class StepOut(SQLModel):
    exercise: str
    name: str
    dose: StepDose


class RoutineOut(SQLModel):
    slug: str
    name: str
    summary: str
    steps: list[StepOut]


class TriageOut(SQLModel):
    level: str
    warnings: list[WarningOut]
    conditions: list[str]
    blocked: list[str]
    routines: list[RoutineOut]
    because: list[str]
    next: list[str]


@app.get("/v1/exercises", response_model=Page)
def list_exercises(
    session: SessionDep,
    lang: Lang = "en",
    aim: str | None = None,
    position: str | None = None,
    equipment: str | None = None,
    muscle: str | None = None,
    difficulty: str | None = None,
    side: str | None = None,
    exclude_contraindication: str | None = None,
    q: str | None = None,
    order: str = "slug",
    limit: Annotated[int, Query(le=100)] = 20,
) -> Any:
    statement = select(Exercise).order_by(Exercise.slug)
    columns = (
        (Exercise.position, position),
        (Exercise.difficulty, difficulty),
        (Exercise.side, side),
    )
    for column, wanted in columns:
        if wanted:
            statement = statement.where(col(column).in_(wanted.split(",")))
    if q:
        says = select(TextRow.slug).where(
            TextRow.kind == "exercise", TextRow.language == lang, col(TextRow.text).ilike(f"%{q}%")
        )
        statement = statement.where(col(Exercise.slug).in_(says))
    rows = [
        row
        for row in session.exec(statement)
        if _any(aim, row.aims)
        and _any(equipment, row.equipment or ["none"])
        and _any(muscle, muscles_of(row))
        and not (exclude_contraindication and _any(exclude_contraindication, against(row)))
    ]
    if order == "slug":
        return {"items": worded(session, rows[:limit], lang)}
    by, down = ORDERS[order.removeprefix("-")], order.startswith("-")
    return {"items": sorted(worded(session, rows, lang), key=by, reverse=down)[:limit]}


@app.get("/v1/exercises/{slug}", response_model=ExerciseOut)
def get_exercise(session: SessionDep, slug: str, lang: Lang = "en") -> Any:
    row = session.get(Exercise, slug)
    if row is None:
        raise HTTPException(404, "no such exercise")
    return worded(session, [row], lang)[0]


@app.get("/v1/search", response_model=list[FoundOut])
def search(session: SessionDep, q: str, lang: Lang = "en", limit: int = 20) -> Any:
    statement = select(TextRow).where(TextRow.language == lang)
    for word in q.split():
        statement = statement.where(col(TextRow.text).ilike(f"%{word}%"))
    return session.exec(statement.order_by(TextRow.kind, TextRow.slug).limit(limit)).all()


@app.post("/v1/triage", response_model=TriageOut)
def triage(session: SessionDep, body: AnswersIn, lang: Lang = "en") -> Any:
    said: Said = {q: {a} if isinstance(a, str) else a for q, a in body.answers.items()}
    judgement = judged(read_rules(session), said)
    texts = texts_of(session, "warning", judgement.warnings, lang)
    told = select(Warning_).where(col(Warning_.slug).in_(judgement.warnings))
    exercises = session.exec(select(Exercise)).all() if judgement.conditions else []
    blocked = {e.slug for e in exercises if judgement.conditions & set(against(e))}
    well = judgement.level == SELF_CARE and not judgement.next
    return {
        "level": judgement.level,
        "warnings": [{**w.model_dump(warnings=False), **texts[w.slug]} for w in session.exec(told)],
        "conditions": sorted(judgement.conditions),
        "blocked": sorted(blocked),
        "routines": _routines(session, judgement.routines, blocked, lang) if well else [],
        "because": judgement.because,
        "next": judgement.next,
    }


def _routines(session: Session, proposed: set[str], blocked: set[str], lang: Lang) -> list[Any]:
    texts = texts_of(session, "routine", proposed, lang)
    found = []
    for row in session.exec(select(Routine).where(col(Routine.slug).in_(proposed))):
        whole = [step for phase in as_json(row.phases) for step in phase["steps"]]
        kept = [step for step in whole if step["exercise"] not in blocked]
        names = names_of(session, {step["exercise"] for step in kept}, lang)
        steps = [{**step, "name": names[step["exercise"]]} for step in kept]
        if len(steps) >= FEWEST_STEPS:
            found.append({**texts[row.slug], "slug": row.slug, "steps": steps})
    return found


def _any(wanted: str | None, has: Iterable[str]) -> bool:
    return wanted is None or not set(wanted.split(",")).isdisjoint(has)


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
