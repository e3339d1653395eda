"""The form field of the part that a use shows of its image."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from newsroom.lib import boxes

from .image_field import MEDIA


class CropInput(forms.TextInput):
    """``image_field.js`` puts the dialog with the rectangle in its place.

    ``of`` names the ``ImagePickField`` of the same form.
    """

    media = MEDIA

    def __init__(self, of: str) -> None:
        super().__init__({"data-crop-of": of, "autocomplete": "off", "maxlength": None})


class HiddenCropInput(CropInput):
    """For short forms: without JavaScript they show the whole image."""

    input_type = "hidden"


class CropField(forms.CharField):
    """The part of an image that a use shows: typed as four fractions, drawn with JavaScript."""

    def __init__(self, *, of: str, input_class: type[CropInput] = CropInput, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("Crop"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "The part of the picture that is shown here: left edge, upper edge, width and "
                "height, as fractions. Empty: the whole."
            ),
        )
        super().__init__(widget=input_class(of), max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return boxes.canonical(text)
        except boxes.NotABox as error:
            raise ValidationError(str(error), code="crop") from error
