"""The public files of a picture: a table of sizes, each in WebP and JPEG, never upscaled.

A file's name is made of its content, so it may be cached for ever and half a file can never be
public. Names that were once given stay until ``remove``: editions that have ended and pages in
caches still show them.
"""

import hashlib
import io
import math
import re
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as PilImage

from . import decoding, embedding, opening
from .models import Image, Rendition, RenditionRequest
from .storage import renditions_storage


@dataclass(frozen=True)
class Size:
    """``width_px`` at most; with a ``ratio`` (width by height) cropped around the focal point."""

    name: str
    width_px: int
    ratio: float | None = None


SIZES = (
    Size("thumb", 320),
    Size("small", 640),
    Size("medium", 960),
    Size("large", 1280),
    Size("wide", 1920),
    Size("square", 400, ratio=1),
    Size("card", 640, ratio=16 / 9),
)
CROPS = frozenset(size.name for size in SIZES if size.ratio)


@dataclass(frozen=True)
class Encoding:
    suffix: str
    options: dict[str, int | bool]
    keeps_transparency: bool = False


ENCODINGS = {
    "webp": Encoding("webp", {"quality": 80, "method": 4}, keeps_transparency=True),
    "jpeg": Encoding("jpg", {"quality": 82, "progressive": True, "optimize": True}),
}

# The longest side WebP can have, and as much of a very high picture as a page can want.
_MAX_SIDE_PX = 16_383
_MAX_PIXELS = 12_000_000

PUBLIC_NAME = re.compile(
    r"[0-9a-f]{{32}}/(?:{sizes})-[0-9]{{1,5}}-[0-9a-f]{{20}}\.(?:{suffixes})".format(
        sizes="|".join(size.name for size in SIZES),
        suffixes="|".join(encoding.suffix for encoding in ENCODINGS.values()),
    )
)


def media_type(file_name: str) -> str:
    """The type of a public file, by the suffix ``draw`` gave it."""
    suffix = file_name.rpartition(".")[2]
    return next(
        f"image/{name}" for name, encoding in ENCODINGS.items() if encoding.suffix == suffix
    )


@dataclass(frozen=True)
class Drawn:
    """A rendition that is not stored yet."""

    row: Rendition
    content: bytes


def make(image: Image) -> list[Rendition]:
    """Make every rendition from the original and store it; again gives the same files and rows.

    Raises ``opening.Refused`` if the original is gone or cannot be read any more.
    """
    drawn = redraw(image)
    write(drawn)
    return record(image, drawn)


def redraw(image: Image) -> list[Drawn]:
    """``draw`` from the original, with the credit and the focal point the image has now."""
    return draw(image, _original_pixels(image))


def draw(image: Image, pixels: PilImage.Image) -> list[Drawn]:
    """Every size in every format, in memory; ``pixels`` come from ``opening.read``."""
    written = embedding.options(image)
    drawn = []
    for size, scaled in _scaled(image, pixels):
        flat = decoding.flattened(scaled)
        for format_name, encoding in ENCODINGS.items():
            out = io.BytesIO()
            source = scaled if encoding.keeps_transparency else flat
            source.save(out, format_name.upper(), **encoding.options, **written)
            drawn.append(_drawn(image, size, format_name, scaled.size, out.getvalue()))
    return drawn


def write(drawn: list[Drawn]) -> None:
    """Store the files. Nothing names them yet, so this may come before the transaction."""
    storage = renditions_storage()
    for one in drawn:
        name = one.row.file_name
        if not (storage.exists(name) and storage.size(name) == len(one.content)):
            storage.save(name, ContentFile(one.content))


@transaction.atomic
def record(image: Image, drawn: list[Drawn]) -> list[Rendition]:
    """Let the image's rows name the files that were written, and no others."""
    Image.objects.select_for_update().get(pk=image.pk)
    rows = Rendition.objects.filter(image=image)
    rows.exclude(file_name__in=[one.row.file_name for one in drawn]).delete()
    there = set(rows.values_list("file_name", flat=True))
    new = [one.row for one in drawn if one.row.file_name not in there]
    for row in new:
        row.image = image
    Rendition.objects.bulk_create(new)
    return list(rows.order_by("pk"))


def request(image: Image) -> None:
    """Ask for the files to be made; call in the transaction that changes the picture."""
    RenditionRequest.objects.bulk_create([RenditionRequest(image=image)], ignore_conflicts=True)


def hide(image: Image) -> None:
    """Take the public files away and keep the rows; ``make`` brings them back."""
    delete_files(image)
    Image.objects.filter(pk=image.pk).update(files_key="")


@transaction.atomic
def remove(image: Image) -> None:
    """Take every public file of the image away, old ones too; ``make`` brings them back."""
    Rendition.objects.filter(image=image).delete()
    transaction.on_commit(lambda: delete_files(image))


def delete_files(image: Image) -> None:
    """Delete the image's public files, whoever still names them."""
    storage, folder = renditions_storage(), image.uuid.hex
    try:
        _subfolders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)


def _original_pixels(image: Image) -> PilImage.Image:
    try:
        with image.original.open("rb") as original:
            return opening.read(original).pixels
    except FileNotFoundError as error:
        raise opening.Refused(
            _("The original of this picture is missing. Upload it again."), code="missing"
        ) from error


def _drawn(image: Image, size: Size, format_name: str, sides: tuple[int, int], content: bytes):
    digest = hashlib.sha256(content).hexdigest()[:20]
    suffix = ENCODINGS[format_name].suffix
    row = Rendition(
        name=size.name,
        format=format_name,
        width_px=sides[0],
        height_px=sides[1],
        bytes=len(content),
        file_name=f"{image.uuid.hex}/{size.name}-{sides[0]}-{digest}.{suffix}",
    )
    return Drawn(row=row, content=content)


def _scaled(image: Image, pixels: PilImage.Image):
    """Pairs of size and picture: whole sizes up to the image's own, then the crops."""
    largest = _fitted(image, image.width_px)
    for size in SIZES:
        if size.ratio:
            yield size, _cropped(image, pixels, size.width_px, size.ratio)
    for size in SIZES:
        if size.ratio:
            continue
        sides = _fitted(image, min(size.width_px, image.width_px))
        yield size, pixels.resize(sides, PilImage.Resampling.LANCZOS, reducing_gap=3)
        if sides == largest:
            break


def _fitted(image: Image, width: int) -> tuple[int, int]:
    """The sides of the whole picture at a width, made smaller where it would be endlessly high."""
    area = image.width_px * image.height_px
    scale = min(
        width / image.width_px, _MAX_SIDE_PX / image.height_px, math.sqrt(_MAX_PIXELS / area)
    )
    return max(1, round(image.width_px * scale)), max(1, round(image.height_px * scale))


def _cropped(image: Image, pixels: PilImage.Image, width_px: int, ratio: float) -> PilImage.Image:
    """The largest part of this shape, as near to the focal point's middle as the edges allow."""
    width = min(pixels.width, pixels.height * ratio)
    height = width / ratio
    left = min(max(image.focal_x * pixels.width - width / 2, 0), pixels.width - width)
    top = min(max(image.focal_y * pixels.height - height / 2, 0), pixels.height - height)
    out_width = max(1, min(width_px, round(width)))
    sides = out_width, max(1, round(out_width / ratio))
    box = (left, top, left + width, top + height)
    return pixels.resize(sides, PilImage.Resampling.LANCZOS, box=box, reducing_gap=3)
