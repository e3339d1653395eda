"""What the page of one item holds by: that its address names this compile of one live edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Field

from . import clock, registry
from .models import Edition
from .witness import NamedItem, Vouched, Witness

#: The compiled query of each kind of address, which of its parameters is the address's own, and the
#: column that this is compared with.
_compiled: dict[tuple[object, ...], tuple[Witness, int, Field[Any, Any]]] = {}


def vouched_by(edition: Edition, *, at: datetime, **lookup: Any) -> Vouched:
    """The page of the edition that was found at ``at`` by a column, as ``slug=…``."""
    ((column, value),) = lookup.items()
    item: Any = type(edition)._meta.get_field("item")  # type: ignore[misc]
    named = NamedItem(registry.kind_of(item.related_model).name, column, str(value))
    return vouched(named, edition.pk, edition.compile_number, at=at)


def vouched(named: NamedItem, edition_id: int, compile_number: int, *, at: datetime) -> Vouched:
    """The same of what was found earlier, perhaps by another process."""
    return Vouched(_witness(named, at), [(edition_id, compile_number)], named=named)


def _witness(named: NamedItem, at: datetime) -> Witness:
    key = (*named[:2], type(at), clock.is_moved(), connection.vendor)
    if key not in _compiled:
        _compiled[key] = _compile(named, at)
    made, place, field = _compiled[key]
    return made.with_value(place, _prepared(field, named.value))


def _compile(named: NamedItem, at: datetime) -> tuple[Witness, int, Field[Any, Any]]:
    editions = registry.item_type(named.item_type).editions
    field = _field(editions.model, named.column)
    value = _prepared(field, named.value)
    rows = editions.live_of_items(at).filter(**{named.column: named.value})
    made = Witness.of(rows.values_list("pk", "compile_number")[:2], at)
    (place,) = (
        n for n, each in enumerate(made.parameters) if each == value and n not in made.instants
    )
    return made, place, field


def _field(model: Any, column: str) -> Field[Any, Any]:
    *way, last = column.split("__")
    for name in way:
        model = model._meta.get_field(name).related_model
    found: Field[Any, Any] = model._meta.get_field(last)
    return found


def _prepared(field: Field[Any, Any], value: str) -> Any:
    """The value as the database's driver is given it."""
    return field.get_db_prep_value(field.to_python(value), connection)
