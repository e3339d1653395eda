"""Which shared things are public: those that a live edition shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import BaseExpression
from django.db.models.lookups import IsNull

from newsroom.editorial import registry
from newsroom.editorial.models import Shared
from newsroom.lib.likely import among_few


def named_publicly(thing: Shared, at: datetime) -> bool:
    """Whether a live edition shows it: what makes a shared thing public."""
    return thing.pk in public_among(registry.type_of_shared(thing).name, [thing.pk], at)


def public(type_name: str, at: datetime | BaseExpression) -> QuerySet[Any]:
    """The shared things of a type that a live edition shows."""
    is_named = Q(pk__in=[])
    for relation in registry.relations(target=type_name):
        rows: Any = relation.model._default_manager
        live = rows.live(at).filter(**{relation.field: OuterRef("pk")})
        is_named |= _has_any(live if relation.on_edition else live.filter(is_shown=True))
    model = registry.shared_type(type_name).model
    return model._base_manager.filter(is_named)


def parts(type_name: str, at: datetime | BaseExpression) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """``public`` at the present, for lists: what the ledger has told of, which an index of the
    list's order may hold alone, and the little that has become public by the clock since.

    So a list steps over nothing that no live edition names.
    """
    things = public(type_name, at).order_by()
    late = among_few(F("pk"), _named_by_what_is_due(type_name, at))
    return things.filter(is_announced=True), things.filter(late, is_announced=False)


def changing(after: BaseExpression, until: BaseExpression) -> Iterable[tuple[QuerySet[Any], str]]:
    """The shared things that change by the clock within a span, and the column that says when.

    One index probe, for queries that look for something else; ``first_seen_change`` is exact.
    """
    for each in registry.shared_types():
        # A thing that shows another changes with it, and that other thing is itself among these.
        if (column := each.changes_at) and "__" not in column:
            due = {f"{column}__gt": after, f"{column}__lte": until}
            yield each.model._base_manager.filter(**due), column


def first_seen_change(at: datetime, *, until: datetime) -> datetime | None:
    """The first instant in a span at which a thing that readers see at ``at`` changes by the clock.

    An image on show changes when its lease ends. Nothing here reveals what is planned.
    """
    found = [
        public(each.name, at)
        .filter(**{f"{each.changes_at}__gt": at, f"{each.changes_at}__lte": until})
        .aggregate(first=Min(each.changes_at))["first"]
        for each in registry.shared_types()
        if each.changes_at
    ]
    return min(filter(None, found), default=None)


def _named_by_what_is_due(type_name: str, at: datetime | BaseExpression) -> QuerySet[Any, Any]:
    """The keys of the things named by items of which the clock has changed something untold."""
    named: list[QuerySet[Any, Any]] = []
    for relation in registry.relations(target=type_name):
        items = registry.item_type(relation.item_type).model._base_manager
        due = items.filter(next_due_at__lte=at).order_by().values("pk")
        rows: Any = relation.model._default_manager.order_by()
        of_these = rows.filter(among_few(F("item_id"), due))
        named.append(of_these.values_list(relation.field, flat=True))
    return named[0].union(*named[1:], all=True) if len(named) > 1 else named[0]


def _has_any(rows: QuerySet[Any]) -> Q:
    """Whether there is a row, looked for from the newest on.

    An EXISTS lets PostgreSQL begin at the editions, and read all of them for a thing that none
    names; what is ordered and limited begins at the thing's own rows.
    """
    newest = rows.order_by("-published_at").values("pk")[:1]
    return Q(IsNull(Subquery(newest), False))  # noqa: FBT003


def public_among(type_name: str, pks: Collection[int], at: datetime) -> set[int]:
    """Those of the shared things that a live edition names: one query."""
    return {pk for _name, pk in public_of({type_name: pks}, at)}


def public_of(things: Mapping[str, Collection[int]], at: datetime) -> set[tuple[str, int]]:
    """Those of the things, by type and key, that a live edition names: one query for all types."""
    queries = [
        public(name, at).filter(pk__in=pks).order_by().values_list(Value(name), "pk")
        for name, pks in things.items()
        if pks
    ]
    return set(queries[0].union(*queries[1:], all=True)) if queries else set()
