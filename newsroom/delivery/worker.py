"""The clock and the background work: one tick a second, as many workers as one likes.

What must happen on the second is done in the tick; other apps add to it with ``register_task``.
What takes longer is a job with a thread of its own: ``register_job``.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections

from newsroom.editorial import recompiling
from newsroom.editorial.announcing import announce_due

from . import followers
from .jobs import IDLE_SECONDS, Job, Running, RunOnce

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
#: After so many seconds something due that nobody announced turns ``/healthz`` red.
OVERDUE_SECONDS = 10

_tasks: dict[str, Callable[[], int]] = {}
_jobs: dict[str, Job] = {}


def register_task(name: str, run: Callable[[], int]) -> None:
    """Run it in each tick, after the followers; it is fast and returns how many things it did."""
    _tasks[name] = run


def register_job(name: str, run_once: RunOnce, *, idle_seconds: float = IDLE_SECONDS) -> None:
    """Run it over and over beside the clock; it returns how many things it did, 0 when idle."""
    _jobs[name] = Job(name, run_once, idle_seconds)


def tick() -> dict[str, int]:
    """Announce what is due, compile again what waits, let followers follow; returns the counts."""
    announced = announce_due()
    recompiled = recompiling.run(limit=200)
    followed = followers.run()
    counts = {
        "announced": announced.done,
        "recompiled": recompiled.done,
        "followed": followed.done,
        "failed": len(announced.failed) + len(recompiled.failed) + len(followed.failed),
    }
    for name, run_task in list(_tasks.items()):
        try:
            counts[name] = run_task()
        except Exception:
            logger.exception("The task %s failed; the next tick tries again.", name)
            counts["failed"] += 1
    return counts


def run(stop: threading.Event) -> None:
    """Tick until told to stop. A database that is away for a while is waited for."""
    jobs = Running(list(_jobs.values()), stop)
    jobs.start()
    while not stop.is_set():
        try:
            counts = tick() | jobs.taken()
            if any(counts.values()):
                logger.info("tick %s", counts)
        except Exception:
            logger.exception("A tick failed; the next one tries again.")
            connections.close_all()
        close_old_connections()
        stop.wait(TICK_SECONDS)
    jobs.join()


def run_until_signal() -> None:
    """``run`` in a process of its own; SIGTERM and Ctrl-C end it after what is under way."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(stop)
