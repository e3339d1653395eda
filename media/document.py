"""What readers get of an image and of a video, as plain JSON."""

from datetime import datetime
from typing import Any

from django.conf import settings

from newsroom.lib import addresses, boxes, instants, languages

from . import image_fields, shapes
from .credits.lines import without_repeated
from .decoding import decoder
from .models import Image, Rendition, Video
from .models.choices import DIGITAL_SOURCE_PREFIX, LICENCE_ADDRESSES, Licence
from .renditions import sizes
from .shapes import ImageDocument, PlainMembers, VideoDocument
from .videos import players

# ``src`` is for readers without srcset: wide enough for a column, light enough for a phone.
_SRC_WIDTH_PX = 1280


def image_document(
    image: Image, *, at: datetime, caption: str = "", alt: str = "", crop: str = ""
) -> ImageDocument | None:
    """An image as a story shows it at ``at``; None while its leases do not allow that.

    ``caption``, ``alt`` and ``crop`` are this use's, else the library's. A decorative image has no
    alt text unless this use gives one. ``src`` and ``srcset`` are empty while there are no
    renditions; those of a crop that are not made yet are the whole image's.
    """
    if not image.is_usable(at):
        return None
    credit, until = image.credit, image.usable_until(at)
    return {
        "id": str(image.uuid),
        "alt": alt or ("" if image.is_decorative else image.alt_text),
        "decorative": image.is_decorative and not alt,
        **_as_they_are(image),
        "caption": without_repeated(caption or image.caption, image.printed_credit),
        "credit": {
            "line": image.printed_credit,
            "creator": credit.creator,
            "pool": credit.pool,
            "agency": credit.agency,
            "supplier": credit.supplier,
        },
        "rights": {
            "syndication": image.may_syndicate(at),
            "usable_until": instants.to_text(until) if until else None,
        },
        "licence": _licence(image),
        "digital_source_type": _digital_source(image),
        "place": ", ".join(filter(None, [image.city, image.region, image.country])),
        "placeholder": image.placeholder,
        **_files(image, crop),
    }


def _as_they_are(image: Image) -> PlainMembers:
    found: Any = {f.member: getattr(image, f.name) for f in image_fields.IMAGE if f.member}
    return found


def _licence(image: Image) -> shapes.LicenceMembers | None:
    if not image.licence:
        return None
    address = image.web_statement or LICENCE_ADDRESSES[Licence(image.licence)]
    return {"name": image.licence, "url": address}


def _digital_source(image: Image) -> str:
    return DIGITAL_SOURCE_PREFIX + image.digital_source_type if image.digital_source_type else ""


def video_document(video: Video, at: datetime) -> VideoDocument:
    """A video as stories and its own page show it; ``page_url`` is that page.

    Either ``file`` says what our own file is, or ``embed_url`` is a player of elsewhere, empty
    where we know of none. ``poster`` is None while its image may not be shown.
    """
    return {
        "id": str(video.uuid),
        "slug": video.slug,
        "title": video.title,
        "summary": video.summary,
        "url": video.file_url or video.url,
        "page_url": addresses.absolute(video.get_absolute_url()),
        "provider": "" if video.file_name else video.provider,
        "embed_url": "" if video.file_name else players.embed_url(video.url),
        "file": _video_file(video) if video.file_name else None,
        "captions": _captions(video) if video.captions_file_name and video.file_name else None,
        "transcript": video.transcript,
        "duration_seconds": video.duration_seconds,
        "created_at": instants.to_text(video.created_at),
        "poster": image_document(video.poster, at=at) if video.poster else None,
    }


def _video_file(video: Video) -> shapes.VideoFileMembers:
    return {
        "url": video.file_url,
        "type": video.media_type,
        "bytes": video.bytes,
        "width": video.width_px,
        "height": video.height_px,
    }


def _captions(video: Video) -> shapes.CaptionsMembers:
    return {
        "url": f"{settings.FILES_URL}/{video.captions_file_name}",
        "language": video.captions_language or languages.of_site(),
    }


def _files(image: Image, crop: str) -> shapes.Files:
    """While a part has no files, the whole image stands for it."""
    made = sorted(
        (r for r in image.renditions.all() if r.crop == crop and r.name in sizes.ORDER),
        key=lambda r: (sizes.ORDER[r.name], r.format != "webp", r.format),
    )
    if crop and not made:
        return _files(image, "")
    box = boxes.parse(crop) if crop else boxes.WHOLE
    width, height = box.sides_px(image.width_px, image.height_px)
    focal_x, focal_y = box.focal_point(image.focal_x, image.focal_y)
    whole = [r for r in made if r.name in sizes.FREE]
    return {
        "width": width,
        "height": height,
        "focal_point": {"x": round(focal_x, 4), "y": round(focal_y, 4)},
        "animated": not crop and bool(made) and decoder.moves(
            format=image.format, frames=image.frames, width_px=image.width_px,
            height_px=image.height_px,
        ),
        "src": _src([r for r in whole if r.format == "jpeg"]),
        "srcset": ", ".join(f"{r.url} {r.width_px}w" for r in whole if r.format == "webp"),
        "renditions": [_rendition(r) for r in made],
    }  # fmt: skip


def _src(whole: list[Rendition]) -> str:
    """The widest that is not too wide, else the narrowest."""
    fitting = [r for r in whole if r.width_px <= _SRC_WIDTH_PX] or whole[:1]
    return fitting[-1].url if fitting else ""


def _rendition(rendition: Rendition) -> shapes.Rendition:
    return {
        "name": rendition.name,
        "width": rendition.width_px,
        "height": rendition.height_px,
        "type": rendition.media_type,
        "bytes": rendition.bytes,
        "url": rendition.url,
    }
