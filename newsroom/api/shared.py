"""Shared things (authors, tags, images …): public while a live edition names them, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db.models import DateTimeField, F, QuerySet, Value, prefetch_related_objects
from django.db.models.expressions import BaseExpression

from newsroom.editorial import addresses, registry
from newsroom.editorial.clock import PublicInstant
from newsroom.editorial.models import Shared
from newsroom.editorial.publication import compilation, ledger
from newsroom.editorial.rules import public_things
from newsroom.editorial.witness import Vouched, Witness
from newsroom.lib.likely import among_few

from . import conditional, moments
from .conditional import Freshness

_NEVER = Value(None, output_field=DateTimeField())


def public(type_name: str) -> QuerySet:
    """What is public at this moment, each row with the moments around it."""
    return _beside_moments(type_name, public_things.public(type_name, ledger.instant_in_sql()))


def parts(type_name: str) -> tuple[QuerySet, QuerySet]:
    """The same in two parts that each have an index: see ``public_things.parts``."""
    return public_things.parts(type_name, ledger.instant_in_sql())


def listed(
    type_name: str, narrow: Callable[[QuerySet], QuerySet], **beside: BaseExpression
) -> QuerySet:
    """``public`` as a list: what ``narrow`` leaves, which orders the rows and takes the first."""
    found = [narrow(each) for each in parts(type_name)]
    every = registry.shared_type(type_name).model._base_manager.order_by()
    # SQLite takes neither an order nor a limit in the parts of a union, but in their subqueries.
    told, late = (
        every.filter(among_few(F("pk"), each.values("pk"))).values("pk") for each in found
    )
    rows = every.filter(among_few(F("pk"), told.union(late, all=True)))
    return narrow(_beside_moments(type_name, rows.annotate(**beside)))


def _beside_moments(type_name: str, things: QuerySet) -> QuerySet:
    columns = moments.columns({r.item_type for r in registry.relations(target=type_name)})
    changes_at = registry.shared_type(type_name).changes_at
    due = F(changes_at) if changes_at else _NEVER
    return things.annotate(**columns, changes_at=due)


def documents(type_name: str, things: Sequence[Shared]) -> list[dict[str, Any]]:
    """The public documents, at the instant of the query that found the things.

    Each has its type and version added; what the documents read is loaded in one go.
    """
    if not things:
        return []
    at = _read_at(things)
    shared_type = registry.shared_type(type_name)
    prefetch_related_objects(list(things), *shared_type.reads)
    return [
        {**document, "type": type_name, "version": thing.version}
        for thing in things
        if (document := shared_type.compile(thing, at)) is not None
    ]


def public_by_id(type_name: str, public_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The documents of these things, of those that are public now."""
    rows = public_things.public(type_name, ledger.instant_in_sql()).filter(
        uuid__in=list(public_ids)
    )
    things = list(rows.annotate(read_at=ledger.instant_in_sql()))
    printed = documents(type_name, things)
    return {UUID(document["id"]): document for document in printed}


def moved_to(type_name: str, **by: Any) -> UUID | None:
    """The public thing that has taken the place of the one which ``by`` finds, or found."""
    if "slug" in by:
        thing = addresses.shared_once_at(type_name, by["slug"])
    else:
        rows = registry.shared_type(type_name).model._default_manager
        thing = rows.filter(**by, merged_into__isnull=False).first()
    while thing is not None and thing.merged_into is not None:
        thing = thing.merged_into
    if thing is None:
        return None
    is_public = (
        public_things.public(type_name, ledger.instant_in_sql()).filter(pk=thing.pk).exists()
    )
    return thing.uuid if is_public else None


def freshness(
    type_name: str, things: Sequence[Shared], *frame: Any, keys: tuple[str, ...]
) -> Freshness:
    """Of an answer that prints these things; ``frame`` is what else it prints.

    What the ledger has told of is known by its number. Something that became public or changed by
    the clock and was not told of yet is known by its document.
    """
    if not things:
        etag = conditional.etag_of(type_name, compilation.settings_hash(), [], frame)
        return Freshness(etag, at=None, keys=keys)
    facts: list[Any] = [(thing.pk, thing.version, thing.announced_hash) for thing in things]
    around = moments.around(vars(things[0]))
    due = [thing.changes_at for thing in things if thing.changes_at]  # type: ignore[attr-defined]
    if not all(thing.is_announced for thing in things) or any(each <= around.at for each in due):
        facts.append(orjson.dumps(documents(type_name, things)))
    etag = conditional.etag_of(type_name, compilation.settings_hash(), facts, frame)
    return Freshness(etag, **vars(around), keys=keys)


#: What an answer's ETag is made of, as far as the ledger has told of it.
_FACTS = ("pk", "version", "announced_hash", "is_announced")


def vouched(rows: QuerySet, things: Sequence[Shared]) -> Vouched | None:
    """What an answer holds by that prints these things, which ``rows`` found; None if nothing is
    listed or the clock has changed one that the ledger has not told of yet."""
    if not things or not all(thing.is_announced for thing in things):
        return None
    at = _read_at(things)
    due = [thing.changes_at for thing in things if thing.changes_at]  # type: ignore[attr-defined]
    if any(each <= at for each in due):
        return None
    printed = [tuple(getattr(thing, name) for name in _FACTS) for thing in things]
    return Vouched(Witness.of(rows.values_list(*_FACTS)), printed, min(due, default=None))


def _read_at(things: Sequence[Shared]) -> PublicInstant:
    """The instant at which the query read the things."""
    return PublicInstant.of(vars(things[0])["read_at"])
