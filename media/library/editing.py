"""Changing what the library says of an image or a video; stories that show it follow."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from media import access, image_fields
from media.credits import agencies
from media.models import Image, Video
from media.renditions import image_files
from newsroom.accounts.models import User
from newsroom.editorial import refusals
from newsroom.editorial.acts import shared_things
from newsroom.editorial.drafts import log
from newsroom.editorial.publication import recompilation

from . import search

#: What a caller may say of an image; everything else comes from the file.
FIELDS = frozenset(image_fields.TYPED) | {"uuid"}
_SAVED = frozenset(image_fields.names())
_IN_THE_FILES = frozenset(image_fields.names(in_files=True))
# So much of a text is kept in the log.
_LOGGED = 500


def save(image: Image, *, by: User | None = None) -> None:
    """Save what people say of an image as it stands in the row given, best a ``locked`` one.

    Agencies get their printed names. Its files are requested if they would show or carry something
    else, and what shows it is recompiled. Without ``by``, the system acts.
    """
    check_may_change(image, by=by)
    agencies.print_credit(image)
    with transaction.atomic():
        write(image, by=by)


def locked(image: Image) -> Image:
    """The image as it is now, its row locked, so that no save overwrites another.

    Raises ``refusals.NotPossible`` if it is gone, or was merged into another one.
    """
    row = Image.objects.select_for_update(no_key=True).filter(pk=image.pk).first()
    if row is None or row.merged_into_id:
        raise refusals.NotPossible(_("It was merged into another picture. Change that one."))
    return row


def write(
    image: Image,
    *,
    by: User | None,
    act: str = "change",
    budget: recompilation.Budget | None = None,
) -> bool:
    """The part of ``save`` that is one transaction; whether anything was another before."""
    stored = Image.objects.select_for_update(no_key=True).get(pk=image.pk)
    changes = {
        name: [_logged(getattr(stored, name)), _logged(getattr(image, name))]
        for name in sorted(_SAVED)
        if getattr(stored, name) != getattr(image, name)
    }
    if not changes:
        return False
    # Whoever adds an image says what its file did not; what stands there is for the keepers.
    is_theirs = by is not None and stored.uploaded_by_id == by.pk
    fields = [name for name in changes if getattr(stored, name) or not is_theirs]
    access.check_change(stored, by, fields=fields)
    image.save(update_fields=_SAVED)
    search.index(image)
    log.record_shared(image, act, by=by, data={"changed": changes})
    if _IN_THE_FILES & changes.keys():
        image_files.request(image)
    recompilation.changed(image, budget=budget)
    return True


@transaction.atomic
def retire(thing: Image | Video, *, by: User | None = None) -> bool:
    """Stop offering it for new uses; it stays where shown. Returns whether anything changed."""
    is_changed = shared_things.retire(thing, by=by)
    if is_changed:
        log.record_shared(thing, "retire", by=by)
    return is_changed


@transaction.atomic
def bring_back(thing: Image | Video, *, by: User | None = None) -> bool:
    """Undo ``retire``; returns whether anything changed."""
    is_changed = shared_things.bring_back(thing, by=by)
    if is_changed:
        log.record_shared(thing, "bring_back", by=by)
    return is_changed


@transaction.atomic
def give_way(image: Image, *, into: Image, by: User | None = None) -> None:
    """Let another image take this one's place everywhere, with its words and its rights.

    Raises ``refusals.NotAllowed``, ``refusals.NotPossible``.
    """
    access.check_change(image, by, fields=["merged_into"])
    shared_things.merge(image, into=into)
    # Pages in caches still show its files; the other one's rights hold for them now.
    image_files.settle_after_commit(image)
    log.record_shared(image, "merge", by=by, data={"into": str(into.uuid)})


def check_may_change(image: Image | None, *, by: User | None) -> None:
    """Whether this image, or any (None), may be changed. Raises ``refusals.NotAllowed``."""
    _check(by, "media.change_image")
    if image is not None:
        access.check_change(image, by)


def _logged(value: Any) -> Any:
    return f"{value[:_LOGGED]}…" if isinstance(value, str) and len(value) > _LOGGED else value


def _check(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise refusals.NotAllowed(
            _("Your role does not allow changing the library. Ask a picture editor.")
        )
