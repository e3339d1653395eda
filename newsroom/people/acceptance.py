"""The page that an invitation's link opens: who invites whom to what, and a password to choose."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from newsroom.accounts.models import User
from newsroom.accounts.signin import steps
from newsroom.editorial.admin.unsaved import attempts
from newsroom.lib import database_errors

from . import invitations, names
from .forms import AcceptForm
from .models import Invitation

_GONE = 410


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the invitation, POST accepts it. Nothing is asked but what the link itself proves.

    The page is in the person's own language; what is stored is not.
    """
    try:
        response = attempts.view_until_taken(_answer, request, token)
    except Error as error:
        if not database_errors.is_out_of_order(error):
            raise
        response = _busy()
    # The address is a key: no page that is opened from here learns it.
    response["Referrer-Policy"] = "same-origin"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = invitations.find(token)
        form = _form(request, found)
        if request.method == "POST" and form.is_valid():
            return _accepted(request, found, form)
    except invitations.Closed as closed:
        return _closed(request, closed)
    return _page(request, found, form)


def _form(request: HttpRequest, found: Invitation) -> AcceptForm:
    person = found.person
    author = getattr(person, "author", None)
    with translation.override(person.letter_language):
        return AcceptForm(
            request.POST if request.method == "POST" else None, person=person,
            initial={"name": author.name if author else person.get_full_name()},
        )  # fmt: skip


@sensitive_variables("form")
def _accepted(request: HttpRequest, found: Invitation, form: AcceptForm) -> HttpResponse:
    """Signed in by the steps of sign-in: they lead whoever must have a second factor to it."""
    cleaned = form.cleaned_data
    person = invitations.accept(found, password=cleaned["password1"], name=cleaned["name"])
    steps.finish(request, person, how="password")
    said = _("Welcome, %(name)s. Next time, log in as %(username)s.")
    messages.success(request, said % {"name": person, "username": person.get_username()})
    return HttpResponseRedirect(reverse("admin:index"))


def _page(request: HttpRequest, found: Invitation, form: AcceptForm) -> HttpResponse:
    person: User = found.person
    with translation.override(person.letter_language):
        context = {
            **admin.site.each_context(request), "title": _("You are invited"), "subtitle": None,
            "invitation": found, "form": form, "roles": names.of_groups(person.groups.all()),
        }  # fmt: skip
        status = 422 if form.errors else 200
        return TemplateResponse(request, "people/accept.html", context, status=status).render()


def _closed(request: HttpRequest, closed: invitations.Closed) -> HttpResponse:
    with translation.override(closed.language):
        context = {
            **admin.site.each_context(request), "title": _("This link opens nothing"),
            "subtitle": None, "said": str(closed),
        }  # fmt: skip
        return TemplateResponse(request, "people/closed.html", context, status=_GONE).render()


def _busy() -> HttpResponse:
    said = _("The newsroom is busy. Nothing was stored: go back and try again in a minute.")
    return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8")
