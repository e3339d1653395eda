"""The address from which a request comes, as far as our own proxy has seen it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The client's address; empty if it is not an IP address."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # The last one is what our own proxy has seen; the others are what it was told.
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(given.partition("%")[0])
    except ValueError:
        return ""
    # A server that listens to both sees IPv4 as a part of IPv6.
    return str(getattr(address, "ipv4_mapped", None) or address)


def network(request: HttpRequest) -> str:
    """What to count by: of IPv6 the network, as one client has all of it; else ``unknown``."""
    given = of(request)
    if not given:
        return "unknown"
    address = ipaddress.ip_address(given)
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return given
