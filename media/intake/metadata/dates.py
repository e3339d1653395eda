"""Dates as ISO text, no finer than the file had them: "2019", "2019-10", "2019-10-16T19:01Z"."""

import re
from datetime import datetime

# XMP wants "2019-10-16T19:01:03.25+02:00"; writers also use the colons and the space of EXIF.
_ANY = re.compile(
    r"(?P<year>\d{4})(?:[-:/.](?P<month>\d\d)(?:[-:/.](?P<day>\d\d))?)?"
    r"(?:[T ]\s?(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_IIM_DATE = re.compile(r"(?P<year>\d{4})[-:/.]?(?P<month>\d\d)?[-:/.]?(?P<day>\d\d)?", re.ASCII)
_IIM_TIME = re.compile(
    r"(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)(?P<zone>Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_LENGTH = 40
_DAY_LENGTH = len("2019-10-16")
_MINUTE_LENGTH = len("2019-10-16T19:01")


def from_text(text: str) -> str:
    """A date as XMP and EXIF write it; empty for what is none."""
    found = _ANY.fullmatch(text.strip()) if len(text) <= _LENGTH else None
    return _composed(found.groupdict()) if found else ""


def from_iim(date: str, time: str) -> str:
    """IIM's "20191016" and "190103+0200" as one; zeros stand for what is not known."""
    day = _IIM_DATE.fullmatch(date.strip()) if len(date) <= _LENGTH else None
    clock = _IIM_TIME.fullmatch(time.strip()) if len(time) <= _LENGTH else None
    if not day:
        return ""
    return _composed(day.groupdict() | (clock.groupdict() if clock else {}))


def from_exif(text: str, offset: str) -> str:
    """EXIF's "2019:10:16 19:01:03" with the offset that newer cameras write beside it."""
    found = from_text(text)
    zoned = from_text(f"{found}{offset.strip()}") if "T" in found else ""
    return zoned or found


def disagree(one: str, other: str) -> bool:
    """Whether two ISO texts mean different times, as far as both of them say."""
    if len(one) > _DAY_LENGTH and len(other) > _DAY_LENGTH:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
        if first.tzinfo and second.tzinfo:
            first, second = first.astimezone(second.tzinfo), second
        one, other = first.isoformat(), second.isoformat()
        # Some writers leave the seconds out, or write none.
        return one[:_MINUTE_LENGTH] != other[:_MINUTE_LENGTH]
    length = min(len(one), len(other), _DAY_LENGTH)
    return one[:length] != other[:length]


def _composed(parts: dict[str, str | None]) -> str:
    """The parts as ISO text, up to the first that is missing, zero or impossible."""
    text = parts["year"] or ""
    if text == "0000":
        return ""
    for name in ("month", "day"):
        value = parts.get(name)
        if not value or value == "00" or not _is_possible(f"{text}-{value}"):
            return text
        text = f"{text}-{value}"
    if not parts.get("hour"):
        return text
    clock = ":".join(filter(None, (parts["hour"], parts["minute"], parts["second"])))
    zone = parts.get("zone") or ""
    if len(zone) == len("+0200"):
        zone = f"{zone[:3]}:{zone[3:]}"
    for whole in (f"{text}T{clock}{zone}", f"{text}T{clock}"):
        if _is_possible(whole):
            return whole
    return text


def _is_possible(text: str) -> bool:
    try:
        datetime.fromisoformat(f"{text}-01" if len(text) == len("2019-10") else text)
    except ValueError:
        return False
    return True
