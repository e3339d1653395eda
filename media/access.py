"""Who may see and change which picture. The admin asks here, and so do the acts of the library."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.accounts.roles import DESK, EVERYONE, WRITERS, Role, grant
from newsroom.editorial import access as items
from newsroom.editorial import refusals, registry
from newsroom.editorial.models import Mention
from newsroom.lib import text

from .models import Collection as PictureCollection
from .models import Image

_KEEPERS = DESK | {Role.PICTURE_EDITOR}


#: Who keeps the rights changes these; everybody else reads them.
RIGHTS_FIELDS = (
    "rights_category", "licence", "cost", "cost_note", "restrictions", "copyright_notice",
    "usage_terms", "web_statement", "licensor_url", "data_mining", "agency", "supplier",
    "credit_line",
)  # fmt: skip


def grant_roles() -> None:
    """Contributors see their own; writers change the words of theirs."""
    grant(EVERYONE - {Role.CONTRIBUTOR}, "media.see_all_image")
    grant(EVERYONE - WRITERS - {Role.LEGAL}, "media.change_all_image")
    grant(EVERYONE, "media.view_agency", "media.view_collection")
    grant(_KEEPERS, "media.add_agency", "media.change_agency")
    grant(EVERYONE - {Role.LEGAL}, "media.add_collection", "media.change_collection")
    grant(_KEEPERS, "media.delete_collection")


def visible(images: QuerySet[Image], user: User) -> QuerySet[Image]:
    """The pictures that the user may see."""
    if user.has_perm("media.see_all_image"):
        return images
    return images.filter(uploaded_by=user)


def may_see(image: Image, user: User) -> bool:
    return user.has_perm("media.see_all_image") or image.uploaded_by_id == user.pk


def choosable(images: QuerySet[Image], user: User | None) -> QuerySet[Image]:
    """The pictures that the user may put into a story; without ``user`` all that are in use.

    Who sees the pictures of others may choose them all. Others choose among their own, what readers
    see anyway, and what a draft they may see shows; ``is_of_another`` is true of those that they
    may not see in the library, of which they are told only what readers are.
    """
    found = images.in_use()  # type: ignore[attr-defined]
    if user is None or user.has_perm("media.see_all_image"):
        return found
    theirs = Q(uploaded_by=user)
    shown = Q(is_announced=True) | Q(uuid__in=_in_drafts_of(user))
    return found.filter(theirs | shown).annotate(
        is_of_another=Case(When(theirs, then=Value(value=False)), default=Value(value=True))
    )


def may_choose(image: Image, user: User | None) -> bool:
    return choosable(Image.objects.filter(pk=image.pk), user).exists()


def is_unseen(public_ids: Collection[UUID], user: User | None) -> bool:
    """Whether one of these is a picture that is kept from the user."""
    if not public_ids or user is None or user.has_perm("media.see_all_image"):
        return False
    wanted = Image.objects.filter(uuid__in=public_ids)
    chosen = choosable(wanted, user).values("pk")
    return wanted.exclude(pk__in=chosen).exclude(uploaded_by=user).exists()


def may_choose_again(image: Image, user: User | None) -> bool:
    """Whether somebody who has its very file may be given it: retired ones by who sees them."""
    return user is None or may_see(image, user) or may_choose(image, user)


def may_preview(image: Image, user: User) -> bool:
    """What may be chosen for a story may be looked at; what is retired by who may see all."""
    return may_see(image, user) or may_choose(image, user)


def name_for(image: Image, user: User | None) -> str:
    """What the picture is called to somebody: its title is for those who see it in the library."""
    if user is None or may_see(image, user):
        return str(image)
    return public_name(image)


def public_name(image: Image) -> str:
    """What readers could call it."""
    words = image.caption or image.alt_text or image.printed_credit
    return text.single_line(words, limit=80) or _("Picture without words")


def _in_drafts_of(user: User) -> QuerySet:
    """The public ids of pictures in the drafts that the user may see."""
    named = Q(pk__in=[])
    for item_type in registry.item_types():
        drafts = items.visible(item_type.model._default_manager.all(), user)
        named |= Q(item_type=item_type.name, item_uuid__in=drafts.values("uuid"))
    rows = Mention.objects.filter(named, target_type="image", in_draft=True)
    return rows.values("target_uuid")


def may_change(image: Image, user: User) -> bool:
    return not why_not_change(image, user)


def why_not_change(image: Image, user: User) -> str:
    """The sentence that says why the user may not change its words; empty if they may."""
    if not user.has_perm("media.change_image"):
        return _("Your role does not allow changing the library. Ask a picture editor.")
    if not user.has_perm("media.change_all_image") and image.uploaded_by_id != user.pk:
        return _("Somebody else added this picture. Ask them or a picture editor to change it.")
    return ""


def may_change_rights(user: User) -> bool:
    """Credit and rights, leases of any kind, many pictures at once; ``rights`` asks the same."""
    return user.has_perm("media.change_lease")


def check_replace(by: User | None) -> None:
    """Another file in the place of one is for who keeps the rights. Raises ``NotAllowed``."""
    if by is not None and not may_change_rights(by):
        raise refusals.NotAllowed(
            _("Your role does not allow replacing files. Ask a picture editor.")
        )


def may_delete_collection(collection: PictureCollection, user: User) -> bool:
    """Who keeps the library, and whoever made it."""
    if user.has_perm("media.delete_collection"):
        return True
    return user.has_perm("media.change_collection") and collection.created_by_id == user.pk


def may_bar(user: User) -> bool:
    """Deny leases, for whoever may add no other."""
    return user.has_perm("media.add_lease")


def check_change(image: Image, by: User | None, *, fields: Iterable[str] = ()) -> None:
    """Raises ``NotAllowed`` over these fields. Without ``by`` it is the system that acts."""
    if by is None:
        return
    if reason := why_not_change(image, by):
        raise refusals.NotAllowed(reason)
    if not may_change_rights(by) and set(fields) & set(RIGHTS_FIELDS):
        raise refusals.NotAllowed(
            _("Your role does not allow changing rights. Ask a picture editor.")
        )
