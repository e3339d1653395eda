"""Guards that ask who the person is, beyond their roles. They hold for superusers too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from newsroom.accounts import roles
from newsroom.accounts.roles import DESK, Role
from newsroom.editorial.models import Item

from .visibility import Standing

if TYPE_CHECKING:
    from newsroom.accounts.models import User


def why_not(name: str, item: Item, now: Standing, user: User | None) -> str:
    """The sentence that says why just this person may not take it; empty if they may.

    ``None`` is the system itself, which no such guard stops.
    """
    guard = _GUARDS.get(name)
    return guard(item, now, user) if guard and user is not None else ""


def is_legal(user: User | None) -> bool:
    return Role.LEGAL in roles.held(user)


def _four_eyes(item: Item, now: Standing, user: User) -> str:
    if settings.EDITORIAL["FOUR_EYES"] and item.saved_by_id == user.pk:
        return _(
            "You wrote the last change of this text yourself. Somebody else has to approve it."
        )
    return ""


def _theirs_to_restore(item: Item, now: Standing, user: User) -> str:
    """What legal withheld, legal restores; what the desk withheld, the desk restores."""
    if now.takedown is None:
        return ""
    if now.takedown.by_legal:
        return "" if is_legal(user) else _("Legal withheld it. Ask legal to restore it.")
    of_the_desk = bool(DESK & roles.of(user))
    return "" if of_the_desk else _("The desk withheld it. Ask a desk editor to restore it.")


def _another_than_who_killed(item: Item, now: Standing, user: User) -> str:
    if now.takedown and now.takedown.by_id == user.pk:
        return _("You killed it yourself. Somebody else has to reinstate it.")
    return ""


_GUARDS = {
    "approve": _four_eyes,
    "restore": _theirs_to_restore,
    "reinstate": _another_than_who_killed,
}
