"""Template tags of the public pages: times in the newsroom's zone, bylines, pictures, JSON-LD.

Documents hold instants as ISO text in UTC; everything here takes such text (or a datetime) and
shows it in ``settings.TIME_ZONE`` with the zone named where the reader needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, get_format, time_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import bylines
from articles.models import Article
from media.renditions import sources as picture_sources
from media.shapes import ImageDocument
from newsroom.editorial.models.states import CorrectionKind
from newsroom.lib import instants, languages
from newsroom.lib.page import Alternate
from newsroom.lib.syndication import FORMATS

from .. import style_sheets as sheets

register = template.Library()

# As Django's json_script: the characters that could end or open an element inside a script.
_SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_NUMBERED_ZONE = re.compile(r"([+-])0?(\d+?)(?:00|(\d\d))?")
_SENTENCE_ENDS = (".", "?", "!", "…", ":")
_CLOSING_QUOTES = "”’»\"')"
# Crops keep one of five by five points of a picture in sight (CSS has a rule for each).
_FOCUS_STEPS = 4


# --- Heads ----------------------------------------------------------------------------------------
@register.filter
def style_sheets(kind: str) -> Iterable[str]:
    """The names of the style sheets that a page of that kind loads, in their order."""
    return sheets.of_page(kind)


# --- Languages ------------------------------------------------------------------------------------
@register.simple_tag
def language(tag: str | None) -> SafeString:
    """`` lang="ar" dir="rtl"`` for the element that holds words in this language."""
    return languages.attributes(tag or "")


@register.simple_tag
def own_language(around: str | None = None) -> SafeString:
    """The same for the newsroom's own words; nothing inside words of the same language."""
    ours = languages.of_site()
    return SafeString() if around and languages.are_alike(around, ours) else language(ours)


# --- Times ---------------------------------------------------------------------------------------
@register.filter
def instant(value: str | datetime | None) -> datetime | None:
    """The aware instant an ISO text stands for, in the newsroom's zone; None for nothing."""
    if not value:
        return None
    at = instants.from_text(value) if isinstance(value, str) else value
    return timezone.localtime(at, timezone.get_default_timezone())


@register.filter
def day(value: str | date | None) -> str:
    """ "2 March 2026" of an instant, in the newsroom's zone, or of a date."""
    return _date(value, "DATE_FORMAT")


@register.filter
def weekday(value: str | date | None) -> str:
    """ "Monday, 2 March 2026" of an instant, in the newsroom's zone, or of a date."""
    return _date(value, f"l, {get_format('DATE_FORMAT')}")


@register.filter
def clock(value: str | datetime | None) -> str:
    """ "1:22 AM" in the newsroom's zone: the form posts carry in ``display_time``."""
    at = instant(value)
    return time_format(at) if at else ""


@register.filter
def time_zone_name(value: str | datetime | None) -> str:
    """The zone in force at that instant: "CET", or "UTC+3" where a zone has only a number."""
    at = instant(value)
    if at is None:
        return ""
    name = at.tzname() or "UTC"
    numbered = _NUMBERED_ZONE.fullmatch(name)
    if numbered is None:
        return name
    sign, hours, minutes = numbered.groups()
    return f"UTC{sign}{hours}" + (f":{minutes}" if minutes else "")


@register.simple_tag
def date_and_time(value: str | datetime) -> SafeString:
    """ "2 March 2026, 9:40 AM CET" in a ``<time>``."""
    printed = _("%(day)s, %(time)s %(zone)s") % {
        "day": day(value), "time": clock(value), "zone": time_zone_name(value),
    }  # fmt: skip
    return _time(value, printed)


@register.simple_tag
def clock_time(published: str, updated: str | None = None) -> SafeString:
    """ "1:22 AM (Updated: 1:41 AM)"; an update of another day says which day it was.

    ``updated`` is left out when it is missing or the same instant as ``published``.
    """
    first = _time(published, clock(published))
    published_at, updated_at = instant(published), instant(updated)
    if published_at is None or updated_at is None or updated_at <= published_at:
        return first
    printed = clock(updated)
    if updated_at.date() != published_at.date():
        printed = f"{_date(updated_at, 'MONTH_DAY_FORMAT')}, {printed}"
    return format_html(
        '{} <span class="updated">({} {})</span>', first, _("Updated:"), _time(updated, printed)
    )


@register.simple_tag
def short_time(value: str, now: datetime) -> SafeString:
    """ "9:40 AM" for today, "1 March" for this year, else "1 March 2025"; ``now`` decides."""
    at, present = instant(value), instant(now)
    if at is None or present is None:
        return SafeString()
    if at.date() == present.date():
        return _time(value, clock(value))
    if at.year == present.year:
        return _time(value, _date(at, "MONTH_DAY_FORMAT"))
    return _time(value, day(value))


