"""Leases: what allows and what forbids showing an image, for how long, where, and to whom.

The leases of an image are reduced to windows of time in its row, so that a compile and a request
for a file read one row. When they change, what shows the image is recompiled: an edition whose
image must go later is followed, at that second, by one without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from media import access
from media.models import Image, Lease, LeaseKind, LeaseScope
from media.renditions import image_files
from media.storage import showable
from media.videos import video_files
from newsroom.accounts.models import User
from newsroom.editorial import clock, refusals
from newsroom.editorial.publication import ledger, recompilation
from newsroom.lib import instants

from . import windows
from .instructions import ProposedLease
from .windows import Window

_CHANGEABLE = ("kind", "scope", "starts_at", "ends_at", "places", "words")
_WINDOWS = ("windows", "syndication_windows", "rights_due_at")


@transaction.atomic
def add_lease(
    image: Image,
    *,
    by: User | None,
    kind: str,
    scope: str = LeaseScope.PUBLICATION,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    places: Sequence[str] = (),
    words: str = "",
    is_proposed: bool = False,
    budget: recompilation.Budget | None = None,
) -> Lease:
    """Allow or deny from now on, or between two instants; without ``by`` the system acts.

    A proposed lease was read from the file: it is in force until somebody dismisses it.
    """
    _check_may(by, kind)
    lease = Lease(
        image=image, kind=kind, scope=scope, starts_at=starts_at, ends_at=ends_at,
        places=_codes(places), words=words.strip(), is_proposed=is_proposed, created_by=by,
    )  # fmt: skip
    _validate(lease)
    _lock(image)
    lease.save(force_insert=True)
    _apply(image, budget)
    return lease


def propose(image: Image, leases: Iterable[ProposedLease]) -> None:
    """Add what was read from the image's file, each in force until somebody dismisses it."""
    for lease in leases:
        # A limit that makes no sense is still in the restrictions, word for word.
        with suppress(refusals.NotPossible):
            add_lease(image, by=None, is_proposed=True, **asdict(lease))


@transaction.atomic
def change_lease(lease: Lease, *, by: User | None, **changes: Any) -> Lease:
    """Change kind, scope, times, places or words of a lease; a proposal is confirmed by it."""
    if unknown := changes.keys() - set(_CHANGEABLE):
        raise TypeError(f"No lease has {', '.join(sorted(unknown))}.")
    locked = _of(lease)
    _check_may(by, locked.kind)
    _check_may(by, changes.get("kind", locked.kind))
    for name, value in changes.items():
        setattr(locked, name, _codes(value) if name == "places" else value)
    locked.is_proposed = False
    _validate(locked)
    locked.save()
    _apply(locked.image)
    return locked


@transaction.atomic
def confirm_lease(lease: Lease, *, by: User | None) -> Lease:
    """Say yes to a proposal; it was in force before and stays so."""
    locked = _of(lease)
    _check_may(by, locked.kind)
    locked.is_proposed = False
    locked.save(update_fields=["is_proposed"])
    return locked


@transaction.atomic
def dismiss_lease(lease: Lease, *, by: User | None) -> Lease:
    """Take a lease out of force; the row stays, with who did it."""
    locked = _of(lease)
    if by is not None and not access.may_change_rights(by):
        raise refusals.NotAllowed(
            _("Your role does not allow dismissing leases. Ask a picture editor.")
        )
    locked.dismissed_at, locked.dismissed_by = clock.now(), by
    locked.save(update_fields=["dismissed_at", "dismissed_by"])
    _apply(locked.image)
    return locked


def plan(image: Image, *, at: datetime) -> bool:
    """Compute the windows from the leases into the row's columns; returns whether they changed.

    Saves only these columns. Call it with the row locked, after the leases were written.
    """
    before = [getattr(image, name) for name in _WINDOWS]
    leases = list(image.leases.in_force()) if image.pk else []
    shown = _windows(leases, LeaseScope.PUBLICATION)
    image.windows = None if shown == [windows.ALWAYS] else _as_json(shown)
    image.syndication_windows = _as_json(_windows(leases, LeaseScope.SYNDICATION))
    image.rights_due_at = image.next_rights_change(at)
    if [getattr(image, name) for name in _WINDOWS] == before:
        return False
    image.save(update_fields=_WINDOWS)
    return True


def tick() -> int:
    """What the worker does each second: announce what is due, request files for what begins soon.

    A job beside it (``renditions.queue``) makes and deletes the files of what begins or ends now.
    """
    return announce_due() + _prepare_files()


def announce_due(*, limit: int = 200) -> int:
    """Tell the ledger of images whose rights began or ended, and make their files due.

    The pages have already changed, by the clock. Any number of workers may run it at once. Returns
    the number of images.
    """
    count = 0
    due = Image.objects.filter(rights_due_at__lte=clock.in_sql()).order_by("rights_due_at")
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        count += _announce_one(pk)
    return count


def overdue(*, at: datetime) -> int:
    """How many rights that began or ended by ``at`` are not announced, or files not settled."""
    pictures = Image.objects.filter(Q(rights_due_at__lte=at) | Q(files_due_at__lte=at)).count()
    return pictures + video_files.to_go(at=at)


