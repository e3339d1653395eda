"""What a cache in front is told that we purge: ``Surrogate-Key`` and ``Surrogate-Control``.

Readers never see the latter: it ends at the next planned change, which would announce a scoop.
``deploy/varnish.vcl`` takes it off. Without such a cache it is not sent at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from newsroom.accounts.staff_middleware import is_for_staff
from newsroom.api.conditional import MAX_AGE_SECONDS
from newsroom.delivery.outbox import channels
from newsroom.delivery.outbox.purging import LONGEST_SECONDS, SLOWEST_SECONDS, STALE_SECONDS
from newsroom.editorial import clock
from newsroom.lib import surrogate_keys

from . import planned_changes, states

#: How long a cache may show what it has while it asks for what follows.
REVALIDATE_SECONDS = 2
#: What carries one of these keys changes without an entry of the ledger, and is kept this long.
_LONGEST = {surrogate_keys.WINDOW: 60, surrogate_keys.SEARCH: 0}


def middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Add the headers to each answer that caches may keep."""

    def tell_surrogates(request: HttpRequest) -> HttpResponse:
        is_public = not is_for_staff(request) and request.method in ("GET", "HEAD")
        began = time.perf_counter()
        response = get_response(request)
        if is_public and response.get("Cache-Control", "").startswith("public"):
            keys = response.get("Surrogate-Key", "").split() or surrogate_keys.carried(request)
            if response.get("Content-Type", "").startswith("text/html"):
                keys = [*keys, surrogate_keys.SHELL]
            carried = carry(keys)
            told = {"Surrogate-Key": " ".join(carried)}
            if response.status_code in (200, 304):
                told |= control(carried, began)
            for name, value in told.items():
                response[name] = value
        return response

    return tell_surrogates


def carry(keys: Iterable[str]) -> list[str]:
    """All keys of an answer whose view named these."""
    carried = {*keys, surrogate_keys.SITE}
    if not carried - {surrogate_keys.SITE, surrogate_keys.SHELL, *_LONGEST}:
        carried.add(surrogate_keys.CHANGES)
    return sorted(carried)


def control(keys: Iterable[str], began: float) -> dict[str, str]:
    """``Surrogate-Control`` of an answer with these keys that is about to be given.

    ``began`` is ``time.perf_counter()`` from before anything was read for it. Empty where a cache
    keeps it no longer than readers do.
    """
    longest = min((_LONGEST[key] for key in keys if key in _LONGEST), default=LONGEST_SECONDS)
    if not longest or time.perf_counter() - began >= SLOWEST_SECONDS:
        return {}
    if not (times := planned()):
        return {}
    at, next_change = times
    return {"Surrogate-Control": lifetime((next_change - at).total_seconds(), longest)}


def planned() -> tuple[datetime, datetime] | tuple[()]:
    """The present, and the first instant after it at which any answer may change by the clock.

    Empty if no cache is purged by keys, or while something that was due has not been announced:
    what comes after that is not known.
    """
    if not channels.is_any_purged_by_keys():
        return ()
    reading = states.read()
    at, ahead = clock.plain(reading.at), reading.state.planned
    if ahead.is_late:
        # What no reader sees is announced without an entry, and the state goes on.
        ahead = planned_changes.after(at)
    if ahead.is_late:
        return ()
    return at, min(filter(None, (ahead.editions, ahead.things, states.midnight_after(at))))


def lifetime(left: float, longest: int) -> str:
    """``Surrogate-Control`` of an answer that holds for ``left`` seconds more.

    A reader keeps it for ``MAX_AGE_SECONDS`` from when the cache sends it, so the cache stops so
    long before; what it stores after that goes out with its age.
    """
    before = left - MAX_AGE_SECONDS if left > MAX_AGE_SECONDS else left
    max_age = max(0, min(longest, int(before)))
    rest = max(0, int(before) - max_age)
    revalidate, stale = min(REVALIDATE_SECONDS, rest), min(STALE_SECONDS, rest)
    return f"max-age={max_age}, stale-while-revalidate={revalidate}, stale-if-error={stale}"
