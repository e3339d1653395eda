"""What a user may know of: querysets narrowed to it, and the names by which the user hears of
it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from newsroom.accounts import roles
from newsroom.editorial import clock, registry
from newsroom.editorial.models import Item, Mention
from newsroom.editorial.rules import who_may, workflow

if TYPE_CHECKING:
    from newsroom.accounts.models import User


def visible(rows: QuerySet[Any], user: User | None) -> QuerySet[Any]:
    """The things in a queryset that the user may open."""
    if user is None:
        return rows
    if not _may_view(rows.model, user) or not roles.of(user):
        return rows.none()
    kind = registry.kind_of(rows.model)
    if sees_all(kind, user):
        return rows
    if isinstance(kind, registry.ItemType):
        return rows.filter(pk__in=own(kind, user).values("pk"))
    return rows.filter(kind.own(user)) if kind.is_internal else known(rows, user)


def known(rows: QuerySet[Any], user: User | None) -> QuerySet[Any]:
    """The things that the user may name and choose: what they may open, and what readers see.

    One query over indexed columns and rows, however many things there are.
    """
    if user is None:
        return rows
    if not _may_view(rows.model, user) or not roles.of(user):
        return rows.none()
    kind = registry.kind_of(rows.model)
    if sees_all(kind, user):
        return rows
    if isinstance(kind, registry.ItemType):
        live = kind.editions.live(clock.now()).values("item")
        return rows.filter(Q(pk__in=own(kind, user).values("pk")) | Q(pk__in=live))
    in_drafts = Q(uuid__in=_in_drafts_of(user, kind.name))
    return rows.filter(Q(is_announced=True) | kind.own(user) | in_drafts)


def may_see(thing: Model, user: User | None) -> bool:
    """Whether the user may open it."""
    if user is None:
        return True
    if not _may_view(type(thing), user):
        return False
    if sees_all(registry.kind_of(type(thing)), user):
        return True
    if isinstance(thing, Item):
        return bool(roles.of(user)) and workflow.is_own(thing, user)
    return _is_among(visible, thing, user)


def may_know(thing: Model, user: User | None) -> bool:
    """Whether the user may be told that it exists, and what readers call it."""
    return user is None or _is_among(known, thing, user)


def name_for(thing: Any, user: User | None) -> str:
    """The thing's name for this user: the one readers know, if that is all they may know."""
    if may_see(thing, user):
        return str(thing)
    if not may_know(thing, user):
        return _("something that you may not see")
    if isinstance(thing, Item):
        cards = public_cards(registry.type_of(thing), [thing])
        return cards.get(thing.pk, {}).get("headline", "")
    return registry.type_of_shared(thing).public_name(thing)


def public_cards(item_type: registry.ItemType, items: Collection[Item]) -> dict[int, registry.Card]:
    """What readers see of these items now, by primary key: one query."""
    if not items:
        return {}
    live = item_type.editions.live(clock.now()).filter(item__in=[item.pk for item in items])
    return dict(live.values_list("item", "card"))


def sees_all(kind: registry.ItemType | registry.SharedType, user: User) -> bool:
    """Whether the user sees all things of a kind, no matter whose they are."""
    if isinstance(kind, registry.ItemType):
        return who_may.holds(user, "others", who_may.READS) and who_may.has(
            user, kind.model, "see_all"
        )
    if not who_may.holds(user, f"see_{kind.column}", who_may.ALL):
        return False
    return not kind.has_permissions_for_all or who_may.has(user, kind.model, "see_all")


def sees_other_times(user: User) -> bool:
    """Whether the user may look at the site as it was or will be, with plans and takedowns."""
    return all(sees_all(item_type, user) for item_type in registry.item_types())


def own(item_type: registry.ItemType, user: User) -> QuerySet[Any]:
    """The user's drafts: created by them, assigned to them, or with them in the byline."""
    drafts = item_type.model._default_manager.all()
    if not roles.of(user):
        return drafts.none()
    theirs = Q(created_by=user) | Q(assigned_to=user)
    if item_type.byline_lookup:
        theirs |= Q(**{item_type.byline_lookup: user})
    return drafts.filter(theirs)


def unknown(kind: str, public_ids: Iterable[Any], user: User | None) -> bool:
    """Whether one of these ids belongs to a thing that is hidden from the user."""
    wanted = list(public_ids)
    if not wanted or user is None:
        return False
    model: Any = registry.model_of(kind)
    rows = model._base_manager.filter(uuid__in=wanted)
    return bool(rows.exclude(pk__in=known(rows, user).values("pk")).exists())


def _in_drafts_of(user: User, target_type: str) -> QuerySet[Any]:
    """The public ids of the things of a type that are named by drafts the user may see."""
    naming_it = Q(pk__in=[])
    for item_type in registry.item_types():
        drafts = visible(item_type.model._default_manager.all(), user)
        naming_it |= Q(item_type=item_type.name, item_uuid__in=drafts.values("uuid"))
    rows = Mention.objects.filter(naming_it, target_type=target_type, in_draft=True)
    return rows.values("target_uuid")


def _is_among(these: Any, thing: Any, user: User) -> bool:
    model: Any = type(thing)
    return bool(these(model._base_manager.filter(pk=thing.pk), user).exists())


def _may_view(model: type[Model], user: User) -> bool:
    """Django's own permission comes first."""
    return who_may.has(user, model, "view") or who_may.has(user, model, "change")
