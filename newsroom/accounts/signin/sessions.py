"""The session engine: Django's own in the database, with the owner of a login beside its data.

A login ends after ``LOGIN_IDLE_HOURS`` without a request, and ``LOGIN_DAYS`` after the sign-in at
the latest. Who is logged in is a column, so logins are listed and ended by their owner at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from newsroom.lib import client_address

from . import devices

#: When the person last proved who they are, in seconds since 1970.
PROVED_AT = "proved_at"
SIGNED_IN_AT = "signed_in_at"
#: A request this long after the one before it is written down.
SEEN_EVERY = timedelta(minutes=5)
#: How long a session lasts in which nobody is logged in: what a passkey is asked, no more.
NOBODYS_LASTS = timedelta(hours=1)


class SessionStore(DatabaseStore):
    #: The request that the session answers; none in commands.
    request: HttpRequest | None = None
    row: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        from .tables import LoginSession

        return LoginSession

    def load(self) -> dict[str, Any]:
        self.row = self._get_session_from_db()  # type: ignore[attr-defined]
        return self.decode(self.row.session_data) if self.row else {}

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        signed_in = self.get(SIGNED_IN_AT)
        return ends_at(timezone.now(), signed_in)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = timezone.now()
        if SESSION_KEY in data:
            data.setdefault(SIGNED_IN_AT, now.timestamp())
            data.setdefault(PROVED_AT, now.timestamp())
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.signed_in_at = _instant(data.get(SIGNED_IN_AT))
        row.expire_date = ends_at(now, data.get(SIGNED_IN_AT))
        row.seen_at = now
        if self.request is not None:
            row.address = client_address.of(self.request) or None
            row.device = devices.name_of(self.request)
        self.row = row
        return row

    def note_seen(self) -> None:
        """Write down, once in a while, that the login is in use: it then ends later."""
        row, now = self.row, timezone.now()
        if row is None or row.user_id is None or now - row.seen_at < SEEN_EVERY:
            return
        values: dict[str, Any] = {
            "seen_at": now,
            "expire_date": ends_at(now, self.get(SIGNED_IN_AT)),
        }
        if self.request is not None:
            values["address"] = client_address.of(self.request) or None
        self.model.objects.filter(pk=row.pk).update(**values)


def ends_at(now: datetime, signed_in_at: float | None) -> datetime:
    begun = _instant(signed_in_at)
    if begun is None:
        return now + NOBODYS_LASTS
    idle = now + timedelta(hours=settings.LOGIN_IDLE_HOURS)
    return min(idle, begun + timedelta(days=settings.LOGIN_DAYS))


def _instant(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, tz=timezone.get_default_timezone()) if seconds else None


def begin(request: HttpRequest) -> None:
    """The person has just proved who they are: the login's time starts again."""
    request.session[SIGNED_IN_AT] = request.session[PROVED_AT] = timezone.now().timestamp()


def has_proved_lately(request: HttpRequest) -> bool:
    """Whether that was within ``CONFIRM_AFTER_MINUTES``: before grave acts it is asked again."""
    ago = timezone.now().timestamp() - request.session.get(PROVED_AT, 0)
    return bool(ago < settings.CONFIRM_AFTER_MINUTES * 60)
