"""The row of an image file: what the file is, what it says, and what somebody says of it."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from media.credits import agencies
from media.decoding import decoder, raster
from media.decoding.decoder import ImageRefused
from media.library.editing import FIELDS
from media.models import Agency, Image
from newsroom.accounts.models import User
from newsroom.lib import uploads
from newsroom.lib.text import storable

from . import examination, look_alikes, prefilled_fields
from .examination import Examined


@dataclass(frozen=True)
class Row:
    """A row that is not stored yet, the file to keep for it, and the record of its agency."""

    image: Image
    picture: decoder.DecodedImage
    file: File
    agency: Agency | None


def row(
    examined: Examined, *, by: User | None, fields: dict[str, Any], is_protected: bool = False
) -> Row:
    """The row of an examined file. Given text that does not fit the columns is refused."""
    if unknown := fields.keys() - FIELDS:
        raise TypeError(f"Not a field of an uploaded image: {', '.join(sorted(unknown))}.")
    picture, file = examined.picture or decoder.read(examined.file), examined.file
    told = of_the_file(examined)
    if is_protected:
        file, picture = clean_copy(picture)
        told = of_a_clean_copy(file)
    given = {name: storable(value) for name, value in fields.items()}
    known = agencies.known()
    filled = prefilled_fields.prefill(
        None if is_protected else examined.found, known=known, given=given
    )
    image = Image(
        **facts(examined, picture), **told, **filled.fields,
        is_source_protected=is_protected, uploaded_by=by,
    )  # fmt: skip
    try:
        image.clean_fields(exclude={f.name for f in Image._meta.fields} - fields.keys())
    except ValidationError as error:
        raise ImageRefused(" ".join(error.messages), code="fields") from error
    agencies.print_credit(image, among=known)
    return Row(image, picture, file, filled.agency)


def facts(examined: Examined, picture: decoder.DecodedImage) -> dict[str, Any]:
    """The columns that come from the file alone and from nobody's words."""
    return {
        "format": picture.format,
        "width_px": picture.width_px,
        "height_px": picture.height_px,
        "frames": picture.frames,
        "placeholder": raster.average_colour(picture.pixels),
        "phash": examined.phash,
        **look_alikes.bands(examined.phash),
        "read_with": examination.READER,
    }


def of_the_file(examined: Examined) -> dict[str, Any]:
    """The columns that would tell which file it was: a protected source has none of them."""
    found = examined.found
    return {
        "original_name": uploads.shown_name(examined.file.name or ""),
        "sha256": examined.sha256,
        "bytes": examined.file.size,
        "metadata": storable(found.as_json()) if found else {},
    }


def clean_copy(picture: decoder.DecodedImage) -> tuple[ContentFile, decoder.DecodedImage]:
    """A new file of the pixels alone, and the image as it is in it.

    JPEG of the highest quality that still drops detail nobody sees; lossless WebP where something
    shows through; the first frame of an animation. Decoding has made large images smaller, which
    also blurs the pattern by which a camera's sensor is known.
    """
    out, pixels = io.BytesIO(), picture.pixels
    if pixels.mode == "RGBA":
        pixels.save(out, "WEBP", lossless=True, exact=False)
        format_name = "webp"
    else:
        pixels.save(out, "JPEG", quality=95, subsampling=0, optimize=True)
        format_name = "jpeg"
    stored = decoder.DecodedImage(pixels, *pixels.size, format=format_name, frames=1)
    return ContentFile(out.getvalue()), stored


def of_a_clean_copy(file: File) -> dict[str, Any]:
    """The same columns of a protected source's stored copy."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return {"original_name": "", "sha256": digest, "bytes": file.size, "metadata": {}}
