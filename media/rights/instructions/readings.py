"""A sentence in capitals, and what is read from it."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Literal

Kind = Literal["allow", "deny"]
Scope = Literal["publication", "syndication"]


@dataclass(frozen=True)
class Reading:
    """One thing that a sentence says."""

    kind: Kind
    scope: Scope = "publication"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A denial found at ``start`` to ``end`` of a sentence; times around it may bound it.

    Where ``is_whole`` is not set, a time beside it changes more than when it holds.
    """

    reading: Reading
    start: int
    end: int
    is_whole: bool = True


@dataclass(frozen=True)
class Circumstances:
    """What sentences count from: when the image came, when it was made, the desk's zone."""

    received_at: datetime
    created_on: date | None
    zone: tzinfo
    near: datetime | None = None


@dataclass
class Sentence:
    """A sentence in capitals, and what was read of it.

    ``text`` has blanks where a rule read something, so that no other reads it again; ``rest`` has
    them also over the words that led to it: what is left there was not understood.
    """

    original: str
    text: str = ""
    rest: str = ""
    readings: list[Reading] = field(default_factory=list)
    is_unclear: bool = False

    def __post_init__(self) -> None:
        self.text = self.rest = self.original

    def read(self, reading: Reading | None, start: int, end: int, *, lead: int = 0) -> None:
        """Note a reading, or with None that there was something that cannot be read."""
        if reading:
            self.readings.append(reading)
        else:
            self.is_unclear = True
        self.text = _blanked(self.text, start, end)
        self.rest = _blanked(self.rest, max(0, start - lead), end)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
