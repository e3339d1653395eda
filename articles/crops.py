"""The parts of images that a body shows."""

from __future__ import annotations

from media.models import Image

from .body.parts.pictures import Figure
from .body.reading import read


def in_body(body: str) -> list[tuple[Image, str]]:
    """Each image with the part of it that a figure shows, every pair once."""
    shown = (picture for part in read(body) for picture in part.as_pictures())
    pairs = [(each.image, each.crop) for each in shown if isinstance(each, Figure) and each.crop]
    rows = Image.objects.filter(uuid__in={public_id for public_id, _crop in pairs})
    images = {row.uuid: row.survivor for row in rows.select_related("merged_into")}
    return list(dict.fromkeys((images[each], crop) for each, crop in pairs if each in images))
