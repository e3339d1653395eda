"""A credit that somebody typed behind a caption: it stays, and the library offers to move it."""

from django.db import transaction
from django.utils.translation import gettext as _

from media.credits import agencies
from media.credits.lines import credit_fields, split_caption
from media.models import Image
from newsroom.accounts.models import User
from newsroom.editorial import refusals

from . import editing


def found_in(image: Image) -> str:
    """The credit at the end of the image's caption, as it stands there; "" without one."""
    return split_caption(image.caption, names=agencies.known().names)[1]


@transaction.atomic
def move(image: Image, *, by: User | None = None) -> Image:
    """Take the credit off the caption and make it the image's own, in place of the one it had.

    Raises ``refusals.NotPossible`` where there is none by now, ``refusals.NotAllowed``.
    """
    names = agencies.known().names
    row = editing.locked(image)
    caption, credit = split_caption(row.caption, names=names)
    if not credit:
        raise refusals.NotPossible(_("The caption no longer ends with a credit."))
    row.caption = caption
    for field, value in credit_fields(credit, names=names).items():
        setattr(row, field, value)
    editing.save(row, by=by)
    return row
