"""Slow work beside the clock: each kind runs in its own thread of the worker process.

It never delays a tick. No job polls: the worker's loop wakes the jobs when something is new or due.
Work that fails is logged and retried after a while.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections, connections

from .bells import Bell

logger = logging.getLogger(__name__)

#: The first pause after a failure; it doubles with each.
RETRY_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0

RunOnce = Callable[[], int]
#: The first instant after the given one at which there will be something to do; None for never.
NextAt = Callable[[datetime], datetime | None]


def never(after: datetime) -> datetime | None:
    """None of this work happens by the clock alone."""
    return None


@dataclass(frozen=True)
class Job:
    """``run_once`` does one piece of work and returns how many things were done; 0 when idle.

    Then it rests until it is woken; with ``every_seconds`` it runs that often and is never woken.
    """

    name: str
    run_once: RunOnce
    every_seconds: float | None = None
    next_at: NextAt = never


class Running:
    """The threads of some jobs, from ``start`` until the bell they were given rings."""

    def __init__(self, jobs: list[Job], stop: Bell) -> None:
        self._stop = stop
        self._done: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._alarms = {job.name: threading.Event() for job in jobs}
        self._threads = [
            threading.Thread(target=self._run, args=(job,), name=f"job {job.name}", daemon=True)
            for job in jobs
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There may be something to do: wake every job that rests."""
        for alarm in self._alarms.values():
            alarm.set()

    def join(self) -> None:
        """Wait for the pieces of work under way. Call when the bell has rung."""
        self.wake()
        for thread in self._threads:
            thread.join()

    def taken(self) -> dict[str, int]:
        """What was done since the last call, by job; what failed has its name with "failed"."""
        with self._lock:
            counts, self._done = dict(self._done), Counter()
        return counts

    def _run(self, job: Job) -> None:
        failures = 0
        alarm = self._alarms[job.name]
        while not self._stop.is_set():
            # Cleared before looking, so that what arrives meanwhile is seen next time.
            alarm.clear()
            try:
                done, failures = job.run_once(), 0
            except Exception:
                logger.exception("The job %s failed; it is tried again.", job.name)
                connections.close_all()
                done, failures = 0, failures + 1
                self._count(f"{job.name} failed", 1)
            self._count(job.name, done)
            close_old_connections()
            if failures:
                wait = RETRY_SECONDS * 2 ** min(failures - 1, 10)
                self._stop.wait(min(wait, LONGEST_WAIT_SECONDS))
            elif done:
                continue
            elif job.every_seconds is None:
                alarm.wait()
            else:
                self._stop.wait(job.every_seconds)
        connections.close_all()

    def _count(self, name: str, number: int) -> None:
        with self._lock:
            if number:
                self._done[name] += number