@register.filter
def by_day(posts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Posts as ``[{"day": date, "posts": [...]}]``; those pinned on top are of no day: None."""
    return [
        {"day": when, "posts": list(group)}
        for when, group in groupby(
            posts, lambda post: None if post["pinned"] else _local_date(post["published_at"])
        )
    ]


@register.filter
def duration(seconds: int | None) -> str:
    """ "1:34", "1:02:09"; empty when it is not known."""
    if not seconds:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _local_date(value: str | date | None) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    at = instant(value)
    return at.date() if at else None


def _date(value: str | date | None, form: str) -> str:
    when = _local_date(value)
    return date_format(when, form) if when else ""


def _time(value: str | datetime | None, printed: str) -> SafeString:
    at = instant(value)
    machine = instants.to_attribute(at) if at else ""
    return format_html('<time datetime="{}">{}</time>', machine, printed)


# --- Words ---------------------------------------------------------------------------------------
@register.simple_tag
def linked_byline(item: Mapping[str, Any]) -> SafeString:
    """The printed byline of a document, each name in it a link to its author's page.

    The line is printed as it stands; a name that is not in it, or has no page, gets no link.
    """
    rest = item.get("byline") or ""
    printed = SafeString()
    # From the end, where nothing but names stand: two may share one, or one may be called "By".
    for author in reversed(bylines.wrote(item.get("authors", ()))):
        before, name, after = rest.rpartition(author["name"])
        if not name:
            continue
        if author.get("url"):
            name = format_html('<a href="{}" rel="author">{}</a>', author["url"], name)
        printed = conditional_escape(name) + conditional_escape(after) + printed
        rest = before
    return conditional_escape(rest) + printed


register.filter("written", bylines.wrote)
register.filter("contributed", bylines.contributed)


@register.filter
def with_page(authors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Authors who have a page here: guests have none, and no box at the end of a story."""
    return [a for a in authors if a.get("url")]


@register.filter
def role_name(author: Mapping[str, Any]) -> str:
    """What somebody in a byline did, in the words that readers see."""
    return str(bylines.role_of(author).credit)


@register.filter
def kind_name(kind: str) -> str:
    """The label of a story that is not plain news."""
    return str(dict(Article.Kind.choices).get(kind, ""))


@register.filter(is_safe=True)
def full_stop(headline: str) -> str:
    """A post's headline reads as a sentence: it ends in a full stop unless it ends otherwise."""
    text = headline.rstrip()
    words = text.rstrip(_CLOSING_QUOTES)
    return text if not words or words.endswith(_SENTENCE_ENDS) else f"{text}."


@register.filter
def begins_with_letter(html: str) -> bool:
    """Whether a body begins with a paragraph that begins with a letter, fit for an initial."""
    return html.startswith("<p>") and html[3:4].isalpha()


@register.filter
def placed(corrections: Iterable[Mapping[str, Any]], placement: str) -> list[Mapping[str, Any]]:
    """The corrections that stand at the "top" or, by default, at the "bottom" of a story."""
    return [c for c in corrections if (c.get("placement") or "bottom") == placement]


@register.filter
def correction_kind(kind: str) -> str:
    """The label before a correction's text."""
    return str(CorrectionKind(kind).label)


# --- The page's other forms -----------------------------------------------------------------------
@register.filter
def json_ld(text: str) -> SafeString:
    """JSON for a script element: no character in it can end the element."""
    return mark_safe(text.translate(_SCRIPT_ESCAPES))  # noqa: S308


@register.filter
def form_name(alternate: Alternate) -> str:
    """What readers call a form of the page ("RSS"), where the page has said what it is about."""
    names = {each.media_type: each.name for each in FORMATS.values()}
    return names.get(alternate.type) or alternate.title


# --- Pictures ------------------------------------------------------------------------------------
@register.filter
def rendition(image: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    """The picture's rendition of that name, WebP before JPEG, or None."""
    found = [r for r in (image or {}).get("renditions", ()) if r["name"] == name]
    return min(found, key=lambda r: r["type"] != "image/webp", default=None)


@register.filter
def sources(image: ImageDocument) -> list[picture_sources.Source]:
    """The files a browser chooses from, the best format first."""
    return picture_sources.of(image)


@register.filter
def focus(image: Mapping[str, Any], axis: str) -> int:
    """Where a crop looks on the "x" or "y" axis, in steps from 0 (left, top) to 4."""
    point = image.get("focal_point") or {}
    return round(min(max(float(point.get(axis, 0.5)), 0.0), 1.0) * _FOCUS_STEPS)
