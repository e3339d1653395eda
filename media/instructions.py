"""Leases proposed by the words of an agency."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class ProposedLease:
    kind: str
    scope: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    places: list[str] = field(default_factory=list)
    words: str = ""


def propose(text: str, *, received_at: datetime, date_created: str, zone) -> list[ProposedLease]:
    return []


def unread(text: str, *, received_at: datetime | None = None, date_created: str = "") -> list[str]:
    return []
