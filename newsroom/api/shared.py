"""Shared things (authors, tags, pictures …): public while a live edition names them, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db.models import QuerySet, prefetch_related_objects

from newsroom.editorial import compiling, ledger, naming, registry
from newsroom.editorial.models import Shared

from . import conditional, moments
from .conditional import Freshness


def public(type_name: str) -> QuerySet:
    """What is public at this moment, each row with the moments around it."""
    columns = moments.columns({r.item_type for r in registry.relations(target=type_name)})
    return naming.public(type_name, ledger.instant_in_sql()).annotate(**columns)


def documents(type_name: str, things: Sequence[Shared]) -> list[dict[str, Any]]:
    """The public documents with type and version printed in; what they read is fetched at once."""
    shared_type = _type(type_name)
    prefetch_related_objects(list(things), *shared_type.reads)
    return [
        {**shared_type.compile(thing), "type": type_name, "version": thing.version}
        for thing in things
    ]


def public_by_id(type_name: str, public_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The documents of these things, of those that are public now."""
    rows = naming.public(type_name, ledger.instant_in_sql()).filter(uuid__in=list(public_ids))
    things = list(rows)
    return dict(zip((t.uuid for t in things), documents(type_name, things), strict=True))


def merged_into(type_name: str, **by: Any) -> UUID | None:
    """The public thing that the one which ``by`` finds was merged into."""
    rows = _type(type_name).model._default_manager.select_related("merged_into")
    thing = rows.filter(**by, merged_into__isnull=False).first()
    if thing is None:
        return None
    while thing.merged_into is not None:
        thing = thing.merged_into
    is_public = naming.public(type_name, ledger.instant_in_sql()).filter(pk=thing.pk).exists()
    return thing.uuid if is_public else None


def freshness(
    type_name: str, things: Sequence[Shared], *frame: Any, keys: tuple[str, ...]
) -> Freshness:
    """Of an answer that prints these things; ``frame`` is what else it prints.

    What the ledger has told of is known by its number. Something that became public by the clock
    and was not told of yet is known by its document.
    """
    facts: list[Any] = [(thing.pk, thing.version, thing.announced_hash) for thing in things]
    if not all(thing.is_announced for thing in things):
        facts.append(orjson.dumps(documents(type_name, things)))
    around = (
        moments.around(vars(things[0])) if things else moments.Moments(ledger.instant_after(None))
    )
    return Freshness(
        etag=conditional.etag_of(type_name, compiling.settings_hash(), facts, frame),
        at=around.at,
        changed_at=around.changed_at,
        next_change=around.next_change,
        max_age_seconds=conditional.MAX_AGE_SECONDS if things else 0,
        keys=keys,
    )


def _type(type_name: str) -> registry.SharedType:
    shared_type = registry.shared_type(type_name)
    if shared_type is None:
        raise LookupError(f"{type_name} is no shared type.")
    return shared_type
