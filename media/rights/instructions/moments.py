"""Dates and times of day as agencies write them: "0001 GMT MONDAY 2 MARCH 2026"."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from .readings import Circumstances

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
#: Every name of a month, the longest first.
MONTHS = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?:{MONTHS})(?![A-Z])\.?"
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
    rf"|\bEND (?:OF )?(?:(?P<last_month>{_MONTH})(?! ?\d{{1,2}}(?!\d))"
    rf"(?:,? ?{_YEAR_NOT_TIME.replace('year', 'year3')})?"
    rf"|{_YEAR_NOT_TIME.replace('year', 'last_year')})"
    r")"
)
_END_OF = re.compile(r"\bEND OF (?:THE )?(?:DAY,? (?:ON |OF )?)?$")
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

    ``day`` is None where the text has a date that can be read in more than one way. ``is_end``
    tells that its last instant is meant: "END OF MARCH", "THROUGH 12 MARCH". ``is_weekday`` tells
    that it is the next day of a name.
    """

    day: date | None
    clock: time | None
    zone: tzinfo
    is_midnight: bool
    start: int
    end: int
    is_end: bool = False
    is_weekday: bool = False

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


def find(text: str, given: Circumstances) -> Iterator[Moment]:
    """The dates of a sentence in capitals, with their times of day.

    A date without its year is the first since the image was made, else came in, on its weekday
    if that is named. Where neither is known it is some day of that name: enough to know that it
    can be read.
    """
    for found in _DATE.finditer(text):
        earlier = text[max(0, found.start() - _BEFORE_WINDOW) : found.start()]
        before = _TIME_BEFORE.search(earlier)
        after = _TIME_AFTER.match(text, found.end())
        parts = before.groupdict() if before else {}
        clock_parts = after.groupdict() if after and not _has_clock(parts) else parts
        day = _day(found.groupdict(), given, (parts.get("weekday") or "")[:3])
        its_zone = _zone(clock_parts, given.zone)
        yield Moment(
            day=day if its_zone else None,
            clock=_clock(clock_parts),
            zone=its_zone or given.zone,
            is_midnight=clock_parts.get("word") == "MIDNIGHT",
            start=_start(before, found.start(), len(earlier)),
            end=after.end() if after else found.end(),
            is_end=bool(found[0].startswith("END") or _END_OF.search(earlier)),
        )


def _start(before: re.Match[str] | None, date_start: int, window: int) -> int:
    """Where the time or weekday before a date begins; an "ON" before them is left for others."""
    if not before:
        return date_start
    if _has_clock(before.groupdict()):
        return date_start - window + before.start()
    return date_start - window + before.start("weekday") if before["weekday"] else date_start


_MAY_BE_YEAR = re.compile(_YEAR)
# "Saturday evening", "1800 tomorrow", "6 o'clock", "the Sunday Times" are other instants, or none.
_MORE = re.compile(
    r"[ ,'-]*(?:EVENING|MORNING|AFTERNOON|NIGHT|NOON|MIDDAY|TOMORROW|TODAY|TONIGHT|NEXT|WEEK|MONTH"
    r"|O'? ?CLOCK|TIMES|MAIL|MIRROR|EXPRESS|TELEGRAPH|PEOPLE|MAGAZINES?|PAPERS?|EDITIONS?|MATCH"
    rf"|GAME|PUBLICATION|\d|{_MONTH}|{_WEEKDAY.replace('?P<weekday>', '?:')})"
)


def bare(text: str, at: int, *, after: datetime, zone: tzinfo) -> Moment | None:
    """A weekday, a time of day or both at a position: the next such instant."""
    found = _BARE.match(text, at)
    if not found or _MORE.match(text, found.end()):
        return None
    parts = found.groupdict()
    late = {name[5:]: its for name, its in parts.items() if name.startswith("late_")}
    clock_parts = late if _has_clock(late) else parts
    weekday, clock = parts["weekday"] or "", _clock(clock_parts)
    its_zone = _zone(clock_parts, zone)
    if not its_zone or not (weekday or clock) or _MAY_BE_YEAR.fullmatch(found[0].strip()):
        return None
    day = after.astimezone(its_zone).date()
    for _day_of_week in range(8):
        if _is_on(day, weekday[:3]) and datetime.combine(day, clock or time(), its_zone) > after:
            break
        day += timedelta(days=1)
    # Without a weekday there is but one midnight that comes next.
    is_midnight = clock_parts.get("word") == "MIDNIGHT" and bool(weekday)
    return Moment(day, clock, its_zone, is_midnight, at, found.end(), is_weekday=bool(weekday))


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


def _day(parts: dict[str, str | None], given: Circumstances, weekday: str) -> date | None:
    """The date; None where it is impossible, ambiguous or not on its weekday."""
    if text := parts["iso"] or parts["numeric"]:
        day = _numeric(text)
    elif year := parts["last_year"]:
        day = date(int(year), 12, 31)
    else:
        name = parts["month"] or parts["month2"] or parts["last_month"] or ""
        month = _MONTHS[name.rstrip(".")]
        number = re.sub(r"\D", "", parts["day"] or parts["day2"] or "")
        year = parts["year"] or parts["year2"] or parts["year3"]
        if not year:
            return _without_year(month, number, weekday, given)
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


# Between the day an image was made and the day it came; an older one may mean any year.
_LATE = timedelta(days=180)
# A day that has gone by so lately may as well be meant as that of the next year.
_JUST_GONE = timedelta(days=30)


def _without_year(month: int, number: str, weekday: str, given: Circumstances) -> date | None:
    """The first such day since the image was made; None where it may be another year's."""
    if not given.near:
        return _possible(2000, month, number)
    came_on = given.near.astimezone(given.zone).date()
    made_on = min(given.created_on or came_on, came_on)
    if came_on - made_on > _LATE:
        day = _first_since(made_on, month, number, weekday)
        return day if day == _first_since(came_on, month, number, weekday) else None
    day = _first_since(made_on - _JUST_GONE, month, number, weekday)
    # The weekday tells the year.
    return day if day and (day >= made_on or weekday) else None


def _first_since(since: date, month: int, number: str, weekday: str) -> date | None:
    days = (_possible(year, month, number) for year in (since.year, since.year + 1))
    return next((day for day in days if day and day >= since and _is_on(day, weekday)), None)


def _possible(year: int, month: int, number: str | int) -> date | None:
    """The day; without a number the month's last."""
    try:
        return date(year, month, int(number or calendar.monthrange(year, month)[1]))
    except ValueError:
        return None
