"""Whether an image's public files may be there: by its leases, and by its stories' fate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from media.models import Image, Video
from newsroom.editorial import clock
from newsroom.editorial.models import Mention, Takedown
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.publication import compilation

#: Files of an image whose lease is about to begin are made so long before.
AHEAD = timedelta(minutes=2)
#: Takedowns that also remove files; a duplicate's images belong to its survivor.
TAKE_FILES = frozenset(
    {TakedownKind.WITHHELD, TakedownKind.RETRACTED, TakedownKind.LEGAL, TakedownKind.PRIVACY}
)


def is_due(image: Image, *, at: datetime) -> bool:
    """Whether readers may have the files at ``at``, or within ``AHEAD``.

    For an image that was merged into another, the other's leases apply too: cached pages still show
    its files.
    """
    return (
        _is_open(image, at)
        and (image.merged_into is None or _is_open(image.survivor, at))
        and not is_taken_down(image)
    )


def takedowns() -> QuerySet[Takedown]:
    """The takedowns in force that also remove files."""
    return Takedown.objects.filter(lifted_at=None, kind__in=TAKE_FILES)


def is_taken_down(thing: Image | Video) -> bool:
    """Whether a killed or withheld story showed it, and no live or planned story does.

    This holds until the story is restored or another is published with the image: its files would
    be at the addresses that readers of the first story have.
    """
    return _of_takedowns(target_uuid__in=_known_as(thing)).exists() and not compilation.is_named(
        thing, clock.in_sql()
    )


def may_be_taken_down() -> Q:
    """For a query of images: whether ``is_taken_down`` has to be asked; for most it does not."""
    this = OuterRef(OuterRef("pk"))
    copies = Image.objects.filter(merged_into=this)
    videos = Video.objects.filter(Q(poster=this) | Q(poster__merged_into=this))
    return (
        Q(Exists(_of_takedowns(target_uuid=OuterRef("uuid"))))
        | Q(Exists(_of_takedowns(target_uuid__in=copies.values("uuid"))))
        | Q(Exists(_of_takedowns(target_uuid__in=videos.values("uuid"))))
    )


def _of_takedowns(**target: Any) -> QuerySet[Mention]:
    """The mentions of a thing by items that have been taken down."""
    return Mention.objects.filter(**target, item_uuid__in=takedowns().values("item_uuid"))


def _is_open(image: Image, at: datetime) -> bool:
    opens = image.usable_from(at)
    return opens is not None and opens <= at + AHEAD


def _known_as(thing: Image | Video) -> list[UUID]:
    """The public ids by which texts show it: its own, of copies merged into it, of videos."""
    copies = list(type(thing)._default_manager.filter(Q(pk=thing.pk) | Q(merged_into=thing.pk)))
    known = [copy.uuid for copy in copies]
    if isinstance(thing, Image):
        posters = [copy.pk for copy in copies]
        known += Video.objects.filter(poster__in=posters).values_list("uuid", flat=True)
    return known
