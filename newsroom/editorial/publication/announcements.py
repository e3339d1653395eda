"""Telling the ledger what the clock has changed: items whose boundary has come."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q

from newsroom.editorial import clock, registry
from newsroom.lib import health

from . import compilation, ledger, settlement

logger = logging.getLogger(__name__)

#: No reader is further behind than this between asking the time and reading the last row.
READERS_LAG = timedelta(minutes=1)


@dataclass
class Report:
    """What one run did. ``failed`` items stay due and are tried again."""

    done: int = 0
    failed: list[str] = field(default_factory=list)


def announce_due(*, limit: int | None = None) -> Report:
    """Announce every item whose boundary has come, each in a transaction of its own.

    Any number of workers may run it at once: a locked item is somebody else's. One that fails is
    logged and stays due; the others go on. Then what has ended is freed.
    """
    report = Report()
    for item_type in registry.item_types():
        place = None
        while limit is None or report.done < limit:
            due = item_type.model._base_manager.filter(next_due_at__lte=ledger.instant_in_sql())
            if place is not None:
                due = due.filter(pk__gt=place)
            pks = list(due.order_by("pk").values_list("pk", flat=True)[:100])
            if not pks:
                break
            place = pks[-1]
            for pk in pks:
                _announce_one(item_type, pk, report)
    try:
        free_ended(at=ledger.public_instant())
    except Exception:
        logger.exception("Freeing what has ended failed; the next run tries again.")
    return report


def _announce_one(item_type: registry.ItemType, pk: int, report: Report) -> None:
    try:
        with transaction.atomic():
            due = item_type.model._base_manager.filter(
                pk=pk, next_due_at__lte=ledger.instant_in_sql()
            )
            item = due.select_for_update(no_key=True, skip_locked=_can_skip_locked()).first()
            if item is None:
                return
            settlement.settle([item], at=ledger.act_present(item))
    except Exception:
        logger.exception("Announcing %s %s failed; it stays due.", item_type.name, pk)
        report.failed.append(f"{item_type.name}:{pk}")
    else:
        report.done += 1


def free_ended(*, at: datetime, limit: int = 500) -> int:
    """Flag editions that ended a while ago and delete their relation rows; returns how many.

    Not at once: a reader may have asked the time just before an edition ended, and must find it,
    in lists too. Nor before its end was announced: till then its rows say whom it named.
    """
    count = 0
    for item_type in registry.item_types():
        ended = item_type.editions.filter(
            Q(item__announced_edition=None) | ~Q(item__announced_edition=F("pk")),
            superseded=False, live_until__isnull=False, live_until__lte=at - READERS_LAG,
        )  # fmt: skip
        # Checked first, so that an idle worker takes no lock.
        if not ended.exists():
            continue
        with transaction.atomic():
            rows = ended.order_by("live_until").select_for_update(
                no_key=True, skip_locked=_can_skip_locked(), of=("self",)
            )
            pks = list(rows.values_list("pk", flat=True)[:limit])
            if not pks:
                continue
            for model in compilation.relation_models(item_type.name):
                model._default_manager.filter(edition_id__in=pks).delete()
            item_type.editions.filter(pk__in=pks).update(superseded=True)
            count += len(pks)
    return count


def _can_skip_locked() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def overdue(*, at: datetime) -> int:
    """How many items have a boundary at or before ``at`` that nobody announced yet."""
    return sum(
        t.model._base_manager.filter(next_due_at__lte=at).count() for t in registry.item_types()
    )


def next_at(after: datetime) -> datetime | None:
    """The first boundary of an item after that instant."""
    return _first_boundary(next_due_at__gt=after)


def measure() -> health.Reading:
    """How long the item that has waited longest to be announced has been due, and how many are."""
    now = clock.now()
    oldest = _first_boundary(next_due_at__lte=now)
    count = overdue(at=now) if oldest else 0
    return health.Reading(health.age(oldest, at=now), {"overdue": count})


def _first_boundary(**bounds: datetime) -> datetime | None:
    firsts = (
        t.model._base_manager.filter(**bounds).aggregate(at=Min("next_due_at"))["at"]
        for t in registry.item_types()
    )
    return min((at for at in firsts if at), default=None)
