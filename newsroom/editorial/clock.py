"""The only place that asks the time. Everything else calls ``clock.now()`` or is given ``at``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.utils import timezone

TICK = timedelta(microseconds=1)

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


class PublicInstant(datetime):
    """An instant at which the public reads: never before the ledger's newest entry.

    Made by ``ledger.public_instant()`` only. Editions flagged as superseded ended before it, so a
    read at such an instant may leave them out and walk the smaller index. An instant reckoned from
    it is a plain one again: of an earlier one that would not be true.
    """

    @classmethod
    def of(cls, at: datetime) -> "PublicInstant":
        return cls(
            at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo
        )

    def __add__(self, other):
        return plain(self) + other

    __radd__ = __add__

    def __sub__(self, other):
        return plain(self) - other


def plain(at: datetime) -> datetime:
    """The same instant without the promise of ``PublicInstant``."""
    if type(at) is datetime:
        return at
    return datetime(
        at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo,
        fold=at.fold,
    )  # fmt: skip


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _moved.get() or timezone.now()


@contextmanager
def standing_at(at: datetime) -> Iterator[None]:
    """The clock stands at ``at`` for what is done inside: how a made-up past is acted out.

    For loaders that replay the acts of a past in their order, such as the demo's. It holds in this
    thread alone and for no longer than the block.
    """
    if at > timezone.now():
        raise ValueError("The clock can stand in the past only.")
    token = _moved.set(at)
    try:
        yield
    finally:
        _moved.reset(token)
