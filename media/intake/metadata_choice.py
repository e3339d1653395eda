"""What an image's file says of itself in two ways, and taking one of them over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from media import access, image_fields
from media.credits import agencies, combined_credit
from media.library import editing
from media.models import Image
from newsroom.accounts.models import User
from newsroom.editorial import refusals

from . import prefilled_fields

#: The blocks of a file, in the order in which they are believed.
BLOCKS = {"xmp": "XMP", "iim": "IPTC/IIM", "exif": "EXIF"}
#: What the blocks call a field → the image's column.
_COLUMNS = {field.said: field.name for field in image_fields.IMAGE if field.said}


@dataclass(frozen=True)
class Saying:
    """What one block says, or several that say the same.

    ``columns`` are the image's columns that it fills; ``is_taken``: they hold it.
    """

    block: str
    name: str
    text: str
    columns: dict[str, Any]
    is_taken: bool


@dataclass(frozen=True)
class FieldConflict:
    """A field of which the blocks say different things. Without a column nothing can be taken."""

    field: str
    label: str
    sayings: list[Saying]
    can_take: bool


def conflicts(image: Image) -> list[FieldConflict]:
    known = agencies.known()
    found = []
    for conflict in (image.metadata or {}).get("conflicts", []):
        name = conflict["field"]
        column = _COLUMNS.get(name)
        label = _label(column) if column else name.replace("_", " ")
        sayings = list(_sayings(image, conflict, known))
        found.append(FieldConflict(name, label, sayings, can_take=column is not None))
    return found


@transaction.atomic
def take(image: Image, field: str, block: str, *, by: User | None) -> None:
    """Put what a block of the file says into the image's fields. Raises ``Refused``."""
    image = editing.locked(image)
    said = next(
        (c.get(block) for c in (image.metadata or {}).get("conflicts", []) if c["field"] == field),
        None,
    )
    if not said or field not in _COLUMNS or block not in BLOCKS:
        raise refusals.NotPossible(_("The file does not say this. Load the page again."))
    columns = _columns(image, field, said, agencies.known())
    access.check_change(image, by, fields=list(columns))
    for column, value in columns.items():
        setattr(image, column, value)
    try:
        image.clean_fields(exclude={f.name for f in Image._meta.fields} - columns.keys())
    except ValidationError as error:
        raise refusals.NotPossible(" ".join(error.messages)) from error
    editing.save(image, by=by)


def _sayings(image: Image, conflict: dict[str, Any], known: agencies.Known) -> Iterator[Saying]:
    """What is said in the same words is said once, by all who say it."""
    names: dict[str, list[str]] = {}
    for block in BLOCKS:
        if said := conflict.get(block):
            names.setdefault(_as_text(said), []).append(block)
    for text, blocks in names.items():
        columns = _columns(image, conflict["field"], conflict[blocks[0]], known)
        is_taken = bool(columns) and all(getattr(image, c) == v for c, v in columns.items())
        yield Saying(blocks[0], ", ".join(BLOCKS[b] for b in blocks), text, columns, is_taken)


def _columns(image: Image, field: str, said: Any, known: agencies.Known) -> dict[str, Any]:
    """The columns that hold what was said; none for what the library has no column for."""
    if field == "credit_line":
        # Read as it is when a file comes in: the photographer stays before another agency.
        creators = [image.creator] if image.creator else []
        printed = combined_credit.combined(
            credit_line=_as_text(said), creators=creators, source="", names=known.names
        )
        return prefilled_fields.credit_columns(printed, known, prefilled_fields.Fitting())
    column = _COLUMNS.get(field)
    return {column: _as_value(column, said)} if column else {}


def _label(column: str) -> str:
    field: Any = Image._meta.get_field(column)
    return str(field.verbose_name)


def _as_value(column: str, said: Any) -> Any:
    if column == "keywords":
        return said if isinstance(said, list) else [said]
    return _as_text(said)


def _as_text(said: Any) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)
