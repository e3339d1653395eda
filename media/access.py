"""Who may know and change what in the library: ``newsroom.editorial.rules.access`` asks here."""

from collections.abc import Iterable

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.accounts.roles import DESK, EVERYONE, Role, grant
from newsroom.editorial import refusals, registry
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.rules import access, who_may
from newsroom.editorial.rules.access import (
    may_change,
    may_see,
    name_for,
    visible,
    why_not_add,
    why_not_change,
)
from newsroom.lib import text

from . import image_fields
from .models import Collection as PictureCollection
from .models import Image, Video

#: The kernel's own answers, for the modules of the library.
__all__ = ["may_change", "may_see", "name_for", "visible", "why_not_add", "why_not_change"]

_KEEPERS = DESK | {Role.PICTURE_EDITOR}
#: The part each field of a video belongs to: see ``who_may.toml``.
VIDEO_PARTS = {
    **dict.fromkeys(
        ("title", "summary", "captions", "captions_file", "captions_language", "transcript"),
        who_may.WORDS),
    **dict.fromkeys(("slug", "url", "file", "poster", "without_file", "duration_seconds"), "file"),
}  # fmt: skip


def grant_roles() -> None:
    """Django's own default permissions, which come before the table."""
    changing = who_may.roles_with("change_library", who_may.WORDS, who_may.ALL)
    grant(changing, "media.change_all_image")
    grant(who_may.roles_with("see_library", who_may.ALL), "media.see_all_image")
    grant(EVERYONE, "media.view_agency", "media.view_collection")
    grant(_KEEPERS, "media.add_agency", "media.change_agency")
    grant(EVERYONE - {Role.LEGAL}, "media.add_collection", "media.change_collection")
    grant(_KEEPERS, "media.delete_collection")


def choosable(images: QuerySet[Image], user: User | None) -> QuerySet[Image]:
    """The images that the user may put into a story; without ``user``, all that are in use.

    Whoever sees the images of others may choose any. Others choose among their own, what readers
    see anyway, and what a draft they may see shows. ``is_of_another`` marks those that they may not
    see in the library: of these they are told only what readers are.
    """
    found: QuerySet[Image] = access.known(images.in_use(), user)  # type: ignore[attr-defined]
    if user is None or sees_all(user):
        return found.annotate(is_of_another=autocomplete.SEEN)
    theirs = access.visible(Image.objects.all(), user).values("pk")
    return found.annotate(
        is_of_another=Case(When(pk__in=theirs, then=Value(value=False)), default=Value(value=True))
    )


def may_choose(image: Image, user: User | None) -> bool:
    return choosable(Image.objects.filter(pk=image.pk), user).exists()


def may_choose_again(image: Image, user: User | None) -> bool:
    """Whether somebody who has its very file may be given it: retired ones by who sees them."""
    return user is None or may_see(image, user) or may_choose(image, user)


def may_preview(image: Image, user: User) -> bool:
    """What may be chosen for a story may be looked at; what is retired by who may see all."""
    return may_see(image, user) or may_choose(image, user)


def public_name(image: Image) -> str:
    """What readers could call it."""
    words = image.caption or image.alt_text or image.printed_credit
    return text.single_line(words, limit=80) or _("Picture without a caption")


def sees_all(user: User) -> bool:
    """Whether the user sees the images of others in the library."""
    return access.sees_all(registry.shared_type("image"), user)


def may_change_rights(user: User) -> bool:
    """Whether the user may change credits, rights and leases of any kind."""
    return user.has_perm("media.change_lease") and _changes(user, who_may.RIGHTS, who_may.ALL)


def may_keep(user: User) -> bool:
    """Whether the user may change all of the library: images in bulk, files, what is retired."""
    return user.has_perm("media.change_lease") and _changes(user, who_may.ALL)


def visible_collections(user: User) -> QuerySet[PictureCollection]:
    """Collection names reveal plans: users limited to their own images see only their own."""
    rows = PictureCollection.objects.all()
    if sees_all(user):
        return rows
    return rows.filter(created_by=user)


def check_replace(by: User | None) -> None:
    """Only those who keep the rights may replace a file. Raises ``NotAllowed``."""
    if by is not None and not may_keep(by):
        raise refusals.NotAllowed(
            _("Your role does not allow replacing files. Ask a picture editor.")
        )


def may_delete_collection(collection: PictureCollection, user: User) -> bool:
    """The people who keep the library, and the one who made it."""
    if user.has_perm("media.delete_collection"):
        return True
    return user.has_perm("media.change_collection") and collection.created_by_id == user.pk


def may_bar(user: User) -> bool:
    """Deny leases, for people who may add no others."""
    return user.has_perm("media.add_lease") and _changes(user, who_may.RIGHTS, who_may.ALL)


def _changes(user: User, *words: str) -> bool:
    return bool(who_may.cells(user, "change_library") & set(words))


def check_change(thing: Image | Video, by: User | None, *, fields: Iterable[str] = ()) -> None:
    """Raises ``NotAllowed`` over these fields. Without ``by`` it is the system that acts."""
    asked = {image_fields.PARTS.get(name, VIDEO_PARTS.get(name, name)): name for name in fields}
    for name in ("", *asked.values()):
        if reason := access.why_not_change(thing, by, field=name):
            raise refusals.NotAllowed(reason)
