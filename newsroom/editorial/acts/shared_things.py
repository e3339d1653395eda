"""Acts on shared things: retire, bring back, merge. None is deleted while anything names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.editorial import addresses, clock, registry
from newsroom.editorial.models import Item, Shared
from newsroom.editorial.publication import compilation, ledger, recompilation
from newsroom.editorial.refusals import NotAllowed, NotPossible
from newsroom.editorial.rules import access, public_things

if TYPE_CHECKING:
    from newsroom.accounts.models import User


@transaction.atomic
def retire(thing: Shared, *, by: User | None = None) -> bool:
    """Stop offering it; what names it goes on showing it. Returns whether it was offered before.

    Without ``by`` the system acts.
    """
    _check_may_retire(thing, by)
    locked = _lock(thing)
    thing.retired_at = locked.retired_at or clock.now()
    return _set_retired(locked, thing.retired_at)


@transaction.atomic
def bring_back(thing: Shared, *, by: User | None = None) -> bool:
    """Offer a retired thing again; returns whether it was retired."""
    _check_may_retire(thing, by)
    locked = _lock(thing)
    if locked.merged_into_id:
        raise NotPossible(_("It was merged into “%(name)s”.") % {"name": locked.merged_into})
    thing.retired_at = None
    return _set_retired(locked, None)


def _set_retired(locked: Any, at: datetime | None) -> bool:
    if locked.retired_at == at:
        return False
    locked.retired_at = at
    locked.save(update_fields=["retired_at"])
    if locked.is_announced:
        ledger.raise_plans()
    return True


@transaction.atomic
def merge(thing: Shared, *, into: Shared, by: User | None = None) -> None:
    """Let ``into`` take the place of ``thing``, in drafts and in everything that is public.

    Other shared things that show it, as an author does a portrait, show ``into`` from now on. The
    row stays, for old revisions and for its old address; the documents that show it are
    recompiled.
    """
    if type(thing) is not type(into) or thing.pk == into.pk:
        raise NotPossible(_("Choose another one of the same kind."))
    for each in (thing, into):
        _check_may_retire(each, by)
    locked = {row.pk: row for row in _locked(type(thing), [thing.pk, into.pk])}
    old, new = locked.get(thing.pk), locked.get(into.pk)
    if old is None or new is None:
        raise NotPossible(_("It no longer exists."))
    if new.merged_into_id:
        raise NotPossible(
            _("“%(name)s” was itself merged into “%(other)s”. Choose that one.")
            % {"name": new, "other": new.merged_into}
        )
    if old.merged_into_id:
        raise NotPossible(_("It was merged into “%(name)s”.") % {"name": old.merged_into})
    old.merged_into, old.retired_at = new, old.retired_at or clock.now()
    old.save(update_fields=["merged_into", "retired_at"])
    _hand_to_desk(old, new)
    model: Any = type(thing)
    model._base_manager.filter(merged_into=old).update(merged_into=new)
    remember_address(old)
    addresses.hand_over(old, new)
    showing = registry.dependents(old)
    for other in showing:
        _hand_over(other, old, new)
    recompilation.changed(old, *showing)


def remember_address(thing: Shared) -> None:
    """Before its slug goes: what the clock has made public may not have been told of yet."""
    if public_things.named_publicly(thing, ledger.public_instant()):
        addresses.keep([thing])


def _check_may_retire(thing: Shared, by: User | None) -> None:
    if reason := access.why_not_retire(thing, by):
        raise NotAllowed(reason)


def _hand_to_desk(old: Any, new: Any) -> None:
    """Drafts may still name the old one: the desk of the new one answers for them."""
    if path := registry.type_of_shared(old).desk_path:
        model: Any = type(old)
        rows = model._base_manager.filter(Q(pk=old.pk) | Q(merged_into=new))
        rows.update(**{path: getattr(new, f"{path}_id")})


def _hand_over(other: Shared, old: Shared, new: Shared) -> None:
    """Let another shared thing show ``new`` where it showed ``old``."""
    names = [
        field.name
        for field in other._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is type(old)
        and getattr(other, field.attname) == old.pk
    ]
    for name in names:
        setattr(other, name, new)
    other.save(update_fields=names)


@dataclass(frozen=True)
class Telling:
    """A use as a user may know it: by its draft's name, or as readers know it."""

    title: str
    url: str
    kind: str = ""
    #: The item itself, for users who may see it.
    item: Item | None = None


