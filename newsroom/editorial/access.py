"""Who may see and change which draft. The admin and the API ask here; acts ask ``workflow``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from newsroom.accounts.roles import DESK, EVERYONE, WRITERS, Role

from . import registry, workflow
from .models import Item, Takedown
from .states import KILLS, State

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: Contributors are not of the house: they see what is theirs.
SEE_ALL = EVERYONE - {Role.CONTRIBUTOR}
#: By transition table, as ``workflow.TRANSITIONS``: posts are a fast lane, reporters mend them all.
CHANGE_ALL = {"articles": EVERYONE - WRITERS, "posts": EVERYONE - {Role.CONTRIBUTOR}}


def permissions(item_type: registry.ItemType) -> dict[str, frozenset[Role]]:
    """Codename → roles that hold it by default, beside Django's own add, change and view."""
    return {
        f"see_all_{item_type.name}": frozenset(SEE_ALL),
        f"change_all_{item_type.name}": frozenset(CHANGE_ALL[item_type.transitions]),
        f"assign_{item_type.name}": DESK,
    }


def sees_all(item_type: registry.ItemType, user: User) -> bool:
    return user.has_perm(f"{item_type.model._meta.app_label}.see_all_{item_type.name}")


def visible(queryset: QuerySet, user: User) -> QuerySet:
    """The drafts of a queryset that the user may see."""
    item_type = registry.type_of(queryset.model())
    if sees_all(item_type, user):
        return queryset
    return queryset.filter(pk__in=own(item_type, user).values("pk"))


def own(item_type: registry.ItemType, user: User) -> QuerySet:
    """The drafts that are the user's: made by them, assigned to them, in their byline."""
    theirs = Q(created_by=user) | Q(assigned_to=user)
    if item_type.byline_lookup:
        theirs |= Q(**{item_type.byline_lookup: user})
    return item_type.model._default_manager.filter(theirs)


def may_see(item: Item, user: User) -> bool:
    return sees_all(registry.type_of(item), user) or workflow.is_own(item, user)


def may_change(item: Item, user: User) -> bool:
    return not why_not_change(item, user)


def why_not_assign(item: Item, user: User) -> str:
    """The sentence that says why the user may not choose whose story it is; empty if they may."""
    item_type = registry.type_of(item)
    if user.has_perm(f"{item_type.model._meta.app_label}.assign_{item_type.name}"):
        return ""
    return _("The desk assigns stories. Ask a desk editor to hand it to somebody else.")


def why_not_change(item: Item, user: User) -> str:
    """The sentence that says why the user may not change the draft; empty if they may."""
    item_type = registry.type_of(item)
    label = item_type.model._meta.app_label
    if not user.has_perm(f"{label}.change_{item_type.model._meta.model_name}"):
        return _("Your roles let you read this, not change it.")
    if not user.has_perm(f"{label}.change_all_{item_type.name}") and not workflow.is_own(
        item, user
    ):
        return _("It is not yours: ask its writer or the desk to assign it to you.")
    if not sees_all(item_type, user) and item.state != State.DRAFT:
        return _("You have handed it in. Ask the desk to return it if it needs your hand.")
    if item.state == State.SPIKED:
        return _("It is on the spike. Take it from there first.")
    if Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None, kind__in=KILLS).exists():
        return _("It was killed: its words stay as they were.")
    return ""
