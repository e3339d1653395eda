"""Ages such as "1d 3h 20m" and the instants they stand for, counted back from the load."""

import datetime
import re

_AGE = re.compile(r"(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?")
_DAY_SECONDS = 24 * 60 * 60
# Earlier days are acted out between these hours of the newsroom's clock: papers publish by day.
_OPENS_SECONDS = int(5.25 * 60 * 60)
_CLOSES_SECONDS = int(23.25 * 60 * 60)


def parse_age(text: str) -> datetime.timedelta:
    """Read "2d 4h 15m", any part of which may be missing; raises ValueError."""
    match = _AGE.fullmatch(text.strip())
    if not match or not any(match.groups()):
        raise ValueError(f"“{text}” is no age. Write it like “2d 4h 15m”.")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return datetime.timedelta(days=days, hours=hours, minutes=minutes)


def instant(
    age: datetime.timedelta, *, now: datetime.datetime, zone: datetime.tzinfo
) -> datetime.datetime:
    """The whole minute that lies ``age`` before ``now``, never later than ``now``.

    An instant of an earlier day moves into that day's opening hours. The order of any two
    instants stays as their ages say, so that a story never answers one that came after it.
    """
    local = (now - age).astimezone(zone).replace(second=0, microsecond=0)
    if local.date() == now.astimezone(zone).date():
        return local.astimezone(datetime.UTC)
    share = (local.hour * 60 + local.minute) * 60 / _DAY_SECONDS
    seconds = _OPENS_SECONDS + share * (_CLOSES_SECONDS - _OPENS_SECONDS)
    hours, minutes = divmod(int(seconds // 60), 60)
    return local.replace(hour=hours, minute=minutes).astimezone(datetime.UTC)
