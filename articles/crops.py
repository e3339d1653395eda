"""The crops that a draft asks for: what is to be drawn before a reader can want it."""

from __future__ import annotations

from uuid import UUID

from media import renditions
from media.models import Image

from .body.elements import Figure
from .body.reading import read
from .models import Article


def request(article: Article) -> None:
    """Ask for the files of every crop of the draft, within the caller's transaction."""
    for image, box in asked_for(article):
        renditions.request_crop(image, box)


def asked_for(article: Article) -> list[tuple[Image, str]]:
    """Each picture with the part of it that the lead or a figure shows, every pair once."""
    pairs = _in_body(article.body)
    if article.lead_image and article.lead_crop:
        pairs = [(article.lead_image.uuid, article.lead_crop), *pairs]
    rows = Image.objects.filter(uuid__in={public_id for public_id, _crop in pairs})
    images = {image.uuid: image.survivor for image in rows.select_related("merged_into")}
    return list(
        dict.fromkeys((images[public_id], crop) for public_id, crop in pairs if public_id in images)
    )


def _in_body(body: str) -> list[tuple[UUID, str]]:
    return [
        (part.image, part.crop) for part in read(body) if isinstance(part, Figure) and part.crop
    ]
