"""When a shared thing changes, the documents that show it are recompiled in place.

``changed`` writes one request per item in the transaction of the change; the first are done right
after it, the rest by the worker. The words, the interval and everything that has ended stay.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, QuerySet

from newsroom.editorial import clock, registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import (
    SHARED_COLUMNS,
    Edition,
    Item,
    RecompileRequest,
    Shared,
)
from newsroom.lib import health

from . import compilation, ledger, settlement
from .announcements import Report

logger = logging.getLogger(__name__)

AT_ONCE = 50
_BATCH = 1000


@dataclass
class Budget:
    """How many items may still be recompiled right after a commit; acts in a row may share one."""

    left: int = field(default_factory=lambda: AT_ONCE)


@transaction.atomic
def changed(*things: Shared, budget: Budget | None = None) -> None:
    """Shared things were saved: tell the ledger, and ask for what shows them to be recompiled.

    Call in the transaction that saves them, after everything else, and once for all of them.
    """
    at = clock.plain(ledger.public_instant())
    told, first = list(things), []
    for thing in things:
        first += request_for(thing, at=at)[:AT_ONCE]
        told += [other for other in registry.dependents(thing) if other not in told]
    _tell(told, at)
    for thing in told:
        thing.refresh_from_db(fields=SHARED_COLUMNS)
    soon(first, budget=budget)


@transaction.atomic
def tell(*things: Shared) -> None:
    """Shared things changed by the clock: tell the ledger; what shows them was planned for it.

    Call in a transaction of its own or last in one.
    """
    at = clock.plain(ledger.public_instant())
    _tell([*things, *(one for thing in things for one in registry.dependents(thing))], at)


def _tell(things: Iterable[Shared], at: datetime) -> None:
    names = {(registry.type_of_shared(thing).name, thing.pk) for thing in things}
    settlement.settle(at=at, changed=names)


def request_for(thing: Shared, *, at: datetime, cause: str = "changed") -> list[UUID]:
    """Write a request for each item with a live or planned edition that names the thing.

    Returns the items' public ids.
    """
    found: list[UUID] = []
    for type_name, public_ids in compilation.items_naming(thing):
        found += _request(type_name, public_ids.iterator(), at, cause)
    return found


def request_items(items: Iterable[Item], *, cause: str) -> None:
    """Ask for these items' documents to be recompiled."""
    at = clock.now()
    for item in items:
        _request(registry.type_of(item).name, [item.uuid], at, cause)


def request_showing(target: str, *, cause: str) -> None:
    """The same of all items that show any thing or card of a type."""
    at = clock.now()
    for relation in registry.relations(target=target):
        rows = relation.model._default_manager.order_by()
        if relation.on_edition:
            rows = rows.filter(superseded=False)
        _request_many(relation.item_type, rows.values_list("item__uuid", flat=True), at, cause)


def request_all(*, cause: str) -> None:
    """The same of all items that have an edition, live or planned."""
    at = clock.now()
    for item_type in registry.item_types():
        rows = item_type.editions.filter(superseded=False).order_by()
        _request_many(item_type.name, rows.values_list("item__uuid", flat=True), at, cause)


def _request_many(name: str, public_ids: QuerySet[Any, Any], at: datetime, cause: str) -> None:
    """In batches: there may be as many as the archive has."""
    found = public_ids.distinct().iterator(chunk_size=_BATCH)
    while batch := list(islice(found, _BATCH)):
        _request(name, batch, at, cause)


def _request(name: str, public_ids: Iterable[UUID], at: datetime, cause: str) -> list[UUID]:
    public_ids = list(public_ids)
    RecompileRequest.objects.bulk_create(
        (
            RecompileRequest(item_type=name, item_uuid=public_id, cause=cause, requested_at=at)
            for public_id in public_ids
        ),
        batch_size=_BATCH,
    )
    return public_ids


def recompile(item: Item, *, at: datetime, traces: compilation.Traces) -> bool:
    """Compile the locked item's live and planned editions again, and what follows them.

    Returns whether a card of the item has changed, now or later.
    """
    before = _cards(item, at)
    compilation.fold_following(item, at=at)
    for edition in _current(item, at):
        compilation.refresh(edition, at=at, traces=traces)
    compilation.unfold_following(item, at=at, traces=traces)
    return before != _cards(item, at)


