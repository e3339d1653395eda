"""The public files. Nothing else of the library has an address."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from newsroom.editorial import clock

from . import caching, renditions, serving, video_files
from .models import Image, Video
from .storage import FOREVER

_ID_DIGITS = 32


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One rendition, film or captions file. A name that none can have is not even looked for."""
    cache_control = _cache_control(name, at=clock.now())
    if cache_control is None:
        return _not_found()
    try:
        return serving.answer(request, name, cache_control=cache_control)
    except FileNotFoundError:
        return _not_found()


def _cache_control(name: str, *, at: datetime) -> str | None:
    """How long caches may keep the file; None where readers may not have it at all."""
    public_id = name[:_ID_DIGITS]
    if renditions.PUBLIC_NAME.fullmatch(name):
        return _of_picture(public_id, at)
    if video_files.PUBLIC_NAME.fullmatch(name):
        return FOREVER if Video.objects.filter(uuid=public_id).exists() else None
    return None


def _of_picture(public_id: str, at: datetime) -> str | None:
    """Not past the end of the lease that allows the picture now."""
    found = Image.objects.filter(uuid=public_id).values_list("windows", flat=True)[:1]
    return next((caching.of_answer(Image(windows=windows), at=at) for windows in found), None)


def _not_found() -> HttpResponse:
    """Plain: whoever asks for a picture cannot show a page, and none needs to be made.

    Not kept by caches: what is missing now may come, and come back when a lease begins.
    """
    return HttpResponseNotFound(
        "Not found.\n",
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
