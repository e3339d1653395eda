"""The form field of an image: found by its words, or sent from the desk beside the form."""

from __future__ import annotations

from typing import Any

from js_asset import Media, Script

from newsroom.editorial.admin.pick_fields import PickField, PickInput

#: What a page with such a field, or with the crop of one, loads.
MEDIA = Media(
    css={"all": ["media/ratios.css", "media/crop.css", "media/choosing.css"]},
    js=[Script("media/image_field.js", type="module")],
)


class PictureInput(PickInput):
    """``image_field.js`` puts grid, upload, drop and paste beside the search.

    ``admin/media/_addresses.html`` in the page's head says where files go.
    """

    media = MEDIA

    def __init__(self) -> None:
        super().__init__("image")


class ImagePickField(PickField):
    """One image that the user may choose, or None.

    The form sets ``user``, and ``held`` to the image that is there already: that one may stay.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("image", widget=PictureInput(), **kwargs)
