"""The answers: a page that holds all fields, or JSON for dialogs, which keep their own fields.

Nothing here asks the database or the session: either may be what has failed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from . import typed

#: When to try again, in seconds: a header for programs.
AGAIN_AFTER_SECONDS = 10
#: Holds the name of the last user logged in, so that the page asks only for the password.
NAME_COOKIE = "last_login_name"


@dataclass(frozen=True)
class Trouble:
    """Why a save was not taken, and what to do; ``dialog`` says it inside a dialog.

    ``asks_login``: the page asks for a name and a password. Else it offers to try again.
    """

    status: int
    code: str
    title: str
    message: str
    dialog: str = ""
    asks_login: bool = False


def answer(
    request: HttpRequest, trouble: Trouble, *, name: str = "", error: str = ""
) -> HttpResponse:
    """``name`` fills the user name field; ``error`` says what was wrong with the login."""
    if wants_json(request):
        get_token(request)
        response: HttpResponse = JsonResponse(
            {
                "status": "failed",
                "code": trouble.code,
                "message": trouble.dialog or trouble.message,
            },
            status=trouble.status,
        )
    else:
        response = HttpResponse(_page(request, trouble, name, error), status=trouble.status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if trouble.status == 503:
        response["Retry-After"] = str(AGAIN_AFTER_SECONDS)
    return response


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _page(request: HttpRequest, trouble: Trouble, name: str, error: str) -> str:
    # Rendered without the request, because context processors ask who is logged in.
    return render_to_string(
        "editorial/unsaved.html",
        {
            "title": trouble.title,
            "site_title": settings.SITE_NAME,
            "site_header": settings.SITE_NAME,
            "trouble": trouble,
            "typed": typed.of(request),
            "path": request.get_full_path(),
            "csrf_token": get_token(request),
            "name": name,
            "error": error,
            "name_field": typed.LOGIN_NAME,
            "password_field": typed.LOGIN_PASSWORD,
        },
    )


def logged_out() -> Trouble:
    return Trouble(
        403,
        "logged_out",
        _("Log in to save"),
        _(
            "You are no longer logged in, so this is not saved yet. Nothing that you typed is "
            "lost: enter your password, and it is saved as you typed it."
        ),
        dialog=_(
            "You are no longer logged in, so this is not saved yet. Log in in another tab, then "
            "try again here: what you typed is still here."
        ),
        asks_login=True,
    )


def out_of_date() -> Trouble:
    """The form's token is no longer the browser's."""
    return Trouble(
        403,
        "out_of_date",
        _("Log in to save"),
        _(
            "Somebody logged in or out in this browser after this page was opened, so this is not "
            "saved yet. Nothing that you typed is lost: enter your password, and it is saved as "
            "you typed it."
        ),
        dialog=_(
            "Somebody logged in or out in this browser after this page was opened, so this is not "
            "saved yet. Check in another tab that you are logged in, then try again here: what "
            "you typed is still here."
        ),
        asks_login=True,
    )


def not_staff() -> Trouble:
    return Trouble(
        403,
        "not_staff",
        _("Your account may not save here"),
        _(
            "Your account is no longer one of the newsroom’s staff, so this was not saved. Ask a "
            "managing editor to give you access again. What you typed is still below: copy it, or "
            "let a colleague log in here and save it."
        ),
        dialog=_(
            "Your account is no longer one of the newsroom’s staff, so this was not saved. Ask a "
            "managing editor to give you access again."
        ),
        asks_login=True,
    )


def not_allowed() -> Trouble:
    return Trouble(
        403,
        "not_allowed",
        _("You may not save this"),
        _(
            "Your role does not allow this, so it was not saved. What you typed is still below: "
            "copy it, or let a colleague who may do it log in here and save it."
        ),
        dialog=_("Your role does not allow this, so it was not saved."),
        asks_login=True,
    )


def not_found() -> Trouble:
    return Trouble(
        404,
        "not_found",
        _("This cannot be found any more"),
        _(
            "Somebody deleted what you were working on, or you may not see it, so this was not "
            "saved. What you typed is still below: copy it, or let a colleague who may see it log "
            "in here and save it."
        ),
        dialog=_(
            "Somebody deleted what you were working on, or you may not see it, so this was not "
            "saved."
        ),
        asks_login=True,
    )


def busy(*, partly: bool) -> Trouble:
    return Trouble(
        503,
        "busy",
        _("Not saved yet"),
        _("The database is busy with other work. ") + _kept(partly=partly),
        dialog=_(
            "The database is busy with other work, so this was not saved. Wait a moment, then try "
            "again: what you typed is still here."
        ),
    )


def away(*, partly: bool) -> Trouble:
    return Trouble(
        503,
        "database_away",
        _("Not saved yet"),
        _("The database does not answer. ") + _kept(partly=partly),
        dialog=_(
            "The database does not answer, so this was not saved. Wait a moment, then try again: "
            "what you typed is still here."
        ),
    )


def disk_full(*, partly: bool) -> Trouble:
    return Trouble(
        503,
        "disk_full",
        _("Not saved yet"),
        _("The server’s disk is full or fails. Tell whoever runs the site. ")
        + _kept(partly=partly),
        dialog=_(
            "The server’s disk is full or fails, so this was not saved. Tell whoever runs the "
            "site, then try again: what you typed is still here."
        ),
    )


def not_received() -> Trouble:
    return Trouble(
        503,
        "not_received",
        _("Not saved yet"),
        _(
            "The server’s disk has no room for the file that you sent. Nothing was saved, and "
            "nothing that you typed is lost. Tell whoever runs the site, choose the file again "
            "and press “Try again” once there is room, or save the words without it."
        ),
        dialog=_(
            "The server’s disk has no room for this file, so nothing was saved. Tell whoever runs "
            "the site, and send it again once there is room."
        ),
    )


def failed() -> Trouble:
    return Trouble(
        500,
        "server_error",
        _("Something went wrong on our side"),
        _(
            "The failure has been recorded. Look in another tab whether your work was saved, and "
            "try again here if it was not. What you typed is still below: copy it if trying again "
            "does not help, and tell whoever runs the site."
        ),
        dialog=_(
            "Something went wrong on our side. The failure has been recorded. Try again, and tell "
            "whoever runs the site if that does not help: what you typed is still here."
        ),
    )


def _kept(*, partly: bool) -> str:
    if partly:
        return _(
            "A part of this may be saved already: look in another tab before you try again. What "
            "you typed is still here."
        )
    return _(
        "Nothing was saved, and nothing that you typed is lost: wait a moment, then press “Try "
        "again”."
    )
