"""A follower of the ledger: removes the files of a story that is killed or withheld.

The story disappears at once; the files of its images and videos follow within seconds, unless
another story shows them. When an image or video is shown again, its files come back.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q, QuerySet

from media.models import Image, Video
from media.renditions import image_files
from media.storage import showable
from media.videos import video_files
from newsroom.delivery.followers import Follower
from newsroom.editorial import clock
from newsroom.editorial.drafts import mentions
from newsroom.editorial.models import LedgerEntry


def follow(entries: list[LedgerEntry]) -> None:
    """Take in what the ledger tells of takedowns, and of what is public again or no longer is."""
    removed = [e for e in entries if e.op == LedgerEntry.Op.REMOVE]
    taken_down = {e.uuid for e in removed if e.reason in showable.TAKE_FILES}
    # An image that no story shows any more may belong to a story that was taken down earlier.
    alone = Q(uuid__in=[e.uuid for e in removed if e.type in ("image", "video")])
    videos = _videos_of(taken_down, alone)
    images = _images_of(taken_down, videos, alone)
    image_files.settle_soon(image for image in images if showable.is_taken_down(image))
    video_files.settle_soon(video for video in videos if showable.is_taken_down(video))
    _bring_back_images(_shown(entries, "image"))
    video_files.settle_soon(Video.objects.filter(uuid__in=_shown(entries, "video")))


FOLLOWER = Follower("picture files", follow)


def settle_left() -> int:
    """Delete the files that the ledger says nothing about; returns of how many things.

    A story that was planned with them kept them, and no reader saw that it was given up.
    """
    items = showable.takedowns().values("item_uuid")
    videos = _videos_of(items)
    images = [
        image
        for image in _images_of(items, videos)
        if image.files_key and not image.files_due_at and showable.is_taken_down(image)
    ]
    videos = [
        video
        for video in videos
        if not video.files_due_at and showable.is_taken_down(video) and video_files.is_public(video)
    ]
    image_files.settle_soon(images)
    video_files.settle_soon(videos)
    return len(images) + len(videos)


def _shown(entries: list[LedgerEntry], kind: str) -> list[UUID]:
    return [e.uuid for e in entries if e.type == kind and e.op == LedgerEntry.Op.UPSERT]


def _bring_back_images(public_ids: list[UUID]) -> None:
    missing = Q(files_key="") | Q(files_due_at__isnull=False)
    for image in Image.objects.filter(missing, uuid__in=public_ids):
        if image.is_usable(clock.now()):
            image_files.request(image)


Items = Collection[UUID] | QuerySet
_NOTHING = Q(pk__in=[])


def _videos_of(items: Items, others: Q = _NOTHING) -> list[Video]:
    """The videos that these items show or once showed, and others."""
    return _with_survivors(Video.objects.filter(_named(items, "video") | others))


def _images_of(items: Items, videos: list[Video], others: Q = _NOTHING) -> list[Image]:
    """The images that these items show or once showed, the posters of the videos, and others."""
    posters = Q(pk__in=[video.poster_id for video in videos if video.poster_id])
    return _with_survivors(Image.objects.filter(_named(items, "image") | posters | others))


def _named(items: Items, kind: str) -> Q:
    return Q(uuid__in=mentions.by(items, kind).values("target_uuid"))


def _with_survivors(things: QuerySet) -> list:
    """The things, and what copies among them became."""
    survivors = things.filter(merged_into__isnull=False).values(survivor=F("merged_into"))
    chosen = Q(pk__in=things.values("pk")) | Q(pk__in=survivors)
    return list(things.model._default_manager.filter(chosen))
