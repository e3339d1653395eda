"""Whether a picture's public files may be there: by its leases, and by its stories' fate."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from newsroom.editorial import clock, naming
from newsroom.editorial.models import Mention, Takedown
from newsroom.editorial.states import TakedownKind

from .models import Image, Video

#: Files of a picture whose lease is about to begin are made so long before.
AHEAD = timedelta(minutes=2)
#: Kills that take files along; a duplicate's pictures are its survivor's.
KILLS = frozenset({TakedownKind.RETRACTED, TakedownKind.LEGAL, TakedownKind.PRIVACY})


def is_due(image: Image, *, at: datetime) -> bool:
    """Whether the files may be there for readers at ``at``: now, or in a moment.

    Of a picture that was merged into another, whose files pages in caches still show, the other
    one's leases hold too.
    """
    return (
        _is_open(image, at)
        and (image.merged_into is None or _is_open(image.survivor, at))
        and not is_killed(image)
    )


def kills() -> QuerySet[Takedown]:
    """The kills that stand and take files along."""
    return Takedown.objects.filter(lifted_at=None, kind__in=KILLS)


def is_killed(thing: Image | Video) -> bool:
    """Whether a killed story showed it and nothing that is live or planned does.

    Until another story is published with it: its files would be at the addresses that readers of
    the killed one have.
    """
    mentions = Mention.objects.filter(target_uuid__in=_known_as(thing))
    is_of_a_kill = kills().filter(item_uuid__in=mentions.values("item_uuid")).exists()
    return is_of_a_kill and not naming.is_named(thing, clock.in_sql())


def _is_open(image: Image, at: datetime) -> bool:
    opens = image.usable_from(at)
    return opens is not None and opens <= at + AHEAD


def _known_as(thing: Image | Video) -> list[UUID]:
    """The public ids by which texts show it: its own, of copies merged into it, of films."""
    copies = list(type(thing)._default_manager.filter(Q(pk=thing.pk) | Q(merged_into=thing.pk)))
    known = [copy.uuid for copy in copies]
    if isinstance(thing, Image):
        posters = [copy.pk for copy in copies]
        known += Video.objects.filter(poster__in=posters).values_list("uuid", flat=True)
    return known
