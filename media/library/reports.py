"""What the picture desk looks at every day: short lists, each through an index, each bounded."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Value

from media.models import Cost, Image, Lease, RenditionRequest, ReprintRequest
from media.models.image import LISTED_IF
from newsroom.editorial import registry
from newsroom.editorial.rules import public_things

LENGTH = 20
#: Rows looked at where a rule is not an index's own.
_LOOKED_AT = 500
_SOON = timedelta(days=7)
#: Uses counted for "most used" are those of stories that were published within these days.
_COUNTED_DAYS = 30


@dataclass(frozen=True)
class Line:
    """An image in a report; ``at`` is the instant and ``number`` the figure that it speaks of."""

    image: Image
    at: datetime | None = None
    number: int | None = None
    note: str = ""
    is_live: bool = False


def ending(at: datetime, *, within: timedelta = _SOON, limit: int = LENGTH) -> list[Line]:
    """The images that may not be shown any more before that time is over, the first one first."""
    kept = _ending(at, within)
    live = public_things.public_among("image", [image.pk for image, _until in kept], at)
    lines = [Line(image, at=until, is_live=image.pk in live) for image, until in kept]
    # What readers see comes first: it is what will change under them.
    return sorted(lines, key=lambda line: (not line.is_live, line.at or at))[:limit]


def count_ending(at: datetime, *, within: timedelta) -> int:
    """How many end before that time is over; exact up to 500."""
    return len(_ending(at, within))


def count_waiting() -> tuple[int, int]:
    """How many agencies' credits are being printed again, and how many proposals wait.

    One query; together exact up to 500.
    """
    agencies = ReprintRequest.objects.order_by().values_list(Value("agency"))
    proposals = Lease.objects.undecided().order_by().values_list(Value("proposal"))
    counts = Counter(what for (what,) in agencies.union(proposals, all=True)[:_LOOKED_AT])
    return counts["agency"], counts["proposal"]


def without_credit(at: datetime) -> list[Line]:
    """The images that readers see without a credit."""
    seen = public_things.public("image", at).filter(LISTED_IF["uncredited_live"])
    return [Line(image, is_live=True) for image in _newest(seen)[:LENGTH]]


def undecided() -> list[Line]:
    """Leases that a file proposed and that nobody has confirmed or dismissed, the oldest first."""
    leases = Lease.objects.undecided().select_related("image").order_by("created_at", "pk")
    return [Line(lease.image, at=lease.created_at, note=lease.words) for lease in leases[:LENGTH]]


def most_used(at: datetime, **only: Any) -> list[Line]:
    """The images that most stories of the last 30 days show, among those that meet ``only``."""
    counts: dict[int, int] = {}
    for rows, field in _recent_rows(at - timedelta(days=_COUNTED_DAYS)):
        counted = rows.filter(**only).values(field).annotate(number=Count("item", distinct=True))
        for row in counted.order_by("-number", field)[:LENGTH]:
            counts[row[field]] = counts.get(row[field], 0) + row["number"]
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:LENGTH]
    images = Image.objects.in_bulk([pk for pk, _number in best])
    return [Line(images[pk], number=number) for pk, number in best if pk in images]


def paid_per_use(at: datetime) -> list[Line]:
    """What is paid for each use, by how many stories of the last 30 days show it."""
    return most_used(at, image__cost__in=[Cost.PER_USE, Cost.OVER_QUOTA])


def failed() -> list[Line]:
    """The images whose files could not be made so far."""
    rows = RenditionRequest.objects.filter(failures__gt=0).select_related("image")
    return [
        Line(row.image, at=row.requested_at, number=row.failures, note=row.error[:200])
        for row in rows.order_by("requested_at", "pk")[:LENGTH]
    ]


def _ending(at: datetime, within: timedelta) -> list[tuple[Image, datetime]]:
    due = Image.objects.filter(rights_due_at__gt=at, rights_due_at__lte=at + within)
    rows = due.order_by("rights_due_at", "pk")[:_LOOKED_AT]
    found = [(image, image.usable_until(at)) for image in rows]
    return [(image, until) for image, until in found if until and until <= at + within]


def _recent_rows(since: datetime) -> Iterator[tuple[QuerySet, str]]:
    """The rows by which editions published since then name images, and their column."""
    for relation in registry.relations(target="image"):
        rows: Any = relation.model._default_manager
        # By the edition's own index of its newest; the rows have none by time.
        recent = rows.filter(edition__superseded=False, edition__published_at__gte=since)
        yield recent, f"{relation.field}_id"


def _newest(images: QuerySet[Image]) -> QuerySet[Image]:
    return images.order_by("-created_at", "-pk")
