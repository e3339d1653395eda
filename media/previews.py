"""Small private copies for the newsroom's own screens."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as PilImage

from .models import Image

SIZES = (320, 1280)


def write(image: Image, pixels: PilImage.Image) -> None:
    for size in SIZES:
        out = io.BytesIO()
        scaled = pixels.copy()
        scaled.thumbnail((size, size))
        scaled.save(out, "WEBP")
        default_storage.save(_name(image, size), ContentFile(out.getvalue()))


def delete(image: Image) -> None:
    for size in SIZES:
        default_storage.delete(_name(image, size))


def _name(image: Image, size: int) -> str:
    return f"{image.uuid.hex[:2]}/{image.uuid.hex}-preview-{size}.webp"