@dataclass(frozen=True)
class Uses:
    """How many items readers see a thing in, or will; and the newest few of them."""

    count: int
    items: list[Item]
    told: list[Telling]

    @property
    def more(self) -> int:
        return self.count - len(self.told)


def uses(thing: Shared, *, user: User | None, shown: int) -> Uses:
    """Where readers see it: a few queries for each kind of item, however many items there are.

    Of items that the user may not see, only live ones count, and are described as readers know
    them.
    """
    return _uses(thing, "", thing, user=user, shown=shown)


def uses_of(things: models.QuerySet[Any], *, user: User | None, shown: int) -> Uses:
    """Where readers see any of these, or will: an item that shows several counts once."""
    return _uses(things.model(), "__in", things.order_by().values("pk"), user=user, shown=shown)


def told(items: Sequence[Item], user: User | None) -> list[Telling]:
    """The items as the user may know them; without a user, as readers know them.

    Two queries for each kind of item, however many there are.
    """
    found: dict[Item, Telling] = {}
    for item_type in registry.item_types():
        some = [item for item in items if isinstance(item, item_type.model)]
        if some:
            found |= _told(item_type, some, user)
    return [found[item] for item in items]


def _told(item_type: registry.ItemType, items: list[Any], user: User | None) -> dict[Item, Telling]:
    meta = item_type.model._meta
    kind, view = str(meta.verbose_name), f"admin:{meta.app_label}_{meta.model_name}_change"
    rows = item_type.model._default_manager.filter(pk__in=[item.pk for item in items])
    seen = set(access.visible(rows, user).values_list("pk", flat=True)) if user else set()
    told = {
        item: Telling(str(item), reverse(view, args=[item.pk]), kind, item)
        for item in items
        if item.pk in seen
    }
    others = [item for item in items if item not in told]
    cards = access.public_cards(item_type, others)
    for item in others:
        card = cards.get(item.pk, {})
        told[item] = Telling(card.get("headline", ""), card.get("url", ""), kind)
    return told


def _uses(kind: Shared, lookup: str, things: Any, *, user: User | None, shown: int) -> Uses:
    count, items = 0, list[Any]()
    wanted: dict[str, models.Q] = {}
    for relation in compilation.relations_to(kind):
        rows = relation.model._default_manager.filter(**{f"{relation.field}{lookup}": things})
        if relation.on_edition:
            rows = rows.filter(superseded=False)
        naming_it = models.Q(pk__in=rows.values("item"))
        wanted[relation.item_type] = wanted.get(relation.item_type, models.Q()) | naming_it
    for name, naming_it in wanted.items():
        model: Any = registry.item_type(name).model
        found = access.known(model._default_manager.filter(naming_it), user)
        count += found.count()
        items += found.defer("body").order_by("-published_at", "-pk")[:shown]
    return Uses(count, items[:shown], told(items[:shown], user))


def is_named(thing: Shared) -> bool:
    """Whether it was ever public, or a draft, an edition or another row holds it."""
    if thing.is_announced or thing.version:
        return True
    return any(
        field.related_model._base_manager.filter(**{field.field.name: thing}).exists()
        for field in _protecting(thing)
    )


def _protecting(thing: Shared) -> list[Any]:
    """The relations whose rows keep the thing from being deleted."""
    fields: list[Any] = list(thing._meta.get_fields(include_hidden=True))
    return [f for f in fields if f.auto_created and getattr(f, "on_delete", None) is models.PROTECT]


def _lock(thing: Shared) -> Any:
    rows = _locked(type(thing), [thing.pk])
    if not rows:
        raise NotPossible(_("It no longer exists."))
    return rows[0]


def _locked(model: Any, pks: list[int]) -> list[Any]:
    rows = model._base_manager.select_for_update().filter(pk__in=pks)
    return list(rows.order_by("pk"))
