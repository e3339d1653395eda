"""What picture editors are told on the desk's start page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from media import access
from newsroom.accounts.models import User
from newsroom.editorial.admin.desk import Notice

from . import reports

_DAY = timedelta(hours=24)


def notices(user: User, at: datetime) -> Iterator[Notice]:
    """What ends within a day, what waits for a yes or a no, what readers see without a credit."""
    if not access.may_change_rights(user):
        return
    grid = reverse("admin:media_image_changelist")
    if count := reports.count_ending(at, within=_DAY):
        yield Notice(
            ngettext("%d picture ends within 24 hours.", "%d pictures end within 24 hours.", count)
            % count,
            f"{grid}?rights=ending-24h",
        )
    agencies, proposals = reports.count_waiting()
    if count := proposals:
        yield Notice(
            ngettext(
                "%d proposal waits for a yes or a no.",
                "%d proposals wait for a yes or a no.",
                count,
            )
            % count,
            f"{grid}?rights=undecided",
        )
    if count := agencies:
        yield Notice(
            ngettext(
                "The credits of %d agency are being printed again.",
                "The credits of %d agencies are being printed again.",
                count,
            )
            % count,
            reverse("admin:media_agency_changelist"),
        )
    if count := len(reports.without_credit(at)):
        yield Notice(
            ngettext(
                "%d picture is live without a credit.",
                "%d pictures are live without a credit.",
                count,
            )
            % count,
            reverse("admin:media_image_reports"),
        )
