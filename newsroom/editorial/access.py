"""Who may know and change a thing: the one place that is asked, by pages, pickers, lists and acts.

The rule is the table ``who_may.toml``; apps register what "own" and the parts of their things are.
Transitions are asked of ``workflow``. Where ``None`` may stand for the user, the system acts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from newsroom.accounts import roles
from newsroom.accounts.roles import Role

from . import clock, naming, registry, who_may, workflow
from .models import Item, Mention, Shared, Takedown
from .refusals import NotAllowed
from .states import KILLS, State

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: The parts of an item, each a thing of the table.
TEXT, CAPTIONS, PICTURES = PARTS = ("text", "captions", "pictures")
#: The part of a word that holds all three; which of them a change touches is asked of its content.
BODY = "body"


class NotYours(NotAllowed):
    """A change of something that the person may only read; ``field`` is what was changed."""

    code = "not_yours"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def permissions(item_type: registry.ItemType) -> dict[str, frozenset[Role]]:
    """Codename → roles that hold it by default, beside Django's own add, change and view."""
    changing = {item_type.column(part) for part in PARTS}
    return {
        f"see_all_{item_type.name}": who_may.roles_with("others", who_may.READS),
        f"change_all_{item_type.name}": frozenset().union(
            *(who_may.roles_with(column, who_may.ANY) for column in changing)
        ),
    }


# --- Knowing ---


def visible(rows: QuerySet, user: User | None) -> QuerySet:
    """The things of a queryset that the user may open."""
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


def known(rows: QuerySet, user: User | None) -> QuerySet:
    """The things that the user may name and choose: what readers see beside what they may open.

    One query, over columns and rows that are indexed, however many there are.
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
    """What the thing is called to somebody: as readers call it where that is all they may know."""
    if may_see(thing, user):
        return str(thing)
    if not may_know(thing, user):
        return _("something that you may not see")
    if isinstance(thing, Item):
        cards = public_cards(registry.type_of(thing), [thing])
        return cards.get(thing.pk, {}).get("headline", "")
    return registry.type_of_shared(thing).public_name(thing)


def public_cards(
    item_type: registry.ItemType, items: Collection[Item]
) -> dict[int, Mapping[str, Any]]:
    """What readers have of these items now, by primary key: one query."""
    if not items:
        return {}
    live = item_type.editions.live(clock.now()).filter(item__in=[item.pk for item in items])
    return dict(live.values_list("item", "card"))


def sees_all(kind: registry.ItemType | registry.SharedType, user: User) -> bool:
    """Whether the user sees all things of a kind, whoever's they are."""
    if isinstance(kind, registry.ItemType):
        return _holds(user, "others", who_may.READS) and _has(user, kind.model, "see_all")
    if not _holds(user, f"see_{kind.column}", who_may.ALL):
        return False
    return not kind.has_permissions_for_all or _has(user, kind.model, "see_all")


def sees_other_times(user: User) -> bool:
    """Whether the user may look at the site as it was or will be, with plans and takedowns."""
    return all(sees_all(item_type, user) for item_type in registry.item_types())


def own(item_type: registry.ItemType, user: User) -> QuerySet:
    """The drafts that are the user's: made by them, assigned to them, in their byline."""
    drafts = item_type.model._default_manager.all()
    if not roles.of(user):
        return drafts.none()
    theirs = Q(created_by=user) | Q(assigned_to=user)
    if item_type.byline_lookup:
        theirs |= Q(**{item_type.byline_lookup: user})
    return drafts.filter(theirs)


# --- Changing ---


def may_change(thing: Model, user: User | None, *, field: str = "") -> bool:
    return not why_not_change(thing, user, field=field)


def why_not_change(thing: Model, user: User | None, *, field: str = "") -> str:
    """The sentence that says why the user may not change the thing, or this field of it.

    Empty if they may; without a field: if there is any that they may change.
    """
    if user is None:
        return ""
    if isinstance(thing, Item):
        return _why_not_change_item(thing, user, _part(thing, field))
    return _why_not_change_shared(thing, user, field)


