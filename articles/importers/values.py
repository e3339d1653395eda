"""Values of a foreign file, taken without trusting their types."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from .tree import without_controls

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def words(value: object) -> str:
    """One line of text; "" for anything that is not text or a number."""
    return " ".join(text(value).split())


def text(value: object) -> str:
    """Text as it stands, without characters no page and no database may hold."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value)
    return without_controls(value) if isinstance(value, str) else ""


def flag(value: object) -> bool:
    """True for true, 1, "1" and "true"."""
    if isinstance(value, str):
        return value.strip().lower() in ("1", "true")
    return isinstance(value, bool | int) and bool(value)


def number(value: object, default: int = 0) -> int:
    if isinstance(value, bool):
        return default
    if isinstance(value, int):
        return value if abs(value) < 2**31 else default
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value.strip()):
        return int(value)
    return default


def instant(value: object) -> datetime | None:
    """An aware time, in UTC; text without a zone is UTC, a number counts (milli)seconds.

    None unless it is a time between the years 1900 and 2199.
    """
    found = _from_number(value) if isinstance(value, int | float) else _from_text(value)
    return found if found and 1900 <= found.year < 2200 else None


def uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _from_number(value: float) -> datetime | None:
    if isinstance(value, bool) or value <= 0:
        return None
    seconds = value / 1000 if value > 1e11 else value
    try:
        return EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


def _from_text(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
