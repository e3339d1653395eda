"""The clock and the background work: one tick a second, as many workers as one likes."""

from __future__ import annotations

import logging
import signal
import threading

from django.db import close_old_connections, connections

from newsroom.editorial import recompiling
from newsroom.editorial.announcing import announce_due

from . import followers

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
#: After so many seconds something due that nobody announced turns ``/healthz`` red.
OVERDUE_SECONDS = 10


def tick() -> dict[str, int]:
    """Announce what is due, compile again what waits, let followers follow; returns the counts."""
    announced = announce_due()
    recompiled = recompiling.run(limit=200)
    followed = followers.run()
    return {
        "announced": announced.done,
        "recompiled": recompiled.done,
        "followed": followed.done,
        "failed": len(announced.failed) + len(recompiled.failed) + len(followed.failed),
    }


def run(stop: threading.Event) -> None:
    """Tick until told to stop. A database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            counts = tick()
            if any(counts.values()):
                logger.info("tick %s", counts)
        except Exception:
            logger.exception("A tick failed; the next one tries again.")
            connections.close_all()
        close_old_connections()
        stop.wait(TICK_SECONDS)


def run_until_signal() -> None:
    """``run`` in a process of its own; SIGTERM and Ctrl-C end it after the tick under way."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(stop)
