"""What is new for readers about shared things; ``announcements`` tells it with every settling."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from newsroom.editorial import clock, registry
from newsroom.editorial.models import Shared
from newsroom.editorial.rules import public_things

from . import ledger
from .ledger import Told
from .relation_rows import Named

#: Columns of shared things that the ledger's word on them is kept in.
_TOLD_COLUMNS = frozenset({"is_announced", "announced_hash", "version"})


def of(
    *,
    changed: set[Named],
    gone: set[Named],
    new: set[Named],
    read: set[Named],
    at: datetime,
) -> tuple[list[tuple[Shared, Told]], dict[Named, UUID], dict[Named, Shared]]:
    """What is to be told of shared things, the public ids of all that were looked at, their rows.

    They become public with the first live edition that names them and cease with the last. Their
    rows are locked in one order everywhere: of two items that let go of one thing at the same
    moment, or of which one lets go and the other takes it up, the second sees what the first did.
    """
    news: list[tuple[Shared, Told]] = []
    public_ids: dict[Named, UUID] = {}
    locked: dict[Named, Shared] = {}
    touched = changed | gone | new
    if transaction.get_connection().features.has_select_for_update:
        # Elsewhere there is one writer at a time: nothing changes what was read.
        wanted = touched | read
    else:
        wanted = touched
    for shared in registry.shared_types():
        name = shared.name
        pks = sorted(pk for type_name, pk in wanted if type_name == name)
        if not pks:
            continue
        rows = shared.model._base_manager.filter(pk__in=pks).order_by("pk")
        things = list(rows.select_for_update(no_key=True))
        public_ids |= {(name, thing.pk): thing.uuid for thing in things}
        locked |= {(name, thing.pk): thing for thing in things}
        things = [thing for thing in things if (name, thing.pk) in touched]
        doubtful = [
            thing.pk
            for thing in things
            if (name, thing.pk) not in new and (thing.is_announced or (name, thing.pk) in changed)
        ]
        public = {pk for type_name, pk in new if type_name == name}
        if doubtful:
            # Not at the act's own instant: whom the lock was waited for has acted since.
            at = max(at, clock.plain(ledger.public_instant()))
            public |= public_things.public_among(name, doubtful, at)
        for thing in things:
            is_public, has_changed = thing.pk in public, (name, thing.pk) in changed
            if is_public != thing.is_announced or (is_public and has_changed):
                news += _announce(thing, shared, at=at, is_public=is_public)
    return news, public_ids, locked


def is_another(thing: Shared, locked: dict[Named, Shared]) -> bool:
    """Whether the row says something else than it did when it was read."""
    now = locked.get((registry.type_of_shared(thing).name, thing.pk))
    if now is None:
        return False
    columns = [f.attname for f in thing._meta.concrete_fields if f.name not in _TOLD_COLUMNS]
    return any(vars(thing)[c] != vars(now)[c] for c in columns if c in vars(thing))


def save(news: list[tuple[Shared, Told]], versions: dict[tuple[str, UUID], int]) -> None:
    by_model: dict[type[Shared], list[Shared]] = {}
    for thing, told in news:
        thing.version = versions[told.type, told.uuid]
        by_model.setdefault(type(thing), []).append(thing)
    for model, things in by_model.items():
        model._base_manager.bulk_update(things, ["is_announced", "announced_hash", "version"])


def _announce(
    thing: Shared, shared: registry.SharedType, *, at: datetime, is_public: bool
) -> list[tuple[Shared, Told]]:
    """Compare what was told of the locked thing with what is so."""
    document = shared.compile(thing, at) if is_public else None
    is_public, fingerprint = document is not None, _hash(document) if document else ""
    if (is_public, fingerprint) == (thing.is_announced, thing.announced_hash):
        return []
    cause = "changed" if thing.is_announced else "published"
    thing.is_announced, thing.announced_hash = is_public, fingerprint
    if is_public:
        return [(thing, Told("upsert", shared.name, thing.uuid, cause=cause))]
    into = thing.merged_into.uuid if thing.merged_into else None
    reason = "merged" if into else "withdrawn"
    return [(thing, Told("remove", shared.name, thing.uuid, reason=reason, into=into))]


def _hash(document: dict) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]
