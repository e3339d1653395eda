"""The rows of the outbox: written by followers, sent by jobs, at least once each.

A row is claimed by moving its next attempt, so no transaction waits for a receiver. Whoever is
killed while sending leaves the row to the next one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Min, Q, QuerySet

from newsroom.delivery.models import Delivery
from newsroom.editorial import clock
from newsroom.lib import health

logger = logging.getLogger(__name__)

#: A claimed delivery is left alone for so long: longer than an adapter may take.
CLAIM = timedelta(seconds=60)
FIRST_PAUSE_SECONDS = 1
LONGEST_PAUSE_SECONDS = 300
#: A delivery that has been due this long is late.
LATE_SECONDS = 60
#: Finished deliveries are kept for the log.
KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Adapter:
    """How the deliveries of one channel are sent."""

    channel: str
    send: Callable[[Delivery], str]
    in_order: bool
    gives_up_after: timedelta


def put(channel: str, made: Iterable[Delivery], *, waits: timedelta) -> None:
    """Store deliveries, in the transaction that moves the follower's position."""
    now = clock.now()
    rows = list(made)
    for row in rows:
        row.channel, row.created_at, row.next_try_at = channel, now, now + waits
    Delivery.objects.bulk_create(rows)


def send_next(adapter: Adapter) -> int:
    """Send the oldest delivery of the channel that is due; returns how many were tried."""
    delivery = _claim(adapter, clock.now())
    if delivery is None:
        return 0
    try:
        answer = adapter.send(delivery)
    except Exception as error:
        logger.exception("%s was not delivered; it is tried again.", delivery)
        _note_failure(delivery, adapter, f"{type(error).__name__}: {error}")
    else:
        _note(delivery, answer, done_at=clock.now(), next_try_at=None)
    return 1


def next_at(after: datetime) -> datetime | None:
    """When the next delivery is due, of any channel."""
    waiting = Delivery.objects.filter(next_try_at__gt=after)
    return waiting.aggregate(at=Min("next_try_at"))["at"]


def failed() -> QuerySet[Delivery]:
    """What was given up, and what waits after an attempt that failed; oldest first."""
    return Delivery.objects.filter(Q(next_try_at=None) | Q(attempts__gt=0), done_at=None).order_by(
        "pk"
    )


def forget_old() -> int:
    """Delete what was finished long ago; returns how many."""
    old = Delivery.objects.filter(next_try_at=None, created_at__lt=clock.now() - KEPT)
    return old.delete()[0]


def measure() -> health.Reading:
    """How long the delivery that is furthest behind has waited; how many wait and were given up."""
    now = clock.now()
    undone = Delivery.objects.filter(done_at=None).order_by("created_at")
    rows = list(undone.values_list("created_at", "next_try_at", "attempts")[: health.MOST_COUNTED])
    waiting = [(made, due, tried) for made, due, tried in rows if due]
    late = [made for made, due, tried in waiting if tried or due <= now]
    figures = {"waiting": len(waiting), "given_up": len(rows) - len(waiting)}
    return health.Reading(health.age(min(late, default=None), at=now), figures)


def _claim(adapter: Adapter, now: datetime) -> Delivery | None:
    """The next delivery to send, for this process alone until ``CLAIM`` has passed."""
    waiting = Delivery.objects.filter(channel=adapter.channel, next_try_at__isnull=False)
    due = waiting.filter(next_try_at__lte=now)
    if adapter.in_order:
        first = waiting.values("target").annotate(first=Min("pk")).values("first")
        due = due.filter(pk__in=first)
    for delivery in due.order_by("pk")[:10]:
        mine = waiting.filter(pk=delivery.pk, next_try_at=delivery.next_try_at)
        if mine.update(next_try_at=now + CLAIM, attempts=F("attempts") + 1):
            delivery.attempts += 1
            return delivery
    return None


def _note_failure(delivery: Delivery, adapter: Adapter, answer: str) -> None:
    pause = min(FIRST_PAUSE_SECONDS * 2 ** min(delivery.attempts - 1, 16), LONGEST_PAUSE_SECONDS)
    at: datetime | None = clock.now() + timedelta(seconds=pause)
    if at - delivery.created_at > adapter.gives_up_after:  # type: ignore[operator]
        logger.error("%s is given up after %s attempts.", delivery, delivery.attempts)
        at = None
    _note(delivery, answer, next_try_at=at)


def _note(delivery: Delivery, answer: str, **columns: datetime | None) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(answer=answer[:500], **columns)