def _cards(item: Item, at: datetime) -> list[tuple[datetime, datetime | None, dict[str, Any]]]:
    editions = item.editions.not_ended(at).order_by("live_from")
    return list(editions.values_list("live_from", "live_until", "card"))


def stale(item: Item, *, at: datetime) -> list[Edition]:
    """The item's live and planned editions whose document is not what a fresh compile gives."""
    return [
        edition
        for edition in _current(item, at)
        if compilation.ends_early(edition)
        or not compilation.is_current(edition, compilation.compile_again(edition, at=at))
    ]


def _current(item: Item, at: datetime) -> list[Edition]:
    editions = list(item.editions.not_ended(at).select_related("revision"))
    for edition in editions:
        edition.item = item
    return editions


def soon(public_ids: Collection[UUID], *, budget: Budget | None = None) -> None:
    """Work off the first of these requests right after the commit; the worker does the others."""
    budget = budget or Budget()
    wanted = list(dict.fromkeys(public_ids))[: budget.left]
    budget.left -= len(wanted)
    if wanted:
        # Robust: the act is done, whatever becomes of the queue now.
        transaction.on_commit(lambda: run(only=wanted), robust=True)


def run(*, limit: int = AT_ONCE, only: Collection[UUID] | None = None) -> Report:
    """Work off requests, oldest first, each item in a transaction of its own.

    One that fails is logged, goes to the end of the queue and is tried again; the others go on. An
    item that somebody else holds is left to them, or to the next run.
    """
    report = Report()
    waiting = RecompileRequest.objects.values("item_type", "item_uuid")
    if only is not None:
        waiting = waiting.filter(item_uuid__in=only)
    waiting = waiting.annotate(first=Min("pk"), fewest=Min("failures"))
    for row in list(waiting.order_by("fewest", "first")[:limit]):
        try:
            with transaction.atomic():
                done = _run_one(row["item_type"], row["item_uuid"])
        except Exception:
            logger.exception("Recompiling %(item_type)s %(item_uuid)s failed.", row)
            requests = RecompileRequest.objects.filter(item_uuid=row["item_uuid"])
            requests.update(failures=F("failures") + 1)
            report.failed.append(f"{row['item_type']}:{row['item_uuid']}")
        else:
            report.done += done
    return report


def waiting() -> int:
    """How many items are waiting to be recompiled."""
    return RecompileRequest.objects.values("item_uuid").distinct().count()


def measure() -> health.Reading:
    """How long the oldest request has waited, and how many there are."""
    requests = RecompileRequest.objects.order_by("pk")
    oldest = requests.values_list("requested_at", flat=True).first()
    count = requests[: health.MOST_COUNTED].count() if oldest else 0
    return health.Reading(health.age(oldest, at=clock.now()), {"waiting": count})


def _run_one(type_name: str, public_id: UUID) -> bool:
    seen = list(RecompileRequest.objects.filter(item_uuid=public_id).values_list("pk", flat=True))
    requests = RecompileRequest.objects.filter(pk__in=seen)
    item = registry.find_item(type_name, public_id)
    if item is None:
        requests.delete()
        return True
    locked = revisions.lock([item], cards=cards_of_editions(item), wait=False)
    if not locked or locked[0].pk != item.pk or type(locked[0]) is not type(item):
        return False
    now = ledger.act_present(locked[0])
    traces = compilation.Traces()
    stirred = locked[:1] if recompile(locked[0], at=now, traces=traces) else []
    requests.delete()
    soon(settlement.settle(locked[:1], at=now, traces=traces, stirred=stirred))
    return True


def cards_of_editions(item: Item) -> list[tuple[str, Any]]:
    """Types and public ids of the items whose cards its live and planned editions show."""
    editions = item.editions.not_ended(clock.in_sql()).select_related("revision")
    snapshots = [revisions.snapshot_of(item, edition.revision) for edition in editions]
    cards = registry.type_of(item).cards
    return list(dict.fromkeys(card for snapshot in snapshots for card in cards(snapshot)))
