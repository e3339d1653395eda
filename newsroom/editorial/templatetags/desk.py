"""How the admin prints instants."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from newsroom.editorial import clock
from newsroom.editorial.admin.cells import labelled, said
from newsroom.editorial.rules.labels import Label

register = template.Library()


@register.simple_tag(takes_context=True)
def instant(context: Context, at: datetime) -> SafeString:
    """A time as people say it, with the exact one, zone named, on hover and for screen readers.

    It is relative to ``read_at``; if a page does not give that, the clock is asked once per page.
    """
    return said(at, now=_read_at(context))


@register.simple_tag(takes_context=True)
def labels(context: Context, shown: Iterable[Label]) -> SafeString:
    """What readers have of an item, label by label; its instants as ``instant`` says them."""
    return labelled(shown, now=_read_at(context))


def _read_at(context: Context) -> datetime:
    if "read_at" not in context:
        context.dicts[0]["read_at"] = clock.now()
    read_at: datetime = context["read_at"]
    return read_at
