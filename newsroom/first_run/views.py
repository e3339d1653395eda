"""The first-run page, which opens with the printed link and only while nobody is here.

It needs neither a session nor a script: the link stands in the address, everything else in the
form.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsroom.accounts.signin import steps
from newsroom.editorial.admin.unsaved import attempts
from newsroom.lib import database_errors

from . import beginning, links, suggestions
from .forms import FirstRunForm


# Not "no-store", with which a browser forgets what is typed when somebody comes back.
@cache_control(private=True, no_cache=True)
@sensitive_post_parameters("password1", "password2", "password_kept")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    try:
        return attempts.view_until_taken(_answer, request)
    except Error as error:
        if request.method != "POST" or not database_errors.is_out_of_order(error):
            raise
        return _page(request, FirstRunForm(request.POST).unjudged(), status=503)


def _answer(request: HttpRequest) -> HttpResponse:
    link = request.GET.get(links.PARAMETER, "")
    if not links.opens(link):
        return _closed(request)
    if request.method != "POST":
        return _page(request, FirstRunForm(initial=_proposed(request)))
    form = FirstRunForm(request.POST)
    if "suggest" in request.POST:
        return _page(request, form.with_suggestions())
    return _begin(request, form, link) if form.is_valid() else _page(request, form, status=422)


def _proposed(request: HttpRequest) -> dict[str, str]:
    language = suggestions.language(request.headers.get("Accept-Language", ""))
    return {
        "language": language,
        "time_zone": suggestions.time_zone(),
        "sections": suggestions.sections_in(language),
    }


def _begin(request: HttpRequest, form: FirstRunForm, link: str) -> HttpResponse:
    try:
        user = beginning.begin(
            link, paper=form.paper, sections=form.section_names, person=form.person
        )
    except links.Closed:
        return _closed(request)
    steps.finish(request, user, how="password")
    said = _("%(paper)s is set up, and you are signed in.") % {"paper": form.paper.name}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:index"))


def _page(request: HttpRequest, form: FirstRunForm, *, status: int = 200) -> HttpResponse:
    """With 503 the database has not answered, and nobody knows what is wrong with the form."""
    context = {
        **admin.site.each_context(request),
        "title": _("Start your newsroom"),
        "form": form,
        "is_away": status == 503,
    }
    return TemplateResponse(request, "first_run/page.html", context, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": _("This page is closed")}
    return TemplateResponse(request, "first_run/closed.html", context, status=404)
