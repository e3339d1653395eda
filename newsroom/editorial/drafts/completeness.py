"""Whether a revision keeps the whole draft: which fields a snapshot reads, and which it should.

The snapshot reads a stand-in for a draft that records what is read from it, so nothing has to be
declared twice and no database is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
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
    """Names of the draft's fields and relations that no revision keeps and no app has exempted."""
    excused = {*KERNEL_COLUMNS, *DESK_COLUMNS, *item_type.outside_history}
    read = _read_by(item_type)
    return [name for name, ways in _parts(item_type.model) if not ways & (read | excused)]


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


def _read_by(item_type: ItemType) -> set[str]:
    draft = _StandIn(item_type.model)
    item_type.snapshot(draft)
    return draft.asked


class _StandIn:
    """A draft whose fields are empty and whose relations have no rows."""

    def __init__(self, model: type[Item]) -> None:
        self.model, self.asked = model, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        try:
            field: Any = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return _Nothing()
        if field.is_relation:
            return None if field.concrete and not field.many_to_many else _Nothing()
        return field.get_default()


class _Nothing:
    """A manager without rows, whatever is asked of it."""

    def __getattr__(self, name: str) -> _Nothing:
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> _Nothing:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False
