"""A thread in each web process that looks at what is public, so that no request has to.

It tells the shared number what other machines have published, mends it after an act that was rolled
back, and makes a new state before it is asked for.
"""

from __future__ import annotations

import logging
import os
import threading
import time

from django.db import connection

from newsroom.editorial.publication import ledger, shared_number

from . import states

#: Well within ``shared_number.TRUSTED_SECONDS``.
EVERY_SECONDS = 0.25
_PAUSE_AFTER_FAILURE_SECONDS = 2.0

_log = logging.getLogger("newsroom.pages")
_started = threading.Lock()
_of_process: int | None = None


def start() -> None:
    """Start the thread in this process unless it runs. A forked process has none of its own."""
    global _of_process
    if _of_process == os.getpid():
        return
    with _started:
        if _of_process != os.getpid():
            _of_process = os.getpid()
            threading.Thread(target=_watch, name="page watcher", daemon=True).start()


def _watch() -> None:
    differed: tuple[int, int] | None = None
    while True:
        try:
            differed = look(differed)
            time.sleep(EVERY_SECONDS)
        except Exception:  # noqa: BLE001 - the database may be away; requests notice by themselves
            _log.warning("What is public could not be read.", exc_info=True)
            connection.close()
            time.sleep(_PAUSE_AFTER_FAILURE_SECONDS)


def look(differed: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """Compare the shared number with the database's once, and have the state ready.

    Returns both where they differ. While an act commits they do for a moment; only where they
    differed in the same way at the last look is it settled, for that takes the writers' lock.
    """
    told = shared_number.read()
    asked = time.monotonic()
    head = ledger.head_state()
    number = head.number
    if (told, number) == differed:
        shared_number.settle()
        told = number
    shared_number.confirm(number, asked, head.settings)
    if states.present() is None:
        states.read()
    return (told, number) if told != number else None
