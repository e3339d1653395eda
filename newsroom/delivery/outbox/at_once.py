"""Sending right after the commit, by the process that committed, beside its work.

Nothing is recorded here, and a process that is killed sends nothing: the recorded delivery follows
in any case.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Full, Queue

from newsroom.delivery.models import Delivery
from newsroom.editorial.models import LedgerEntry

logger = logging.getLogger(__name__)

Make = Callable[[list[LedgerEntry]], list[Delivery]]
Send = Callable[[Delivery], str]

#: What waits here while a receiver does not answer; the rest is left to the recorded deliveries.
_MOST_WAITING = 100

_lock = threading.Lock()
_lines: dict[tuple[int, Send], Queue[list[Delivery]]] = {}


def send(make: Make, send: Send, entries: list[LedgerEntry]) -> None:
    """Queue it for a thread of this process; returns at once."""
    if made := make(entries):
        with suppress(Full):
            _line(send).put_nowait(made)


def _line(send: Send) -> Queue[list[Delivery]]:
    # A thread does not survive a fork.
    key = os.getpid(), send
    with _lock:
        if key not in _lines:
            _lines[key] = Queue(_MOST_WAITING)
            threading.Thread(
                target=_work, args=(_lines[key], send), name="outbox at once", daemon=True
            ).start()
        return _lines[key]


def _work(line: Queue[list[Delivery]], send: Send) -> None:
    while True:
        for delivery in line.get():
            try:
                send(delivery)
            except Exception:
                logger.warning("%s was not delivered at once.", delivery, exc_info=True)
