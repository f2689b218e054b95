"""How many requests each key made on each day, for its owner and nobody else."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.access.rows import Budget, KeyRow, UsageRow
from app.db import writing

KEPT_DAYS = 400


class Usage:
    """Counted in memory, added to the database every few seconds: a worker that is killed loses
    those seconds."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, date, Budget]] = Counter()

    def count(self, key: str, budget: Budget) -> None:
        self._counted[key, datetime.now(UTC).date(), budget] += 1

    def flush(self, engine: Engine) -> None:
        """Add what was counted; what cannot be added is kept for the next time.

        Raises:
            SQLAlchemyError: the database is away.
        """
        counted, self._counted = self._counted, Counter()
        if not counted:
            return
        try:
            with writing(engine) as session:
                _add(session, counted)
                old = max(day for _, day, _ in counted) - timedelta(days=KEPT_DAYS)
                session.execute(delete(UsageRow).where(col(UsageRow.day) < old))
        except BaseException:
            self._counted.update(counted)
            raise


class Used(NamedTuple):
    """Requests of one key on one day."""

    key: str
    day: date
    budget: Budget
    requests: int


def used(engine: Engine, owner: str, since: date) -> list[Used]:
    """Of all keys of `owner`, latest day first."""
    day, key, budget = col(UsageRow.day), col(UsageRow.key), col(UsageRow.budget)
    own = select(KeyRow.id).where(KeyRow.owner == owner)
    asked = select(UsageRow).where(key.in_(own), day >= since)
    with Session(engine) as session:
        rows = session.exec(asked.order_by(day.desc(), key, budget))
        return [Used(row.key, row.day, row.budget, row.requests) for row in rows]


def _add(session: Session, counted: Counter[tuple[str, date, Budget]]) -> None:
    """In one order everywhere, so that no two workers wait for each other."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for (key, day, budget), requests in sorted(counted.items()):
        new = insert(UsageRow).values(key=key, day=day, budget=budget, requests=requests)
        session.execute(
            new.on_conflict_do_update(
                index_elements=["key", "day", "budget"],
                set_={"requests": UsageRow.requests + new.excluded.requests},
            )
        )
        used_on = update(KeyRow).where(col(KeyRow.id) == key)
        session.execute(
            used_on.where(
                (col(KeyRow.last_used_on) < day) | col(KeyRow.last_used_on).is_(None)
            ).values(last_used_on=day)
        )
