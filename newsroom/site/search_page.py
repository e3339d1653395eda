"""The search page: one form, which works without JavaScript, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from newsroom.editorial.rules import public_things
from newsroom.lib import surrogate_keys
from newsroom.lib.page import NOT_INDEXED, Page
from newsroom.lib.requests import PublicRequest, reads

from . import search as engine
from .search import index, named_things

#: The kinds of items that can be chosen.
_TYPES = {"article": gettext_lazy("Stories"), "post": gettext_lazy("Posts")}
_LONGEST_SLUG = 120


@dataclass(frozen=True)
class Asked:
    """What the form holds, and the filters that it means."""

    q: str
    fields: Mapping[str, str]
    #: The author and the tag that are asked for: no list of the form names them all.
    chosen: tuple[dict[str, str], ...]
    filters: engine.Filters

    @classmethod
    def of(cls, request: PublicRequest) -> Asked:
        """What is not understood is left out."""
        given = {name: str(text).replace("\x00", "").strip() for name, text in request.GET.items()}
        at = request.shell.at
        type_name = given.get("type", "")
        fields = {"type": type_name if type_name in _TYPES else ""}
        uuids, chosen = {}, []
        for name in ("section", "author", "tag"):
            slug = given.get(name, "")[:_LONGEST_SLUG]
            fields[name] = slug
            if slug:
                thing = named_things.thing(name, slug, at)
                uuids[name] = named_things.uuid_of(thing)
                if thing is not None and name != "section":
                    chosen.append({"field": name, "slug": slug, "name": str(thing)})
        first, last = _day(given.get("from")), _day(given.get("to"))
        fields["from"] = first.isoformat() if first else ""
        fields["to"] = last.isoformat() if last else ""
        filters = engine.Filters(
            type=fields["type"], **uuids,
            after=_midnight(first) if first else None,
            before=_midnight(last + timedelta(days=1)) if last else None,
        )  # fmt: skip
        q = given.get("q", "")[: engine.LONGEST_QUERY]
        return cls(q, fields, tuple(chosen), filters)

    @property
    def is_narrowed(self) -> bool:
        return self.filters != engine.Filters()


@require_safe
@reads("q", "type", "section", "author", "tag", "from", "to", "after")
def search(request: PublicRequest) -> HttpResponse:
    """Full-text search; without words, the form alone."""
    surrogate_keys.carry(request, surrogate_keys.SEARCH)
    asked = Asked.of(request)
    found, is_behind = engine.Found(), False
    if asked.q:
        is_behind = index.is_behind()
        found = engine.find(
            asked.q, at=request.shell.at, after=_place(request), filters=asked.filters, counts=True
        )
    title = _("Search: %(words)s") % {"words": asked.q} if asked.q else _("Search")
    context = {
        "page": Page(title=title, kind="search", robots=NOT_INDEXED),
        "q": asked.q,
        "asked": asked,
        "types": _TYPES.items(),
        "sections": _sections(request.shell.at) if asked.q else [],
        "found": found,
        "results": found.documents,
        "count": _count(found),
        "next_url": _next_url(request, asked, found),
        "corrected_url": _url(request, {"q": found.corrected}) if found.corrected else "",
        "wider_url": _url(request, dict.fromkeys(asked.fields)) if asked.is_narrowed else "",
    }
    response = render(request, "site/search.html", context)
    if is_behind:
        response["Cache-Control"] = "no-store"
    return response


def _sections(at: datetime) -> list[dict[str, str]]:
    """The sections that have live articles. The table is small."""
    rows = public_things.public("section", at).order_by("position", "name")
    return [{"slug": section.slug, "name": section.name} for section in rows[:100]]


def _count(found: engine.Found) -> str:
    if found.total is None or not found.documents:
        return ""
    number = number_format(found.total, force_grouping=True)
    if found.total_is_lower_bound:
        return _("%(number)s+ results") % {"number": number}
    return ngettext("%(number)s result", "%(number)s results", found.total) % {"number": number}


def _next_url(request: PublicRequest, asked: Asked, found: engine.Found) -> str:
    if found.after is None:
        return ""
    return _url(request, {"q": found.corrected or asked.q, "after": found.after.to_text()})


def _url(request: PublicRequest, changes: Mapping[str, Any]) -> str:
    """The address with other values; None leaves a parameter out."""
    parameters = request.GET.copy()
    for name in ("after", *changes):
        parameters.pop(name, None)
    for name, value in changes.items():
        if value is not None:
            parameters[name] = value
    return f"{request.path}?{parameters.urlencode()}"


def _place(request: PublicRequest) -> engine.Place | None:
    text = request.GET.get("after")
    if not text:
        return None
    try:
        return engine.Place.from_text(text)
    except ValueError as error:
        raise Http404 from error


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1 < found.year < date.max.year else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
