"""Who may know and change a thing: the one place that pages, pickers, lists and acts ask.

The rule is the table ``who_may.toml``; apps register what "own" means and which parts their things
have. ``workflow`` decides on transitions. Where the user may be ``None``, the system acts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.accounts import roles
from newsroom.accounts.roles import Role
from newsroom.editorial import clock, registry
from newsroom.editorial.fields import BODY, CAPTIONS, PARTS, PICTURES, TEXT
from newsroom.editorial.models import Item, Mention, Shared, Takedown
from newsroom.editorial.models.states import KILLS, State
from newsroom.editorial.refusals import NotAllowed

from . import desks, own_drafts, public_things, who_may, workflow

if TYPE_CHECKING:
    from newsroom.accounts.models import User

_NOBODYS = gettext_lazy("Nobody may change this here.")
_NOT_YOUR_PART = {
    TEXT: gettext_lazy(
        "Your roles do not allow changing the text of a story. Ask its writer or a copy editor."
    ),
    CAPTIONS: gettext_lazy(
        "Your roles do not allow changing captions and alt texts. Ask a copy editor or "
        "a picture editor."
    ),
    PICTURES: gettext_lazy(
        "Your roles do not allow changing the pictures, crops and videos of a story. "
        "Ask a picture editor."
    ),
}


class NotYours(NotAllowed):
    """A change to something that the user may only read; ``field`` is what was changed."""

    code = "not_yours"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


# --- What a user may know ---


def visible(rows: QuerySet[Any], user: User | None) -> QuerySet[Any]:
    """The things that the user may open."""
    return _narrowed(rows, user, to_known=False)


def known(rows: QuerySet[Any], user: User | None) -> QuerySet[Any]:
    """The things that the user may name and choose: what they may open, and what readers see.

    One query over indexed columns and rows, however many things there are.
    """
    return _narrowed(rows, user, to_known=True)


def _narrowed(rows: QuerySet[Any], user: User | None, *, to_known: bool) -> QuerySet[Any]:
    if user is None:
        return rows
    if not _may_view(rows.model, user) or not roles.of(user):
        return rows.none()
    kind = registry.kind_of(rows.model)
    if sees_all(kind, user):
        return rows
    if isinstance(kind, registry.ItemType):
        theirs = own_drafts.own(kind, user)
        is_live = kind.editions.live_of_items().exist_for_item()
        return rows.filter(theirs | is_live if to_known else theirs)
    if kind.is_internal and not to_known:
        return rows.filter(kind.own(user))
    named = _in_drafts_of(user, kind.name)
    return rows.filter(Q(is_announced=True) | kind.own(user) | named)


def may_see(thing: Model, user: User | None) -> bool:
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
    live = item_type.editions.live_of_items(clock.now())
    of_these = live.filter(item__in=[item.pk for item in items])
    return dict(of_these.values_list("item", "card"))


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


def unknown(kind: str, public_ids: Iterable[Any], user: User | None) -> bool:
    """Whether one of these ids belongs to a thing that is hidden from the user."""
    wanted = list(public_ids)
    if not wanted or user is None:
        return False
    model: Any = registry.model_of(kind)
    rows = model._base_manager.filter(uuid__in=wanted)
    return bool(rows.exclude(pk__in=known(rows, user).values("pk")).exists())


def _in_drafts_of(user: User, target_type: str) -> Q:
    """Whether a thing of a type is named by a draft that the user may see.

    Each thing is asked by itself: what is not public yet is named by few drafts.
    """
    named = Mention.objects.filter(
        target_uuid=OuterRef("uuid"), target_type=target_type, in_draft=True
    )
    seen = Q()
    for item_type in registry.item_types():
        if not _may_view(item_type.model, user):
            continue
        drafts: Any = item_type.model._default_manager.filter(uuid=OuterRef("item_uuid"))
        if not sees_all(item_type, user):
            drafts = drafts.filter(own_drafts.own(item_type, user))
        seen |= own_drafts.has(drafts)
    return own_drafts.has(named.filter(seen)) if seen else Q(pk__in=[])


def _is_among(these: Any, thing: Any, user: User) -> bool:
    model: Any = type(thing)
    return bool(these(model._base_manager.filter(pk=thing.pk), user).exists())


def _may_view(model: type[Model], user: User) -> bool:
    return who_may.has(user, model, "view") or who_may.has(user, model, "change")


# --- What a user may change ---


def may_change(thing: Model, user: User | None, *, field: str = "") -> bool:
    return not why_not_change(thing, user, field=field)


def why_not_change(thing: Model, user: User | None, *, field: str = "") -> str:
    """The sentence that says why the user may not change the thing, or this field of it.

    Empty if they may; without a field, empty if there is any field that they may change.
    """
    if user is None:
        return ""
    if isinstance(thing, Item):
        return _why_not_change_item(thing, user, field)
    return _why_not_change_shared(thing, user, field)


def changes_some(model: type[Model], user: User) -> bool:
    """Whether the user may change any things of a kind at all: what a list of them asks."""
    if not who_may.has(user, model, "change"):
        return False
    kind = registry.kind_of(model)
    if isinstance(kind, registry.ItemType):
        return any(who_may.changes(user, kind.column(part)) for part in PARTS)
    return bool(who_may.changes(user, f"change_{kind.column}"))


def why_not_add(model: type[Model], user: User | None) -> str:
    """Why the user may not add a thing of a kind; empty if they may."""
    if user is None:
        return ""
    kind, may = registry.kind_of(model), who_may.has(user, model, "add")
    if isinstance(kind, registry.ItemType):
        may = may and bool(who_may.changes(user, kind.column(TEXT)))
    elif kind.column == "names":
        wanted = {who_may.ALL, *([kind.added_by] if kind.added_by else [])}
        may = may and bool(who_may.cells(user, "change_names") & wanted)
    elif not roles.of(user):
        may = False
    return "" if may else _("Your roles do not allow adding this. Ask the desk.")


def changes_settings(user: User | None) -> bool:
    """Whether the user may see and change the settings of the site."""
    if user is None:
        return True
    may = user.has_perm("site_settings.change_settingsrevision")
    return may and who_may.holds(user, "settings", who_may.ALL)


# --- The parts of an item ---


def permissions(item_type: registry.ItemType) -> dict[str, frozenset[Role]]:
    """Codename → roles that hold it by default, besides Django's own add, change and view."""
    changing = {item_type.column(part) for part in PARTS}
    return {
        f"see_all_{item_type.name}": who_may.roles_with("others", who_may.READS),
        f"change_all_{item_type.name}": frozenset().union(
            *(who_may.roles_with(column, who_may.ANY) for column in changing)
        ),
        f"assign_{item_type.name}": roles.DESK,
    }


