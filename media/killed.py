"""A follower of the ledger: the files of a killed story's pictures and films go with it.

The story is gone at once; its files follow within seconds, unless another story shows them. When
one is shown again its files come back.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q, QuerySet

from newsroom.delivery.followers import Follower
from newsroom.editorial import clock, mentions
from newsroom.editorial.models import LedgerEntry

from . import renditions, showable, video_files
from .models import Image, Video


def follow(entries: list[LedgerEntry]) -> None:
    """Take in what the ledger tells of kills, and of what is public again."""
    removed = (e for e in entries if e.op == LedgerEntry.Op.REMOVE)
    killed = {e.uuid for e in removed if e.reason in showable.KILLS}
    films = _films_of(killed)
    renditions.settle_soon(i for i in _pictures_of(killed, films) if showable.is_killed(i))
    video_files.settle_soon(film for film in films if showable.is_killed(film))
    _bring_back_pictures(_shown(entries, "image"))
    video_files.settle_soon(Video.objects.filter(uuid__in=_shown(entries, "video")))


FOLLOWER = Follower("picture files", follow)


def _shown(entries: list[LedgerEntry], kind: str) -> list[UUID]:
    return [e.uuid for e in entries if e.type == kind and e.op == LedgerEntry.Op.UPSERT]


def _bring_back_pictures(public_ids: list[UUID]) -> None:
    missing = Q(files_key="") | Q(files_due_at__isnull=False)
    for image in Image.objects.filter(missing, uuid__in=public_ids):
        if image.is_usable(clock.now()):
            renditions.request(image)


def _films_of(items: set[UUID]) -> list[Video]:
    return _with_survivors(Video.objects.filter(uuid__in=_mentioned(items, "video")))


def _pictures_of(items: set[UUID], films: list[Video]) -> list[Image]:
    """What these show or once showed: pictures, and the posters of films."""
    posters = Q(pk__in=[film.poster_id for film in films])
    return _with_survivors(Image.objects.filter(Q(uuid__in=_mentioned(items, "image")) | posters))


def _mentioned(items: set[UUID], kind: str) -> set[UUID]:
    found: set[UUID] = set()
    for public_id in items:
        found |= set(mentions.by(public_id, kind).values_list("target_uuid", flat=True))
    return found


def _with_survivors(things: QuerySet) -> list:
    """The things, and what copies among them became."""
    survivors = things.filter(merged_into__isnull=False).values(survivor=F("merged_into"))
    chosen = Q(pk__in=things.values("pk")) | Q(pk__in=survivors)
    return list(things.model._default_manager.filter(chosen))
