"""Dates and times of day as agencies write them: "0001 GMT MONDAY 2 MARCH 2026"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("JAN JANUARY JANUAR JANVIER", "FEB FEBRUARY FEBRUAR FEVRIER", "MAR MARCH MARZ MARS",
         "APR APRIL AVRIL", "MAY MAI", "JUN JUNE JUNI JUIN", "JUL JULY JULI JUILLET",
         "AUG AUGUST AOUT", "SEP SEPT SEPTEMBER SEPTEMBRE",
         "OCT OCTOBER OKT OKTOBER OCTOBRE", "NOV NOVEMBER NOVEMBRE",
         "DEC DECEMBER DEZ DEZEMBER DECEMBRE"), 1
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")

_HOURS = {
    "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "MEZ": 1, "WEST": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "PST": -8, "PDT": -7, "MST": -7,
    "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4, "JST": 9, "KST": 9, "HKT": 8,
    "SGT": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "PT": "America/Los_Angeles",
    "LONDON": "Europe/London", "UK": "Europe/London", "IRISH": "Europe/Dublin",
    "PARIS": "Europe/Paris", "BERLIN": "Europe/Berlin", "NEW YORK": "America/New_York",
    "TOKYO": "Asia/Tokyo", "SYDNEY": "Australia/Sydney",
}  # fmt: skip

_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:ST|ND|RD|TH|\.)?"
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![A-Z])\.?"
_NAMED_ZONE = "|".join(sorted(_HOURS, key=len, reverse=True))
_PLACE_TIME = "|".join(sorted(_PLACES, key=len, reverse=True))
_ZONE = (
    rf"\(?(?:(?P<zone>{_NAMED_ZONE})(?P<shift>[+-]\d{{1,2}})?(?![A-Z])"
    rf"|(?P<offset>[+-]\d\d:?\d\d)|(?P<place>{_PLACE_TIME})(?: TIME)?(?![A-Z])"
    r"|(?P<local>LOCAL(?: TIME)?)|(?P<unknown>(?:IST|AST|GST)(?![A-Z])))\)?"
)
_CLOCK = (
    r"(?:(?P<word>NOON|MIDDAY|MIDNIGHT)"
    r"|(?P<hour12>1[0-2]|0?[1-9])(?:[:.](?P<minute12>[0-5]\d))? ?(?P<half>[AP])\.?M\b\.?"
    r"|(?P<hour>[01]?\d|2[0-4])[:.H](?P<minute>[0-5]\d)(?::[0-5]\d)?"
    r"|(?P<full>[01]?\d|2[0-4])(?= ?(?:HRS?|HOURS|UHR|H)\b)"
    r"|(?P<hours>[01]\d|2[0-4])(?P<minutes>[0-5]\d))(?: ?(?:HRS?|HOURS|UHR|H)\b)?"
)
_WEEKDAY = r"(?P<weekday>(?:MON|TUES?|WED(?:NES)?|THU(?:RS?)?|FRI|SAT(?:UR)?|SUN)(?:DAY)?\b)"
# 2030 may be a year or half past eight: before a zone it is the latter.
_YEAR_NOT_TIME = rf"(?P<year>{_YEAR})(?!\d| ?(?:{_NAMED_ZONE}|HRS?|HOURS)\b)"

_DATE = re.compile(
    r"(?<![\d/.:-])(?:"
    r"(?P<iso>\d{4}-\d\d-\d\d)(?!\d)"
    rf"|(?P<day>{_DAY})(?: OF| DAY OF)?[ -]?(?P<month>{_MONTH})(?:,?[ -]?{_YEAR_NOT_TIME})?"
    rf"|(?P<month2>{_MONTH}) ?(?P<day2>\d{{1,2}}(?:ST|ND|RD|TH)?)(?!\d)"
    rf"(?:,? ?{_YEAR_NOT_TIME.replace('year', 'year2')})?"
    r"|(?P<numeric>\d{1,4}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{2,4})(?!\d)"
    r")"
)
_TIME_BEFORE = re.compile(
    rf"(?<![\d:.])(?:{_CLOCK})? ?(?:{_ZONE})?,? ?(?:ON )?(?:THE )?(?:{_WEEKDAY},?)? ?(?:THE )?$"
)
_TIME = rf"{_CLOCK}(?!\d) ?(?:{_ZONE})?"
_TIME_AFTER = re.compile(rf",? ?(?:AT|FROM|UM|T|@|,)? ?{_TIME}")
_LATE_TIME = _TIME.replace("?P<", "?P<late_")
_BARE = re.compile(rf"(?:{_TIME})?,? ?(?:ON )?(?:{_WEEKDAY})?(?:,? ?(?:AT )?{_LATE_TIME})?")
_BEFORE_WINDOW = 60


@dataclass(frozen=True)
class Moment:
    """A day, or an instant of it where ``clock`` is there, found at ``start`` to ``end``.

    ``day`` is None where the text has a date that can be read in more than one way.
    """

    day: date | None
    clock: time | None
    zone: tzinfo
    is_midnight: bool
    start: int
    end: int

    def begins(self) -> datetime:
        """The instant, or the day's first."""
        assert self.day
        return datetime.combine(self.day, self.clock or time(), self.zone).astimezone(UTC)

    def is_over(self) -> datetime:
        """The instant, or the end of the day."""
        assert self.day
        if self.clock and not self.is_midnight:
            return self.begins()
        following = self.day + timedelta(days=1)
        return datetime.combine(following, time(), self.zone).astimezone(UTC)


