"""Spans of time in words: "14 DAYS", "TWO WEEKS", "48HRS", "ONE (1) MONTH"."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

_NUMBERS = {
    name: number
    for number, name in enumerate(
        "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN "  # noqa: SIM905
        "FIFTEEN".split(),
        1,
    )
} | {"A": 1, "AN": 1, "TWENTY": 20, "TWENTY-FOUR": 24, "TWENTY-EIGHT": 28, "THIRTY": 30,
     "FORTY-EIGHT": 48, "SIXTY": 60, "NINETY": 90}  # fmt: skip
_UNITS = {"H": "hours", "D": "days", "W": "weeks", "M": "months", "Y": "years"}
_SPAN = re.compile(
    rf"(?<![\d.,/:-])(?:\b(?P<word>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b"
    r"(?: ?\(\d{1,3}\))?|(?P<digits>[1-9]\d{0,2}))[ -]?(?:CALENDAR |FULL |CONSECUTIVE )?"
    r"(?P<unit>HOUR|HR|DAY|WEEK|WK|MONTH|YEAR|YR)S?\b'?"
)


@dataclass(frozen=True)
class Span:
    """An amount of a unit, found at ``start`` to ``end`` of the sentence."""

    amount: int
    unit: str
    start: int
    end: int

    def after(self, at: datetime) -> datetime | None:
        """The instant so much later; months are those of the calendar. None beyond all sense."""
        try:
            if self.unit == "months":
                return _months_after(at, self.amount)
            if self.unit == "years":
                return _months_after(at, 12 * self.amount)
            return at + timedelta(**{self.unit: self.amount})
        except (ValueError, OverflowError):
            return None


def find(text: str) -> Iterator[Span]:
    """The spans of a sentence in capitals."""
    for found in _SPAN.finditer(text):
        amount = int(found["digits"]) if found["digits"] else _NUMBERS[found["word"]]
        if amount:
            yield Span(amount, _UNITS[found["unit"][0]], found.start(), found.end())


def _months_after(at: datetime, months: int) -> datetime:
    """The same day of a later month, or its last."""
    index = at.year * 12 + at.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return at.replace(year=year, month=month, day=min(at.day, last))
