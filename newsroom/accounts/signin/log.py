"""The log of sign-ins: who signed in, who tried and failed, what changed about second factors.

It holds addresses of people, so it is kept for ``SIGN_IN_LOG_DAYS`` only. The same line goes to the
process's log, where programs such as fail2ban find it. Lines about what was done to people (who
invited whom, who got which role) hold no address, and are never deleted.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.accounts.models import User
from newsroom.lib import client_address

from . import devices
from .tables import SignInEntry

logger = logging.getLogger("newsroom.signin")

Act = SignInEntry.Act
#: What the owner of an account should hear of.
FAILED = (Act.WRONG_PASSWORD, Act.WRONG_CODE, Act.REFUSED)
#: The next sign-in mentions this many failed tries; fewer are one's own typing errors.
TOLD_FROM = 3
#: What is done to people.
OF_PEOPLE = (
    Act.INVITED, Act.ACCEPTED, Act.REVOKED, Act.CHANGED, Act.ROLES_CHANGED, Act.ACCESS_ENDED,
    Act.ACCESS_BACK,
)  # fmt: skip
_ONE_LINE_FOR = timedelta(minutes=10)
_DELETED_AT_ONCE = 500


def record(
    request: HttpRequest,
    act: SignInEntry.Act,
    user: User | None,
    *,
    typed: str = "",
    by: User | None = None,
    note: str = "",
) -> None:
    """Write a line. ``typed`` is the name as somebody typed it, if it belongs to nobody."""
    values: dict[str, Any] = {
        "act": act,
        "user": user,
        "name": user.get_username() if user else "",
        "name_digest": _digest(typed) if typed and not user else "",
        "address": client_address.of(request) or None,
        "device": devices.name_of(request),
        "note": note[:200],
    }
    level = logging.WARNING if act in FAILED else logging.INFO
    logger.log(level, "%s name=%s address=%s", act.value, values["name"] or "?", values["address"])
    # What costs a stranger nothing writes few lines.
    is_cheap = act == Act.REFUSED or (act == Act.WRONG_CODE and user is None)
    if is_cheap and _counted_again(values):
        return
    SignInEntry.objects.create(at=timezone.now(), by=by, **values)


def record_of_person(act: SignInEntry.Act, user: User, *, by: User | None, note: str = "") -> None:
    """Write a line about what was done to somebody. It is kept, so it holds no address."""
    name, actor = user.get_username(), by.get_username() if by else "-"
    logger.info("%s name=%s by=%s", act.value, name, actor)
    SignInEntry.objects.create(
        at=timezone.now(), act=act, user=user, name=name, by=by, note=note[:200]
    )


def of_person(user: User) -> QuerySet[SignInEntry]:
    """What was done to somebody, newest first."""
    mine = SignInEntry.objects.filter(user=user, act__in=OF_PEOPLE)
    return mine.select_related("by").order_by("-id")


def _counted_again(values: dict[str, Any]) -> bool:
    """Count a try in the line of the last one like it."""
    same = {key: value for key, value in values.items() if key not in ("device", "note")}
    newest = SignInEntry.objects.filter(**same).order_by("-id").values("pk", "at").first()
    if newest is None or timezone.now() - newest["at"] > _ONE_LINE_FOR:
        return False
    return bool(SignInEntry.objects.filter(pk=newest["pk"]).update(tries=F("tries") + 1))


def _digest(typed: str) -> str:
    return salted_hmac("newsroom.accounts.signin.log", typed).hexdigest()[:16]


@dataclass(frozen=True)
class Failures:
    tries: int
    addresses: int
    last_at: datetime | None


def failures_since_last_sign_in(user: User) -> Failures:
    """The failed tries for this account since its person last signed in."""
    mine = SignInEntry.objects.filter(user=user)
    last = mine.filter(act=Act.SIGNED_IN).order_by("-id").values_list("id", flat=True).first()
    found = mine.filter(act__in=FAILED, id__gt=last or 0).aggregate(
        tries=Sum("tries"), addresses=Count("address", distinct=True), last_at=Max("at")
    )
    return Failures(found["tries"] or 0, found["addresses"], found["last_at"])


def forget_old() -> None:
    """Delete lines that are too old, a few at each sign-in."""
    before = timezone.now() - timedelta(days=settings.SIGN_IN_LOG_DAYS)
    gone = SignInEntry.objects.filter(at__lt=before).exclude(act__in=OF_PEOPLE)
    old = gone.order_by("at").values("pk")[:_DELETED_AT_ONCE]
    SignInEntry.objects.filter(pk__in=[row["pk"] for row in old]).delete()