def closed(thing: Shared, user: User) -> dict[str, str]:
    """The fields of a shared thing that the user's roles leave alone, each with the reason."""
    parts = registry.type_of_shared(thing).parts
    # One question for each part: all its fields have the same answer.
    asked = {part: name for name, part in parts.items()}
    reasons = {part: why_not_change(thing, user, field=name) for part, name in asked.items()}
    return {name: reasons[part] for name, part in parts.items() if reasons[part]}


def barred(item: Item, user: User | None) -> dict[str, str]:
    """The parts of an item that the user's roles do not let them change, each with the reason."""
    if user is None:
        return {}
    is_own = cache(lambda: bool(roles.of(user)) and workflow.is_own(item, user))
    reasons = {part: _why_not_part(item, user, part, is_own) for part in PARTS}
    return {part: reason for part, reason in reasons.items() if reason}


def check_words(
    item: Item, before: Mapping[str, Any], after: Mapping[str, Any], *, parts: Mapping[str, str]
) -> None:
    """Raise ``NotYours`` where the snapshots differ in one of these parts, which are barred."""
    item_type = registry.type_of(item)
    for field in {**before, **after} if parts else ():
        old, new = before.get(field), after.get(field)
        if old == new or not (old or new):
            continue
        part = item_type.parts.get(field, "")
        for touched in item_type.touched(old, new) if part == BODY else [part]:
            if touched in parts or touched not in PARTS:
                raise NotYours(parts.get(touched, str(_NOT_KNOWN)), field=field)


def changes_some(model: type[Model], user: User) -> bool:
    """Whether there may be things of a kind that the user changes: what a list of them asks."""
    if not _has(user, model, "change"):
        return False
    kind = registry.kind_of(model)
    if isinstance(kind, registry.ItemType):
        return any(_words(user, kind.column(part)) for part in PARTS)
    return bool(_words(user, f"change_{kind.column}"))


def why_not_add(model: type[Model], user: User | None) -> str:
    """Why the user may add no thing of a kind; empty if they may."""
    if user is None:
        return ""
    kind, may = registry.kind_of(model), _has(user, model, "add")
    if isinstance(kind, registry.ItemType):
        may = may and bool(_words(user, kind.column(TEXT)))
    elif kind.column == "names":
        wanted = {who_may.ALL, *([kind.added_by] if kind.added_by else [])}
        may = may and bool(who_may.cells(user, "change_names") & wanted)
    elif not roles.of(user):
        may = False
    return "" if may else _("Your roles do not allow adding this. Ask the desk.")


def why_not_retire(thing: Shared, user: User | None) -> str:
    """Why the user may neither merge, retire nor bring back a shared thing; empty if they may."""
    if user is None:
        return ""
    shared = registry.type_of_shared(thing)
    if not user.has_perm(_codename(type(thing), "change")) or not _holds(
        user, f"change_{shared.column}", who_may.ALL
    ):
        return shared.ask_others
    return "" if may_see(thing, user) else shared.ask_others


# --- Items ---


def _part(item: Item, field: str) -> str:
    """The part that a field belongs to; the body, which has all of them, where none is asked."""
    return registry.type_of(item).parts.get(field, "") if field else BODY


def _why_not_change_item(item: Item, user: User, part: str) -> str:
    if not user.has_perm(_codename(type(item), "change")):
        return _("Your roles let you read this, not change it.")
    reasons = barred(item, user)
    if part == BODY and len(reasons) == len(PARTS):
        return next(iter(reasons.values()))
    if part != BODY and (part in reasons or part not in PARTS):
        return reasons.get(part, str(_NOT_KNOWN))
    if item.state == State.SPIKED:
        return _("It is on the spike. Take it from there first.")
    if Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None, kind__in=KILLS).exists():
        return _("It was killed: its words stay as they were.")
    return ""


