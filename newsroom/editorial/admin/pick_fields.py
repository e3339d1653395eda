"""Form fields that hold public ids: people type a name, the form keeps the id.

Each is a text field that works without JavaScript (an id, a slug or an exact name); the module
``picker.js`` makes a search of it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from . import autocomplete


class PickInput(forms.TextInput):
    """A text field that ``picker.js`` turns into a search; ``kind`` as in ``autocomplete``.

    Without JavaScript it says what to type, and has room for an id.
    """

    template_name = "editorial/pick_input.html"

    def __init__(self, kind: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-pick": kind, "autocomplete": "off", "size": 40, **(attrs or {})})


class _Picked(forms.CharField):
    #: Who fills the form in; what they may see is what they may pick. Set by ``ItemForm``.
    user: Any = None
    attrs: dict[str, Any] = {}

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**{"required": False, "widget": PickInput(kind, self.attrs), **kwargs})


class PickField(_Picked):
    """One thing of a kind, or None."""

    #: What the item holds already: it may stay, though nobody would be offered it now.
    held: Any = None

    def prepare_value(self, value: Any) -> str:
        """A row, its primary key (a model form's initial value) or what was typed, as text."""
        if isinstance(value, int):
            model = autocomplete.pickable(self.kind).queryset(None).model
            value = model._base_manager.filter(pk=value).first()
        return str(value.uuid) if isinstance(value, Model) else value or ""  # type: ignore[attr-defined]

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        kept = [] if self.held is None else [self.held]
        return autocomplete.resolve(self.kind, self.user, text, kept=kept) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != (data or "")


class PickListField(_Picked):
    """Several things of a kind in their order, each once: separated by commas."""

    attrs = {"data-pick-many": ""}
    #: What the item holds already: it may stay, though nobody would be offered it now.
    kept: Sequence[Any] = ()

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, list | tuple):
            return ", ".join(str(row.uuid) for row in value)
        return value or ""

    def clean(self, value: Any) -> list[Any]:
        found, errors = [], []
        for word in split(super().clean(value)):
            try:
                found.append(autocomplete.resolve(self.kind, self.user, word, kept=self.kept))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(found))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return split(self.prepare_value(initial)) != split(data or "")


def split(text: str) -> list[str]:
    """Words between commas, trimmed; a comma inside quotation marks belongs to the word.

    ``joined`` is the reverse.
    """
    line = " ".join(text.replace("\x00", "").split())
    try:
        rows = list(csv.reader([line], skipinitialspace=True)) if line else []
    except csv.Error:  # A word longer than Python's reader takes is refused for its length.
        return [line]
    return [word.strip() for row in rows for word in row if word.strip()]


def joined(words: list[str]) -> str:
    return ", ".join(f'"{word}"' if "," in word else word for word in words)
