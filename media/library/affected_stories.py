"""The stories that show images, named to somebody before an act changes what readers see."""

from dataclasses import dataclass

from django.db.models import QuerySet

from newsroom.accounts.models import User
from newsroom.editorial.acts import shared_things
from newsroom.editorial.acts.shared_things import Telling
from newsroom.editorial.models import Item

SHOWN = 20


@dataclass(frozen=True)
class Affected:
    """``count`` items show the images, live or planned; ``items`` are the newest few, and ``told``
    describes these as far as the user may know of them.

    ``has_more``: there are more images than were checked.
    """

    pictures: int
    count: int
    items: list[Item]
    told: list[Telling]
    has_more: bool = False


def by_changing(images: QuerySet, *, by: User | None = None, shown: int = SHOWN) -> Affected:
    """What shows any of these images. An item that shows several of them counts once."""
    uses = shared_things.uses_of(images, user=by, shown=shown)
    return Affected(images.count(), uses.count, uses.items, uses.told)
