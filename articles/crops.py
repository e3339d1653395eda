"""The parts of pictures that a body shows."""

from __future__ import annotations

from media.models import Image

from .body.elements import Figure
from .body.reading import read


def in_body(body: str) -> list[tuple[Image, str]]:
    """Each picture with the part of it that a figure shows, every pair once."""
    pairs = [
        (part.image, part.crop) for part in read(body) if isinstance(part, Figure) and part.crop
    ]
    rows = Image.objects.filter(uuid__in={public_id for public_id, _crop in pairs})
    images = {row.uuid: row.survivor for row in rows.select_related("merged_into")}
    return list(dict.fromkeys((images[each], crop) for each, crop in pairs if each in images))
