"""How the admin prints instants."""

from datetime import datetime, timedelta

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsroom.editorial import clock

register = template.Library()


@register.simple_tag(takes_context=True)
def instant(context: Context, at: datetime) -> SafeString:
    """A time as people say it, with the exact one, zone named, on hover and for screen readers.

    It is relative to ``read_at``; if a page does not give that, the clock is asked once per page.
    """
    if "read_at" not in context:
        context.dicts[0]["read_at"] = clock.now()
    return said(at, now=context["read_at"])


def said(at: datetime, *, now: datetime) -> SafeString:
    """``instant``, for the columns of lists."""
    local = timezone.localtime(at)
    exact = f"{date_format(local, 'DATETIME_FORMAT')} {timezone.get_default_timezone_name()}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        exact,
        _relative(at, now),
    )


def _relative(at: datetime, now: datetime) -> str:
    """ "3 min ago", "14:30", "yesterday 14:30", "2 March 14:30"; other years are named."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    ago = now - at
    if timedelta(0) <= ago < timedelta(minutes=1):
        return _("just now")
    if timedelta(0) <= ago < timedelta(hours=1):
        return _("%(count)s min ago") % {"count": int(ago.total_seconds() // 60)}
    time = f"{local:%H:%M}"
    days = (local.date() - today).days
    if days == 0:
        return time
    if days == -1:
        return _("yesterday %(time)s") % {"time": time}
    if days == 1:
        return _("tomorrow %(time)s") % {"time": time}
    day = date_format(local, "j F" if local.year == today.year else "j F Y")
    return f"{day} {time}"
