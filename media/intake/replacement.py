"""Another file under the same image: everywhere it is shown, with its words and rights."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media import access
from media.decoding import decoder
from media.decoding.decoder import ImageRefused
from media.library import editing, search
from media.models import Image, ImageCrop, original_path
from media.renditions import image_files, previews
from newsroom.accounts.models import User
from newsroom.editorial import refusals
from newsroom.editorial.drafts import log

from . import examination, image_row, look_alikes
from .examination import Examined

# Sides whose ratio differs by no more show the same part of the image under the same crop.
_SAME_RATIO = 0.01


@dataclass(frozen=True)
class Replaced:
    """The image with its new file, and sentences about what somebody should look at."""

    image: Image
    notes: list[str]


def replace(image: Image, file: decoder.Readable, *, by: User | None = None) -> Replaced:
    """Replace the file everywhere; the image's id, words, rights and focal point stay.

    The old original stays in the private storage, and the log names it. The worker makes the public
    files, then what shows the image is recompiled. Raises ``ImageRefused`` for a file that is not
    accepted or that belongs to another image, and ``refusals.NotAllowed``.
    """
    editing.check_may_change(image, by=by)
    access.check_replace(by)
    if image.merged_into_id:
        raise refusals.NotPossible(
            _("It was merged into another picture. Replace that one's file.")
        )
    examined = examination.examine(file)
    new = Image.objects.get(pk=image.pk)
    picture, kept, told = _new_file(new, examined)
    existing = examined.existing or examination.stored(told["sha256"])
    if existing is not None:
        if existing.pk != image.pk:
            raise _is_another(existing)
        return Replaced(image, [_("The picture already has this file.")])
    facts = {**told, **image_row.facts(examined, picture)}
    for name, value in facts.items():
        setattr(new, name, value)
    # One that it had before and was given back lies there already.
    is_new_file = not new.original.storage.exists(original_path(new, ""))
    try:
        # Files first: a transaction that waits for a disk keeps others waiting.
        with decoder.storing():
            new.original.save("original", kept, save=False)
            previews.write(new, picture.pixels)
        notes = _write(new, [*facts, "original"], examined, kept, by=by)
    except BaseException as error:
        if is_new_file:
            _forget_files(new)
        if isinstance(error, IntegrityError):
            raise _is_another() from error
        raise
    for name in (*facts, "original"):
        setattr(image, name, getattr(new, name))
    return Replaced(image, notes)


@transaction.atomic
def _write(
    new: Image, columns: list[str], examined: Examined, kept: File, *, by: User | None
) -> list[str]:
    old = Image.objects.select_for_update(no_key=True).get(pk=new.pk)
    name, storage = original_path(new, ""), new.original.storage
    if not storage.exists(name):
        # Somebody who sent the same file at the same moment failed, and tidied up.
        storage.save(name, kept)
    new.save(update_fields=columns)
    search.index(new)
    notes = _settle_crops(old, new) + _rights_to_look_at(examined)
    data = {"from": old.original.name, "to": new.original.name}
    log.record_shared(new, "replace", by=by, data=data)
    image_files.request(new)
    if old.sha256 != new.sha256:
        transaction.on_commit(lambda: previews.delete(old), robust=True)
    return notes


def _forget_files(new: Image) -> None:
    """Delete the files of a failed replacement, with the image locked.

    Unless its row names them: somebody else may have sent the same file.
    """
    with suppress(OSError), transaction.atomic():
        row = Image.objects.select_for_update(no_key=True).filter(pk=new.pk).first()
        if row is None or row.sha256 != new.sha256:
            previews.delete(new)
            new.original.storage.delete(original_path(new, ""))


def _new_file(
    image: Image, examined: Examined
) -> tuple[decoder.DecodedImage, File, dict[str, Any]]:
    """The image, the file to keep for it and the columns that tell of that file."""
    picture = examined.picture or decoder.read(examined.file)
    if not image.is_source_protected:
        return picture, examined.file, image_row.of_the_file(examined)
    clean, picture = image_row.clean_copy(picture)
    return picture, clean, image_row.of_a_clean_copy(clean)


def _is_another(existing: Image | None = None) -> ImageRefused:
    if existing is None:
        text = _("This file belongs to another picture in the library. Use that one.")
    else:
        text = _(
            "This file belongs to another picture in the library, “%(name)s”, "
            "%(where)s. Use that one."
        )
        text %= {"name": existing, "where": look_alikes.where(existing)}
    return ImageRefused(text, code="duplicate")


def _settle_crops(old: Image, new: Image) -> list[str]:
    """Crops are fractions of the sides: they fit a file of the same shape and no other."""
    before, after = old.width_px / old.height_px, new.width_px / new.height_px
    if abs(before - after) / before <= _SAME_RATIO:
        return []
    count, _rows = ImageCrop.objects.filter(image=new).delete()
    if not count:
        return []
    return [
        ngettext(
            "The new file has a different shape: %(count)d crop was dropped. Crop it again where it is used.",  # noqa: E501
            "The new file has a different shape: %(count)d crops were dropped. Crop it again where it is used.",  # noqa: E501
            count,
        )
        % {"count": count}
    ]


def _rights_to_look_at(examined: Examined) -> list[str]:
    words = " ".join(filter(None, (lease.words for lease in examined.proposed)))
    if not examined.proposed:
        return []
    return [
        _("The new file mentions limits (“%(words)s”). The rights were not changed: check them.")
        % {"words": words[:200]}
    ]
