"""Telling the ledger what changed for readers: exactly once, whoever notices first.

An item remembers what the ledger last told of it. ``settle`` compares that with what is live now;
it is the last step of every act, and ``announce_due`` calls it for items whose boundary has come.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, Q

from newsroom.editorial import clock, registry
from newsroom.editorial.drafts import locks
from newsroom.editorial.models import KERNEL_COLUMNS, Item, RecompileRequest, Shared, Takedown
from newsroom.editorial.models.states import Change, TakedownKind
from newsroom.editorial.rules import visibility
from newsroom.editorial.rules.public_things import named_publicly
from newsroom.lib import health

from . import compilation, ledger, relation_rows, shared_news
from .ledger import Told
from .relation_rows import Named

__all__ = [
    "Report",
    "announce_due",
    "free_ended",
    "measure",
    "named_publicly",
    "next_at",
    "overdue",
    "settle",
    "together",
]

logger = logging.getLogger(__name__)

#: No reader is further behind than this between asking the time and reading the last row.
READERS_LAG = timedelta(minutes=1)

CAUSES = {
    Change.FIRST: "published",
    Change.MINOR: "updated",
    Change.UPDATE: "updated",
    Change.SUBSTANTIVE: "updated",
    Change.CORRECTION: "corrected",
    Change.RESTORED: "restored",
    Change.IMPORTED: "imported",
    Change.RIGHTS: "rights",
}


@dataclass
class Settling:
    """What a transaction has for the ledger, whose lock comes last."""

    items: list[Item] = field(default_factory=list)
    #: Shared things whose row was saved.
    changed: set[Named] = field(default_factory=set)
    #: Shared things that a recompile no longer names.
    dropped: set[Named] = field(default_factory=set)
    #: Items that another act has had compiled again already: no request is written for them.
    reached: set[UUID] = field(default_factory=set)
    #: Items of whose cards one, live or to come, is another since they were compiled again.
    stirred: list[Item] = field(default_factory=list)
    #: What was compiled into the items' editions, as it was read.
    compiled_from: dict[Item, list[Shared]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for item in self.items:
            found = self.compiled_from.setdefault(item, [])
            found += item.compiled_from.values()


_together: ContextVar[Settling | None] = ContextVar("together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """One transaction of several acts, for importers: what they tell is told once, at its end.

    Acts in a row would each lock the ledger and then the next item: the wrong order. Savepoints
    within may be rolled back, only what is there at the end is told. Stories that card what came in
    are compiled again by the worker.
    """
    with transaction.atomic():
        settling = Settling()
        token = _together.set(settling)
        try:
            yield
        finally:
            _together.reset(token)
        settling.items = locks.lock(settling.items)
        at = ledger.act_present(*settling.items)
        # Whatever is there now is new to who cards it: how it stood before is not kept.
        _settle(settling, at=at, before={i: visibility.Standing() for i in settling.items})


def settle(
    items: Iterable[Item] = (),
    *,
    at: datetime,
    changed: Iterable[Named] = (),
    dropped: Iterable[Named] = (),
    before: visibility.Standing | None = None,
    reached: Iterable[UUID] = (),
    stirred: Iterable[Item] = (),
) -> list[UUID]:
    """Save the locked items and tell the ledger what is new about them: the end of every act.

    ``before`` is how the first item stood when the act began. Returns the public ids of the items
    whose documents are to be compiled again because of it.
    """
    settling = Settling(list(items), set(changed), set(dropped), set(reached), list(stirred))
    waiting = _together.get()
    if waiting is None:
        first = settling.items[0] if settling.items else None
        return _settle(settling, at=at, before={first: before} if first and before else {})
    for item in settling.items:
        item.save(update_fields=KERNEL_COLUMNS)
    waiting.items += [item for item in settling.items if item not in waiting.items]
    waiting.changed |= settling.changed
    waiting.dropped |= settling.dropped
    for item, things in settling.compiled_from.items():
        waiting.compiled_from.setdefault(item, []).extend(things)
    return []


def _settle(
    settling: Settling, *, at: datetime, before: dict[Item, visibility.Standing]
) -> list[UUID]:
    news: list[_News] = []
    requests: list[UUID] = []
    for item in settling.items:
        # How it stood is not known of what was compiled again: all who card it are to look.
        stood = visibility.Standing() if item in settling.stirred else before.get(item)
        found, cards = _announce(item, stood, at=at, reached=settling.reached)
        news.append(found)
        requests += cards
    gone = settling.dropped.union(*(n.gone for n in news))
    new = set().union(*(n.new for n in news))
    read = {
        (registry.type_of_shared(thing).name, thing.pk)
        for things in settling.compiled_from.values()
        for thing in things
    }
    shared, public_ids, locked = shared_news.of(
        changed=settling.changed, gone=gone, new=new, read=read, at=at
    )
    requests += _request_outdated(settling.compiled_from, locked, at)
    told = [change for n in news for change in n.entries(public_ids)]
    told += [change for _thing, change in shared]
    entries = ledger.append(told, at=at)
    versions = {(entry.type, entry.uuid): entry.seq for entry in entries}
    for item in settling.items:
        item.version = versions.get((registry.type_of(item).name, item.uuid), item.version)
        item.save(update_fields=KERNEL_COLUMNS)
    shared_news.save(shared, versions)
    return requests


@dataclass
class _News:
    told: Told | None = None
    gone: set[Named] = field(default_factory=set)
    new: set[Named] = field(default_factory=set)

    def entries(self, public_ids: dict[Named, UUID]) -> list[Told]:
        """What is to be told, with the keys of everything that was or is named."""
        if self.told is None:
            return []
        named = sorted((name, str(public_ids[name, pk])) for name, pk in self.gone | self.new)
        return [replace(self.told, keys=tuple(f"{name}:{public_id}" for name, public_id in named))]


def _announce(
    item: Item, before: visibility.Standing | None, *, at: datetime, reached: Collection[UUID]
) -> tuple[_News, list[UUID]]:
    """Bring the locked item's public facts up to ``at``: what is to be told, who cards it."""
    now = visibility.standing(item, at)
    if now.live and now.takedown and now.takedown.kind == TakedownKind.WITHDRAWN:
        lift_overtaken(now)
    news = _news_of(item, now)
    requests: list[UUID] = []
    if news.told or (before is not None and before.intervals != now.intervals):
        requests = _request_cards(item, at, reached)
    item.next_due_at = now.next_change
    return news, requests


