"""How a form's script learns what the newsroom answered, and how the browser shows it.

The admin's forms are sent by a script (``forms.js``) that stays on the page, with everything that
was typed, until an answer of ours has come. The browser then shows exactly what it would have shown
without the script, so the script itself draws nothing:

- A redirect comes as a 204 with its address, and the script opens that address.
- A page comes sealed: signed, and valid only in the session it was written for. The script posts
  the seal back as a plain form and gets the page. The server stores nothing in between, so this
  also works when the database or the disk has failed.

An unexpected error (500) is passed on as it is: the script treats it as no answer and stays.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

SCRIPT_HEADER = "X-Form-Script"
LOCATION_HEADER = "X-Form-Location"
SEALED_PAGE = "application/vnd.newsroom.sealed-page"
_FIELD = b"seal="


Answer = Callable[[HttpRequest], HttpResponseBase]


def middleware(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not request.path.startswith(reverse("admin:index")):
            return get_response(request)
        if request.content_type == "text/plain":
            return _unsealed(request)
        response = get_response(request)
        if SCRIPT_HEADER not in request.headers:
            return response
        return _for_script(request, response)

    return answer


def _for_script(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if "Location" in response.headers:
        made = HttpResponse(status=204, headers={LOCATION_HEADER: response.headers["Location"]})
    elif isinstance(response, HttpResponse) and _is_page(response):
        made = HttpResponse(
            _seal(request, response), status=response.status_code, content_type=SEALED_PAGE
        )
    else:
        return response
    made.headers["Cache-Control"] = "no-store"
    made.cookies = response.cookies
    return made


def _is_page(response: HttpResponse) -> bool:
    return response.status_code != 500 and response.headers.get("Content-Type", "").startswith(
        "text/html"
    )


def _seal(request: HttpRequest, response: HttpResponse) -> str:
    page = [response.status_code, dict(response.headers), response.text]
    return signing.dumps(page, salt=_salt(request, response), compress=True)


def _unsealed(request: HttpRequest) -> HttpResponse:
    """The page in a seal, as it was answered; without a valid seal, the address itself."""
    seal = request.body.strip().removeprefix(_FIELD).decode("ascii", "replace")
    try:
        status, headers, html = signing.loads(seal, salt=_salt(request))
    except signing.BadSignature:
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponse(html, status=status, headers=headers)


def _salt(request: HttpRequest, response: HttpResponse | None = None) -> str:
    """The session that the browser will have when it sends the seal back."""
    name = settings.SESSION_COOKIE_NAME
    if response is not None and name in response.cookies:
        return f"form-answer:{response.cookies[name].value}"
    return f"form-answer:{request.COOKIES.get(name, '')}"
