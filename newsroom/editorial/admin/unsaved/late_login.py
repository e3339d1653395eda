"""A save by somebody who is not logged in: a page keeps the text and asks for the password.

Once the password is right the request goes on to its view as if it had come with a session.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.accounts.signin import requirement, sessions, steps
from newsroom.accounts.staff_middleware import WITHOUT_SECOND_FACTOR
from newsroom.lib.uploads import unreceived

from . import answers
from .origin import is_form_of_ours, is_ours
from .typed import LOGIN

_NAME_KEPT_SECONDS = 30 * 24 * 3600


def answer_instead(
    request: HttpRequest, site: AdminSite, *, asks_password: bool = False
) -> HttpResponse | None:
    """What to answer in place of the view; None if the view may go on.

    ``asks_password``: a login alone is not enough, the password was to be given lately.
    """
    if request.method == "POST" and LOGIN.are_in(request):
        if refusal := _log_in(request, asks_password=asks_password):
            return refusal
    elif not site.has_permission(request):
        if _is_asked_for(request):
            return answers.answer(request, _trouble(request), name=known_name(request))
        return None
    if request.method == "POST":
        return _instead_of_saving(request, asks_password=asks_password)
    return None


def _instead_of_saving(request: HttpRequest, *, asks_password: bool) -> HttpResponse | None:
    match = request.resolver_match
    is_setting_up = match is not None and match.url_name in WITHOUT_SECOND_FACTOR
    if not is_setting_up and requirement.is_unmet(request):
        return answers.answer(request, answers.WITHOUT_SECOND)
    if asks_password and not sessions.has_proved_lately(request):
        return answers.answer(request, answers.CONFIRM, name=known_name(request))
    if unreceived(request):
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


def _log_in(request: HttpRequest, *, asks_password: bool) -> HttpResponse | None:
    attempt = steps.attempt(request, LOGIN)
    if attempt.user is not None:
        _forget_password(request)
        return None
    if not attempt.is_staff:
        return answers.answer(request, answers.NOT_STAFF, name=attempt.name)
    if attempt.passed:
        return answers.answer(request, answers.SECOND_STEP, attempt=attempt)
    again = _("Nothing is lost: try again.")
    trouble = answers.CONFIRM if asks_password and request.user.is_staff else _trouble(request)
    return answers.answer(request, trouble, name=attempt.name, error=f"{attempt.error} {again}")


def _trouble(request: HttpRequest) -> answers.Trouble:
    if request.user.is_authenticated and not request.user.is_staff:
        return answers.NOT_STAFF
    return answers.LOGGED_OUT


def _forget_password(request: HttpRequest) -> None:
    """Leave the view only the fields of its own form."""
    fields = request.POST.copy()
    for name in LOGIN.all:
        fields.pop(name, None)
    fields._mutable = False
    request.POST = fields  # type: ignore[assignment]
