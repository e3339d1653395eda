"""The newsroom's own small images, for logged-in staff who may see the library."""

import logging
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from media import access
from media.decoding import decoder
from media.models import Image
from media.renditions import previews
from newsroom.accounts.models import User

logger = logging.getLogger(__name__)

_HEADERS = {
    "Cache-Control": "private, max-age=86400",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def preview(request: HttpRequest, public_id: UUID, size: int) -> HttpResponse:
    """One preview. Who may not see the library is told nothing of it."""
    if size not in previews.SIZES or not request.user.has_perm("media.view_image"):
        raise Http404
    image = get_object_or_404(Image, uuid=public_id)
    if not access.may_preview(image, cast(User, request.user)):
        raise Http404
    try:
        content = previews.read(image, size)
    except (FileNotFoundError, decoder.ImageRefused) as error:
        raise Http404 from error
    except OSError:
        logger.exception("The storage did not give out a preview of %s.", public_id)
        return HttpResponse(status=503, headers={"Cache-Control": "no-store"})
    return HttpResponse(content, content_type=previews.MEDIA_TYPE, headers=_HEADERS)
