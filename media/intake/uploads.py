"""Taking an image file into the library."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from django.db import Error, IntegrityError, transaction
from django.utils.translation import gettext as _

from media import access
from media.decoding import decoder
from media.decoding.decoder import ImageRefused
from media.library import search
from media.library.editing import FIELDS
from media.models import Agency, Image, LeaseKind, LeaseScope, original_path
from media.renditions import image_files, previews
from media.rights import leases
from newsroom.accounts.models import User
from newsroom.editorial import clock, refusals
from newsroom.editorial.drafts import log

from . import image_row
from .examination import Examined, examine, proposed, stored

__all__ = [
    "FIELDS",
    "Examined",
    "ImageRefused",
    "StoredImage",
    "described",
    "examine",
    "keep",
    "make_files",
    "store",
]


class StoredImage(NamedTuple):
    """The image in the library. A duplicate is the one that was there, unchanged."""

    image: Image
    is_duplicate: bool


def store(
    file: decoder.Readable, *, by: User | None = None, protect_source: bool = False, **fields
) -> StoredImage:
    """``keep`` a file and make its renditions at once: for commands, importers and tests."""
    kept = keep(examine(file), by=by, protect_source=protect_source, **fields)
    make_files(kept.image)
    return kept


def described(examined: Examined, **fields) -> Image:
    """The row that ``keep`` would store for a file that is new, unsaved and without files."""
    return image_row.row(examined, by=None, fields=fields).image


def keep(
    examined: Examined, *, by: User | None = None, protect_source: bool = False, **fields
) -> StoredImage:
    """Store an examined file with what is known of it (``FIELDS``), and ask for its files.

    What the file says fills the columns that nobody gave; whoever gives a part of the credit gives
    all of it. A file that the library has gives that image, or what it was merged into, unchanged.
    Without ``by``, the system acts. Raises ``ImageRefused`` and ``refusals.NotAllowed``.

    To protect a source, a clean copy of the pixels is stored, and nothing that the file said. Not
    even its hash stays: to somebody with the same file and the database, it would prove where ours
    came from. The same file sent again is found by the hash of its clean copy, and by what the eye
    sees.
    """
    _check_may_add(by)
    if existing := examined.existing:
        _check_may_choose(existing, by)
        if protect_source and not existing.is_source_protected:
            raise ImageRefused(
                _(
                    "The library already has this file in its original form: it cannot "
                    "be protected."
                ),
                code="not_protected",
            )
        return StoredImage(existing, is_duplicate=True)
    row = image_row.row(examined, by=by, fields=fields, is_protected=protect_source)
    image = row.image
    try:
        # Files first: a transaction that waits for a disk keeps others waiting.
        with decoder.storing():
            image.original.save("original", row.file, save=False)
            previews.write(image, row.picture.pixels)
        with transaction.atomic():
            image.save(force_insert=True)
            search.index(image)
            _add_leases(image, examined, row.agency)
            image_files.request(image)
            log.record_shared(image, "add", by=by, data={"file": image.original_name})
    except IntegrityError:
        # Somebody else stored the same bytes in the meantime.
        _forget_files(image)
        if existing := stored(image.sha256):
            _check_may_choose(existing, by)
            return StoredImage(existing, is_duplicate=True)
        raise
    except BaseException:
        _forget_files(image)
        raise
    return StoredImage(image, is_duplicate=False)


def make_files(image: Image) -> None:
    """Make the renditions now where there are none; of an image that may be shown."""
    if image.is_usable(clock.now()) and not image.renditions.exists():
        image_files.make(image)


def _check_may_add(by: User | None) -> None:
    if by is not None and not by.has_perm("media.add_image"):
        raise refusals.NotAllowed(
            _("Your role does not allow adding pictures. Ask a picture editor.")
        )


def _check_may_choose(existing: Image, by: User | None) -> None:
    """Of an image that they may not see somebody learns no more than that they cannot add it."""
    if not access.may_choose_again(existing, by):
        raise ImageRefused(
            _("The library already has this file. Ask a picture editor to put it into your story."),
            code="not_yours",
        )


def _add_leases(image: Image, examined: Examined, agency: Agency | None) -> None:
    """What the file's instructions propose, and what the contract with the agency says."""
    limits = list(examined.proposed)
    if image.is_source_protected and examined.found:
        # The limits hold, but neither their words nor the hour it was taken are kept.
        limits = [replace(lease, words="") for lease in proposed(examined.found, date_created="")]
    leases.propose(image, limits)
    if agency is not None:
        # Allows add up: what the file says of this image would be widened by the agency's rule.
        allowed = {lease.scope for lease in limits if lease.kind == LeaseKind.ALLOW}
        _add_agency_leases(image, agency, set(LeaseScope) - allowed)


def _add_agency_leases(image: Image, agency: Agency, scopes: set[LeaseScope]) -> None:
    if agency.lease_days and LeaseScope.PUBLICATION in scopes:
        leases.add_lease(
            image, by=None, kind=LeaseKind.ALLOW, scope=LeaseScope.PUBLICATION,
            ends_at=clock.now() + timedelta(days=agency.lease_days),
            words=_("%(agency)s: %(days)d days")
            % {"agency": agency, "days": agency.lease_days},
        )  # fmt: skip
    if agency.may_syndicate and LeaseScope.SYNDICATION in scopes:
        leases.add_lease(
            image, by=None, kind=LeaseKind.ALLOW, scope=LeaseScope.SYNDICATION,
            words=_("%(agency)s: may be passed on") % {"agency": agency},
        )  # fmt: skip


def _forget_files(image: Image) -> None:
    """Delete the files of a row that was not stored, unless another row names them.

    While the storage or the database is unreachable, private files may remain: ``leftover_files``
    deletes them later.
    """
    with suppress(OSError, Error):
        if Image.objects.filter(uuid=image.uuid).exists():
            return
        previews.delete(image)
        image.original.storage.delete(original_path(image, ""))
