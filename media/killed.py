"""A follower of the ledger: the files of a killed story's pictures go, unless another shows them.

The story is gone at once; its files follow within seconds. When a picture is shown again its files
are asked for again.
"""

from __future__ import annotations

from uuid import UUID

from newsroom.delivery.followers import Follower
from newsroom.editorial import clock, mentions, naming
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.states import TakedownKind

from . import renditions
from .models import Image

_KILLS = frozenset({TakedownKind.RETRACTED, TakedownKind.LEGAL, TakedownKind.PRIVACY})


def follow(entries: list[LedgerEntry]) -> None:
    """Take in what the ledger tells of kills, and of pictures that are public again."""
    killed = {e.uuid for e in entries if e.op == LedgerEntry.Op.REMOVE and e.reason in _KILLS}
    for image in Image.objects.filter(uuid__in=_pictures_of(killed)):
        if not _is_named(image):
            renditions.hide(image)
    shown = [e.uuid for e in entries if e.type == "image" and e.op == LedgerEntry.Op.UPSERT]
    for image in Image.objects.filter(uuid__in=shown, files_key=""):
        if image.is_usable(clock.now()):
            renditions.request(image)


FOLLOWER = Follower("picture files", follow)


def _pictures_of(items: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for public_id in items:
        found |= set(mentions.by(public_id, "image").values_list("target_uuid", flat=True))
    return found


def _is_named(image: Image) -> bool:
    """Whether an edition that is live or planned shows it, its own or another story's."""
    return naming.is_named(image, clock.now())
