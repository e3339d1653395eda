"""``REQUIRE_2FA``: who must have a second factor before anything else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from newsroom.accounts import roles
from newsroom.accounts.models import User

from . import factors

EVERYBODY = "all"
#: In the session: this person has a second factor. Taking it off ends their logins.
_HAS_SECOND = "has_second_factor"


def unknown_names() -> list[str]:
    """Words of the setting that are no role."""
    known = {EVERYBODY, *(role.value for role in roles.Role)}
    return [name for name in settings.REQUIRE_2FA if name not in known]


def applies_to(user: User) -> bool:
    if EVERYBODY in settings.REQUIRE_2FA:
        return user.is_staff
    return any(role.value in settings.REQUIRE_2FA for role in roles.of(user))


def is_unmet(request: HttpRequest) -> bool:
    """Whether the person must set up a second factor first. Asked once in a login, then known."""
    if not settings.REQUIRE_2FA or not isinstance(request.user, User):
        return False
    if request.session.get(_HAS_SECOND) or not applies_to(request.user):
        return False
    if not factors.has_second(request.user):
        return True
    note_second(request)
    return False


def note_second(request: HttpRequest) -> None:
    request.session[_HAS_SECOND] = True


def forget_second(request: HttpRequest) -> None:
    request.session.pop(_HAS_SECOND, None)
