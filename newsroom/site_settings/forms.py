"""The form of the settings, made from what members declare."""

from __future__ import annotations

from typing import Any

from django import forms

from media.decoding.decoder import ImageRefused

from . import pictures
from .members import CHOICE, COLOUR, LINES, PICTURE, Member, text_of


class SettingField(forms.CharField):
    """The text of one setting, in the form in which it is stored."""

    def __init__(self, member: Member, **more: Any) -> None:
        self._member = member
        super().__init__(required=False, label=member.label, help_text=member.help,
                         widget=_widget(member), **more)  # fmt: skip

    def clean(self, value: Any) -> str:
        return text_of(self._member, super().clean(value))


class PictureField(forms.FileField):
    """An uploaded picture, as it is stored; the stored one stays where nothing is chosen."""

    def __init__(self, member: Member) -> None:
        self._member = member
        accepts = {"accept": "image/png,image/jpeg,image/webp,image/gif,image/avif"}
        super().__init__(required=False, label=member.label, help_text=member.help,
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
        return forms.Select(choices=member.choices)
    if member.kind == LINES:
        return forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
    attrs = {"class": "vTextField", "placeholder": member.usual()}
    if member.kind == COLOUR:
        attrs |= {"class": "vColourField", "spellcheck": "false", "autocomplete": "off"}
    return forms.TextInput(attrs={name: said for name, said in attrs.items() if said})