def why_not_assign(item: Item, user: User) -> str:
    if not who_may.has(user, type(item), "assign"):
        return _("The desk assigns stories. Ask a desk editor to hand it to somebody else.")
    return desks.why_not(item) if desks.weakened(item, user) else ""


def barred(item: Item, user: User | None) -> dict[str, str]:
    """The parts of an item that the user's roles may not change, each with the reason."""
    if user is None:
        return {}
    is_own = cache(lambda: bool(roles.of(user)) and workflow.is_own(item, user))
    weakened = desks.weakened(item, user)
    reasons = {part: _why_not_part(item, user, part, is_own, weakened) for part in PARTS}
    return {part: reason for part, reason in reasons.items() if reason}


def check_snapshot(
    item: Item, before: Mapping[str, Any], after: Mapping[str, Any], *, parts: Mapping[str, str]
) -> None:
    """Raise ``NotYours`` if the snapshots differ in one of these barred parts."""
    item_type = registry.type_of(item)
    for field in {**before, **after} if parts else ():
        old, new = before.get(field), after.get(field)
        if old == new or not (old or new):
            continue
        for touched in item_type.field(field).touched(old, new):
            if touched in parts or touched not in PARTS:
                raise NotYours(parts.get(touched, str(_NOBODYS)), field=field)


def _why_not_change_item(item: Item, user: User, field: str) -> str:
    if not who_may.has(user, type(item), "change"):
        return _("Your roles let you read this, not change it.")
    # If no field is asked for, the body, which has all parts.
    part = registry.type_of(item).parts.get(field, "") if field else BODY
    reasons = barred(item, user)
    if part == BODY and len(reasons) == len(PARTS):
        return next(iter(reasons.values()))
    if part != BODY and (part in reasons or part not in PARTS):
        return reasons.get(part, str(_NOBODYS))
    if item.state == State.SPIKED:
        return _("It has been spiked. Take it from the spike first.")
    if Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None, kind__in=KILLS).exists():
        return _("It was killed: its text stays as it was.")
    return ""


