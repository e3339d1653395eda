"""The worker's side of a new name or house rule: the agency's images, a batch at a time.

Each batch is a transaction that holds the request's row, so two workers never have the same one; a
killed worker leaves only the place where it was.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q

from media.models import Agency, ReprintRequest
from newsroom.editorial import clock

from . import agency_editing

logger = logging.getLogger(__name__)

BATCH = 50
LONGEST_WAIT = timedelta(hours=1)


def run_due() -> int:
    """Print the next images of the agency that waits longest; how many images it looked at."""
    due = ReprintRequest.objects.filter(Q(retry_at=None) | Q(retry_at__lte=clock.in_sql()))
    for pk in due.order_by("requested_at", "pk").values_list("pk", flat=True)[:BATCH]:
        try:
            with transaction.atomic():
                looked_at = _run_one(pk)
        except Exception:
            logger.exception("Printing the credits of request %s failed; it is tried again.", pk)
            _wait(pk)
            continue
        if looked_at:
            return looked_at
    return 0


def next_at(after: datetime) -> datetime | None:
    """When a failed one is retried."""
    coming = ReprintRequest.objects.filter(retry_at__gt=after)
    return coming.aggregate(at=Min("retry_at"))["at"]


def under_way(agency: Agency) -> ReprintRequest | None:
    """How far the printing of its credits is; None when it is done."""
    return ReprintRequest.objects.filter(agency=agency).first()


def _run_one(pk: int) -> int:
    can_skip = transaction.get_connection().features.has_select_for_update_skip_locked
    rows = ReprintRequest.objects.select_for_update(skip_locked=can_skip, of=("self",))
    request = rows.select_related("agency", "by").filter(pk=pk).first()
    if request is None:
        return 0
    pks = agency_editing.next_of(request.agency, after=request.last_image_id, limit=BATCH)
    if not pks:
        request.delete()
        return 0
    printed = agency_editing.reprint(pks, by=request.by)
    ReprintRequest.objects.filter(pk=pk).update(
        last_image_id=pks[-1], printed=F("printed") + printed, failures=0, retry_at=None
    )
    return len(pks)


def _wait(pk: int) -> None:
    """Longer each time, so that one agency does not keep the others waiting."""
    request = ReprintRequest.objects.filter(pk=pk).first()
    if request is not None:
        wait = min(timedelta(seconds=5 * 2 ** min(request.failures, 16)), LONGEST_WAIT)
        ReprintRequest.objects.filter(pk=pk).update(
            failures=request.failures + 1, retry_at=clock.now() + wait
        )
