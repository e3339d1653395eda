"""Open logins: listed for their owner, and ended by them or with their access."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.accounts.models import User

from .tables import LoginSession


def open_logins(user: User) -> QuerySet[LoginSession]:
    """The newest first."""
    return LoginSession.objects.filter(user=user, expire_date__gt=timezone.now()).order_by(
        "-seen_at", "session_key"
    )


def end(user: User, *, but: HttpRequest | None = None, number: str | None = None) -> int:
    """End the user's logins, one by its ``number`` or all of them; how many there were.

    ``but`` keeps the login with which the request was made.
    """
    ended = LoginSession.objects.filter(user=user)
    if but is not None:
        ended = ended.exclude(session_key=but.session.session_key)
    if number is not None:
        keys = [login.session_key for login in ended if number_of(login) == number]
        ended = ended.filter(session_key__in=keys)
    return ended.delete()[0]


def number_of(login: LoginSession) -> str:
    """Names a login on its owner's page: whoever reads it there cannot use it as a key."""
    return salted_hmac("newsroom.accounts.login", login.session_key).hexdigest()[:16]


def forget_old() -> None:
    """Delete logins that are over: nothing else does."""
    LoginSession.objects.filter(expire_date__lt=timezone.now()).delete()
