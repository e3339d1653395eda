"""Which shared things and items the editions name, read from their relation rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    F,
    IntegerField,
    Model,
    QuerySet,
    Value,
)
from django.db.models.expressions import BaseExpression

from newsroom.editorial import registry
from newsroom.editorial.models import Edition, Item
from newsroom.editorial.registry import Compiled, Relation

#: A shared thing as relation rows know it: its type and primary key.
SharedKey = tuple[str, int]


_SHOWN = Value(True, output_field=BooleanField())  # noqa: FBT003


class Row(NamedTuple):
    """One naming. ``relation`` is its place in the registry's list for the item type."""

    relation: int
    edition_id: int
    thing_id: int
    position: int
    is_shown: bool


#: What a document names: the relation, the thing's key, its position, whether it is shown.
NamedThing = tuple[Relation, int, int, bool]


def rows_of(item_type: str, edition_ids: Collection[int]) -> list[Row]:
    """Everything that these editions of one item type name: one query."""
    parts = [
        _part(place, relation, edition_ids)
        for place, relation in enumerate(registry.relations(item_type=item_type))
    ]
    if not parts or not edition_ids:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [Row(*row) for row in rows if row[2] is not None]


def _part(place: int, relation: Relation, edition_ids: Collection[int]) -> QuerySet:
    column = "pk" if relation.on_edition else "edition_id"
    return (
        relation.model._default_manager.filter(**{f"{column}__in": edition_ids})
        .order_by()
        .values_list(
            Value(place, output_field=IntegerField()),
            F(column),
            F(f"{relation.field}_id"),
            Value(0, output_field=IntegerField()) if relation.on_edition else F("position"),
            _SHOWN if relation.on_edition else F("is_shown"),
        )
    )


def named_by(item_type: str, edition_ids: Collection[int]) -> dict[int, set[SharedKey]]:
    """The shared things that each of these editions shows."""
    relations = registry.relations(item_type=item_type)
    named: dict[int, set[SharedKey]] = {pk: set() for pk in edition_ids}
    for row in rows_of(item_type, edition_ids):
        target = relations[row.relation].target
        if row.is_shown and not registry.is_item(target):
            named[row.edition_id].add((target, row.thing_id))
    return named


def named_in(item_type: str, compiled: Compiled) -> set[SharedKey]:
    """The shared things that a compiled document shows."""
    return {
        (relation.target, thing_id)
        for relation, thing_id, _position, is_shown in wanted_rows(item_type, compiled)
        if is_shown and not registry.is_item(relation.target)
    }


def wanted_rows(item_type: str, compiled: Compiled) -> set[NamedThing]:
    """Everything that a compiled document names."""
    wanted = set()
    for relation in registry.relations(item_type=item_type):
        if relation.on_edition:
            key = compiled.columns.get(f"{relation.field}_id")
            if key is not None:
                wanted.add((relation, key, 0, True))
            continue
        for named in compiled.named:
            if named.relation is relation.model:
                key = named.columns.get(f"{relation.field}_id")
                key = named.columns[relation.field].pk if key is None else key
                columns = named.columns
                place, is_shown = columns.get("position", 0), columns.get("is_shown", True)
                wanted.add((relation, key, place, is_shown))
    return wanted


def stored_rows(edition: Edition) -> set[NamedThing]:
    """The same of a stored edition."""
    item_type = registry.type_of(edition.item).name
    relations = registry.relations(item_type=item_type)
    rows = rows_of(item_type, [edition.pk])
    return {(relations[row.relation], row.thing_id, row.position, row.is_shown) for row in rows}


def items_naming(thing: Model) -> Iterable[tuple[str, QuerySet]]:
    """By item type, the public ids of the items with an edition, live or planned, that names it."""
    for relation in relations_to(thing):
        rows = relation.model._default_manager.filter(**{relation.field: thing})
        if relation.on_edition:
            rows = rows.filter(superseded=False)
        yield relation.item_type, rows.order_by().values_list("item__uuid", flat=True).distinct()


def is_named(thing: Model, at: datetime | BaseExpression) -> bool:
    """Whether an edition that is live at ``at`` or planned after it names the thing."""
    for relation in relations_to(thing):
        editions = registry.item_type(relation.item_type).editions.not_ended(at)
        rows = relation.model._default_manager.filter(**{relation.field: thing})
        column = "pk" if relation.on_edition else "edition"
        if rows.filter(**{f"{column}__in": editions.values("pk")}).exists():
            return True
    return False


def relations_to(thing: Model) -> list[Relation]:
    if isinstance(thing, Item):
        return registry.relations(target=registry.type_of(thing).name)
    return registry.relations(target=registry.type_of_shared(thing).name)  # type: ignore[arg-type]


def carding(item: Item) -> list[tuple[str, int, UUID]]:
    """(type, primary key, public id) of the items whose editions card this one: one query."""
    parts = []
    for relation in registry.relations(target=registry.type_of(item).name):
        rows = relation.model._default_manager.filter(**{f"{relation.field}_id": item.pk})
        name = Value(relation.item_type)
        parts.append(rows.order_by().values_list(name, F("item_id"), F("item__uuid")))
    if not parts:
        return []
    return sorted(parts[0].union(*parts[1:]) if len(parts) > 1 else set(parts[0]))
