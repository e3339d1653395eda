"""The crops that a draft asks for: what is to be drawn before a reader can want it."""

from __future__ import annotations

from uuid import UUID

from media.models import Image
from media.renditions import image_files
from newsroom.lib import boxes

from .body.elements import Figure
from .body.reading import read


def clean(crop: str, *, image: Image | None) -> str:
    """The part of its own picture that a draft shows, as it is stored; none without a picture."""
    return boxes.clean(crop) if image else ""


def word(name: str, crop: str) -> dict[str, str]:
    """The crop among a revision's words, only where there is one.

    Revisions from before crops say the same of the whole picture.
    """
    return {name: crop} if crop else {}


def request(body: str, *, image: Image | None = None, crop: str = "") -> None:
    """Ask for the files of every crop of a draft, within the caller's transaction.

    ``image`` is the draft's own picture, beside the figures of its body.
    """
    for asked, box in asked_for(body, image=image, crop=crop):
        image_files.request_crop(asked, box)


def asked_for(body: str, *, image: Image | None = None, crop: str = "") -> list[tuple[Image, str]]:
    """Each picture with the part of it that the draft or a figure shows, every pair once."""
    pairs = _in_body(body)
    if image and crop:
        pairs = [(image.uuid, crop), *pairs]
    rows = Image.objects.filter(uuid__in={public_id for public_id, _box in pairs})
    images = {row.uuid: row.survivor for row in rows.select_related("merged_into")}
    return list(
        dict.fromkeys((images[public_id], box) for public_id, box in pairs if public_id in images)
    )


def _in_body(body: str) -> list[tuple[UUID, str]]:
    return [
        (part.image, part.crop) for part in read(body) if isinstance(part, Figure) and part.crop
    ]
