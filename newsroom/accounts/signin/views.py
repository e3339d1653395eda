"""The pages of signing in, and of one's own second factors and open logins.

All stand under the admin's addresses, in its look. Saving forms ask for nothing that may be lost:
what was typed into other pages is kept by ``editorial.admin.unsaved``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsroom.accounts.models import User

from . import factors, log, logins, requirement, steps
from .tables import SignInEntry

Act = SignInEntry.Act
FIELDS = steps.Fields()
_SHOWN_ENTRIES = 20


View = Callable[[HttpRequest], HttpResponse]


def grave(view: View, when: Callable[[HttpRequest], bool] = lambda request: True) -> View:
    """Its POSTs ask for the password again, unless it was given lately."""
    view.asks_password = when  # type: ignore[attr-defined]
    return view


# --- Signing in ---


@sensitive_post_parameters("password", "code", "credential")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        attempt = steps.attempt(request, FIELDS)
        if attempt.user is not None:
            return HttpResponseRedirect(_next(request))
        return _sign_in_page(request, attempt)
    if admin.site.has_permission(request):
        return HttpResponseRedirect(_next(request))
    return _sign_in_page(request, steps.Attempt())


@sensitive_post_parameters("credential")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """GET, by the page's script: what a passkey is asked. POST: its answer."""
    if request.method != "POST":
        return JsonResponse(factors.passkey_request(None))
    attempt = steps.attempt_passkey(request, request.POST.get(FIELDS.credential, ""))
    if attempt.user is not None:
        return HttpResponseRedirect(_next(request))
    return _sign_in_page(request, attempt)


def _sign_in_page(request: HttpRequest, attempt: steps.Attempt) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Second step") if attempt.passed else _("Sign in"),
        "subtitle": None,
        "attempt": attempt,
        "fields": FIELDS,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "can_reset": bool(settings.EMAIL_URL),
    }
    response = TemplateResponse(request, "admin/login.html", context, status=attempt.status)
    if attempt.wait_seconds:
        response["Retry-After"] = str(attempt.wait_seconds)
    return response


def _next(request: HttpRequest) -> str:
    """Where to go on: an address of this site, whatever was asked for."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else reverse("admin:index")


# --- One's own sign-in ---


def me(request: HttpRequest) -> HttpResponse:
    """What somebody has set up, where they are logged in, and what was tried lately."""
    user = _person(request)
    if request.method == "POST":
        return _change_mine(request, user)
    context: dict[str, Any] = {
        "held": factors.of(user),
        "logins": [
            {"row": row, "number": logins.number_of(row),
             "is_this": row.session_key == request.session.session_key}
            for row in logins.open_logins(user)
        ],
        "entries": SignInEntry.objects.filter(user=user).order_by("-id")[:_SHOWN_ENTRIES],
        "is_required": requirement.is_unmet(request),
        "may_take_off": may_take_off(user),
    }  # fmt: skip
    return _page(request, "accounts/me.html", _("Sign-in and security"), **context)


def _change_mine(request: HttpRequest, user: User) -> HttpResponse:
    if number := request.POST.get("end_login"):
        _told_ended(request, user, logins.end(user, but=request, number=number))
    elif "end_others" in request.POST:
        _told_ended(request, user, logins.end(user, but=request))
    elif _is_removed(user, request.POST.get("remove", "")):
        requirement.forget_second(request)
        log.record(request, Act.FACTOR_REMOVED, user, by=user)
        messages.success(request, _("It was removed and can no longer sign you in."))
    return HttpResponseRedirect(reverse("admin:me"))


def _is_removed(user: User, number: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,18}", number)) and factors.remove(user, int(number))


def _told_ended(request: HttpRequest, user: User, count: int) -> None:
    if not count:
        return
    log.record(request, Act.ENDED, user, by=user)
    said = ngettext("%(count)s login is ended.", "%(count)s logins are ended.", count)
    messages.success(request, said % {"count": count})


grave(me, when=lambda request: "remove" in request.POST)


@grave
def me_app(request: HttpRequest) -> HttpResponse:
    """Connect an app that shows codes: it counts once it has shown a first one."""
    user, error = _person(request), ""
    if request.method == "POST":
        if factors.add_app(request, user, request.POST.get("code", "")):
            return _added(request, user, "app")
        error = _("That is not the code that the app shows now. Check the time of your phone.")
    setup = factors.app_setup(request, user)
    title = _("Connect an app that shows codes")
    return _page(request, "accounts/app.html", title, setup=setup, error=error)


@grave
def me_passkey(request: HttpRequest) -> HttpResponse:
    user, error = _person(request), ""
    if request.method == "POST":
        name = steps.sent(request, "name", 60).strip() or _("Passkey")
        if factors.add_passkey(user, name, request.POST.get("credential", "")):
            return _added(request, user, name)
        error = _("The passkey was not made. Try again.")
    context: dict[str, Any] = {"creation": factors.passkey_creation(user), "error": error}
    return _page(request, "accounts/passkey.html", _("Add a passkey"), **context)


@grave
def me_codes(request: HttpRequest) -> HttpResponse:
    """GET asks, POST makes new codes and shows them, once."""
    user = _person(request)
    held = factors.of(user)
    if not held:
        return HttpResponseRedirect(reverse("admin:me"))
    codes: list[str] = []
    if request.method == "POST":
        codes = factors.new_codes(user)
        log.record(request, Act.CODES_MADE, user, by=user)
    return _page(
        request, "accounts/codes.html", _("Recovery codes"), codes=codes, left=held.codes_left
    )


def _added(request: HttpRequest, user: User, note: str) -> HttpResponse:
    """A new factor counts at once: other logins, made without it, end."""
    requirement.note_second(request)
    log.record(request, Act.FACTOR_ADDED, user, by=user, note=note)
    logins.end(user, but=request)
    messages.success(request, _("It is set up. Other logins of yours are ended."))
    has_codes = factors.of(user).codes_left
    return HttpResponseRedirect(reverse("admin:me" if has_codes else "admin:me_codes"))


# --- A colleague's lost second factor ---


@grave
def lost_factor(request: HttpRequest) -> HttpResponse:
    """A managing editor takes off the second factor of somebody who has lost it."""
    if not may_take_off(request.user):
        raise PermissionDenied
    by, error = _person(request), ""
    name, note = (steps.sent(request, field).strip() for field in ("username", "note"))
    if request.method == "POST":
        user = User.objects.filter(username=name).first()
        error = _why_not(by, user, note)
        if user is not None and not error:
            factors.remove_all(user)
            logins.end(user)
            log.record(request, Act.FACTOR_REMOVED, user, by=by, note=note)
            said = _("%(name)s signs in with the password alone until a new factor is set up.")
            messages.success(request, said % {"name": user})
            return HttpResponseRedirect(reverse("admin:lost_factor"))
    title = _("Remove a lost second factor")
    return _page(request, "accounts/lost_factor.html", title, name=name, error=error)


def _why_not(by: User, user: User | None, note: str) -> str:
    if user is None:
        return _("Nobody has this user name.")
    if user.is_superuser and not by.is_superuser:
        return _("Only somebody who administers the site may do this to a colleague who does.")
    if not note:
        return _("Say how you know that it is really this person. This is written to the log.")
    return ""


def may_take_off(user: Any) -> bool:
    return bool(user.has_perm("accounts.remove_second_factor"))


# --- Shared ---


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _page(
    request: HttpRequest, template: str, title: str, *, error: str = "", **more: Any
) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "error": error, **more}
    response = TemplateResponse(request, template, context, status=422 if error else 200)
    response["Cache-Control"] = "no-store"
    return response
