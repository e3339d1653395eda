"""Who may change which part of an item: its text, its captions, its pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from newsroom.accounts import roles
from newsroom.accounts.roles import Role
from newsroom.editorial import registry
from newsroom.editorial.fields import BODY, CAPTIONS, PARTS, PICTURES, TEXT
from newsroom.editorial.models import Item, Takedown
from newsroom.editorial.models.states import KILLS, State
from newsroom.editorial.refusals import NotAllowed
from newsroom.editorial.rules import who_may, workflow

if TYPE_CHECKING:
    from newsroom.accounts.models import User


class NotYours(NotAllowed):
    """A change to something that the user may only read; ``field`` is what was changed."""

    code = "not_yours"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


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
    """The sentence that says why the user may not assign the story; empty if they may."""
    if who_may.has(user, type(item), "assign"):
        return ""
    return _("The desk assigns stories. Ask a desk editor to hand it to somebody else.")


def barred(item: Item, user: User | None) -> dict[str, str]:
    """The parts of an item that the user's roles may not change, each with the reason."""
    if user is None:
        return {}
    is_own = cache(lambda: bool(roles.of(user)) and workflow.is_own(item, user))
    reasons = {part: _why_not_part(item, user, part, is_own) for part in PARTS}
    return {part: reason for part, reason in reasons.items() if reason}


def check_words(
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
                raise NotYours(parts.get(touched, str(NOBODYS)), field=field)


def why_not_change(item: Item, user: User, field: str) -> str:
    if not who_may.has(user, type(item), "change"):
        return _("Your roles let you read this, not change it.")
    # If no field is asked for, the body, which has all parts.
    part = registry.type_of(item).parts.get(field, "") if field else BODY
    reasons = barred(item, user)
    if part == BODY and len(reasons) == len(PARTS):
        return next(iter(reasons.values()))
    if part != BODY and (part in reasons or part not in PARTS):
        return reasons.get(part, str(NOBODYS))
    if item.state == State.SPIKED:
        return _("It is on the spike. Take it from there first.")
    if Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None, kind__in=KILLS).exists():
        return _("It was killed: its words stay as they were.")
    return ""


def _why_not_part(item: Item, user: User, part: str, is_own: Callable[[], bool]) -> str:
    item_type = registry.type_of(item)
    words = who_may.changes(user, item_type.column(part))
    if not words:
        return str(_NOT_YOUR_PART.get(part, NOBODYS))
    if who_may.ANY in words and who_may.has(user, item_type.model, "change_all"):
        return ""
    if not is_own():
        return _("It is not yours: ask its writer or the desk to assign it to you.")
    if words == {who_may.OWN_OPEN} and item.state != State.DRAFT:
        return _("You have handed it in. Ask the desk to return it if it needs your hand.")
    return ""


NOBODYS = _l("Nobody may change this here.")
_NOT_YOUR_PART = {
    TEXT: _l("Your roles do not change the text of a story. Ask its writer or a copy editor."),
    CAPTIONS: _l(
        "Your roles do not change captions and alt texts. Ask a copy editor or a picture editor."
    ),
    PICTURES: _l(
        "Your roles do not change the pictures, crops and videos of a story. Ask a picture editor."
    ),
}
