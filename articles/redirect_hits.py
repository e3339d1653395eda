"""How often each redirect is followed, counted without a write in any reader's request.

A process counts in memory and writes its sums once a minute, in a thread; what a process that is
killed has not written is lost.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from newsroom.editorial import clock

from .models import Redirect

EVERY_SECONDS = 60.0

_log = logging.getLogger("newsroom.redirects")
_lock = threading.Lock()
_counted: Counter[int] = Counter()
_writes_by_itself = False


def begin() -> None:
    """Let this process write its sums by itself. The web server calls it."""
    global _writes_by_itself
    _writes_by_itself = True


def count(redirect: Redirect) -> None:
    with _lock:
        is_first = not _counted
        _counted[redirect.pk] += 1
    if is_first and _writes_by_itself:
        timer = threading.Timer(EVERY_SECONDS, _write_and_close)
        timer.daemon = True
        timer.start()


def write() -> None:
    """Add what was counted to the rows."""
    with _lock:
        counted = Counter(_counted)
        _counted.clear()
    try:
        with transaction.atomic():
            at = clock.now()
            for pk in sorted(counted):
                row = Redirect.objects.filter(pk=pk)
                row.update(hits=F("hits") + counted[pk], last_hit_at=at)
    except DatabaseError:
        _log.warning("Hits of redirects could not be written: %d.", counted.total(), exc_info=True)


def _write_and_close() -> None:
    try:
        write()
    finally:
        connection.close()
