"""The end of every act: the ledger is told what is new for readers, exactly once.

An item remembers what the ledger last told of it. ``settle`` compares that with what is live now.
Shared things have no editions: one becomes public with the first live edition that shows it, and
ceases to be with the last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from newsroom.editorial import addresses, clock, registry
from newsroom.editorial.models import (
    KERNEL_COLUMNS,
    SHARED_COLUMNS,
    Item,
    RecompileRequest,
    Shared,
    Takedown,
)
from newsroom.editorial.models.states import Change, TakedownKind
from newsroom.editorial.rules import public_things, visibility
from newsroom.lib import rows

from . import compilation, ledger
from .compilation import SharedKey, Traces
from .ledger import Told

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


#: A shared thing, and what the ledger is told of it.
SharedNews = tuple[Shared, Told]


def settle(
    items: Iterable[Item] = (),
    *,
    at: datetime,
    traces: Traces | None = None,
    changed: Collection[SharedKey] = (),
    before: visibility.Standing | None = None,
    after: visibility.Standing | None = None,
    reached: Collection[UUID] = (),
    stirred: Collection[Item] = (),
) -> list[UUID]:
    """Save the locked items and tell the ledger what is new about them, as the last step of an act.

    ``changed`` are shared things whose rows were saved. ``before`` is how the first item stood when
    the act began, ``after`` how it stands now, if that is known. ``reached`` are items that the act
    has recompiled already: no request is written for them. ``stirred`` are items with a card, live
    or to come, that has changed since they were recompiled. Returns the public ids of the items
    that are to be recompiled because of it.
    """
    items, traces = list(items), traces or Traces()
    news: list[_News] = []
    requests: list[UUID] = []
    for place, item in enumerate(items):
        # How an item stood is not known if it was recompiled: whatever cards it has to look.
        stood = visibility.Standing() if item in stirred else (None if place else before)
        now = after if after and not place else visibility.standing(item, at)
        found, cards = _announce(item, stood, now, at=at, reached=reached, named=traces.named)
        news.append(found)
        requests += cards
    things = _lock_things(
        {*changed, *traces.dropped}.union(*(n.named for n in news)),
        read=[thing for each in traces.read.values() for thing in each],
    )
    shared = _news_of_things(
        things,
        changed=set(changed),
        gone=traces.dropped.union(*(n.gone for n in news)),
        new=set[SharedKey]().union(*(n.new for n in news)),
        at=at,
    )
    requests += _request_outdated(traces.read, things, at)
    told = [change for n in news for change in n.entries(things)]
    addresses.keep(thing for thing, change in shared if change.op == "upsert")
    entries = ledger.append([*told, *(change for _thing, change in shared)], at=at)
    if not entries and (
        traces.has_moved
        or any(n.has_moved for n in news)
        or any(_is_seen(things[key]) for key in changed if key in things)
    ):
        ledger.raise_plans()
    versions = {(entry.type, entry.uuid): entry.seq for entry in entries}
    for item in items:
        item.version = versions.get((registry.type_of(item).name, item.uuid), item.version)
        item.save(update_fields=KERNEL_COLUMNS)
    for thing, change in shared:
        thing.version = versions[change.type, change.uuid]
    model: Any
    for model, some in groupby([thing for thing, _change in shared], key=type):
        model._base_manager.bulk_update(list(some), SHARED_COLUMNS)
    return requests


@dataclass
class _News:
    told: Told | None = None
    gone: set[SharedKey] = field(default_factory=set)
    new: set[SharedKey] = field(default_factory=set)
    #: Whether readers will see something else at another instant than when the act began.
    has_moved: bool = False

    @property
    def named(self) -> set[SharedKey]:
        return self.gone | self.new

    def entries(self, things: dict[SharedKey, Shared]) -> list[Told]:
        """What is to be announced, with the keys of everything that was or is named."""
        if self.told is None:
            return []
        named = sorted((name, str(things[name, pk].uuid)) for name, pk in self.named)
        return [replace(self.told, keys=tuple(f"{name}:{public_id}" for name, public_id in named))]


def _announce(
    item: Item,
    before: visibility.Standing | None,
    now: visibility.Standing,
    *,
    at: datetime,
    reached: Collection[UUID],
    named: dict[int, set[SharedKey]],
) -> tuple[_News, list[UUID]]:
    """Bring the locked item's public facts up to ``at``: what to announce, who cards it."""
    if now.live and now.takedown and now.takedown.kind == TakedownKind.WITHDRAWN:
        lift_overtaken(now)
    news = _news_of(item, now, named)
    requests: list[UUID] = []
    news.has_moved = before is not None and before.outlook != now.outlook
    if news.told or (before is not None and before.intervals != now.intervals):
        requests = _request_cards(item, at, reached)
    item.next_due_at = now.next_change
    return news, requests


