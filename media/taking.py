"""What a picture's file says of itself in two ways, and taking one of them over."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial import refusals

from . import access, library
from .models import Image

#: The blocks of a file, in the order in which they are believed.
BLOCKS = {"xmp": "XMP", "iim": "IPTC/IIM", "exif": "EXIF"}
#: What the blocks call a field → the picture's column.
_COLUMNS = {
    "headline": "title", "caption": "caption", "creators": "creator", "credit_line": "credit_line",
    "copyright": "copyright_notice", "usage_terms": "usage_terms", "alt_text": "alt_text",
    "extended_description": "extended_description", "date_created": "date_created",
    "keywords": "keywords", "city": "city", "region": "region", "state": "region",
    "country": "country", "web_statement": "web_statement", "licensor_url": "licensor_url",
}  # fmt: skip


@dataclass(frozen=True)
class Saying:
    """What one block says. ``is_taken``: it is what stands in the picture's field."""

    block: str
    name: str
    text: str
    is_taken: bool


@dataclass(frozen=True)
class Conflict:
    """A field of which the blocks say different things. Without a column nothing can be taken."""

    field: str
    label: str
    sayings: list[Saying]
    can_take: bool


def conflicts(image: Image) -> list[Conflict]:
    found = []
    for conflict in (image.metadata or {}).get("conflicts", []):
        name = conflict["field"]
        column = _COLUMNS.get(name)
        label = _label(column) if column else name.replace("_", " ")
        sayings = [
            Saying(block, printed, _as_text(said), is_taken=_stands(image, column, said))
            for block, printed in BLOCKS.items()
            if (said := conflict.get(block))
        ]
        found.append(Conflict(name, label, sayings, can_take=column is not None))
    return found


def take(image: Image, field: str, block: str, *, by: User | None) -> None:
    """Put what a block of the file says into the picture's field. Raises ``Refused``."""
    said = next(
        (c.get(block) for c in (image.metadata or {}).get("conflicts", []) if c["field"] == field),
        None,
    )
    column = _COLUMNS.get(field)
    if not said or column is None or block not in BLOCKS:
        raise refusals.NotPossible(_("The file does not say this. Load the page again."))
    access.check_change(image, by, fields=[column])
    setattr(image, column, _as_value(column, said))
    try:
        image.clean_fields(exclude={f.name for f in Image._meta.fields} - {column})
    except ValidationError as error:
        raise refusals.NotPossible(" ".join(error.messages)) from error
    library.save(image, by=by)


def _label(column: str) -> str:
    field: Any = Image._meta.get_field(column)
    return str(field.verbose_name)


def _stands(image: Image, column: str | None, said: Any) -> bool:
    return column is not None and getattr(image, column) == _as_value(column, said)


def _as_value(column: str, said: Any) -> Any:
    if column == "keywords":
        return said if isinstance(said, list) else [said]
    return _as_text(said)


def _as_text(said: Any) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)