def _why_not_part(
    item: Item, user: User, part: str, is_own: Callable[[], bool], weakened: Set[Role]
) -> str:
    item_type = registry.type_of(item)
    column = item_type.column(part)
    words = who_may.changes(user, column, weakened=weakened)
    if not words:
        return str(_NOT_YOUR_PART.get(part, _NOBODYS))
    if who_may.ANY in words and who_may.has(user, item_type.model, "change_all"):
        return ""
    if not is_own():
        if words != who_may.changes(user, column):
            return desks.why_not(item)
        return _("It is not yours: ask its writer or the desk to assign it to you.")
    if words == {who_may.OWN_OPEN} and item.state != State.DRAFT:
        return _("You have submitted it. Ask the desk to return it if you need to change it.")
    return ""


# --- The fields of a shared thing ---


def closed(thing: Shared, user: User) -> dict[str, str]:
    """The fields of a shared thing that the user's roles may not change, each with the reason."""
    parts = registry.type_of_shared(thing).parts
    # Ask once for each part: all its fields have the same answer.
    asked = {part: name for name, part in parts.items()}
    reasons = {part: _why_not_change_shared(thing, user, name) for part, name in asked.items()}
    return {name: reasons[part] for name, part in parts.items() if reasons[part]}


def _why_not_change_shared(thing: Any, user: User, field: str) -> str:
    shared = registry.type_of_shared(thing)
    if not who_may.has(user, type(thing), "change") or not may_see(thing, user):
        return shared.ask_others
    weakened = desks.weakened(thing, user)
    words = who_may.changes(user, f"change_{shared.column}", weakened=weakened)
    part = shared.part(field) if field else ""
    if field and not part:
        return str(_NOBODYS)
    if not words and words != who_may.changes(user, f"change_{shared.column}"):
        return desks.why_not(thing)
    may_all = not shared.has_permissions_for_all or who_may.has(user, type(thing), "change_all")
    if not may_all and not _is_owned(thing, shared, user):
        return _("Somebody else added this. Ask them or a picture editor to change it.")
    if who_may.ALL in words:
        return ""
    if words & {who_may.WORDS, who_may.RIGHTS} & ({part} if field else {*shared.parts.values()}):
        return ""
    if who_may.OWN_UNTIL_LIVE not in words:
        if part and words:
            return _("Your role changes other fields of this. Ask a picture editor to change it.")
        return shared.ask_others
    if part == who_may.RIGHTS:
        return _("Your role does not allow changing rights. Ask a picture editor.")
    return _why_not_until_live(thing, shared, user)


def why_not_retire(thing: Shared, user: User | None) -> str:
    """Why the user may not merge, retire or bring back a shared thing; empty if they may."""
    if user is None:
        return ""
    shared = registry.type_of_shared(thing)
    column = f"change_{shared.column}"
    if not who_may.has(user, type(thing), "change") or not may_see(thing, user):
        return shared.ask_others
    if not who_may.holds(user, column, who_may.ALL):
        return shared.ask_others
    weakened = desks.weakened(thing, user)
    is_theirs = who_may.holds(user, column, who_may.ALL, weakened=weakened)
    return "" if is_theirs else desks.why_not(thing)


def _why_not_until_live(thing: Any, shared: registry.SharedType, user: User) -> str:
    if not _is_owned(thing, shared, user):
        return _("Somebody else added this. Ask them or a picture editor to change it.")
    if _is_shown(thing):
        return _("Readers see this in a live story. Ask a picture editor to change it.")
    return ""


def _is_owned(thing: Any, shared: registry.SharedType, user: User) -> bool:
    model: Any = type(thing)
    return bool(model._base_manager.filter(shared.own(user), pk=thing.pk).exists())


def _is_shown(thing: Shared) -> bool:
    """Whether a live story shows or showed it, directly or through what it belongs to."""
    if thing.is_announced or thing.version or public_things.named_publicly(thing, clock.now()):
        return True
    return any(other.is_announced for other in registry.dependents(thing))