def lift_overtaken(now: visibility.Standing) -> None:
    """A planned return ends a withdrawal by the clock; this writes it down."""
    Takedown.objects.filter(pk=now.takedown.pk).update(lifted_at=now.live.live_from)  # type: ignore[union-attr]


def _news_of(item: Item, now: visibility.Standing, named: dict[int, set[SharedKey]]) -> _News:
    """What is new of the item; ``named`` are the things of editions that were stored just now."""
    live, last = now.live, item.announced_edition
    state = (live.pk, live.compile_number, "") if live else (None, None, now.removal_reason)
    if state == (last, item.announced_compile, item.announced_removal):
        return _News()
    item.announced_edition, item.announced_compile, item.announced_removal = state
    name = registry.type_of(item).name
    unread = {pk for pk in (state[0], last) if pk is not None and pk not in named}
    named = {**named, **compilation.named_by(name, unread)}
    new, gone = named.get(state[0], set()), named.get(last, set())  # type: ignore[arg-type]
    if live:
        cause = "recompiled" if live.pk == last else CAUSES[Change(live.change)]
        told = Told("upsert", name, item.uuid, cause=cause, is_first=not item.version)
    else:
        into = now.takedown.into if now.takedown else None
        # A wrong clock may have told of what has never been live: its followers need a reason too.
        reason = now.removal_reason or "withdrawn"
        told = Told(
            "remove", name, item.uuid, reason=reason, note=now.removal_note, into=into,
            is_first=not item.version,
        )  # fmt: skip
    return _News(told, gone, new)


def _request_cards(item: Item, at: datetime, reached: Collection[UUID]) -> list[UUID]:
    """Ask for a recompile of the items that card this one, except those recompiled just now."""
    wanted = [row for row in compilation.carding(item) if row[2] not in reached]
    RecompileRequest.objects.bulk_create(
        RecompileRequest(item_type=name, item_uuid=public_id, cause="card", requested_at=at)
        for name, _pk, public_id in wanted
    )
    return [public_id for _name, _pk, public_id in wanted]


def _request_outdated(
    read: dict[Item, list[Shared]], locked: dict[SharedKey, Shared], at: datetime
) -> list[UUID]:
    """Ask for a recompile of the items into which something was compiled that has changed since.

    Whoever changed it meanwhile did not see these editions, which are not committed yet. Whoever
    changes it from now on waits for its row, and sees them.
    """
    outdated = [
        item for item, things in read.items() if any(_has_changed(t, locked) for t in things)
    ]
    RecompileRequest.objects.bulk_create(
        RecompileRequest(
            item_type=registry.type_of(item).name, item_uuid=item.uuid, cause="changed",
            requested_at=at,
        )
        for item in outdated
    )  # fmt: skip
    return [item.uuid for item in outdated]


def _key(thing: Shared) -> SharedKey:
    return registry.type_of_shared(thing).name, thing.pk


