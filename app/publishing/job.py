"""`python -m app.publishing.job`: looks into one archive, and publishes it if told to, in a process
that may take only so much memory and time. What to do comes as JSON, and so does what was done.
"""

import resource
import sys

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.content.release import Release
from app.db import open_engine
from app.library import Library
from app.library.source import Fault
from app.publish import Order, PublishRefused, publish_ready, ready, try_out
from app.publish.writer import only_writer
from app.publishing.archive import unpack
from app.publishing.asked import held_against
from app.publishing.examine import Examined, examine, report
from app.publishing.ready import now_published, ready_to_publish
from app.publishing.refused import NotNow, Unusable
from app.publishing.reports import Report
from app.publishing.task import Publication, Result, Task
from app.version import seed_digest

MOST_MEMORY_BYTES = 1 << 30
"""Addresses, of which some 300 MB are there before anything is read."""
MOST_CPU_S = 60
A_WHILE_S = 5
"""Between the signal that says that its time is over, and the one that anybody may send."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S + A_WHILE_S))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    task = Task.model_validate_json(sys.stdin.buffer.read())
    sys.stdout.write(_done(task).model_dump_json())


def _done(task: Task) -> Result:
    try:
        unpack(task.archive, task.folder)
    except Unusable as unusable:
        return Result(flaws=unusable.flaws)
    examined = examine(task.folder, task.now, was_published=task.rolls_back_to is not None)
    engine = open_engine(task.database_url)
    try:
        examined = held_against(examined, engine, task.folder, task.own_seed, task.spare)
        if examined.library is None:
            return Result(report=report(examined))
        if task.publication is None:
            return Result(report=_tried(engine, task, examined, examined.library))
        return Result(release=_published(engine, task, task.publication, examined.library))
    except PublishRefused as refused:
        return Result(report=report(examined, [_not_here(str(refused))]))
    except NotNow as not_now:
        return Result(not_now=str(not_now))
    except OperationalError:
        return Result(busy=True)
    finally:
        engine.dispose()


def _tried(engine: Engine, task: Task, examined: Examined, library: Library) -> Report:
    order = Order(rolls_back_to=task.rolls_back_to)
    done = try_out(engine, ready(library), task.now, order)
    if not done.new:
        says = f"release {done.number} is in force and says all of this; nothing would change"
        return report(examined, [_not_here(says)])
    return report(examined, done=done)


def _published(engine: Engine, task: Task, wanted: Publication, library: Library) -> int:
    """Release, archive, audit entry and the draft's fate: all of it or nothing."""
    archive = task.archive.read_bytes()
    made = ready(library)
    with only_writer(engine) as session:
        approved = ready_to_publish(session, wanted.draft, archive, wanted.approvals_needed)
        order = Order(
            actor=wanted.actor,
            reason=wanted.reason,
            approvals=approved,
            draft=wanted.draft,
            seed=seed_digest(task.folder),
            archive=archive,
            rolls_back_to=task.rolls_back_to,
        )
        done = publish_ready(session, made, task.now, order)
        if not done.new:
            raise NotNow(f"release {done.number} says all of this already; nothing was published")
        now_published(session, wanted.draft, session.get_one(Release, done.number))
        return done.number


def _not_here(why: str) -> Fault:
    """Wrong only beside what is published already."""
    return Fault("seed", 1, why)


if __name__ == "__main__":
    main()
