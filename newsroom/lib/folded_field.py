"""A column that holds the folded form of another: the key by which names are one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from .folding import folded


def second_key(name: str, row_id: int) -> str:
    """The key of a row that has the name of another one, until they are merged."""
    return f"{folded(name)}{FoldedField.SECOND}{row_id}"


class FoldedField(models.CharField):  # type: ignore[type-arg]
    """``folded`` of the column ``of``, written with every save of the row.

    To migrations it is Django's own field.
    """

    #: Behind it stands the id of a row whose name another one had before there were keys.
    SECOND = " \u2016"

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
        self.of = of

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001
        key, stored = (
            folded(getattr(model_instance, self.of)),
            getattr(model_instance, self.attname),
        )
        if not str(stored).startswith(f"{key}{self.SECOND}"):
            setattr(model_instance, self.attname, key)
        found: str = getattr(model_instance, self.attname)
        return found

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options


def with_keys(model: type[models.Model], columns: Iterable[str]) -> set[str]:
    """These columns, and the keys of those among them, for a save that names its columns."""
    named = set(columns)
    fields = (each for each in model._meta.fields if isinstance(each, FoldedField))
    return named | {each.name for each in fields if each.of in named}