def lift_overtaken(now: visibility.Standing) -> None:
    """A planned return ends a withdrawal by the clock; this writes it down."""
    Takedown.objects.filter(pk=now.takedown.pk).update(lifted_at=now.live.live_from)  # type: ignore[union-attr]


def _news_of(item: Item, now: visibility.Standing) -> _News:
    live, last = now.live, item.announced_edition
    state = (live.pk, live.compile_number, "") if live else (None, None, now.removal_reason)
    if state == (last, item.announced_compile, item.announced_removal):
        return _News()
    item.announced_edition, item.announced_compile, item.announced_removal = state
    name = registry.type_of(item).name
    named = relation_rows.named_by(name, {pk for pk in (state[0], last) if pk is not None})
    new, gone = named.get(state[0], set()), named.get(last, set())  # type: ignore[arg-type]
    if live:
        cause = "recompiled" if live.pk == last else CAUSES[Change(live.change)]
        told = Told("upsert", name, item.uuid, cause=cause)
    else:
        into = now.takedown.into if now.takedown else None
        # A wrong clock may have told of what has never been live: its followers need a reason too.
        reason = now.removal_reason or "withdrawn"
        told = Told("remove", name, item.uuid, reason=reason, note=now.removal_note, into=into)
    return _News(told, gone, new)


def _request_cards(item: Item, at: datetime, reached: Collection[UUID]) -> list[UUID]:
    """Ask for a new compile of the items that card this one, those compiled just now excepted."""
    wanted = [row for row in relation_rows.carding(item) if row[2] not in reached]
    RecompileRequest.objects.bulk_create(
        RecompileRequest(item_type=name, item_uuid=public_id, cause="card", requested_at=at)
        for name, _pk, public_id in wanted
    )
    return [public_id for _name, _pk, public_id in wanted]


def _request_outdated(
    compiled_from: dict[Item, list[Shared]], locked: dict[Named, Shared], at: datetime
) -> list[UUID]:
    """Ask for a new compile of the items into which something was compiled that is another by now.

    Whoever changed it meanwhile did not see these editions, which are not committed yet. Whoever
    changes it from now on waits for its row, and sees them.
    """
    outdated = [
        item
        for item, things in compiled_from.items()
        if any(shared_news.is_another(thing, locked) for thing in things)
    ]
    RecompileRequest.objects.bulk_create(
        RecompileRequest(
            item_type=registry.type_of(item).name, item_uuid=item.uuid, cause="changed",
            requested_at=at,
        )
        for item in outdated
    )  # fmt: skip
    return [item.uuid for item in outdated]


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
            settle([item], at=ledger.act_present(item))
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
    return transaction.get_connection().features.has_select_for_update_skip_locked


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
