"""The focal point in the admin: number fields, and a tool over the picture itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from js_asset import Media, Script

from media.models import Image
from media.renditions import previews

from . import answers


class FocalTool:
    """Gives the form of a picture what ``focal.js`` makes the tool of."""

    def get_form(
        self,
        request: HttpRequest,
        obj: Image | None = None,
        change: Any = None,
        **kwargs: Any,
    ):
        if obj is not None:
            attributes = {"step": "any", "min": "0", "max": "1"}
            shown = {
                "data-focal": previews.url(obj, answers.LOOKED_AT_PX),
                "data-width": obj.width_px,
                "data-height": obj.height_px,
            }
            kwargs["widgets"] = {
                "focal_x": forms.NumberInput(attributes | shown),
                "focal_y": forms.NumberInput(attributes),
                **kwargs.get("widgets", {}),
            }
        return super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]

    @property
    def media(self) -> Media:
        return super().media + Media(  # type: ignore[misc]
            css={"all": ["media/ratios.css", "media/focal.css"]},
            js=[Script("media/focal.js", type="module")],
        )
