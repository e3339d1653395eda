"""Small private images for the newsroom, made at upload from the decoded pixels.

They have no public address: the admin serves them to logged-in staff. Their names are made of the
original's content, so previews of a file that was refused in the end are never shown.
"""

import io
from functools import cache
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import get_script_prefix, reverse
from PIL import Image as PilImage

from media.decoding import decoder
from media.models import Image

#: The longest side in pixels: for lists, for looking closely.
SIZES = (320, 1280)
MEDIA_TYPE = "image/webp"
FOLDER = "previews"
_ANY = UUID(int=0)


def write(image: Image, pixels: PilImage.Image) -> None:
    """Store the previews; ``pixels`` come from ``decoder.read``."""
    for size in SIZES:
        small = pixels.copy()
        small.thumbnail((size, size), PilImage.Resampling.BICUBIC, reducing_gap=2)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=75, method=1)
        default_storage.save(_name(image, size), ContentFile(out.getvalue()))


def url(image: Image, size: int = SIZES[0]) -> str:
    """Where staff see it; another address when the file is replaced."""
    address = _address(size, get_script_prefix()).replace(str(_ANY), str(image.uuid))
    return f"{address}?of={image.sha256[:8]}"


@cache
def _address(size: int, _prefix: str) -> str:
    return reverse("admin:media_image_preview", args=[_ANY, size])


def read(image: Image, size: int) -> bytes:
    """The preview, redrawn if missing. Raises ``ImageRefused``, FileNotFoundError."""
    name = _name(image, size)
    if not default_storage.exists(name):
        with image.original.open("rb") as original:
            write(image, decoder.read(original).pixels)
    with default_storage.open(name) as file:
        return file.read()


def sides(image: Image, longest_px: int) -> tuple[int, int]:
    """Width and height of the image within a square, never larger than it is."""
    scale = min(1, longest_px / max(image.width_px, image.height_px))
    return max(1, round(image.width_px * scale)), max(1, round(image.height_px * scale))


def delete(image: Image) -> None:
    """Delete those of the file that the object has."""
    for size in SIZES:
        default_storage.delete(_name(image, size))


def names(public_id: str, digest: str) -> list[str]:
    """Of one original; ``public_id`` without hyphens, ``digest`` as originals are named by it."""
    return [f"{FOLDER}/{public_id}/{digest}-{size}.webp" for size in SIZES]


def _name(image: Image, size: int) -> str:
    return names(image.uuid.hex, image.sha256[:16])[SIZES.index(size)]
