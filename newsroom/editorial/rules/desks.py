"""Several desks: what "any" means for reporters and desk editors who belong to one.

Their roles count in full for what their own desks answer for, and for what no desk does. With what
another desk answers for, they may do what a reporter may do with a story: change and hand in their
own, read the rest. Other roles are not narrowed, nor is whoever belongs to no desk. So a newsroom
without desks is asked nothing more.

An item belongs to the desk of the section under which its draft is filed; the types of items say by
which path (``desk_path``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from newsroom.accounts import roles
from newsroom.accounts.roles import Role
from newsroom.editorial import clock, registry

if TYPE_CHECKING:
    from newsroom.accounts.models import User
    from newsroom.editorial.models import Item

NARROWED = frozenset({Role.REPORTER, Role.DESK_EDITOR})


def narrowed(user: User) -> frozenset[Role]:
    """The user's roles that count for less outside their desks."""
    held = roles.held(user)
    if user.is_superuser or Role.MANAGING_EDITOR in held or not held & NARROWED:
        return frozenset()
    return held & NARROWED if user.held.desks else frozenset()


def weakened(thing: Model, user: User) -> frozenset[Role]:
    """The user's roles that count for less here, because another desk answers for the thing."""
    lessened = narrowed(user)
    key = _follow(thing, last="desk_id") if lessened else None
    return lessened if key is not None and key not in user.held.desks else frozenset()


def why_not(thing: Model) -> str:
    """What people of other desks are told."""
    return _(
        "It belongs to the desk “%(desk)s”, and you do not. Ask a desk editor of that desk or "
        "a managing editor."
    ) % {"desk": _follow(thing, last="desk")}


def is_shown_by(item: Item, user: User) -> bool:
    """Whether readers see the item, or will, in a section of one of the user's desks."""
    item_type = registry.type_of(item)
    if not item_type.edition_desk_path:
        return False
    editions = item_type.editions.filter(item=item).not_ended(clock.in_sql())
    wanted = {f"{item_type.edition_desk_path}__in": list(user.held.desks)}
    return bool(editions.filter(**wanted).exists())


def theirs(items: QuerySet[Any], user: User) -> QuerySet[Any]:
    """What the user is to look after among these items: their desks', and what no desk has."""
    path = _path(items.model)
    if not path or not narrowed(user):
        return items
    return items.filter(Q(**{f"{path}__in": list(user.held.desks)}) | Q(**{path: None}))


def _follow(thing: Model, *, last: str) -> Any:
    """What is at the end of the path to the desk, or None; rows on the way are read once."""
    path = _path(type(thing))
    found: Any = thing if path else None
    for step in path.split("__")[:-1]:
        found = getattr(found, step, None)
    return getattr(found, last, None)


def _path(model: type[Model]) -> str:
    return registry.kind_of(model).desk_path
