"""Whether a revision keeps the whole draft: what of a draft is not declared as a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from newsroom.editorial.models import (
    DESK_COLUMNS,
    KERNEL_COLUMNS,
    Edition,
    EditionRelation,
    Item,
    Revision,
)
from newsroom.editorial.registry import ItemType

#: Rows about an item that the kernel writes; they are never part of its draft.
_KERNEL_ROWS = (Edition, EditionRelation, Revision)


def missing(item_type: ItemType) -> list[str]:
    """Names of columns and relations that are not declared and that no app has exempted."""
    excused = {*KERNEL_COLUMNS, *DESK_COLUMNS, *item_type.outside_history}
    declared = _declared(item_type)
    return [name for name, ways in _parts(item_type.model) if not ways & (declared | excused)]


def _parts(model: type[Item]) -> Iterator[tuple[str, set[str]]]:
    """Each part of a draft by name, with the attributes that lead to it.

    Rows that the draft cannot reach (``related_name="+"``) are records that others keep of it.
    """
    fields: list[Any] = model._meta.get_fields()
    through = {field.remote_field.through for field in fields if _has_rows(field)}
    for field in fields:
        if field.auto_created:
            if field.related_model not in through and _is_row_of(field):
                name = field.get_accessor_name()
                yield name, {name}
        elif _has_rows(field):
            yield field.name, {field.name, *_accessors_of(field.remote_field.through, model)}
        elif getattr(field, "editable", True) and not getattr(field, "primary_key", False):
            yield field.name, {field.name, getattr(field, "attname", field.name)}


def _has_rows(field: Any) -> bool:
    """Whether it is a many-to-many relation with its own through rows."""
    return bool(field.many_to_many) and not field.auto_created


def _is_row_of(field: Any) -> bool:
    """Whether the rows are part of the draft: people write them, and they are deleted with it."""
    if field.concrete or field.many_to_many or issubclass(field.related_model, _KERNEL_ROWS):
        return False
    return field.on_delete is models.CASCADE


def _accessors_of(through: type[models.Model], model: type[Item]) -> set[str]:
    relations: list[Any] = model._meta.get_fields()
    return {
        field.get_accessor_name()
        for field in relations
        if field.auto_created and not field.many_to_many and field.related_model is through
    }


def _declared(item_type: ItemType) -> set[str]:
    rows = {each.rows for each in item_type.lists}
    relations: list[Any] = item_type.model._meta.get_fields()
    lists = {r.get_accessor_name() for r in relations if r.auto_created and r.related_model in rows}
    return {each.name for each in item_type.fields} | lists
