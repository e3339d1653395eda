"""Changing what the library says of a picture or a video; stories that show it follow."""

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial import clock, recompiling, refusals

from . import renditions, searching
from .models import Image, Video
from .uploads import FIELDS

# What the public files themselves show or carry.
_IN_THE_FILES = (
    "creator",
    "is_pool",
    "agency",
    "supplier",
    "credit_line",
    "copyright_notice",
    "focal_x",
    "focal_y",
)


def save(image: Image, *, by: User | None = None) -> None:
    """Save the words, credit and focal point of an image that is in the library.

    Its files are made again when they would say or show something else; what shows it is
    compiled again. Without ``by`` it is the system that acts.
    """
    _check(by, "media.change_image")
    stored = Image.objects.get(pk=image.pk)
    drawn = []
    if any(getattr(image, name) != getattr(stored, name) for name in _IN_THE_FILES):
        drawn = renditions.redraw(image)
        renditions.write(drawn)
    with transaction.atomic():
        image.save(update_fields=FIELDS)
        searching.index(image)
        if drawn:
            renditions.record(image, drawn)
        recompiling.changed(image)


def save_video(video: Video, *, by: User | None = None) -> None:
    """Save a video, new or not; what shows it is compiled again."""
    _check(by, "media.change_video" if video.pk else "media.add_video")
    with transaction.atomic():
        video.save()
        recompiling.changed(video)


def retire(thing: Image | Video, *, by: User | None = None) -> None:
    """Offer it for no new use; where it is shown it stays."""
    _set_retired(thing, by=by, at=clock.now())


def bring_back(thing: Image | Video, *, by: User | None = None) -> None:
    """Undo ``retire``."""
    _set_retired(thing, by=by, at=None)


def _set_retired(thing: Image | Video, *, by: User | None, at) -> None:
    _check(by, f"media.change_{thing._meta.model_name}")
    thing.retired_at = at
    thing.save(update_fields=["retired_at"])


def _check(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise refusals.NotAllowed(
            _("Your role does not allow changing the library. Ask a picture editor.")
        )
