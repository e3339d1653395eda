"""How lists print instants and labels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.editorial.rules.labels import Label


def said(at: datetime, *, now: datetime) -> SafeString:
    """A time as people say it, with the exact one, zone named, on hover and for screen readers."""
    local = timezone.localtime(at)
    exact = f"{_formatted(local, 'DATETIME_FORMAT')} {timezone.get_default_timezone_name()}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        exact,
        _relative(at, now),
    )


def labelled(shown: Iterable[Label], *, now: datetime) -> SafeString:
    """What readers have of an item, label by label, each with its instant where it has one."""
    return format_html_join(
        " ",
        '<span class="label label-{}">{}{}</span>',
        (
            (
                label.tone,
                label.word,
                format_html(" {}", said(label.at, now=now)) if label.at else "",
            )
            for label in shown
        ),
    )


def _relative(at: datetime, now: datetime) -> str:
    """ "3 min ago", "2:30 PM", "yesterday 2:30 PM", "2 March 2:30 PM"; other years are named."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    ago = now - at
    if timedelta(0) <= ago < timedelta(minutes=1):
        return _("just now")
    if timedelta(0) <= ago < timedelta(hours=1):
        return _("%(count)s min ago") % {"count": int(ago.total_seconds() // 60)}
    time = _formatted(local, "TIME_FORMAT")
    days = (local.date() - today).days
    if days == 0:
        return time
    if days == -1:
        return _("yesterday %(time)s") % {"time": time}
    if days == 1:
        return _("tomorrow %(time)s") % {"time": time}
    day = _formatted(local, "MONTH_DAY_FORMAT" if local.year == today.year else "DATE_FORMAT")
    return f"{day} {time}"


def _formatted(local: datetime, name: str) -> str:
    """In the format of this name. Lists are asked for again and again with the same instants."""
    zone = timezone.get_current_timezone_name()
    return _in_format(local, get_format(name), get_language() or "", zone)


@lru_cache(maxsize=4096)
def _in_format(local: datetime, pattern: str, _language: str, _zone: str) -> str:
    return dateformat.format(local, pattern)
