"""Widgets and fields of the article form: ordered byline, ordered tags, the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.widgets import prose_editor_base_media
from js_asset import Media, Script

from newsroom.editorial.admin import autocomplete
from newsroom.editorial.admin.pick_fields import joined, split

from . import bylines
from .body.clean import clean
from .body.part import kinds
from .models import Tag
from .typed_tags import NearTag, UnknownTag, find_or_new

#: Empty rows offered to people without JavaScript; with it a button adds more.
SPARE_ROWS = 1
_ROW = re.compile(r"^(?P<prefix>.+)-(?P<number>\d{1,3})-(?P<part>author|printed|role|place|gone)$")
_LAST = 999


class BylineInput(forms.Widget):
    """Rows of author, printed name and role, in the order of the place numbers, then of rows."""

    template_name = "articles/admin/byline_input.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        rows: dict[int, dict[str, str]] = {}
        for key in data:
            match = _ROW.match(key)
            if match and match["prefix"] == name:
                rows.setdefault(int(match["number"]), {})[match["part"]] = data[key]
        return [rows[number] for number in sorted(rows)]

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """Each field of a row has a label of its own."""
        return ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [*(value or []), *({} for _row in range(SPARE_ROWS))]
        context["widget"] |= {"rows": rows, "roles": bylines.CHOICES, "template_row": {}}
        return context


class BylineField(forms.Field):
    """The byline as ``registry.set_lists`` takes it: (author or None, printed name, role)."""

    widget = BylineInput
    user: Any = None
    #: Authors of the byline as it stands: they may stay, though nobody would be offered them now.
    kept: Sequence[Any] = ()

    def prepare_value(self, value: Any) -> list[dict[str, str]]:
        rows = []
        for row in value or []:
            if isinstance(row, tuple):
                author, printed, role = row
                row = {
                    "author": str(author.uuid) if author else "",
                    "printed": printed,
                    "role": role,
                }
            rows.append(row)
        return rows

    def clean(self, value: list[dict[str, str]]) -> list[tuple[Any, str, str]]:
        rows, errors = [], []
        for place, row in enumerate(value or []):
            author, printed = row.get("author", "").strip(), row.get("printed", "").strip()
            if row.get("gone") or not (author or printed):
                continue
            try:
                rows.append((_place(row, place), self._name(author, printed, row.get("role", ""))))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return [name for _place_number, name in sorted(rows, key=lambda pair: pair[0])]

    def _name(self, author: str, printed: str, role: str) -> tuple[Any, str, str]:
        if role not in bylines.ROLES:
            role = bylines.WRITER.name
        if len(printed) > 120:
            raise ValidationError(_("A printed name has at most 120 characters."))
        if "\x00" in printed:
            raise ValidationError(_("Null characters are not allowed."))
        named = None
        if author:
            named = autocomplete.resolve("author", self.user, author, kept=self.kept)
        return named, printed, role

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != list(initial or [])
        except ValidationError:
            return True


def _place(row: dict[str, str], place: int) -> tuple[int, int]:
    """What sorts a row: the number that was typed, else the end; then where it stood."""
    typed = row.get("place", "").strip()
    return (int(typed) if typed.isdecimal() and len(typed) < 4 else _LAST, place)


class TagsInput(forms.TextInput):
    """Names between commas; ``tags.js`` shows them as chips with a search."""

    def __init__(self) -> None:
        super().__init__({"data-tags": "", "autocomplete": "off"})


class TagsField(forms.CharField):
    """Tags in their order, the first the primary one.

    New names become tags, if the person may add tags.
    """

    widget = TagsInput
    user: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("Tags"))
        kwargs.setdefault(
            "help_text", gettext_lazy("Separated by commas. The first is the primary tag.")
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, list | tuple):
            return joined([tag.name for tag in value])
        return value or ""

    def clean(self, value: Any) -> list[Tag]:
        names = split(super().clean(value))
        try:
            return find_or_new(names, by=self.user)
        except (UnknownTag, NearTag) as unknown:
            raise ValidationError(str(unknown), code=unknown.code) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return split(self.prepare_value(initial)) != split(data or "")


class BodyInput(forms.Textarea):
    """The body as HTML; ``editor/start.js`` puts the editor in its place if it has every node."""

    def __init__(self) -> None:
        super().__init__({"rows": 24, "class": "body-input"})

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        nodes = " ".join(dict.fromkeys(kind.node for kind in kinds()))
        return {**super().build_attrs(base_attrs, extra_attrs), "data-nodes": nodes}

    @property
    def media(self) -> Media:
        """The library's script by its import map, our elements as plain modules, styles as files.

        Nodes of other apps come before the editor starts. Without the library's ``overrides.css``:
        what is written looks as it will read.
        """
        nodes = dict.fromkeys(kind.script for kind in kinds() if kind.script)
        return prose_editor_base_media + Media(
            css={
                "all": [
                    "media/ratios.css",
                    "media/crop.css",
                    "media/choosing.css",
                    "articles/editor.css",
                ]
            },
            js=[Script(name, type="module") for name in (*nodes, "articles/editor/start.js")],
        )


class BodyFormField(forms.CharField):
    """The body as it was typed. NUL is dropped here: everything else is the cleaner's work."""

    widget = BodyInput

    def to_python(self, value: Any) -> str:
        return super().to_python((value or "").replace("\x00", "")) or ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """As the column stores it: browsers end lines with two characters."""
        return clean(self.to_python(initial)) != clean(self.to_python(data))
