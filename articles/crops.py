"""The crops that a draft asks for: what is to be drawn before a reader can want it."""

from __future__ import annotations

from uuid import UUID

from media import renditions
from media.models import Image

from .body.elements import Figure
from .body.reading import read


def request(body: str, *, lead: Image | None = None, lead_crop: str = "") -> None:
    """Ask for the files of every crop of a draft, within the caller's transaction."""
    for image, box in asked_for(body, lead=lead, lead_crop=lead_crop):
        renditions.request_crop(image, box)


def asked_for(
    body: str, *, lead: Image | None = None, lead_crop: str = ""
) -> list[tuple[Image, str]]:
    """Each picture with the part of it that the lead or a figure shows, every pair once."""
    pairs = _in_body(body)
    if lead and lead_crop:
        pairs = [(lead.uuid, lead_crop), *pairs]
    rows = Image.objects.filter(uuid__in={public_id for public_id, _crop in pairs})
    images = {image.uuid: image.survivor for image in rows.select_related("merged_into")}
    return list(
        dict.fromkeys((images[public_id], crop) for public_id, crop in pairs if public_id in images)
    )


def _in_body(body: str) -> list[tuple[UUID, str]]:
    return [
        (part.image, part.crop) for part in read(body) if isinstance(part, Figure) and part.crop
    ]
