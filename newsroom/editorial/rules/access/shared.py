"""Who may change which field of a shared thing: an image, video, author, tag or section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from newsroom.editorial import clock, registry
from newsroom.editorial.models import Shared
from newsroom.editorial.rules import public_things, who_may

from . import knowing
from .items import NOBODYS

if TYPE_CHECKING:
    from newsroom.accounts.models import User


def closed(thing: Shared, user: User) -> dict[str, str]:
    """The fields of a shared thing that the user's roles may not change, each with the reason."""
    parts = registry.type_of_shared(thing).parts
    # Ask once for each part: all its fields have the same answer.
    asked = {part: name for name, part in parts.items()}
    reasons = {part: why_not_change(thing, user, name) for part, name in asked.items()}
    return {name: reasons[part] for name, part in parts.items() if reasons[part]}


def why_not_change(thing: Any, user: User, field: str) -> str:
    shared = registry.type_of_shared(thing)
    if not who_may.has(user, type(thing), "change") or not knowing.may_see(thing, user):
        return shared.ask_others
    words = who_may.changes(user, f"change_{shared.column}")
    part = shared.part(field) if field else ""
    if field and not part:
        return str(NOBODYS)
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
    if not who_may.has(user, type(thing), "change") or not who_may.holds(
        user, f"change_{shared.column}", who_may.ALL
    ):
        return shared.ask_others
    return "" if knowing.may_see(thing, user) else shared.ask_others


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
