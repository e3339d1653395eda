"""A follower of the ledger: the files of a killed story's pictures go, unless another shows them.

The story is gone at once; its files follow within seconds. When a picture is shown again its files
are asked for again.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q

from newsroom.delivery.followers import Follower
from newsroom.editorial import clock, mentions
from newsroom.editorial.models import LedgerEntry

from . import renditions, showable
from .models import Image, Video


def follow(entries: list[LedgerEntry]) -> None:
    """Take in what the ledger tells of kills, and of pictures that are public again."""
    removed = (e for e in entries if e.op == LedgerEntry.Op.REMOVE)
    killed = {e.uuid for e in removed if e.reason in showable.KILLS}
    renditions.settle_soon(image for image in _pictures_of(killed) if showable.is_killed(image))
    shown = [e.uuid for e in entries if e.type == "image" and e.op == LedgerEntry.Op.UPSERT]
    missing = Q(files_key="") | Q(files_due_at__isnull=False)
    for image in Image.objects.filter(missing, uuid__in=shown):
        if image.is_usable(clock.now()):
            renditions.request(image)


FOLLOWER = Follower("picture files", follow)


def _pictures_of(items: set[UUID]) -> list[Image]:
    """What these show or once showed: pictures, the posters of films, and what copies became."""
    named: dict[str, set[UUID]] = {"image": set(), "video": set()}
    for public_id in items:
        for kind, found in named.items():
            found |= set(mentions.by(public_id, kind).values_list("target_uuid", flat=True))
    posters = Video.objects.filter(uuid__in=named["video"]).values("poster")
    shown = Image.objects.filter(Q(uuid__in=named["image"]) | Q(pk__in=posters))
    survivors = shown.filter(merged_into__isnull=False).values(survivor=F("merged_into"))
    return list(Image.objects.filter(Q(pk__in=shown.values("pk")) | Q(pk__in=survivors)))
