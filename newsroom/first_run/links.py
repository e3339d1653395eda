"""The link that opens the first-run page: random, stored as a digest, closed once somebody is here.

Each new link takes the place of the one before.
"""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone

from newsroom.accounts.models import User

from .models import FirstRun

#: The name of the parameter. A query string, unlike a path, is in no line of our logs.
PARAMETER = "link"


class Closed(Exception):
    """The link is not the newest one, or is used, or the newsroom has somebody who runs it."""


def somebody_is_here() -> bool:
    """Whether anybody administers the newsroom, be it without access for now."""
    return User.objects.filter(is_superuser=True).exists()


def new() -> str:
    """The secret of a new link, which is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    FirstRun.objects.update_or_create(
        pk=FirstRun.ONLY,
        defaults={"link_digest": _digest(secret), "made_at": timezone.now()},
    )
    return secret


def opens(secret: str) -> bool:
    return FirstRun.objects.filter(link_digest=_digest(secret)).exists() and not somebody_is_here()


def claim(secret: str) -> FirstRun:
    """The row, locked until the end of the transaction: of many who come at once, one goes on.

    Raises ``Closed`` for all others.
    """
    row = FirstRun.objects.select_for_update().filter(link_digest=_digest(secret)).first()
    if row is None or somebody_is_here():
        raise Closed
    return row


def _digest(secret: str) -> str:
    """Without a salt and fast: nobody guesses 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