def _why_not_part(item: Item, user: User, part: str, is_own: Callable[[], bool]) -> str:
    item_type = registry.type_of(item)
    words = _words(user, item_type.column(part))
    if not words:
        return str(_NOT_YOUR_PART.get(part, _NOT_KNOWN))
    if who_may.ANY in words and _has(user, item_type.model, "change_all"):
        return ""
    if not is_own():
        return _("It is not yours: ask its writer or the desk to assign it to you.")
    if words == {who_may.OWN_OPEN} and item.state != State.DRAFT:
        return _("You have handed it in. Ask the desk to return it if it needs your hand.")
    return ""


_NOT_KNOWN = _l("Nobody may change this here.")
_NOT_YOUR_PART = {
    TEXT: _l("Your roles do not change the text of a story. Ask its writer or a copy editor."),
    CAPTIONS: _l(
        "Your roles do not change captions and alt texts. Ask a copy editor or a picture editor."
    ),
    PICTURES: _l(
        "Your roles do not change the pictures, crops and videos of a story. Ask a picture editor."
    ),
}


# --- Shared things ---


def _why_not_change_shared(thing: Any, user: User, field: str) -> str:
    shared = registry.type_of_shared(thing)
    if not user.has_perm(_codename(type(thing), "change")) or not may_see(thing, user):
        return shared.ask_others
    words = _words(user, f"change_{shared.column}")
    part = shared.part(field) if field else ""
    if field and not part:
        return str(_NOT_KNOWN)
    may_all = not shared.has_permissions_for_all or _has(user, type(thing), "change_all")
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


def _why_not_until_live(thing: Any, shared: registry.SharedType, user: User) -> str:
    if not _is_owned(thing, shared, user):
        return _("Somebody else added this. Ask them or a picture editor to change it.")
    if _is_shown(thing):
        return _("Readers see this in a live story. Ask a picture editor to change it.")
    return ""


def _is_owned(thing: Any, shared: registry.SharedType, user: User) -> bool:
    model: Any = type(thing)
    return model._base_manager.filter(shared.own(user), pk=thing.pk).exists()


def _is_shown(thing: Shared) -> bool:
    """Whether a live story shows it or showed it, itself or by what it belongs to."""
    if thing.is_announced or thing.version or naming.named_publicly(thing, clock.now()):
        return True
    return any(other.is_announced for other in registry.dependents(thing))


def _in_drafts_of(user: User, target_type: str) -> QuerySet:
    """The public ids of the things of a type that the drafts name which the user may see."""
    naming_it = Q(pk__in=[])
    for item_type in registry.item_types():
        drafts = visible(item_type.model._default_manager.all(), user)
        naming_it |= Q(item_type=item_type.name, item_uuid__in=drafts.values("uuid"))
    rows = Mention.objects.filter(naming_it, target_type=target_type, in_draft=True)
    return rows.values("target_uuid")


# --- Both ---


def _is_among(these: Any, thing: Any, user: User) -> bool:
    model: Any = type(thing)
    return these(model._base_manager.filter(pk=thing.pk), user).exists()


def _words(user: User, thing: str) -> frozenset[str]:
    """What the user's roles say of changing a thing, but for those that change nothing of it."""
    return who_may.cells(user, thing) - {who_may.NONE, who_may.ADD_TAGS}


def _holds(user: User, thing: str, word: str) -> bool:
    return word in who_may.cells(user, thing)


def _may_view(model: type[Model], user: User) -> bool:
    """Django's own permission comes first."""
    return user.has_perm(_codename(model, "view")) or user.has_perm(_codename(model, "change"))


def _has(user: User, model: type[Model], act: str) -> bool:
    return user.has_perm(_codename(model, act))


def _codename(model: type[Model], act: str) -> str:
    return f"{model._meta.app_label}.{act}_{model._meta.model_name}"


def unknown(kind: str, public_ids: Iterable[Any], user: User | None) -> bool:
    """Whether one of these ids is of a thing that is kept from the user."""
    wanted = list(public_ids)
    if not wanted or user is None:
        return False
    model: Any = registry.model_of(kind)
    rows = model._base_manager.filter(uuid__in=wanted)
    return rows.exclude(pk__in=known(rows, user).values("pk")).exists()
