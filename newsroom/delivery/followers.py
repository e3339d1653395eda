"""What must follow every publication follows the ledger by its own position, and loses nothing.

A follower takes entries in, in order, in the transaction that moves its position: killed in the
middle, it meets them again. One that fails waits a while and tries again; the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from newsroom.editorial import clock
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import ledger
from newsroom.editorial.publication.announcements import Report
from newsroom.lib import health

from .models import FollowerPosition

logger = logging.getLogger(__name__)

BATCH = 200
BATCHES_AT_ONCE = 5
LONGEST_WAIT = timedelta(minutes=5)
#: An entry that has waited this long is late.
LATE_SECONDS = 60


@dataclass(frozen=True)
class Follower:
    """``follow`` takes a batch of entries, oldest first, and may meet a batch twice.

    With ``begins_at_head`` a new follower takes in nothing that was there before it.
    """

    name: str
    follow: Callable[[list[LedgerEntry]], None]
    begins_at_head: bool = False


_followers: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    _followers[follower.name] = follower


def run() -> Report:
    """Let each follower take in what is new; returns how many entries were taken and who failed.

    It takes a few batches at a time, so what is due on the second does not wait for a follower that
    is far behind. Nothing is locked or written while there is nothing new.
    """
    report = Report()
    head = ledger.head()
    positions = {row.name: row for row in FollowerPosition.objects.filter(name__in=_followers)}
    for follower in list(_followers.values()):
        position = positions.get(follower.name)
        if position is None:
            position, _created = FollowerPosition.objects.get_or_create(
                name=follower.name, defaults={"seq": head if follower.begins_at_head else 0}
            )
        if position.seq >= head or not _may_run(position):
            continue
        try:
            report.done += _catch_up(follower)
        except Exception as error:
            logger.exception("The follower %s failed; it tries again.", follower.name)
            report.failed.append(follower.name)
            _note_failure(position, error)
    return report


def next_at(after: datetime) -> datetime | None:
    """When a failed follower tries again."""
    waiting = FollowerPosition.objects.filter(name__in=_followers, retry_at__gt=after)
    return waiting.aggregate(at=Min("retry_at"))["at"]


def behind() -> dict[str, int]:
    """How many numbers of the ledger each follower has yet to take in."""
    head = ledger.head()
    positions = dict(FollowerPosition.objects.values_list("name", "seq"))
    return {name: head - positions.get(name, 0) for name in _followers}


def measure() -> health.Reading:
    """How long the oldest entry that a follower has yet to take in has waited."""
    counts = behind()
    furthest = max(counts.values(), default=0)
    oldest = None
    if furthest:
        waiting = ledger.every_entry_since(ledger.head() - furthest)
        oldest = waiting.values_list("at", flat=True).first()
    return health.Reading(health.age(oldest, at=clock.now()), {"behind": counts})


def _may_run(position: FollowerPosition) -> bool:
    return position.retry_at is None or position.retry_at <= clock.now()


def _catch_up(follower: Follower) -> int:
    taken = 0
    for _batch in range(BATCHES_AT_ONCE):
        count = _take_batch(follower)
        taken += count
        if count < BATCH:
            break
    return taken


def _take_batch(follower: Follower) -> int:
    with transaction.atomic():
        can_skip = transaction.get_connection().features.has_select_for_update_skip_locked
        rows = FollowerPosition.objects.select_for_update(skip_locked=can_skip)
        position = rows.filter(name=follower.name).first()
        if position is None or not _may_run(position):
            return 0
        entries = list(ledger.every_entry_since(position.seq)[:BATCH])
        if not entries:
            return 0
        follower.follow(entries)
        position.seq, position.failures = entries[-1].seq, 0
        position.retry_at, position.error = None, ""
        position.save()
        return len(entries)


def _note_failure(position: FollowerPosition, error: Exception) -> None:
    position.refresh_from_db()
    position.failures += 1
    wait = min(timedelta(seconds=2 ** min(position.failures, 16)), LONGEST_WAIT)
    position.retry_at = clock.now() + wait
    position.error = f"{type(error).__name__}: {error}"[:2000]
    position.save(update_fields=["failures", "retry_at", "error"])
