"""The kinds of deliveries. An app registers a channel in ``AppConfig.ready``; the worker sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction

from newsroom.delivery import followers, worker
from newsroom.delivery.followers import Follower
from newsroom.delivery.models import Delivery, FollowerPosition
from newsroom.delivery.signs import Sign
from newsroom.editorial.models import LedgerEntry, LedgerHead
from newsroom.editorial.publication import ledger

from . import at_once, deliveries
from .deliveries import Adapter


@dataclass(frozen=True)
class Channel:
    """``make`` turns entries of the ledger into deliveries, one for each receiver; ``send`` sends
    one and returns what was answered, or raises.
    """

    name: str
    make: Callable[[list[LedgerEntry]], list[Delivery]]
    send: Callable[[Delivery], str]
    #: Whether the process that committed sends it too, at once and unrecorded.
    is_hurried: bool = False
    #: The recorded one waits this long.
    waits: timedelta = timedelta()
    #: Whether a receiver gets nothing while something older waits for it.
    in_order: bool = True
    #: After this time no more attempts are made.
    gives_up_after: timedelta = timedelta(days=3)
    #: Of caches that are purged by ``Surrogate-Key``, and so may keep answers for long: what
    #: empties them whole.
    empty: Callable[[], list[Delivery]] | None = None

    @property
    def adapter(self) -> Adapter:
        return Adapter(self.name, self.send, self.in_order, self.gives_up_after)

    def follow(self, entries: list[LedgerEntry]) -> None:
        deliveries.put(self.name, self.deliveries_of(entries), waits=self.waits)

    def deliveries_of(self, entries: list[LedgerEntry]) -> list[Delivery]:
        """Without entries the plans have changed: what a cache keeps was to end with the next
        change that was known then."""
        if entries:
            return self.make(entries)
        return self.empty() if self.empty else []

    def follow_plans(self) -> int:
        """Follow the plan number, as the channel's follower does the ledger's."""
        plans, name = ledger.plans(), f"{self.name} plans"
        rows = FollowerPosition.objects.filter(name=name)
        if rows.filter(seq=plans).exists():
            return 0
        with transaction.atomic():
            position, is_new = rows.select_for_update().get_or_create(
                name=name, defaults={"seq": plans}
            )
            if is_new or position.seq >= plans:
                return 0
            self.follow([])
            position.seq = plans
            position.save(update_fields=["seq"])
        return 1


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Let it follow the ledger from now on. Each channel has a job of its own, so that a slow
    receiver holds nobody else up."""
    _channels[channel.name] = channel
    name = f"outbox {channel.name}"
    followers.register(Follower(name, channel.follow, begins_at_head=True))
    worker.register_job(
        name,
        partial(deliveries.send_next, channel.adapter),
        signs=[Sign(Delivery, "id")],
        next_at=deliveries.next_at,
    )
    if channel.empty:
        worker.register_task(
            f"{name} plans", channel.follow_plans, signs=[Sign(LedgerHead, "plans")]
        )
    if channel.is_hurried:
        ledger.tell_at_once(partial(at_once.send, channel.deliveries_of, channel.send))


def names() -> list[str]:
    return list(_channels)


def replay(name: str, first: int, last: int | None = None) -> int:
    """Deliver again what the ledger holds from ``first`` to ``last``; returns how many entries.

    Raises KeyError for an unknown channel.
    """
    channel, done = _channels[name], 0
    entries = ledger.every_entry_since(first - 1)
    if last is not None:
        entries = entries.filter(seq__lte=last)
    while batch := list(entries[: followers.BATCH]):
        channel.follow(batch)
        done += len(batch)
        entries = entries.filter(seq__gt=batch[-1].seq)
    return done


def is_any_purged_by_keys() -> bool:
    """Whether a cache in front is emptied by keys: then it may keep answers for long."""
    return any(channel.empty for channel in _channels.values())


def empty_caches() -> int:
    """Empty the caches that are purged by keys; returns how many there are."""
    count = 0
    for channel in _channels.values():
        if channel.empty:
            made = channel.empty()
            deliveries.put(channel.name, made, waits=timedelta())
            count += len(made)
    return count
