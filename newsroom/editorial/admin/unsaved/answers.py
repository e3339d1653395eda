"""The answers: a page that holds all fields, or JSON for dialogs, which keep their own fields.

Nothing here asks the database or the session: either may be what has failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.signin import steps
from newsroom.lib import site_settings

from . import typed

#: When to try again, in seconds: a header for programs.
AGAIN_AFTER_SECONDS = 10
#: Holds the name of the last user logged in, so that the page asks only for the password.
NAME_COOKIE = "last_login_name"


@dataclass(frozen=True)
class Trouble:
    """Why a save was not taken, and what to do: on the page, and in a dialog.

    ``asks_login``: the page asks for a name and a password. Else it offers to try again.
    """

    status: int
    code: str
    title: Any
    why: Any
    on_page: Any
    in_dialog: Any = ""
    asks_login: bool = False

    @property
    def message(self) -> str:
        return f"{self.why} {self.on_page}"

    @property
    def dialog(self) -> str:
        return f"{self.why} {self.in_dialog}".strip()


def answer(
    request: HttpRequest,
    trouble: Trouble,
    *,
    name: str = "",
    error: str = "",
    attempt: steps.Attempt | None = None,
) -> HttpResponse:
    """``name`` fills the user name field; ``error`` says what was wrong with the login.

    ``attempt``, of whoever has given the right password: the page asks for the second factor.
    """
    if wants_json(request):
        get_token(request)
        response: HttpResponse = JsonResponse(
            {
                "status": "failed",
                "code": trouble.code,
                "message": trouble.dialog,
            },
            status=trouble.status,
        )
    else:
        response = HttpResponse(
            _page(request, trouble, name, error, attempt), status=trouble.status
        )
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if trouble.status == 503:
        response["Retry-After"] = str(AGAIN_AFTER_SECONDS)
    return response


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _page(
    request: HttpRequest, trouble: Trouble, name: str, error: str, attempt: steps.Attempt | None
) -> str:
    # Rendered without the request, because context processors ask who is logged in.
    return render_to_string(
        "editorial/unsaved.html",
        {
            "title": trouble.title,
            "site_title": site_settings.current().name,
            "site_header": site_settings.current().name,
            "trouble": trouble,
            "typed": typed.of(request),
            "path": request.get_full_path(),
            "csrf_token": get_token(request),
            "name": name,
            "error": attempt.error if attempt else error,
            "fields": typed.LOGIN,
            "attempt": attempt,
        },
    )


_ENTER_PASSWORD = _(
    "Nothing that you typed is lost: enter your password, and it is saved as you typed it."
)
_WAIT_ON_PAGE = _(
    "Nothing was saved, and nothing that you typed is lost: wait a moment, then press “Try again”."
)
_WAIT_IN_DIALOG = _(
    "Nothing was saved. Wait a moment, then try again: what you typed is still here."
)
#: In place of ``_WAIT_ON_PAGE``, once a part of the save may be stored.
PARTLY_SAVED = _(
    "Part of this may already be saved: check in another tab before you try again. What"
    " you typed is still here."
)

LOGGED_OUT = Trouble(
    403, "logged_out", _("Log in to save"),
    _("You are no longer logged in, so this is not saved yet."),
    _ENTER_PASSWORD,
    _("Log in in another tab, then try again here: what you typed is still here."),
    asks_login=True,
)  # fmt: skip
#: The form's token is no longer the browser's.
OUT_OF_DATE = Trouble(
    403, "out_of_date", _("Log in to save"),
    _("Somebody logged in or out in this browser after this page was opened, so this is not saved "
      "yet."),
    _ENTER_PASSWORD,
    _("Check in another tab that you are logged in, then try again here: what you typed is still "
      "here."),
    asks_login=True,
)  # fmt: skip
#: The password was right; the account has a second factor.
SECOND_STEP = Trouble(
    403, "second_step", _("Second step to save"),
    _("Your password is right. Now use your second factor."),
    _("Nothing that you typed is lost: it is saved as you typed it once that is right too."),
)  # fmt: skip
#: Somebody is logged in, but has not given the password for a while.
CONFIRM = Trouble(
    403, "confirm", _("Enter your password to go on"),
    _("This is a serious step, so enter your password again. Nothing is done yet."),
    _("Nothing that you typed is lost: enter your password, and it is done as you typed it."),
    _("Log in again in another tab, then try again here: what you typed is still here."),
    asks_login=True,
)  # fmt: skip
WITHOUT_SECOND = Trouble(
    403, "without_second_factor", _("Set up a second factor first"),
    _("Your newsroom asks for a second factor, and you have none yet, so this is not saved."),
    _("Open “Sign-in and security” in another tab and set one up there, then press “Try again” "
      "here: what you typed is still here."),
    _("Open “Sign-in and security” in another tab and set one up there, then try again here."),
)  # fmt: skip
NOT_STAFF = Trouble(
    403, "not_staff", _("Your account may not save here"),
    _("Your account no longer has access to the newsroom, so this was not saved. Ask a "
      "managing editor to give you access again."),
    _("What you typed is still below: copy it, or let a colleague log in here and save it."),
    asks_login=True,
)  # fmt: skip
NOT_ALLOWED = Trouble(
    403, "not_allowed", _("You may not save this"),
    _("Your role does not allow this, so it was not saved."),
    _("What you typed is still below: copy it, or let a colleague who may do it log in here and "
      "save it."),
    asks_login=True,
)  # fmt: skip
NOT_FOUND = Trouble(
    404, "not_found", _("This can no longer be found"),
    _("Somebody deleted what you were working on, or you may not see it, so this was not saved."),
    _("What you typed is still below: copy it, or let a colleague who may see it log in here and "
      "save it."),
    asks_login=True,
)  # fmt: skip
BUSY = Trouble(
    503, "busy", _("Not saved yet"),
    _("The database is busy with other work."), _WAIT_ON_PAGE, _WAIT_IN_DIALOG,
)  # fmt: skip
AWAY = Trouble(
    503, "database_away", _("Not saved yet"),
    _("The database does not answer."), _WAIT_ON_PAGE, _WAIT_IN_DIALOG,
)  # fmt: skip
DISK_FULL = Trouble(
    503, "disk_full", _("Not saved yet"),
    _("The server’s disk is full or failing. Tell the people who run the site."),
    _WAIT_ON_PAGE, _WAIT_IN_DIALOG,
)  # fmt: skip
NOT_RECEIVED = Trouble(
    503, "not_received", _("Not saved yet"),
    _("The server’s disk has no room for the file that you sent, so nothing was saved. "
      "Tell the people who run the site."),
    _("Nothing that you typed is lost: choose the file again and press “Try again” once "
      "there is room, or save the text without it."),
    _("Send it again once there is room."),
)  # fmt: skip
FAILED = Trouble(
    500, "server_error", _("Something went wrong on our side"),
    _("Something went wrong on our side. The failure has been recorded."),
    _("Check in another tab whether your work was saved, and try again here if it was "
      "not. What you typed is still below: copy it if trying again does not help, and "
      "tell the people who run the site."),
    _("Try again, and tell the people who run the site if that does not help: what you "
      "typed is still here."),
)  # fmt: skip
