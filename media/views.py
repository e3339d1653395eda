"""The public files. Nothing else of the library has an address."""

import logging
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from newsroom.editorial.publication import ledger
from newsroom.lib import surrogate_keys

from .models import Image, Video
from .renditions import sizes
from .storage import cache_headers, file_response, showable
from .storage.stores import FOREVER
from .videos import video_files

logger = logging.getLogger(__name__)

_ID_DIGITS = 32
_AGAIN_AFTER_SECONDS = 10


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One rendition, video or captions file. A name that none can have is not even looked for."""
    cache_control = _cache_control(request, name)
    if cache_control is None:
        return _not_found()
    try:
        return file_response.answer(request, name, cache_control=cache_control)
    except FileNotFoundError:
        return _not_found()
    except OSError:
        logger.exception("The storage did not give out %s.", name)
        return _away()


def _cache_control(request: HttpRequest, name: str) -> str | None:
    """How long caches may keep the file; None where readers may not have it at all."""
    public_id = name[:_ID_DIGITS]
    if sizes.PUBLIC_NAME.fullmatch(name):
        return _of_image(request, public_id)
    if video_files.PUBLIC_NAME.fullmatch(name):
        return _of_video(request, public_id)
    return None


def _of_video(request: HttpRequest, public_id: str) -> str | None:
    """A video has no leases; it is gone when its file is removed or its story is taken down."""
    surrogate_keys.carry(request, surrogate_keys.thing("video", UUID(public_id)))
    video = Video.objects.filter(uuid=public_id).first()
    return FOREVER if video and video_files.is_due(video) else None


def _of_image(request: HttpRequest, public_id: str) -> str | None:
    """The lifetime, never past the end of the lease that allows the image now: one query.

    An image that was merged is also bound by the other's leases. The instant is the one pages use:
    a machine whose clock is behind serves nothing that they have dropped. Images of a story that
    was taken down are refused at once, before their files are deleted.
    """
    rows = Image.objects.filter(uuid=public_id).annotate(
        survivors_windows=F("merged_into__windows"),
        survivor=F("merged_into__uuid"),
        read_at=ledger.instant_in_sql(),
        is_doubtful=ExpressionWrapper(showable.may_be_taken_down(), BooleanField()),
    )
    columns = ("windows", "survivors_windows", "survivor", "read_at", "is_doubtful")
    found = rows.values_list(*columns).first()
    if found is None:
        return None
    windows, survivors_windows, survivor, at, is_doubtful = found
    for each in filter(None, (UUID(public_id), survivor)):
        surrogate_keys.carry(request, surrogate_keys.thing("image", each))
    if is_doubtful and showable.is_taken_down(Image.objects.get(uuid=public_id)):
        return None
    return cache_headers.of_answer(Image(windows=windows), Image(windows=survivors_windows), at=at)


def _not_found() -> HttpResponse:
    """Plain text, because what asks for an image cannot show a page.

    Not cached: a missing file may come, or come back when a lease begins.
    """
    return HttpResponseNotFound(
        "Not found.\n",
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _away() -> HttpResponse:
    """The disk or the bucket does not answer; asking again in a moment may help."""
    return HttpResponse(
        "The file cannot be read just now.\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store", "Retry-After": str(_AGAIN_AFTER_SECONDS)},
    )
