"""What subscribers hear of, written down with the release that it is about: in its transaction, so
that nobody hears of what did not happen, and whatever happened is told."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import BaseModel
from sqlmodel import Session, col, select

from app import audit
from app.content.release import Release
from app.content.selfcheck import RuleSetRow
from app.db import hold
from app.webhooks.pace import KEEPS_TRYING
from app.webhooks.payloads import ReleaseNews, RuleSetNews
from app.webhooks.rows import DeliveryRow, EventRow, EventType, WebhookRow

ID_BYTES = 12
CHECKS = {"self-check": "self_check", "follow-up": "follow_up"}
"""Where a release has the version of a rule set that is in force."""


class Standing(NamedTuple):
    """Of one version of a rule set."""

    digest: str
    status: str
    """`in_force`, `superseded` or `withdrawn`."""
    use_until: date


Standings = Mapping[tuple[str, str], Standing]
"""By name and version."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event, and how far it got on its way to one webhook."""

    row: DeliveryRow
    event: EventRow


def standings(session: Session, release: Release | None) -> Standings:
    """Of every rule set ever published, by `release`, which is in force; None: none is."""
    in_force = {(name, getattr(release, field, None)) for name, field in CHECKS.items()}
    row = RuleSetRow
    columns = (row.name, row.version, row.digest, row.use_until, row.withdrawn)
    found: dict[tuple[str, str], Standing] = {}
    for name, version, digest, use_until, withdrawn in session.exec(select(*columns)):  # type: ignore[call-overload]
        status = "in_force" if (name, version) in in_force else "superseded"
        found[name, version] = Standing(digest, "withdrawn" if withdrawn else status, use_until)
    return found


def announce(
    session: Session,
    release: Release,
    changed: int,
    deleted: int,
    before: Standings,
    now: datetime,
) -> None:
    """Put a new release, and what it does to the rules, into the queue of every subscriber.

    Args:
        changed: how many items it changed or added.
        deleted: how many it took away.
        before: how the rule sets stood until now.
    """
    hold(session, audit.WRITERS)  # in one order everywhere: first this, then webhooks
    _tell_all(session, "release.published", _of_release(release, changed, deleted), now)
    for (name, version), standing in sorted(standings(session, release).items()):
        if is_news(before.get((name, version)), standing):
            _tell_all(session, "ruleset.published", _of_rules(name, version, standing), now)


def tell(
    session: Session, webhooks: Iterable[str], type_: EventType, data: dict[str, Any], now: datetime
) -> list[Delivery]:
    """Put one event into the queues of `webhooks`."""
    event = EventRow(id=f"msg_{secrets.token_hex(ID_BYTES)}", type=type_, data=data, created_at=now)
    session.add(event)
    session.flush()
    until = now + KEEPS_TRYING
    rows = [DeliveryRow(webhook=w, event=event.id, next_at=now, until=until) for w in webhooks]
    session.add_all(rows)
    session.flush()
    return [Delivery(row, event) for row in rows]


def is_news(before: Standing | None, now: Standing) -> bool:
    """A version that is superseded is told of by its successor; everything else by itself."""
    if before is None or before.status == "withdrawn":
        return before != now
    return now not in (before, before._replace(status="superseded"))


def _tell_all(session: Session, type_: EventType, news: BaseModel, now: datetime) -> None:
    """A webhook that is being deleted is waited for: no event may refer to what is gone."""
    asked = select(WebhookRow).order_by(col(WebhookRow.id))
    rows = session.exec(asked.with_for_update(read=True, key_share=True))
    data = news.model_dump(mode="json")
    tell(session, [row.id for row in rows if type_ in row.events], type_, data, now)


def _of_release(release: Release, changed: int, deleted: int) -> ReleaseNews:
    return ReleaseNews(
        content_release=release.number,
        content_digest=release.digest,
        published_at=release.published_at,
        changed=changed,
        deleted=deleted,
        changes="/v1/changes",
        manifest="/v1/bundle/manifest",
    )


def _of_rules(name: str, version: str, standing: Standing) -> RuleSetNews:
    told = {"name": name, "version": version, **standing._asdict()}
    return RuleSetNews.model_validate(told)
