"""The form of the settings, made from what members declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from media.decoding.decoder import ImageRefused
from newsroom.editorial.admin.conflicts.conflict import THEIRS, meet

from . import pictures
from .members import CHOICE, COLOUR, GROUPS, LINES, PICTURE, Member, members, text_of

#: Before the name of the box that takes a stored picture away.
REMOVE = "remove_"


class SettingField(forms.CharField):
    """The text of one setting, in the form in which it is stored."""

    def __init__(self, member: Member, **more: Any) -> None:
        self._member = member
        super().__init__(required=False, label=str(member.label), help_text=str(member.help),
                         widget=_widget(member), **more)  # fmt: skip

    def clean(self, value: Any) -> str:
        return text_of(self._member, super().clean(value))


class PictureField(forms.FileField):
    """An uploaded picture, as it is stored; the stored one stays where nothing is chosen."""

    def __init__(self, member: Member) -> None:
        self._member = member
        accepts = {"accept": "image/png,image/jpeg,image/webp,image/gif,image/avif"}
        super().__init__(required=False, label=str(member.label), help_text=str(member.help),
                         widget=forms.FileInput(attrs=accepts))  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, None)
        if not file:
            return None
        try:
            return pictures.read(file, with_icons=self._member.name == "logo")
        except ImageRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def field_of(member: Member) -> forms.Field:
    return PictureField(member) if member.kind == PICTURE else SettingField(member)


def _widget(member: Member) -> forms.Widget:
    if member.kind == CHOICE:
        return forms.Select(choices=list(member.choices()))
    if member.kind == LINES:
        return forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
    attrs = {"class": "vTextField", "placeholder": member.usual()}
    if member.kind == COLOUR:
        attrs |= {"class": "vColourField", "spellcheck": "false", "autocomplete": "off"}
    return forms.TextInput(attrs={name: said for name, said in attrs.items() if said})


class SettingsForm(forms.Form):
    """All settings. What somebody else has saved since the page was opened is brought together with
    what was typed, field by field, as everywhere: see ``editorial.admin.conflicts``.

    ``began`` are the values from which the writer began, ``stored`` those that stand now.
    """

    def __init__(
        self, *args: Any, began: Mapping[str, Any], stored: Mapping[str, Any], **more: Any
    ) -> None:
        self._members = members()
        super().__init__(*args, **more)
        self.initial = dict(stored)
        self._began, self._stored = began, stored
        #: Labels of the fields where somebody else's text was kept.
        self.kept: list[str] = []
        for member in self._members:
            self.fields[member.name] = field_of(member)
            if member.kind == PICTURE and stored.get(member.name):
                label = _("Remove: %(label)s") % {"label": member.label}
                self.fields[f"{REMOVE}{member.name}"] = forms.BooleanField(
                    label=label, required=False
                )

    @property
    def fieldsets(self) -> list[tuple[Any, dict[str, Any]]]:
        """As the admin's forms have them."""
        grouped: dict[str, list[str]] = {name: [] for name in GROUPS}
        for member in self._members:
            names = (member.name, f"{REMOVE}{member.name}")
            grouped[member.group] += [name for name in names if name in self.fields]
        return [(GROUPS[group], {"fields": names}) for group, names in grouped.items() if names]

    @property
    def changes(self) -> dict[str, Any]:
        """What ``saving.save`` is given."""
        found = {}
        for member in self._members:
            value = self.cleaned_data.get(member.name)
            if member.kind != PICTURE:
                found[member.name] = value
            elif value or self.cleaned_data.get(f"{REMOVE}{member.name}"):
                found[member.name] = value or ""
        return found

    def clean(self) -> dict[str, Any]:
        for member in self._members:
            if member.kind != PICTURE and member.name in self.cleaned_data:
                self._bring_together(member)
        return self.cleaned_data

    def _bring_together(self, member: Member) -> None:
        name, mine = member.name, self.cleaned_data[member.name]
        began, theirs = (str(each.get(name, "")) for each in (self._began, self._stored))
        if theirs in (began, mine):
            return
        if mine == began:
            self.kept.append(str(member.label))
            self._show(name, theirs)
            return
        texts = (_readable(member, theirs), _readable(member, mine))
        conflict = meet(self.data, name, str(member.label), texts=texts, values=(theirs, mine))
        if not conflict.choice:
            self.add_error(name, forms.ValidationError(conflict.as_html(), code="together"))
        elif conflict.choice == THEIRS:
            self._show(name, theirs)

    def _show(self, name: str, text: str) -> None:
        sent: Any = self.data
        sent = sent.copy()
        sent[name] = self.cleaned_data[name] = text
        self.data = sent


def _readable(member: Member, text: str) -> str:
    return str(dict(member.choices()).get(text, text))
