"""What preflight says of the images that a text uses: there, credited, described, lawful."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media.models import Image, Lease, LeaseScope
from newsroom.editorial.acts.preflight import Problem, Severity


def check(
    used: Sequence[tuple[UUID, str]], found: Callable[[UUID], Image | None], *, at: datetime
) -> Iterator[Problem]:
    """The problems of images, each with the field that uses it, should they be live at ``at``."""
    for public_id, field in used:
        image = found(public_id)
        if image is None:
            yield Problem(
                "missing_picture", _("A picture of the text is gone. Remove or replace it."),
                field=field, about=str(public_id),
            )  # fmt: skip
            continue
        yield from _words(image, field)
        yield from _rights(image, field, at)


def _words(image: Image, field: str) -> Iterator[Problem]:
    if not image.printed_credit:
        yield Problem(
            "no_credit",
            _("Add a credit line to the picture “%(picture)s”.") % {"picture": image},
            field=field, about=str(image.uuid), who_can_clear=_("picture editor"),
        )  # fmt: skip
    if not image.alt_text and not image.is_decorative:
        yield Problem(
            "no_alt_text",
            _("Say in the alt text what “%(picture)s” shows, or mark it decorative.")
            % {"picture": image},
            field=field, about=str(image.uuid),
        )  # fmt: skip


def _rights(image: Image, field: str, at: datetime) -> Iterator[Problem]:
    if not image.is_usable(at):
        yield Problem(
            "no_rights", _barred(image, at), field=field, about=str(image.uuid),
            who_can_clear=_("picture editor"),
        )  # fmt: skip
    elif until := image.usable_until(at):
        message = _(
            "“%(picture)s” may be shown until %(until)s. After that the story appears without it."
        )
        yield _warning("rights_end", message, image, field, until=_printed(until))


def advise(used: Iterable[tuple[Image | None, str]]) -> Iterator[Problem]:
    """What the leases of images say that may need a look: one query for all of them."""
    fields = {image.pk: field for image, field in used if image is not None}
    leases = Lease.objects.in_force().filter(image__in=fields).select_related("image")
    for lease in leases if fields else ():
        image, field = lease.image, fields[lease.image_id]
        if lease.is_proposed:
            message = _("The file of “%(picture)s” says: “%(words)s”. Confirm or dismiss it.")
            yield _warning("rights_undecided", message, image, field, words=lease.words)
        elif lease.places and lease.scope == LeaseScope.PUBLICATION:
            message = _("The rights to “%(picture)s” differ by place (%(kind)s: %(places)s).")
            places, kind = ", ".join(lease.places), lease.get_kind_display()
            yield _warning("rights_by_place", message, image, field, places=places, kind=kind)


def _barred(image: Image, at: datetime) -> str:
    """Why the image may not be shown then, and what helps."""
    if again := _next_opening(image, at):
        return _(
            "“%(picture)s” may not be shown before %(from)s. Publish then, or choose "
            "another picture."
        ) % {"picture": image, "from": _printed(again)}
    return _(
        "“%(picture)s” may not be shown: its rights have ended or are denied. Choose "
        "another picture, or ask a picture editor to extend them."
    ) % {"picture": image}


def _next_opening(image: Image, at: datetime) -> datetime | None:
    change = image.next_rights_change(at)
    while change and not image.is_usable(change):
        change = image.next_rights_change(change)
    return change


def _printed(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _warning(code: str, message: str, image: Image, field: str, **more: str) -> Problem:
    return Problem(
        code, message % {"picture": image, **more}, field=field, severity=Severity.WARNS,
        about=str(image.uuid),
    )  # fmt: skip
