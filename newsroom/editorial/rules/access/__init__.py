"""Who may know and change a thing: the one place that pages, pickers, lists and acts ask.

The rule is the table ``who_may.toml``; apps register what "own" means and which parts their things
have. ``workflow`` decides on transitions. Where the user may be ``None``, the system acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext as _

from newsroom.accounts import roles
from newsroom.editorial import registry
from newsroom.editorial.fields import BODY, PARTS, TEXT
from newsroom.editorial.models import Item
from newsroom.editorial.rules import who_may

from . import items, shared
from .items import (
    NotYours,
    barred,
    check_words,
    permissions,
    why_not_assign,
)
from .knowing import (
    known,
    may_know,
    may_see,
    name_for,
    own,
    public_cards,
    sees_all,
    sees_other_times,
    unknown,
    visible,
)
from .shared import closed, why_not_retire

if TYPE_CHECKING:
    from newsroom.accounts.models import User

__all__ = [
    "BODY", "PARTS", "NotYours", "barred", "changes_some",
    "check_words", "closed", "known", "may_change", "may_know", "may_see", "name_for", "own",
    "permissions", "public_cards", "sees_all", "sees_other_times", "unknown", "visible",
    "why_not_add", "why_not_assign", "why_not_change", "why_not_retire",
]  # fmt: skip


def may_change(thing: Model, user: User | None, *, field: str = "") -> bool:
    return not why_not_change(thing, user, field=field)


def why_not_change(thing: Model, user: User | None, *, field: str = "") -> str:
    """The sentence that says why the user may not change the thing, or this field of it.

    Empty if they may; without a field, empty if there is any field that they may change.
    """
    if user is None:
        return ""
    if isinstance(thing, Item):
        return items.why_not_change(thing, user, field)
    return shared.why_not_change(thing, user, field)


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
