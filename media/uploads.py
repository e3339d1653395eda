"""Taking a picture file into the library."""

import hashlib
import re
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial import refusals

from . import decoding, opening, renditions, searching
from .models import Image
from .opening import Refused

__all__ = ["Examined", "Refused", "StoredImage", "described", "examine", "keep", "store"]

# What a caller may say about the picture; everything else comes from the file.
FIELDS = frozenset(
    {
        "uuid",
        "title",
        "alt_text",
        "is_decorative",
        "caption",
        "creator",
        "is_pool",
        "agency",
        "supplier",
        "credit_line",
        "copyright_notice",
        "usage_terms",
        "source_url",
        "focal_x",
        "focal_y",
    }
)


class StoredImage(NamedTuple):
    """The image in the library. A duplicate is the one that was there, unchanged."""

    image: Image
    is_duplicate: bool


@dataclass(frozen=True)
class Examined:
    """A file that will be taken. ``picture`` is None where the library has the same bytes."""

    file: File
    sha256: str
    picture: opening.Picture | None
    existing: Image | None


def store(file: opening.Readable, *, by: User | None = None, **fields) -> StoredImage:
    """Take a file with what is known of it (``FIELDS``) and make its renditions.

    A file with the same bytes as one in the library gives that one (or what it was merged into)
    and leaves its words alone. Without ``by`` it is the system that acts. Raises ``Refused`` with
    a sentence for the person who sent the file, and ``refusals.NotAllowed``.
    """
    return keep(examine(file), by=by, **fields)


def examine(file: opening.Readable) -> Examined:
    """Look at a file without storing anything. Raises ``Refused``."""
    file = file if isinstance(file, File) else File(file)
    opening.check_bytes(file)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    existing = _find(digest)
    picture = None if existing else opening.read(file)
    return Examined(file=file, sha256=digest, picture=picture, existing=existing)


def described(examined: Examined, **fields) -> Image:
    """The row that ``keep`` would store for a file that is new, unsaved and without files."""
    picture = examined.picture or opening.read(examined.file)
    return _described(examined, picture, None, fields)


def keep(examined: Examined, *, by: User | None = None, **fields) -> StoredImage:
    """Store a file that was examined; see ``store``."""
    _check_may_add(by)
    if examined.existing:
        return StoredImage(examined.existing, is_duplicate=True)
    picture = examined.picture or opening.read(examined.file)
    image = _described(examined, picture, by, fields)
    drawn = renditions.draw(image, picture.pixels)
    try:
        # Files first: a transaction that waits for a disk keeps others waiting.
        renditions.write(drawn)
        image.original.save("original", examined.file, save=False)
        with transaction.atomic():
            image.save(force_insert=True)
            searching.index(image)
            renditions.record(image, drawn)
    except IntegrityError:
        # Somebody else stored the same bytes in the meantime.
        _forget_files(image)
        if existing := _find(examined.sha256):
            return StoredImage(existing, is_duplicate=True)
        raise
    except BaseException:
        _forget_files(image)
        raise
    return StoredImage(image, is_duplicate=False)


def _check_may_add(by: User | None) -> None:
    if by is not None and not by.has_perm("media.add_image"):
        raise refusals.NotAllowed(
            _("Your role does not allow adding pictures. Ask a picture editor.")
        )


def _find(digest: str) -> Image | None:
    found = Image.objects.filter(sha256=digest).first()
    return found.survivor if found else None


def _described(
    examined: Examined, picture: opening.Picture, by: User | None, fields: dict
) -> Image:
    """The row of an examined file. Text that does not fit the columns is refused."""
    if unknown := fields.keys() - FIELDS:
        raise TypeError(f"Not a field of an uploaded image: {', '.join(sorted(unknown))}.")
    image = Image(
        original_name=_shown_name(examined.file.name or ""),
        sha256=examined.sha256,
        format=picture.format,
        bytes=examined.file.size,
        width_px=picture.width_px,
        height_px=picture.height_px,
        placeholder=decoding.average_colour(picture.pixels),
        uploaded_by=by,
        **{name: _storable(value) for name, value in fields.items()},
    )
    try:
        image.clean_fields(exclude={f.name for f in Image._meta.fields} - fields.keys())
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="fields") from error
    return image


def _storable(value):
    # No database takes lone surrogates, and PostgreSQL takes no NUL.
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").encode(errors="ignore").decode()


def _shown_name(name: str) -> str:
    """The name the file had, for people in the newsroom to recognise it; never used as a path."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable())[:255]


def _forget_files(image: Image) -> None:
    renditions.delete_files(image)
    if image.original:
        image.original.delete(save=False)
