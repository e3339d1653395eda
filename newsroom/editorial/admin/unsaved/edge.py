"""The edge of the admin: whatever refuses a save or fails during it, the answer holds the text."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.log import log_response
from django.views.csrf import csrf_failure as bare_csrf_failure

from newsroom.lib import database_errors
from newsroom.lib.disks import is_full

from . import answers, late_login
from .origin import is_ours

logger = logging.getLogger("django.request")


class UnsavedEdge:
    """Middleware outside the session middleware, so that it also answers failures of sessions.

    An admin request that gets far enough to fail has passed the check of its origin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 500 or hasattr(request, "unsaved_answer"):
            return response
        # Raised by a middleware, and logged by Django.
        if _is_save(request) and getattr(request, "csrf_processing_done", False):
            return answers.answer(request, answers.FAILED)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not _is_save(request) or isinstance(error, SuspiciousOperation | BadRequest):
            return None
        trouble = trouble_of(error)
        response = answers.answer(request, trouble)
        request.unsaved_answer = response  # type: ignore[attr-defined]
        if trouble.status == 503 and hasattr(request, "session"):
            # Storing the session would fail in the same way.
            request.session.modified = False
        log_response(
            "%s: %s", trouble.title, request.path, response=response, request=request,
            logger=logger, exception=error if trouble.status >= 500 else None,
        )  # fmt: skip
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Setting CSRF_FAILURE_VIEW. A page of ours whose token is out of date gets its text back.

    Everybody else gets the bare 403: repeating what was sent would put another site's text into our
    form.
    """
    if not _is_save(request) or not is_ours(request):
        return bare_csrf_failure(request, reason=reason)
    name = getattr(request.resolver_match, "url_name", "")
    if name in ("login", "login_passkey", "logout"):
        to = {"login": request.get_full_path(), "login_passkey": reverse("admin:login")}
        return HttpResponseRedirect(to.get(name, reverse("admin:index")))
    try:
        known = late_login.known_name(request)
    except Error:
        known = ""
    return answers.answer(request, answers.OUT_OF_DATE, name=known)


def trouble_of(error: Exception) -> answers.Trouble:
    """What to say about the failure."""
    if isinstance(error, PermissionDenied):
        return answers.NOT_ALLOWED
    if isinstance(error, Http404):
        return answers.NOT_FOUND
    if isinstance(error, OSError) and is_full(error):
        return answers.DISK_FULL
    if isinstance(error, Error) and database_errors.is_out_of_order(error):
        return _of_database(error)
    return answers.FAILED


def _of_database(error: Error) -> answers.Trouble:
    trouble = answers.AWAY
    if database_errors.is_disk_full(error):
        trouble = answers.DISK_FULL
    elif database_errors.is_busy(error):
        trouble = answers.BUSY
    is_partly_saved = getattr(error, "has_written", False)
    return replace(trouble, on_page=answers.PARTLY_SAVED) if is_partly_saved else trouble


def _is_save(request: HttpRequest) -> bool:
    """Whether it is a POST to the admin, as the resolver sees it."""
    if request.method != "POST":
        return False
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return False
    return "admin" in match.app_names