def find(text: str, *, near: datetime | None, zone: tzinfo) -> Iterator[Moment]:
    """The dates of a sentence in capitals, with their times of day.

    A date without its year is the one nearest to ``near``, on its weekday if that is named.
    Without ``near`` it is some day of that name: enough to know that it can be read.
    """
    today = near.astimezone(zone).date() if near else None
    for found in _DATE.finditer(text):
        earlier = text[max(0, found.start() - _BEFORE_WINDOW) : found.start()]
        before = _TIME_BEFORE.search(earlier)
        after = _TIME_AFTER.match(text, found.end())
        parts = before.groupdict() if before else {}
        clock_parts = after.groupdict() if after and not _has_clock(parts) else parts
        day = _day(found.groupdict(), today, (parts.get("weekday") or "")[:3])
        its_zone = _zone(clock_parts, zone)
        yield Moment(
            day=day if its_zone else None,
            clock=_clock(clock_parts),
            zone=its_zone or zone,
            is_midnight=clock_parts.get("word") == "MIDNIGHT",
            start=_start(before, found.start(), len(earlier)),
            end=after.end() if after else found.end(),
        )


def _start(before: re.Match[str] | None, date_start: int, window: int) -> int:
    """Where the time or weekday before a date begins; an "ON" before them is left for others."""
    if not before:
        return date_start
    if _has_clock(before.groupdict()):
        return date_start - window + before.start()
    return date_start - window + before.start("weekday") if before["weekday"] else date_start


def bare(text: str, at: int, *, after: datetime, zone: tzinfo) -> Moment | None:
    """A weekday, a time of day or both at a position: the next such instant."""
    found = _BARE.match(text, at)
    if not found:
        return None
    parts = found.groupdict()
    late = {name[5:]: its for name, its in parts.items() if name.startswith("late_")}
    clock_parts = late if _has_clock(late) else parts
    weekday, clock = parts["weekday"] or "", _clock(clock_parts)
    its_zone = _zone(clock_parts, zone)
    if not its_zone or not (weekday or clock):
        return None
    day = after.astimezone(its_zone).date()
    for _day_of_week in range(8):
        if _is_on(day, weekday[:3]) and datetime.combine(day, clock or time(), its_zone) > after:
            break
        day += timedelta(days=1)
    is_midnight = clock_parts.get("word") == "MIDNIGHT"
    return Moment(day, clock, its_zone, is_midnight, at, found.end())


def _has_clock(parts: dict[str, str | None]) -> bool:
    return any(parts.get(name) for name in ("word", "hour12", "hour", "full", "hours"))


def _clock(parts: dict[str, str | None]) -> time | None:
    if word := parts.get("word"):
        return time() if word == "MIDNIGHT" else time(12)
    if hour12 := parts.get("hour12"):
        hour = int(hour12) % 12 + (12 if parts["half"] == "P" else 0)
        return time(hour, int(parts["minute12"] or 0))
    hour_text = parts.get("hour") or parts.get("full") or parts.get("hours")
    if not hour_text or int(hour_text) > 23:
        return None
    return time(int(hour_text), int(parts.get("minute") or parts.get("minutes") or 0))


def _zone(parts: dict[str, str | None], default: tzinfo) -> tzinfo | None:
    """None where the letters mean several zones of the world."""
    if parts.get("unknown"):
        return None
    if offset := parts.get("offset"):
        hours, minutes = int(offset[1:3]), int(offset[-2:])
        shift = timedelta(hours=hours, minutes=minutes)
        return timezone(-shift if offset[0] == "-" else shift) if hours < 15 else None
    if name := parts.get("zone"):
        hours = _HOURS[name] + int(parts.get("shift") or 0)
        return timezone(timedelta(hours=hours)) if abs(hours) < 15 else None
    if place := parts.get("place"):
        return ZoneInfo(_PLACES[place])
    return default


def _day(parts: dict[str, str | None], near: date | None, weekday: str) -> date | None:
    """The date; None where it is impossible, ambiguous or not on its weekday."""
    if text := parts["iso"] or parts["numeric"]:
        day = _numeric(text)
    else:
        month = _MONTHS[(parts["month"] or parts["month2"] or "").rstrip(".")]
        number = int(re.sub(r"\D", "", parts["day"] or parts["day2"] or ""))
        year = parts["year"] or parts["year2"]
        if not year:
            return (
                _nearest(near, month, number, weekday) if near else _possible(2000, month, number)
            )
        day = _possible(int(year), month, number)
    return day if day and _is_on(day, weekday) else None


def _is_on(day: date, weekday: str) -> bool:
    return not weekday or _WEEKDAYS[day.weekday()] == weekday


def _numeric(text: str) -> date | None:
    """ISO; with points day first; with strokes only where no other order is possible."""
    one, two, three = re.split(r"[/.-]", text)
    if len(one) == 4:
        return _possible(int(one), int(two), int(three))
    if len(three) != 4 or len(one) > 2:
        return None
    first, second, year = int(one), int(two), int(three)
    if "." in text or first > 12 or first == second:
        return _possible(year, second, first)
    return _possible(year, first, second) if second > 12 else None


def _nearest(near: date, month: int, number: int, weekday: str) -> date | None:
    years = (near.year - 1, near.year, near.year + 1)
    days = [day for year in years if (day := _possible(year, month, number))]
    fitting = (day for day in days if _is_on(day, weekday))
    return min(fitting, key=lambda day: abs(day - near), default=None)


def _possible(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
