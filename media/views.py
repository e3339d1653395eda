"""The public files. Nothing else of the library has an address."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from . import renditions
from .storage import renditions_storage

_HEADERS = {
    # The name is made of the content: what is under it never changes.
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One rendition. A name that no rendition can have is not even looked for."""
    if not renditions.PUBLIC_NAME.fullmatch(name):
        return _not_found()
    storage = renditions_storage()
    headers = {**_HEADERS, "Content-Type": renditions.media_type(name)}
    try:
        if request.method == "HEAD":
            return HttpResponse(headers={**headers, "Content-Length": str(storage.size(name))})
        return FileResponse(storage.open(name), headers=headers)
    except FileNotFoundError:
        return _not_found()


def _not_found() -> HttpResponse:
    """Plain: whoever asks for a picture cannot show a page, and none needs to be made."""
    return HttpResponseNotFound("Not found.\n", content_type="text/plain; charset=utf-8")
