"""Instants as documents and the API print them."""

from datetime import UTC, datetime


def to_text(at: datetime) -> str:
    """UTC with seconds, and microseconds where there are any, ending in "Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def to_attribute(at: datetime) -> str:
    """UTC in whole seconds, for ``<time datetime>``: HTML knows no microseconds."""
    return to_text(at.replace(microsecond=0))


def from_text(text: str) -> datetime:
    """The reverse of ``to_text``; raises ValueError for anything that is not an ISO instant."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone.")
    return at.astimezone(UTC)
