"""Who may see and change which picture. The admin asks here, and so do the acts of the library."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.accounts.roles import DESK, EVERYONE, WRITERS, Role, grant
from newsroom.editorial import refusals

from .models import Collection, Image

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


def may_preview(image: Image, user: User) -> bool:
    """What may be chosen for a story may be looked at; what is retired by who may see all."""
    return may_see(image, user) or (image.retired_at is None and image.merged_into_id is None)


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


def may_delete_collection(collection: Collection, user: User) -> bool:
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
