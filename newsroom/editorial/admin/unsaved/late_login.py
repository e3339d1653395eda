"""A save by somebody who is not logged in: a page keeps the text and asks for the password.

Once the password is right the request goes on to its view as if it had come with a session.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.lib.uploads import unreceived

from . import answers
from .origin import is_form_of_ours, is_ours
from .typed import LOGIN_NAME, LOGIN_PASSWORD

_NAME_KEPT_SECONDS = 30 * 24 * 3600


def answer_instead(request: HttpRequest, site: AdminSite) -> HttpResponse | None:
    """What to answer in place of the view; None if the view may go on."""
    if request.method == "POST" and LOGIN_PASSWORD in request.POST:
        if refusal := _log_in(request, site):
            return refusal
    elif not site.has_permission(request):
        if _is_asked_for(request):
            return answers.answer(request, _trouble(request), name=known_name(request))
        return None
    if request.method == "POST" and unreceived(request):
        return answers.answer(request, answers.NOT_RECEIVED)
    return None


def _is_asked_for(request: HttpRequest) -> bool:
    """Whether one of our forms or dialogs sent it; other requests go to the login page."""
    if request.method != "POST":
        return answers.wants_json(request) and is_ours(request)
    return is_form_of_ours(request)


def known_name(request: HttpRequest) -> str:
    """Who probably sent this: the name fills a field, and nothing trusts it."""
    return request.user.get_username() or unquote(request.COOKIES.get(answers.NAME_COOKIE, ""))


def remember_name(request: HttpRequest, response: HttpResponse) -> None:
    """Remember the name for when the session is gone."""
    name = quote(request.user.get_username())
    if not name or request.COOKIES.get(answers.NAME_COOKIE) == name:
        return
    response.set_cookie(
        answers.NAME_COOKIE,
        name,
        max_age=_NAME_KEPT_SECONDS,
        path=reverse("admin:index"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _log_in(request: HttpRequest, site: AdminSite) -> HttpResponse | None:
    sent = {"username": request.POST.get(LOGIN_NAME), "password": request.POST[LOGIN_PASSWORD]}
    form = (site.login_form or AdminAuthenticationForm)(request, data=sent)
    if form.is_valid():
        login(request, form.get_user())
        _forget_password(request)
        return None
    name = sent["username"] or ""
    if form.get_user() is not None:
        return answers.answer(request, answers.NOT_STAFF, name=name)
    error = _(
        "That user name and password do not belong to an account that may log in here. "
        "Nothing is lost: try again."
    )
    return answers.answer(request, _trouble(request), name=name, error=error)


def _trouble(request: HttpRequest) -> answers.Trouble:
    if request.user.is_authenticated and not request.user.is_staff:
        return answers.NOT_STAFF
    return answers.LOGGED_OUT


def _forget_password(request: HttpRequest) -> None:
    """Leave the view only the fields of its own form."""
    fields = request.POST.copy()
    del fields[LOGIN_PASSWORD]
    fields.pop(LOGIN_NAME, None)
    fields._mutable = False
    request.POST = fields  # type: ignore[assignment]
