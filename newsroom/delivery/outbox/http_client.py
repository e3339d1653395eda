"""The HTTP client of the outbox: it goes where an address leads, but not into the own network.

It connects to the very address that was checked, so a name that resolves differently a moment later
changes nothing. It follows no redirect, and ends after ``seconds`` however slowly it is answered.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: No answer is read further than this.
_MOST_BYTES = 16 * 1024
#: IPv6 addresses that stand for one of IPv4 (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """The address leads where nothing may be sent; the sentence says why."""


@dataclass(frozen=True)
class Answer:
    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def __str__(self) -> str:
        return f"{self.status} {self.reason}".strip()


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    seconds: float = 15,
    is_private_allowed: bool = False,
) -> Answer:
    """One request; user and password of the address are sent as ``Authorization: Basic``.

    ``is_private_allowed`` is for addresses that the operator has named in a setting. Raises
    ``AddressRefused``, or OSError and HTTPException where no answer comes.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressRefused("An address begins with http:// or https:// and a host.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    allowed = [*map(ipaddress.ip_network, ("0.0.0.0/0", "::/0"))] if is_private_allowed else _own()
    places = resolve(parts.hostname, port, allowed=allowed)
    with closing(_Connection(parts, places, port, seconds)) as connection:
        return connection.ask(method, headers or {}, body)


def resolve(host: str, port: int, *, allowed: Iterable[Network] = ()) -> list[str]:
    """The IP addresses of the host. Raises ``AddressRefused`` if any of them is private.

    Any: a name that leads both ways is somebody's attempt.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    places = [ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_rest, place in found]
    for place in places:
        if not (is_public(place) or any(place in network for network in allowed)):
            raise AddressRefused(f"{host} leads to {place}, which is not a public address.")
    return [str(place) for place in places]


def is_public(place: Address) -> bool:
    """Whether an address belongs to the internet: no private, loopback, link-local or other range
    of special use, however it is written."""
    if isinstance(place, ipaddress.IPv6Address):
        within = place.ipv4_mapped or place.sixtofour or (place.teredo or (None, None))[1]
        if place in _NAT64:
            within = ipaddress.IPv4Address(int(place) & 0xFFFFFFFF)
        if within is not None:
            return is_public(within)
    return place.is_global and not place.is_multicast


def _own() -> list[Network]:
    return [ipaddress.ip_network(network) for network in settings.OUTBOX_PRIVATE_ADDRESSES]


class _Connection(http.client.HTTPConnection):
    """To one of these IP addresses, under the host's name, for a limited time."""

    def __init__(self, parts: SplitResult, places: list[str], port: int, seconds: float) -> None:
        super().__init__(parts.hostname or "", port, timeout=seconds)
        self._parts, self._places = parts, places
        self._watch = threading.Timer(seconds, self._break_off)
        self._watch.daemon = True

    def connect(self) -> None:
        self.sock = self._open()
        if self._parts.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def ask(self, method: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = self._parts
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": "newsroom", **headers}
        if parts.username:
            named["Authorization"] = _basic(parts)
        # Each wait has its own time-out; all of them together have this one.
        self._watch.start()
        try:
            self.request(method, path, body or None, named)
            response = self.getresponse()
            read = response.read(_MOST_BYTES)
        finally:
            self._watch.cancel()
        return Answer(response.status, response.reason, dict(response.headers), read)

    def _open(self) -> socket.socket:
        *others, last = self._places
        for place in others:
            with suppress(OSError):
                return socket.create_connection((place, self.port), self.timeout)
        return socket.create_connection((last, self.port), self.timeout)

    def _break_off(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _basic(parts: SplitResult) -> str:
    given = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    return f"Basic {b64encode(given.encode()).decode()}"