def next_at(after: datetime) -> datetime | None:
    """The first instant after that one at which the rights to an image begin or end."""
    coming = Image.objects.filter(rights_due_at__gt=after)
    return coming.aggregate(at=Min("rights_due_at"))["at"]


def plan_all() -> int:
    """Recompute every image's windows, as after a change of ``NEWSROOM_COUNTRIES``.

    Returns how many changed; what shows them is recompiled.
    """
    count = 0
    leased = Image.objects.filter(leases__dismissed_at=None, leases__isnull=False).distinct()
    for image in leased.order_by("pk").iterator(chunk_size=200):
        with transaction.atomic():
            _lock(image)
            image.refresh_from_db()
            before = (image.windows, image.syndication_windows)
            _apply(image)
            count += (image.windows, image.syndication_windows) != before
    return count


def _prepare_files() -> int:
    """An image that may be shown in a moment has its files by then."""
    soon = Image.objects.filter(
        rights_due_at__gt=clock.in_sql(), rights_due_at__lte=clock.in_sql(showable.AHEAD),
        files_key="", rendition_request=None,
    ).annotate(read_at=clock.in_sql())  # fmt: skip
    beginning = [image for image in soon[:50] if not image.is_usable(image.read_at)]
    for image in beginning:
        image_files.request(image)
    return len(beginning)


@transaction.atomic
def _announce_one(pk: int) -> bool:
    can_skip = transaction.get_connection().features.has_select_for_update_skip_locked
    rows = Image.objects.select_for_update(no_key=True, skip_locked=can_skip)
    image = rows.filter(pk=pk, rights_due_at__lte=clock.in_sql()).first()
    if image is None:
        return False
    at = clock.plain(ledger.public_instant())
    image.rights_due_at = image.next_rights_change(at)
    image.save(update_fields=["rights_due_at"])
    image_files.settle_soon(_with_copies(image))
    recompilation.tell(image)
    return True


def _apply(image: Image, budget: recompilation.Budget | None = None) -> None:
    """After the leases were written: the windows, the files, and what shows the image."""
    at = clock.plain(ledger.public_instant())
    if plan(image, at=at):
        for one in _with_copies(image):
            image_files.settle_after_commit(one)
        recompilation.changed(image, budget=budget)


def _with_copies(image: Image) -> list[Image]:
    """The image and those merged into it: pages in caches still show files of theirs."""
    return [image, *Image.objects.filter(merged_into=image).order_by("pk")]


def _windows(leases: Iterable[Lease], scope: str) -> list[Window] | None:
    here = frozenset(settings.NEWSROOM_COUNTRIES)
    of_scope = [lease for lease in leases if lease.scope == scope]
    allows = [lease for lease in of_scope if lease.kind == LeaseKind.ALLOW]
    denies = [lease for lease in of_scope if lease.kind == LeaseKind.DENY]
    if not allows and not denies:
        return None
    allowed = [windows.ALWAYS]
    if allows:
        allowed = windows.union(_times(lease) for lease in allows if _allows_here(lease, here))
    barred = windows.union(_times(lease) for lease in denies if _denies_here(lease, here))
    return windows.difference(allowed, barred)


def _times(lease: Lease) -> Window:
    return (lease.starts_at, lease.ends_at)


def _allows_here(lease: Lease, here: frozenset[str]) -> bool:
    """A newsroom that has not said where it publishes is told in words, and not barred."""
    return not lease.places or not here or here <= set(lease.places)


def _denies_here(lease: Lease, here: frozenset[str]) -> bool:
    return not lease.places or bool(here & set(lease.places))


def _as_json(found: list[Window] | None) -> list[list[str | None]] | None:
    if found is None:
        return None
    return [[instants.to_text(bound) if bound else None for bound in window] for window in found]


def _lock(image: Image) -> None:
    if not Image.objects.select_for_update(no_key=True).filter(pk=image.pk).exists():
        raise refusals.NotPossible(_("The picture is no longer in the library."))


def _of(lease: Lease) -> Lease:
    """The lease, read afresh with its image locked."""
    _lock(lease.image)
    found = Lease.objects.select_related("image").filter(pk=lease.pk, dismissed_at=None).first()
    if found is None:
        raise refusals.NotPossible(_("This lease was dismissed already. Add a new one."))
    return found


def _codes(places: Iterable[str]) -> list[str]:
    codes = sorted({place.strip().upper() for place in places if place.strip()})
    if wrong := [code for code in codes if len(code) != 2 or not code.isalpha()]:
        raise refusals.NotPossible(
            _("“%(code)s” is not a country code. Write two letters, such as DE.")
            % {"code": wrong[0]}
        )
    return codes


def _validate(lease: Lease) -> None:
    try:
        lease.full_clean(exclude=["image", "created_by", "dismissed_by"])
    except ValidationError as error:
        raise refusals.NotPossible(" ".join(error.messages)) from error


def _check_may(by: User | None, kind: str) -> None:
    """Whoever may change leases may all; others who may add some may only deny."""
    if by is None or access.may_change_rights(by):
        return
    if kind != LeaseKind.DENY or not access.may_bar(by):
        raise refusals.NotAllowed(
            _("Your role does not allow changing the rights of a picture. Ask a picture editor.")
        )
