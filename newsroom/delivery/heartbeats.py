"""Each worker records a heartbeat now and then; ``/healthz`` tells how long ago.

A worker that ends properly deletes its row. The row of a killed worker is deleted by the next
worker on the same machine, or by any worker a while later.
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils.translation import gettext as _

from newsroom.editorial import clock
from newsroom.lib import health

from .models import WorkerHeartbeat

EVERY_SECONDS = 20.0
#: A worker that has been silent this long is stuck or dead.
LATE_SECONDS = 60
#: A worker on another machine that has been silent this long is gone, and so is its machine.
FORGOTTEN_AFTER = timedelta(minutes=5)


class Heart:
    """The heartbeat of this process."""

    def __init__(self) -> None:
        self._host, self._pid = socket.gethostname()[:255], os.getpid()
        self._started_at: datetime | None = None
        self._next_beat = 0.0

    def beat(self) -> bool:
        """Record it if it is due; returns whether it was."""
        if time.monotonic() < self._next_beat:
            return False
        now = clock.now()
        self._started_at = self._started_at or now
        if not WorkerHeartbeat.objects.filter(**self._key).update(beat_at=now):
            WorkerHeartbeat.objects.create(**self._key, beat_at=now)
        self._forget_dead(now)
        self._next_beat = time.monotonic() + EVERY_SECONDS
        return True

    def stop(self) -> None:
        """End properly: the worker is no longer expected. Without a database its row stays."""
        if self._started_at:
            with suppress(Error):
                WorkerHeartbeat.objects.filter(**self._key).delete()

    @property
    def _key(self) -> dict[str, Any]:
        return {"host": self._host, "pid": self._pid, "started_at": self._started_at}

    def _forget_dead(self, now: datetime) -> None:
        gone = [
            row.pk
            for row in WorkerHeartbeat.objects.all()
            if self._is_gone(row, now) and row.started_at != self._started_at
        ]
        if gone:
            WorkerHeartbeat.objects.filter(pk__in=gone).delete()

    def _is_gone(self, row: WorkerHeartbeat, now: datetime) -> bool:
        if row.host != self._host:
            return row.beat_at < now - FORGOTTEN_AFTER
        # The process with our number is ourselves, so the row belongs to an earlier one.
        return row.pid == self._pid or not _is_alive(row.pid)


def measure() -> health.Reading:
    """The age of the oldest heartbeat, and of all of them."""
    now = clock.now()
    beats = WorkerHeartbeat.objects.order_by("beat_at").values_list("beat_at", flat=True)
    ages = [health.age(beat, at=now) for beat in beats[: health.MOST_COUNTED]]
    if ages:
        return health.Reading(ages[0], {"ages": ages})
    if not settings.WORKER_EXPECTED:
        return health.Reading(0, {"ages": ages})
    return health.Reading(
        None,
        {"ages": ages},
        _(
            "No worker is running: nothing is announced and no picture gets its files. "
            "Start manage.py worker."
        ),
    )


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