def _has_changed(thing: Shared, locked: dict[SharedKey, Shared]) -> bool:
    """Whether the row has changed since the thing was read."""
    now = locked.get(_key(thing))
    if now is None:
        return False
    columns = [f.attname for f in thing._meta.concrete_fields if f.name not in SHARED_COLUMNS]
    return any(vars(thing)[c] != vars(now)[c] for c in columns if c in vars(thing))


def _lock_things(touched: set[SharedKey], *, read: list[Shared]) -> dict[SharedKey, Shared]:
    """The rows, locked in one order everywhere: one query.

    Of two items that let go of one thing at the same moment, or of which one lets go and the other
    takes it up, the second sees what the first did. Where nothing has changed since it was read,
    what was read is given back, with what was read beside it.
    """
    known = {_key(thing): thing for thing in read}
    if not transaction.get_connection().features.has_select_for_update:
        # There is one writer at a time: nothing changes what was read.
        return {**known, **_locked(touched - known.keys())}
    locked = _locked(touched | known.keys())
    if any(_has_changed(thing, locked) for thing in read):
        return locked
    for key, thing in known.items():
        if key in locked:
            for column in SHARED_COLUMNS:
                setattr(thing, column, getattr(locked[key], column))
            locked[key] = thing
    return locked


def _locked(keys: set[SharedKey]) -> dict[SharedKey, Shared]:
    wanted = [
        (shared, sorted(pk for name, pk in keys if name == shared.name))
        for shared in registry.shared_types()
    ]
    found = rows.together(
        *(
            each.model._base_manager.filter(pk__in=pks)
            .order_by("pk")
            .select_for_update(no_key=True)
            for each, pks in wanted
        )
    )
    return {_key(thing): thing for thing in found}


def _news_of_things(
    things: dict[SharedKey, Shared],
    *,
    changed: set[SharedKey],
    gone: set[SharedKey],
    new: set[SharedKey],
    at: datetime,
) -> list[SharedNews]:
    """What is to be announced of the locked things."""
    touched = changed | gone | new
    found = {key: thing for key, thing in things.items() if key in touched}
    doubtful: dict[str, list[int]] = {}
    for (name, pk), thing in found.items():
        if (name, pk) not in new and (thing.is_announced or (name, pk) in changed):
            doubtful.setdefault(name, []).append(pk)
    public = set(new)
    if doubtful:
        # Not at the act's own instant: the previous holder of the lock has acted since.
        at = max(at, clock.plain(ledger.public_instant()))
        public |= public_things.public_of(doubtful, at)
    news: list[SharedNews] = []
    for shared in registry.shared_types():
        due = [
            (key in public, thing)
            for key, thing in found.items()
            if key[0] == shared.name
            and ((key in public) != thing.is_announced or (key in public and key in changed))
        ]
        if shown := [thing for is_public, thing in due if is_public]:
            prefetch_related_objects(shown, *shared.reads)
        for is_public, thing in due:
            news += _announce_thing(thing, shared, at=at, is_public=is_public)
    return news


def _announce_thing(
    thing: Shared, shared: registry.SharedType, *, at: datetime, is_public: bool
) -> list[SharedNews]:
    """Compare what the ledger last told of the locked thing with how it is."""
    document = shared.compile(thing, at) if is_public else None
    is_public, fingerprint = document is not None, _hash(document) if document else ""
    if (is_public, fingerprint) == (thing.is_announced, thing.announced_hash):
        return []
    cause = "changed" if thing.is_announced else "published"
    thing.is_announced, thing.announced_hash = is_public, fingerprint
    if is_public:
        is_first = not thing.version
        return [(thing, Told("upsert", shared.name, thing.uuid, cause=cause, is_first=is_first))]
    into = thing.merged_into.uuid if thing.merged_into else None
    reason = "merged" if into else "withdrawn"
    return [(thing, Told("remove", shared.name, thing.uuid, reason=reason, into=into))]


def _is_seen(thing: Shared) -> bool:
    """Whether pages read the settled thing's row: it is public, or its address leads on."""
    return thing.is_announced or thing.merged_into_id is not None  # type: ignore[attr-defined]


def _hash(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]
