"""When a shared thing changes, the documents that show it are compiled again, in place.

``changed`` writes one request per item in the transaction of the change; the first are done right
after it, the rest by the worker. The words, the interval and everything that has ended stay.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Min

from . import announcing, clock, compiling, locking, registry, revisions
from .announcing import Named, Report
from .ledger import Told
from .models import Edition, Item, RecompileRequest, Shared

logger = logging.getLogger(__name__)

AT_ONCE = 50
_BATCH = 1000


def changed(thing: Shared) -> None:
    """A shared thing was saved: tell the ledger and ask for what shows it to be compiled again.

    Call in the transaction that saves it, after everything else.
    """
    at = clock.now()
    request_for(thing, at=at)
    told: list[Told] = []
    for each in [thing, *registry.dependents(thing)]:
        locked = type(each)._base_manager.select_for_update().get(pk=each.pk)
        told += announcing.announce_shared(locked, at=at)
        each.is_announced, each.announced_hash = locked.is_announced, locked.announced_hash
    announcing.tell(told, at=at)
    transaction.on_commit(run_some)


def request_for(thing: Shared, *, at: datetime, cause: str = "changed") -> int:
    """Write a request for each item with a live or planned edition that names the thing."""
    count = 0
    for type_name, uuids in _items_naming(thing):
        for batch in _batches(uuids):
            RecompileRequest.objects.bulk_create(
                RecompileRequest(item_type=type_name, item_uuid=u, cause=cause, requested_at=at)
                for u in batch
            )
            count += len(batch)
    return count


def request_items(items: Iterable[Item], *, cause: str) -> None:
    """Ask for these items' documents to be compiled again."""
    at = clock.now()
    RecompileRequest.objects.bulk_create(
        RecompileRequest(
            item_type=registry.type_of(i).name, item_uuid=i.uuid, cause=cause, requested_at=at
        )
        for i in items
    )


def where_used(thing: models.Model) -> list[Edition]:
    """The live and planned editions that name a shared thing or card an item."""
    found: dict[tuple[str, int], Edition] = {}
    for relation in _relations_to(thing):
        editions = registry.item_type(relation.item_type).editions.filter(superseded=False)
        if relation.on_edition:
            editions = editions.filter(**{relation.field: thing})
        else:
            rows = relation.model._default_manager.filter(**{relation.field: thing})
            editions = editions.filter(pk__in=rows.values("edition"))
        for edition in editions.select_related("item"):
            found[relation.item_type, edition.pk] = edition
    return list(found.values())


def recompile(item: Item, *, at: datetime) -> set[Named]:
    """Compile the locked item's live and planned editions again; returns what they let go of."""
    dropped: set[Named] = set()
    for edition in item.editions.not_ended(at).select_related("revision"):  # type: ignore[attr-defined]
        edition.item = item
        compiled = compiling.compile_again(edition, at=at)
        if not compiling.is_current(edition, compiled):
            dropped |= compiling.replace_document(edition, compiled)
    return dropped


def recompile_and_announce(items: Iterable[Item], *, at: datetime) -> list[Told]:
    """``recompile`` and ``announce`` for locked items; the caller tells."""
    told: list[Told] = []
    for item in items:
        dropped = recompile(item, at=at)
        told += announcing.announce(item, at=at, dropped=dropped)
    return told


def cards_shown_by(item: Item, words: dict) -> list[Item]:
    """The items whose cards these words show: locked together with the item that shows them."""
    wanted: dict[str, set[UUID]] = {}
    for type_name, public_id in registry.type_of(item).cards(words):
        wanted.setdefault(type_name, set()).add(public_id)
    return [
        found
        for type_name, ids in wanted.items()
        for found in registry.item_type(type_name).model._base_manager.filter(uuid__in=ids)
    ]


def items_carding(item: Item) -> list[Item]:
    """The items whose live or planned editions card this one."""
    found: dict[tuple[str, int], Item] = {}
    for relation in registry.relations(target=registry.type_of(item).name):
        model = registry.item_type(relation.item_type).model
        rows = relation.model._default_manager.filter(**{f"{relation.field}_id": item.pk})
        for other in model._base_manager.filter(pk__in=rows.values("item")):
            found[relation.item_type, other.pk] = other
    return list(found.values())


def run(*, limit: int = AT_ONCE) -> Report:
    """Work off requests, oldest first, each item in a transaction of its own.

    One that fails is logged, goes to the end of the queue and is tried again; the others go on.
    """
    report = Report()
    waiting = (
        RecompileRequest.objects.values("item_type", "item_uuid")
        .annotate(first=Min("pk"), fewest=Min("failures"))
        .order_by("fewest", "first")[:limit]
    )
    for row in list(waiting):
        try:
            with transaction.atomic():
                _run_one(row["item_type"], row["item_uuid"])
        except Exception:
            logger.exception("Recompiling %(item_type)s %(item_uuid)s failed.", row)
            requests = RecompileRequest.objects.filter(item_uuid=row["item_uuid"])
            requests.update(failures=models.F("failures") + 1)
            report.failed.append(f"{row['item_type']}:{row['item_uuid']}")
        else:
            report.done += 1
    return report


def waiting() -> int:
    """How many items wait to be compiled again."""
    return RecompileRequest.objects.values("item_uuid").distinct().count()


def _run_one(type_name: str, public_id: UUID) -> None:
    seen = list(RecompileRequest.objects.filter(item_uuid=public_id).values_list("pk", flat=True))
    item = registry.find_item(type_name, public_id)
    if item is not None:
        locked, *_others = locking.lock([item, *_cards_of_editions(item)])
        now = max(clock.now(), locked.acted_at or clock.now())
        told = recompile_and_announce([locked], at=now)
    RecompileRequest.objects.filter(pk__in=seen).delete()
    if item is not None:
        announcing.tell(told, at=now)


def _cards_of_editions(item: Item) -> list[Item]:
    cards: dict[tuple[type, int], Item] = {}
    for edition in item.editions.not_ended(clock.now()).select_related("revision"):  # type: ignore[attr-defined]
        for card in cards_shown_by(item, revisions.words_of(item, edition.revision)):
            cards[type(card), card.pk] = card
    return list(cards.values())


def run_some() -> None:
    """The part of the queue that is done right after a commit."""
    run(limit=AT_ONCE)


def _relations_to(thing: models.Model) -> list[registry.Relation]:
    if isinstance(thing, Item):
        return registry.relations(target=registry.type_of(thing).name)
    return registry.relations(target=registry.type_of_shared(thing).name)  # type: ignore[arg-type]


def _items_naming(thing: Shared):
    for relation in registry.relations(target=registry.type_of_shared(thing).name):
        if relation.on_edition:
            rows = relation.model._default_manager.filter(
                superseded=False, **{relation.field: thing}
            )
        else:
            rows = relation.model._default_manager.filter(**{relation.field: thing})
        yield relation.item_type, rows.values_list("item__uuid", flat=True).distinct().iterator()


def _batches(values: Iterable):
    batch = []
    for value in values:
        batch.append(value)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
