"""The only place that asks the time. Everything else calls ``clock.now()`` or is given ``at``."""

from datetime import datetime, timedelta

from django.utils import timezone

TICK = timedelta(microseconds=1)


class PublicInstant(datetime):
    """An instant at which the public reads: never before the ledger's newest entry.

    Made by ``ledger.public_instant()`` only. Editions flagged as superseded ended before it, so a
    read at such an instant may leave them out and walk the smaller index.
    """

    @classmethod
    def of(cls, at: datetime) -> "PublicInstant":
        return cls(
            at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo
        )


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()
