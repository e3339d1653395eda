"""Browsers in which somebody has signed in before: they pass the delays that strangers cause.

As OWASP's "device cookies": a signed cookie names the people who have signed in here. Wrong
passwords from such a browser are counted for this browser alone.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from newsroom.accounts.models import User

COOKIE = "known_device"
_SALT = "newsroom.accounts.known_device"
_KEPT_SECONDS = 365 * 24 * 3600
_MOST_PEOPLE = 8


@dataclass(frozen=True)
class Device:
    """``people`` holds a fingerprint of the password each of them had, by the user's key."""

    id: str
    people: dict[str, str] = field(default_factory=dict)

    def knows(self, user: User | None) -> bool:
        """Whether this person has signed in here, and has had the same password since."""
        return user is not None and self.people.get(str(user.pk)) == _fingerprint(user)


def of(request: HttpRequest) -> Device:
    """The browser's device; a new one if it has none of ours."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_KEPT_SECONDS)
        return Device(found["id"], found["people"])
    except (signing.BadSignature, KeyError, TypeError):
        return Device(secrets.token_urlsafe(12))


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser its cookie if somebody has just signed in."""
    user = getattr(request, "signed_in_user", None)
    if user is None:
        return
    device = of(request)
    others = {pk: print_ for pk, print_ in device.people.items() if pk != str(user.pk)}
    newest = dict(list(others.items())[-(_MOST_PEOPLE - 1) :]) | {str(user.pk): _fingerprint(user)}
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": device.id, "people": newest}, salt=_SALT, compress=True),
        max_age=_KEPT_SECONDS,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _fingerprint(user: User) -> str:
    return user.get_session_auth_hash()[:16]


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
             ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Macintosh", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def name_of(request: HttpRequest) -> str:
    """What its owner recognises a browser by, as "Firefox, Windows"; at most 60 characters."""
    agent = request.headers.get("User-Agent", "")
    parts = [
        next((name for mark, name in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    named = ", ".join(part for part in parts if part)
    return named or re.sub(r"[^\w ./()-]", "", agent)[:60]
