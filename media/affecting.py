"""What readers see of pictures: named to somebody before an act changes it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from newsroom.editorial import sharing
from newsroom.editorial.models import Item

SHOWN = 20


@dataclass(frozen=True)
class Affected:
    """``count`` items show the pictures, live or planned; ``items`` are the newest few of them.

    ``has_more``: there are more pictures than were looked at.
    """

    pictures: int
    count: int
    items: list[Item]
    has_more: bool = False


def by_changing(images: QuerySet, *, shown: int = SHOWN) -> Affected:
    """What shows any of these pictures. An item that shows several of them counts once."""
    uses = sharing.uses_of(images, shown=shown)
    return Affected(images.count(), uses.count, uses.items)
