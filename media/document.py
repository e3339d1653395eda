"""What readers get of a picture and of a video, as plain JSON."""

from newsroom.lib import addresses, instants

from . import crops, opening, sizes
from .models import Image, Rendition, Video

# ``src`` is for readers without srcset: wide enough for a column, light enough for a phone.
_SRC_WIDTH_PX = 1280


def image_document(image: Image, *, caption: str = "", alt: str = "") -> dict:
    """An image as a story shows it; ``caption`` and ``alt`` are this use's, else the library's.

    A decorative image has no alt text unless this use gives one. ``src`` and ``srcset`` are empty
    while there are no renditions.
    """
    credit = image.credit
    return {
        "id": str(image.uuid),
        "alt": alt or ("" if image.is_decorative else image.alt_text),
        "decorative": image.is_decorative and not alt,
        "caption": caption or image.caption,
        "credit": {
            "line": image.printed_credit,
            "creator": credit.creator,
            "pool": credit.pool,
            "agency": credit.agency,
            "supplier": credit.supplier,
        },
        "copyright": image.copyright_notice,
        "rights": {"syndication": False, "usable_until": None},
        "placeholder": image.placeholder,
        **_files(image, ""),
    }


def video_document(video: Video) -> dict:
    """A video as stories and its own page show it; ``url`` is the film, ``page_url`` is ours."""
    return {
        "id": str(video.uuid),
        "slug": video.slug,
        "title": video.title,
        "summary": video.summary,
        "url": video.url,
        "page_url": addresses.absolute(video.get_absolute_url()),
        "provider": video.provider,
        "duration_seconds": video.duration_seconds,
        "created_at": instants.to_text(video.created_at),
        "poster": image_document(video.poster) if video.poster else None,
    }


def _files(image: Image, crop: str) -> dict:
    """What depends on the part that is shown: its measures, focal point and files.

    While a part has no files, the whole picture stands for it.
    """
    made = sorted(
        (r for r in image.renditions.all() if r.crop == crop and r.name in sizes.ORDER),
        key=lambda r: (sizes.ORDER[r.name], r.format != "webp", r.format),
    )
    if crop and not made:
        return _files(image, "")
    box = crops.parse(crop) if crop else crops.WHOLE
    width, height = box.sides_px(image.width_px, image.height_px)
    focal_x, focal_y = box.focal_point(image.focal_x, image.focal_y)
    whole = [r for r in made if r.name in sizes.FREE]
    return {
        "width": width,
        "height": height,
        "focal_point": {"x": round(focal_x, 4), "y": round(focal_y, 4)},
        "animated": not crop and bool(made) and opening.moves(
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


def _rendition(rendition: Rendition) -> dict:
    return {
        "name": rendition.name,
        "width": rendition.width_px,
        "height": rendition.height_px,
        "type": rendition.media_type,
        "bytes": rendition.bytes,
        "url": rendition.url,
    }
