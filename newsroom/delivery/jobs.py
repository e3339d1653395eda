"""Slow work beside the clock: each kind in a thread of its own of the worker process.

A tick is never late because of it. Work that fails is logged and tried again after a while.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0

RunOnce = Callable[[], int]


@dataclass(frozen=True)
class Job:
    """``run_once`` does one piece of work and returns how many things were done; 0 when idle.

    Then it rests for ``idle_seconds``.
    """

    name: str
    run_once: RunOnce
    idle_seconds: float = IDLE_SECONDS


class Running:
    """The threads of some jobs, from ``start`` until the event they were given is set."""

    def __init__(self, jobs: list[Job], stop: threading.Event) -> None:
        self._stop = stop
        self._done: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(job,), name=f"job {job.name}") for job in jobs
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Wait for the pieces of work under way."""
        for thread in self._threads:
            thread.join()

    def taken(self) -> dict[str, int]:
        """What was done since the last call, by job; what failed has its name with "failed"."""
        with self._lock:
            counts, self._done = dict(self._done), Counter()
        return counts

    def _run(self, job: Job) -> None:
        failures = 0
        while not self._stop.is_set():
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
                wait = IDLE_SECONDS * 2 ** min(failures, 10)
                self._stop.wait(min(wait, LONGEST_WAIT_SECONDS))
            elif not done:
                self._stop.wait(job.idle_seconds)
        connections.close_all()

    def _count(self, name: str, number: int) -> None:
        with self._lock:
            if number:
                self._done[name] += number
