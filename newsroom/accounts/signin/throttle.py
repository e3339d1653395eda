"""How fast somebody may try: growing delays by name, by address and by known browser.

Each try is counted before the password is checked, in one short transaction over rows of the
database, so that many tries at once, in many processes, count as many. A browser in which the
person has signed in before has a count of its own: no stranger can make it wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.accounts.models import User
from newsroom.lib import client_address

from . import devices
from .tables import SignInTries


@dataclass(frozen=True)
class Pace:
    """After ``free`` failures each delay is twice the one before, up to ``longest_seconds``."""

    free: int
    longest_seconds: int
    forgotten_after: timedelta

    def delay(self, failures: int) -> timedelta:
        steps = failures - self.free
        if steps < 0:
            return timedelta()
        return timedelta(seconds=min(2 ** min(steps, 20), self.longest_seconds))


#: By the kind of key: what follows the kind is the name, the network or the device.
PACES = {
    "name": Pace(5, 60, timedelta(hours=12)),
    "code": Pace(5, 900, timedelta(hours=12)),
    "device": Pace(10, 300, timedelta(hours=12)),
    "address": Pace(20, 300, timedelta(hours=1)),
    "reset": Pace(3, 3600, timedelta(hours=12)),
}
#: Rows that nobody has touched for so long say nothing any more.
KEPT = timedelta(days=2)


class TooManyTries(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Claim:
    """The right to check one password or code; it counts as a failure until ``succeeded``."""

    keys: tuple[str, ...]

    @transaction.atomic
    def succeeded(self) -> None:
        """Forget the failures; of an address only this try, which others may share."""
        for row in _locked(self.keys):
            if row.key.startswith("address:"):
                row.failures = max(row.failures - 1, 0)
            else:
                row.failures = 0
            row.until = None
            row.save(update_fields=["failures", "until"])


def claim(request: HttpRequest, name: str, user: User | None, *, kind: str = "name") -> Claim:
    """Count a try for the name, which belongs to ``user`` if to anybody.

    Raises ``TooManyTries`` with the seconds to wait; such a try is not counted, so nobody can keep
    somebody else waiting by it.
    """
    device = devices.of(request)
    if device.knows(user):
        return _count((f"device:{kind}:{device.id}:{user.pk if user else ''}",))
    digest = salted_hmac("newsroom.accounts.throttle", name.strip()).hexdigest()[:32]
    return _count((f"address:{client_address.network(request)}", f"{kind}:{digest}"))


@transaction.atomic
def _count(keys: tuple[str, ...]) -> Claim:
    now = timezone.now()
    missing = [SignInTries(key=key, last_at=now) for key in keys]
    SignInTries.objects.bulk_create(missing, ignore_conflicts=True)
    rows = _locked(keys)
    if waits := [row.until for row in rows if row.until and row.until > now]:
        raise TooManyTries(_seconds(max(waits) - now))
    for row in rows:
        pace = PACES[row.key.partition(":")[0]]
        if now - row.last_at > pace.forgotten_after:
            row.failures = 0
        row.failures += 1
        row.last_at = now
        row.until = _until(now, pace.delay(row.failures))
        row.save(update_fields=["failures", "last_at", "until"])
    return Claim(keys)


def _locked(keys: tuple[str, ...]) -> list[SignInTries]:
    """In one order, so that two requests never wait for each other."""
    return list(SignInTries.objects.select_for_update().filter(key__in=keys).order_by("key"))


def _until(now: datetime, delay: timedelta) -> datetime | None:
    return now + delay if delay else None


def _seconds(delay: timedelta) -> int:
    return int(delay.total_seconds()) + 1


def forget_old() -> None:
    SignInTries.objects.filter(last_at__lt=timezone.now() - KEPT).delete()
