"""Telling the ledger what changed for readers: exactly once, whoever notices first.

An item remembers what the ledger last told of it. ``announce`` compares that with what is live now;
it is the last step of every act, and ``announce_due`` calls it for items whose boundary has come.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from . import clock, ledger, registry, visibility
from .ledger import Told
from .models import Edition, Item, LedgerEntry, RecompileRequest, Shared, Takedown
from .states import Change, TakedownKind

logger = logging.getLogger(__name__)

#: A shared thing as relation rows know it: its type and primary key.
Named = tuple[str, int]

CAUSES = {
    Change.FIRST: "published",
    Change.MINOR: "updated",
    Change.UPDATE: "updated",
    Change.SUBSTANTIVE: "updated",
    Change.CORRECTION: "corrected",
    Change.RESTORED: "restored",
    Change.IMPORTED: "imported",
}


def announce(item: Item, *, at: datetime, dropped: Iterable[Named] = ()) -> list[Told]:
    """Bring the locked item's public facts up to ``at`` and return what is to be told.

    Flags ended editions, frees what they named, lifts a withdrawal that a planned return has
    overtaken and sets the next boundary. ``dropped`` are things that a recompile no longer names.
    The caller passes everything to ``tell`` at the very end.
    """
    now = visibility.standing(item, at)
    before = set(dropped) | _free_ended(item, at)
    named = _named_by([now.live]) if now.live else set()
    told = _changes_of_item(item, now, before | named)
    told += _changes_of_shared(gone=before - named, new=named, at=at)
    if now.live and now.takedown and now.takedown.kind == TakedownKind.WITHDRAWN:
        Takedown.objects.filter(pk=now.takedown.pk).update(lifted_at=now.live.live_from)
    if any(change.uuid == item.uuid for change in told):
        _request_cards(item, at)
    item.next_due_at = item.editions.next_change(at)  # type: ignore[attr-defined]
    item.save(
        update_fields=[
            "next_due_at", "announced_edition", "announced_compile", "announced_removal",
        ]
    )  # fmt: skip
    return told


def tell(told: list[Told], *, at: datetime) -> list[LedgerEntry]:
    """Append to the ledger, the last lock of the transaction, and note the new versions."""
    entries = ledger.append(told, at=at)
    for entry in entries:
        is_item = registry.is_item(entry.type)
        kind = registry.item_type(entry.type) if is_item else registry.shared_type(entry.type)
        kind.model._base_manager.filter(uuid=entry.uuid).update(version=entry.seq)
    return entries


@dataclass
class Report:
    """What one run did. ``failed`` items stay due and are tried again."""

    done: int = 0
    failed: list[str] = field(default_factory=list)


def announce_due(*, limit: int | None = None) -> Report:
    """Announce every item whose boundary has come, each in a transaction of its own.

    Any number of workers may run it at once: a locked item is somebody else's. One that fails is
    logged and stays due; the others go on.
    """
    report = Report()
    for item_type in registry.item_types():
        place = None
        while limit is None or report.done < limit:
            due = item_type.model._base_manager.filter(next_due_at__lte=clock.now())
            if place is not None:
                due = due.filter(pk__gt=place)
            pks = list(due.order_by("pk").values_list("pk", flat=True)[:100])
            if not pks:
                break
            place = pks[-1]
            for pk in pks:
                _announce_one(item_type, pk, report)
    return report


def _announce_one(item_type: registry.ItemType, pk: int, report: Report) -> None:
    try:
        with transaction.atomic():
            rows = item_type.model._base_manager.select_for_update(skip_locked=_can_skip_locked())
            item = rows.filter(pk=pk, next_due_at__lte=clock.now()).first()
            if item is None:
                return
            now = max(clock.now(), item.acted_at or clock.now())
            tell(announce(item, at=now), at=now)
    except Exception:
        logger.exception("Announcing %s %s failed; it stays due.", item_type.name, pk)
        report.failed.append(f"{item_type.name}:{pk}")
    else:
        report.done += 1


def _can_skip_locked() -> bool:
    return transaction.get_connection().features.has_select_for_update_skip_locked


def overdue(*, at: datetime) -> int:
    """How many items have a boundary at or before ``at`` that nobody announced yet."""
    return sum(
        t.model._base_manager.filter(next_due_at__lte=at).count() for t in registry.item_types()
    )


def _changes_of_item(item: Item, now: visibility.Standing, named: set[Named]) -> list[Told]:
    live, reason = now.live, now.removal_reason
    state = (live.pk, live.compile_number, "") if live else (None, None, reason)
    if state == (item.announced_edition, item.announced_compile, item.announced_removal):
        return []
    same_edition = live is not None and live.pk == item.announced_edition
    item.announced_edition, item.announced_compile, item.announced_removal = state
    name, keys = registry.type_of(item).name, _keys(named)
    if live:
        cause = "recompiled" if same_edition else CAUSES[Change(live.change)]
        return [Told("upsert", name, item.uuid, cause=cause, keys=keys)]
    note, into = (now.takedown.note, now.takedown.into) if now.takedown else ("", None)
    return [Told("remove", name, item.uuid, reason=reason, note=note, into=into, keys=keys)]


def _free_ended(item: Item, at: datetime) -> set[Named]:
    """Flag the editions that have ended and delete their relation rows; returns what they named."""
    ended = list(item.editions.filter(superseded=False, live_until__lte=at))  # type: ignore[attr-defined]
    if not ended:
        return set()
    named = _named_by(ended)
    ids = [edition.pk for edition in ended]
    item_type = registry.type_of(item)
    for model in {
        r.model for r in registry.relations(item_type=item_type.name) if not r.on_edition
    }:
        model._default_manager.filter(edition_id__in=ids).delete()
    item_type.editions.filter(pk__in=ids).update(superseded=True)
    return named


def _named_by(editions: list[Edition]) -> set[Named]:
    named: set[Named] = set()
    if not editions:
        return named
    item_name = registry.type_of(editions[0].item).name  # type: ignore[attr-defined]
    ids = [edition.pk for edition in editions]
    for relation in registry.relations(item_type=item_name):
        if registry.is_item(relation.target):
            continue
        lookup = "pk__in" if relation.on_edition else "edition_id__in"
        rows = relation.model._default_manager.filter(**{lookup: ids})
        for pk in rows.values_list(f"{relation.field}_id", flat=True):
            if pk is not None:
                named.add((relation.target, pk))
    return named


def named_by(edition: Edition) -> set[Named]:
    """The shared things that a live or planned edition names."""
    return _named_by([edition])


def _changes_of_shared(*, gone: set[Named], new: set[Named], at: datetime) -> list[Told]:
    """Things become public with the first live edition naming them and cease with the last."""
    told = []
    for type_name in sorted({name for name, _pk in gone | new}):
        shared = registry.shared_type(type_name)
        pks = sorted(pk for name, pk in gone | new if name == type_name)
        rows = shared.model._base_manager.filter(pk__in=pks)
        to_look_at = [
            row.pk
            for row in rows.order_by("pk")
            if row.is_announced != ((type_name, row.pk) in new)
        ]
        # The row's lock orders two items that let go of one thing at the same moment: whoever
        # comes second sees that nobody names it any more.
        for thing in rows.filter(pk__in=to_look_at).select_for_update().order_by("pk"):
            told += announce_shared(thing, at=at)
    return told


def announce_shared(thing: Shared, *, at: datetime) -> list[Told]:
    """Compare what was told of the locked thing with what is so; returns what is to be told."""
    shared = registry.type_of_shared(thing)
    is_public = named_publicly(thing, at)
    fingerprint = _hash(shared.compile(thing)) if is_public else ""
    if (is_public, fingerprint) == (thing.is_announced, thing.announced_hash):
        return []
    cause = "changed" if thing.is_announced else "published"
    thing.is_announced, thing.announced_hash = is_public, fingerprint
    thing.save(update_fields=["is_announced", "announced_hash"])
    if is_public:
        return [Told("upsert", shared.name, thing.uuid, cause=cause)]
    merged_into = thing.merged_into.uuid if thing.merged_into else None
    reason = "merged" if merged_into else "withdrawn"
    return [Told("remove", shared.name, thing.uuid, reason=reason, into=merged_into)]


def named_publicly(thing: Shared, at: datetime) -> bool:
    """Whether a live edition names it: what makes a shared thing public."""
    for relation in registry.relations(target=registry.type_of_shared(thing).name):
        manager: Any = relation.model._default_manager
        rows = manager.filter(**{relation.field: thing})
        if relation.on_edition:
            if rows.live(at).exists():
                return True
        elif rows.filter(edition__in=_live_ids(relation, at)).exists():
            return True
    return False


def _live_ids(relation: registry.Relation, at: datetime):
    return registry.item_type(relation.item_type).editions.live(at).values("pk")


def _request_cards(item: Item, at: datetime) -> None:
    """Ask for a new compile of the stories that card the item."""
    item_name = registry.type_of(item).name
    for relation in registry.relations(target=item_name):
        rows = relation.model._default_manager.filter(**{f"{relation.field}_id": item.pk})
        uuids = sorted(set(rows.values_list("item__uuid", flat=True)))
        RecompileRequest.objects.bulk_create(
            RecompileRequest(
                item_type=relation.item_type, item_uuid=u, cause="card", requested_at=at
            )
            for u in uuids
        )


def _keys(named: set[Named]) -> tuple[str, ...]:
    keys = []
    for type_name in sorted({name for name, _pk in named}):
        model = registry.shared_type(type_name).model
        pks = [pk for name, pk in named if name == type_name]
        uuids = model._base_manager.filter(pk__in=pks).values_list("uuid", flat=True)
        keys += sorted(f"{type_name}:{u}" for u in uuids)
    return tuple(keys)


def _hash(document: dict) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]
