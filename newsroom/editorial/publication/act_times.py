"""The time of an act on locked items."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsroom.editorial import clock
from newsroom.editorial.models import Item

from . import ledger


def instant(item: Item, *others: Item) -> datetime:
    """The time of an act on these locked items: after their last acts, at no boundary of the first.

    An act that trusted the clock alone could end an edition before it began, if the clock was set
    back a little, or open one at the very instant at which a plan falls due. The time is never
    before the ledger's newest entry either.
    """
    now = present(item, *others, apart=clock.TICK)
    while item.editions.boundaries(now).exists():
        now += clock.TICK
    return now


def present(*items: Item, apart: timedelta = timedelta()) -> datetime:
    """The instant at which the public reads, not before the locked items' last acts.

    A wrong clock wrote any act that is ahead of the clock: nothing waits for it.
    """
    present = ledger.present()
    bearable = present.now + clock.LEEWAY
    acted = [i.acted_at for i in items if i.acted_at and i.acted_at <= bearable]
    return max([clock.plain(present.public), *(at + apart for at in acted)])
