"""Places in a list ordered by (instant, id), as an opaque piece of an address."""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

from . import addresses

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadPlace(ValueError):
    """The text is not a place made by ``to_text``."""


def to_text(at: datetime, number: int) -> str:
    """The place after the row with this instant (to the microsecond) and id."""
    microseconds = (at - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(struct.pack(">qq", microseconds, number)).decode().rstrip("=")


def own_address(request: HttpRequest) -> str:
    """The absolute address of a page of a list: the first one's has no ``?before=``."""
    before = request.GET.get("before")
    place = f"?before={to_text(*from_text(before))}" if before else ""
    return addresses.absolute(f"{request.path}{place}")


def from_text(text: str) -> tuple[datetime, int]:
    """The reverse of ``to_text``; raises ``BadPlace`` for anything else."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        microseconds, number = struct.unpack(">qq", packed)
        return _EPOCH + timedelta(microseconds=microseconds), number
    except (ValueError, binascii.Error, struct.error, OverflowError) as error:
        raise BadPlace(f"{text[:40]!r} is not a place in a list.") from error
