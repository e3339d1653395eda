"""The clock and the background work, in as many workers as you like.

What must happen on the second is done in a tick; other apps add to it with ``register_task``. What
takes longer is a job with its own thread: ``register_job``. The worker ticks when a sign of work
has changed, when the next known boundary has come, and now and then in any case.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections, connection, connections

from newsroom.editorial import registry
from newsroom.editorial.models import LedgerHead, RecompileRequest
from newsroom.editorial.publication import announcements, ledger, recompilation
from newsroom.lib import site_settings

from . import followers
from .bells import Bell
from .heartbeats import Heart
from .jobs import Job, NextAt, Running, RunOnce, never
from .signs import Sign, Signs
from .stopping import (
    GRACE_SECONDS,
    end_with_supervisor,
    heed_no_more,
    leave_in_time,
    ring_when_asked,
)

logger = logging.getLogger(__name__)

#: How often one tiny query asks whether there is anything new.
LOOK_SECONDS = 0.5
#: The longest pause after ticks that failed.
LONGEST_PAUSE_SECONDS = 5.0
#: One tick recompiles this many: what is due on the second comes before the rest.
RECOMPILED_AT_ONCE = 20


@dataclass(frozen=True)
class _Task:
    run: Callable[[], int]
    next_at: NextAt = never


_tasks: dict[str, _Task] = {}
_jobs: dict[str, Job] = {}
_signs: dict[Sign, None] = {}


def register_task(
    name: str, run: Callable[[], int], *, signs: Sequence[Sign] = (), next_at: NextAt = never
) -> None:
    """Run it in each tick, after the followers; it is fast and returns how many things it did."""
    _tasks[name] = _Task(run, next_at)
    _signs.update(dict.fromkeys(signs))


def register_job(
    name: str,
    run_once: RunOnce,
    *,
    signs: Sequence[Sign] = (),
    next_at: NextAt = never,
    every_seconds: float | None = None,
) -> None:
    """Run it beside the clock until it is idle; it returns how many things it did, or 0 when
    idle."""
    _jobs[name] = Job(name, run_once, every_seconds, next_at)
    _signs.update(dict.fromkeys(signs))


def tick() -> dict[str, int]:
    """Announce what is due, compile again what waits, let followers follow; returns the counts."""
    site_settings.heed(ledger.head_state().settings)
    announced = announcements.announce_due()
    recompiled = recompilation.run(limit=RECOMPILED_AT_ONCE)
    followed = followers.run()
    counts = {
        "announced": announced.done,
        "recompiled": recompiled.done,
        "followed": followed.done,
        "failed": len(announced.failed) + len(recompiled.failed) + len(followed.failed),
    }
    for name, task in list(_tasks.items()):
        try:
            counts[name] = task.run()
        except Exception:
            logger.exception("The task %s failed; the next tick tries again.", name)
            counts["failed"] += 1
    return counts


class Clockwork:
    """Decides when there is a tick, and wakes the jobs with it."""

    def __init__(self, jobs: Running) -> None:
        self._jobs = jobs
        self._heart = Heart()
        self._signs = Signs([*_signs_of_the_kernel(), *_signs])
        self._next_at: datetime | None = None
        self._is_busy = False
        self._failures = 0
        self._retry_at = 0.0

    def turn(self) -> float:
        """Do what there is to do; returns the longest time to rest, in seconds."""
        is_due, now = self._look()
        if not is_due:
            if self._failures:
                # Failed work is already due and may hide a new boundary from the signs.
                self._next_at = _next_at(now)
            return self._rest(now)
        began = time.monotonic()
        try:
            counts = tick()
        finally:
            self._jobs.wake()
        if any(counts.values()):
            logger.info("tick %s", counts)
        self._note(counts["failed"])
        self._is_busy = sum(counts.values()) > counts["failed"]
        if self._is_busy:
            return 0.0
        # What fell due during the tick is due after ``now``, and is found at once.
        self._next_at = _next_at(now)
        return self._rest(now + timedelta(seconds=time.monotonic() - began))

    def fail(self) -> float:
        """The database is unreachable, or an unforeseen error occurred: begin again after a
        while."""
        connections.close_all()
        self._note(1)
        return self._retry_at - time.monotonic()

    def stop(self) -> None:
        self._heart.stop()

    def _look(self) -> tuple[bool, datetime]:
        """Whether there is something to do, and the present."""
        has_beaten = self._heart.beat()
        if has_beaten:
            close_old_connections()
        # Asked before the tick reads anything: what is committed meanwhile is new next time.
        is_new, now = self._signs.look()
        is_time = self._next_at is not None and self._next_at <= now
        is_retry = self._failures > 0 and self._retry_at <= time.monotonic()
        return has_beaten or is_new or is_time or is_retry or self._is_busy, now

    def _note(self, failed: int) -> None:
        self._failures = self._failures + 1 if failed else 0
        pause = min(2.0 ** min(self._failures - 1, 10), LONGEST_PAUSE_SECONDS)
        self._retry_at = time.monotonic() + pause

    def _rest(self, now: datetime) -> float:
        if self._next_at is None:
            return LOOK_SECONDS
        return max(0.0, min(LOOK_SECONDS, (self._next_at - now).total_seconds()))


def run(stop: Bell) -> None:
    """Work until the bell rings. It waits for a database that is unreachable for a while."""
    jobs = Running(list(_jobs.values()), stop)
    jobs.start()
    clockwork = Clockwork(jobs)
    rest = 0.0
    while not stop.wait(rest):
        try:
            rest = clockwork.turn()
            if done := jobs.taken():
                logger.info("jobs %s", done)
        except Exception:
            logger.exception("A tick failed; the next one tries again.")
            rest = clockwork.fail()
    jobs.join()
    clockwork.stop()


def run_until_signal() -> None:
    """``run`` in its own process; SIGTERM and Ctrl-C end it after the work under way.

    Work that takes too long is cut short: everything may be killed at any time.
    """
    stop = Bell()
    ring_when_asked(stop)
    # Opening SQLite's file costs more than an idle tick, so it is kept open for a while, like a
    # connection to PostgreSQL.
    connection.settings_dict["CONN_MAX_AGE"] = connection.settings_dict["CONN_MAX_AGE"] or 60
    leave_in_time(stop, seconds=GRACE_SECONDS)
    end_with_supervisor()
    run(stop)
    heed_no_more()


def _signs_of_the_kernel() -> list[Sign]:
    """What is announced, recompiled and followed."""
    items = [Sign(t.model, "next_due_at", "MIN") for t in registry.item_types()]
    head = [Sign(LedgerHead, column) for column in ("seq", "settings")]
    return [*items, Sign(RecompileRequest, "id"), *head]


def _next_at(after: datetime) -> datetime | None:
    """The next instant at which something happens by the clock alone."""
    sources: list[NextAt] = [announcements.next_at, followers.next_at]
    sources += [task.next_at for task in _tasks.values()]
    sources += [job.next_at for job in _jobs.values()]
    return min((at for source in sources if (at := source(after))), default=None)
