"""The row of a picture file: what the file is, what it says, and what somebody says of it."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File

from newsroom.accounts.models import User

from . import agencies, decoding, duplicates, examining, opening, prefilling, protecting
from .examining import Examined
from .models import Agency, Image
from .opening import Refused

# What a caller may say about the picture; everything else comes from the file.
FIELDS = frozenset(
    {
        "uuid",
        "title",
        "alt_text",
        "is_decorative",
        "caption",
        "extended_description",
        "keywords",
        "city",
        "region",
        "country",
        "date_created",
        "creator",
        "is_pool",
        "agency",
        "supplier",
        "credit_line",
        "rights_category",
        "licence",
        "cost",
        "cost_note",
        "restrictions",
        "copyright_notice",
        "usage_terms",
        "web_statement",
        "licensor_url",
        "digital_source_type",
        "data_mining",
        "source_url",
        "focal_x",
        "focal_y",
    }
)


@dataclass(frozen=True)
class Row:
    """A row that is not stored yet, the file to keep for it, and the record of its agency."""

    image: Image
    picture: opening.Picture
    file: File
    agency: Agency | None


def row(
    examined: Examined, *, by: User | None, fields: dict[str, Any], is_protected: bool = False
) -> Row:
    """The row of an examined file. Given text that does not fit the columns is refused."""
    if unknown := fields.keys() - FIELDS:
        raise TypeError(f"Not a field of an uploaded image: {', '.join(sorted(unknown))}.")
    picture, file = examined.picture or opening.read(examined.file), examined.file
    told = of_the_file(examined)
    if is_protected:
        file, picture = protecting.clean(picture)
        told = of_a_clean_copy(file)
    given = {name: storable(value) for name, value in fields.items()}
    known = agencies.known()
    filled = prefilling.prefill(None if is_protected else examined.found, known=known, given=given)
    image = Image(
        **facts(examined, picture), **told, **filled.fields,
        is_source_protected=is_protected, uploaded_by=by,
    )  # fmt: skip
    try:
        image.clean_fields(exclude={f.name for f in Image._meta.fields} - fields.keys())
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="fields") from error
    agencies.print_credit(image, among=known)
    return Row(image, picture, file, filled.agency)


def facts(examined: Examined, picture: opening.Picture) -> dict[str, Any]:
    """The columns that come from the file alone and from nobody's words."""
    return {
        "format": picture.format,
        "width_px": picture.width_px,
        "height_px": picture.height_px,
        "frames": picture.frames,
        "placeholder": decoding.average_colour(picture.pixels),
        "phash": examined.phash,
        **duplicates.bands(examined.phash),
        "read_with": examining.READER,
    }


def of_the_file(examined: Examined) -> dict[str, Any]:
    """The columns that would tell which file it was: a protected source has none of them."""
    found = examined.found
    return {
        "original_name": _shown_name(examined.file.name or ""),
        "sha256": examined.sha256,
        "bytes": examined.file.size,
        "metadata": storable(found.as_json()) if found else {},
    }


def of_a_clean_copy(file: File) -> dict[str, Any]:
    """The same columns of a protected source's stored copy."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return {"original_name": "", "sha256": digest, "bytes": file.size, "metadata": {}}


def storable(value):
    """Without what no database takes: lone surrogates, and NUL, which PostgreSQL refuses."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(value, list | tuple):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return value


def _shown_name(name: str) -> str:
    """The name the file had, for people in the newsroom to recognise it; never used as a path."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable())[:255]
