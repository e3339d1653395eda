"""Preview: the very same pages, of any revision and at any instant, for people who are logged in.

A compile without a store. Public addresses never read a cookie; these read nothing else.
"""

from __future__ import annotations

from datetime import MAXYEAR, datetime
from typing import cast
from urllib.parse import unquote
from uuid import UUID

from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsroom.accounts.models import User
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import preflight, publishing
from newsroom.editorial.drafts import revisions
from newsroom.editorial.refusals import NotPossible
from newsroom.editorial.rules import access
from newsroom.lib.requests import PublicRequest

from .shell import Shell

#: First segments of addresses outside the public pages: the preview refuses them.
_NOT_PUBLIC = frozenset({"admin", "api", "preview", "files", "static", "healthz"})


@staff_member_required
@require_safe
def item(request: PublicRequest, type_name: str, public_id: UUID) -> HttpResponse:
    """The draft as readers would get it; ``?revision=`` an older save, ``?at=`` another instant.

    At another instant the page shows what else is live then, so users who may not see that get
    nothing.
    """
    user = cast(User, request.user)
    page = registry.item_type(type_name).page if registry.is_item(type_name) else ""
    found = registry.find_item(type_name, public_id) if page else None
    if found is None or not access.may_see(found, user):
        raise Http404
    asked = _asked_instant(request)
    sees_other_times = access.sees_other_times(user)
    if "at" in request.GET and not sees_other_times:
        raise Http404
    at = asked or clock.now()
    try:
        number = request.GET.get("revision")
        revision = revisions.get(found, int(number)) if number else None
        compiled = publishing.preview(found, revision=revision, at=at, looks_ahead=sees_other_times)
    except (NotPossible, ValueError) as error:
        raise Http404 from error
    request.shell = Shell(at)
    label = (
        _("Preview of revision %(number)s") % {"number": revision.number}
        if revision
        else _("Preview of the draft")
    )
    problems = preflight.problems(found, at=at) if revision is None else []
    preview = {
        "label": label,
        "instant": date_format(timezone.localtime(at), "DATETIME_FORMAT"),
        "warnings": [str(p.message) for p in problems],
    }
    return _private(import_string(page)(request, compiled.document, preview=preview))


@staff_member_required
@require_safe
def at_instant(request: PublicRequest) -> HttpResponse:
    """``?path=&at=``: the site as it was or will be, for users who may know plans and takedowns."""
    if not access.sees_other_times(cast(User, request.user)):
        raise Http404
    at = _asked_instant(request)
    if at is None:
        return HttpResponseBadRequest(_("Give at= as a time, such as 2026-03-02T06:00."))
    path, query = _asked_page(request.GET.get("path", "/"))
    if path.strip("/").split("/")[0] in _NOT_PUBLIC or not path.startswith("/"):
        return HttpResponseBadRequest(_("Give path= as the path of a public page."))
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    request.shell = Shell(at)
    request.path = request.path_info = path
    asked = request.GET.copy()
    for name in ("path", "at"):
        asked.pop(name, None)
    for name, values in query.lists():
        asked.setlist(name, values)
    request.GET = asked  # type: ignore[assignment]
    return _private(match.func(request, *match.args, **match.kwargs))


def _asked_page(text: str) -> tuple[str, QueryDict]:
    """The path as the resolver is given it, decoded, and its query: as in an address bar."""
    path, _sign, query = text.partition("?")
    return unquote(path), QueryDict(query)


def _asked_instant(request: PublicRequest) -> datetime | None:
    """``at=``, in the newsroom's zone unless it names one."""
    text = request.GET.get("at", "").replace(" ", "+")
    try:
        at = parse_datetime(text) if text else None
    except ValueError:
        return None
    # At the ends of the calendar there is no day before or after, and no time elsewhere.
    if at is None or not 1 < at.year < MAXYEAR:
        return None
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
