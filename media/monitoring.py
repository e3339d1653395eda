"""What a monitor is told about images and videos."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Min, Model
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.rules import labels
from newsroom.lib import health

from .models import Image, RenditionRequest, ReprintRequest, Video
from .rights import leases
from .videos import video_files

#: What should disappear when a right ends is late after this time, as a scheduled story is.
DUE_SECONDS = labels.OVERDUE_AFTER.total_seconds()
#: One photograph takes seconds; a folder of them should not take longer than this.
DRAWN_WITHIN_SECONDS = 900
REPRINTED_WITHIN_SECONDS = 3600
_VIDEOS_LOOKED_AT = 20


def register() -> None:
    for check in (
        health.Check(
            "images",
            lambda: _waiting(RenditionRequest),
            limit=DRAWN_WITHIN_SECONDS,
            sentence=_(
                "Pictures are waiting for their files: the library's reports say what is failing."
            ),
        ),
        health.Check(
            "credits",
            lambda: _waiting(ReprintRequest),
            limit=REPRINTED_WITHIN_SECONDS,
            sentence=_(
                "Credits are waiting to be printed again: the worker's log says what is failing."
            ),
        ),
        health.Check(
            "rights",
            _rights,
            limit=DUE_SECONDS,
            sentence=_("The rights to a picture began or ended unannounced: see the log."),
        ),
        health.Check(
            "image_files",
            lambda: _due(Image, "files_due_at"),
            limit=DUE_SECONDS,
            sentence=_(
                "Files of pictures have not been removed or restored in time: check "
                "whether the storage answers."
            ),
        ),
        health.Check(
            "videos_to_go",
            _videos_to_go,
            limit=DUE_SECONDS,
            sentence=_(
                "Files of videos should have been deleted: check whether the storage answers."
            ),
        ),
        health.Check(
            "videos",
            lambda: _due(Video, "files_due_at"),
            limit=DRAWN_WITHIN_SECONDS,
            sentence=_("Videos are waiting for their files: check whether the storage answers."),
        ),
    ):
        health.register(check)


def _waiting(model: type[RenditionRequest] | type[ReprintRequest]) -> health.Reading:
    """A queue: how long the oldest request has waited, and how many there are."""
    requests = model._default_manager.order_by("requested_at")
    oldest = requests.values_list("requested_at", flat=True).first()
    count = requests[: health.MOST_COUNTED].count() if oldest else 0
    return health.Reading(health.age(oldest, at=clock.now()), {"waiting": count})


def _due(model: type[Model], column: str) -> health.Reading:
    now = clock.now()
    due = model._default_manager.filter(**{f"{column}__lte": now})
    return _oldest(due.aggregate(at=Min(column))["at"], now)


def _rights() -> health.Reading:
    """``overdue`` also counts files waiting to be removed or made."""
    reading = _due(Image, "rights_due_at")
    count = leases.overdue(at=clock.now()) if reading.value else 0
    return replace(reading, figures={"overdue": count})


def _videos_to_go() -> health.Reading:
    now = clock.now()
    due = Video.objects.filter(files_due_at__lte=now).order_by("files_due_at")
    going = (v.files_due_at for v in due[:_VIDEOS_LOOKED_AT] if not video_files.is_due(v))
    return _oldest(next(going, None), now)


def _oldest(since: datetime | None, now: datetime) -> health.Reading:
    return health.Reading(health.age(since, at=now))
