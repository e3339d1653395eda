"""Purging caches in front: ``PURGE_URL`` and ``PURGE_KIND`` of the settings.

Each change is purged twice: at once by the process that committed it, and a moment later by the
worker. The first makes readers see it; the second also removes what a cache stored in between from
an answer that was read before the commit, and is repeated until the cache has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom.delivery.models import Delivery
from newsroom.editorial.models import LedgerEntry
from newsroom.lib import surrogate_keys

from . import addresses, http_client
from .channels import Channel

NAME = "purge"
#: How long a proxy may keep an answer without asking, if nothing purges it.
LONGEST_SECONDS = 3600
#: How long after its lifetime a proxy may show an answer while the site does not answer.
STALE_SECONDS = 3600
#: An answer that took longer to make may not be kept: the second purge would come too early.
SLOWEST_SECONDS = 1.0

_WAITS = timedelta(seconds=2)
#: By then no cache holds what should have been purged.
_MOOT_AFTER = timedelta(seconds=LONGEST_SECONDS + STALE_SECONDS)
_TIMEOUT_SECONDS = 5
#: Servers limit a header's length, Varnish to 8 KB.
_MOST_HEADER_BYTES = 4000


class Unpurged(Exception):
    """The cache answered, but not that it has purged."""


def keys_of(entries: Iterable[LedgerEntry]) -> list[str]:
    """Every key that these entries purge."""
    return sorted(
        {key for e in entries for key in surrogate_keys.purged_by(e.type, e.uuid, e.keys)}
    )


def by_keys(name: str, targets: Iterable[str], purge: Callable[[str, list[str]], str]) -> Channel:
    """A channel that empties caches by key; ``purge`` gets a receiver and the keys."""
    receivers = list(targets)

    def of_keys(keys: list[str], seq: int) -> list[Delivery]:
        return [Delivery(target=each, seq=seq, what={"keys": keys}) for each in receivers]

    return Channel(
        name,
        make=lambda entries: of_keys(keys_of(entries), entries[-1].seq),
        empty=lambda: of_keys([surrogate_keys.SITE], 0),
        send=lambda delivery: purge(delivery.target, delivery.what["keys"]),
        is_hurried=True,
        waits=_WAITS,
        in_order=False,
        gives_up_after=_MOOT_AFTER,
    )


def by_addresses(
    name: str, targets: Iterable[str], purge: Callable[[str, list[str]], str]
) -> Channel:
    """A channel that empties caches by address; ``purge`` gets a receiver and paths.

    Such a cache cannot be told of every page that shows a thing: it is given no long lifetimes.
    """
    receivers = list(targets)

    def make(entries: list[LedgerEntry]) -> list[Delivery]:
        what, last = {"paths": addresses.of_entries(entries)}, entries[-1].seq
        return [Delivery(target=each, seq=last, what=what) for each in receivers]

    return Channel(
        name,
        make,
        send=lambda delivery: purge(delivery.target, delivery.what["paths"]),
        in_order=False,
        gives_up_after=_MOOT_AFTER,
    )


def of_settings() -> Channel | None:
    """The channel of ``PURGE_URL``: addresses of caches, with commas between."""
    if not settings.PURGE_URL:
        return None
    caches = {urlsplit(url).netloc.rpartition("@")[2]: url for url in settings.PURGE_URL}
    if "" in caches:
        raise ImproperlyConfigured("PURGE_URL is an address such as http://127.0.0.1:6081.")
    if settings.PURGE_KIND == "keys":
        return by_keys(NAME, caches, partial(_purge_keys, caches))
    if settings.PURGE_KIND == "addresses":
        return by_addresses(NAME, caches, partial(_purge_paths, caches))
    raise ImproperlyConfigured("PURGE_KIND is keys or addresses.")


def in_headers(keys: Iterable[str]) -> list[str]:
    """The keys with spaces between, in as many headers as they need."""
    lines = [""]
    for key in keys:
        if len(lines[-1]) + len(key) >= _MOST_HEADER_BYTES:
            lines.append("")
        lines[-1] = f"{lines[-1]} {key}".strip()
    return lines


def _purge_keys(caches: dict[str, str], target: str, keys: list[str]) -> str:
    answer = ""
    for line in in_headers(keys):
        answer = _ask(caches, target, "/", {"Surrogate-Key": line})
    return answer


def _purge_paths(caches: dict[str, str], target: str, paths: list[str]) -> str:
    host = urlsplit(settings.SITE_URL).netloc
    # A cache answers 404 for what it does not hold.
    told = {_ask(caches, target, quote(path), {"Host": host}, fine=(404,)) for path in paths}
    return ", ".join(sorted(told))


def _ask(
    caches: dict[str, str], target: str, path: str, headers: dict[str, str], fine: tuple = ()
) -> str:
    if target not in caches:
        return "PURGE_URL no longer names it"
    answer = http_client.send(
        "PURGE", caches[target].rstrip("/") + path, headers=headers, seconds=_TIMEOUT_SECONDS,
        is_private_allowed=True,
    )  # fmt: skip
    if not (answer.is_good or answer.status in fine):
        raise Unpurged(str(answer))
    return str(answer)
