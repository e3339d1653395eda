"""What the upload page and the editor are told of a picture, as JSON."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse

from newsroom.accounts.models import User
from newsroom.editorial import clock
from newsroom.editorial.admin.fields import joined

from .. import access, previews, rights_words, taking, usage
from ..models import Image, Lease

#: The size in which a picture is looked at closely.
LOOKED_AT_PX = 1280
#: How many of the stories that show a picture are named.
_USES = 5
_WORDS = (
    "title",
    "alt_text",
    "is_decorative",
    "caption",
    "creator",
    "is_pool",
    "agency",
    "supplier",
    "credit_line",
    "rights_category",
    "restrictions",
)
#: Those that readers get with the picture.
_PRINTED = ("alt_text", "is_decorative", "caption")


def of_image(image: Image, *, to: User) -> dict[str, Any]:
    """The picture with its words as the quick form takes them back."""
    words = {name: getattr(image, name) for name in _WORDS}
    return {
        **shown(image, to=to),
        "name": image.original_name,
        "is_source_protected": image.is_source_protected,
        "change_url": reverse("admin:media_image_change", args=[image.pk]),
        "fields": {**words, "keywords": joined(image.keywords)},
    }


def shown(image: Image, *, to: User) -> dict[str, Any]:
    """What whoever uses the picture in a story looks at: the picture and what is printed of it."""
    return {
        "id": str(image.uuid),
        "title": str(image),
        "thumb": previews.url(image, LOOKED_AT_PX),
        "width": image.width_px,
        "height": image.height_px,
        "focal": {"x": image.focal_x, "y": image.focal_y},
        "printed_credit": image.printed_credit,
        "may_change": access.may_change(image, to),
        "fields": {name: getattr(image, name) for name in _PRINTED},
    }


def brief(image: Image, *, user: User) -> dict[str, Any]:
    """A picture that is there already, with the stories that show it, as far as the user sees."""
    return {
        "id": str(image.uuid),
        "title": str(image),
        "thumb": previews.url(image),
        "width": image.width_px,
        "height": image.height_px,
        "printed_credit": image.printed_credit,
        "change_url": reverse("admin:media_image_change", args=[image.pk]),
        **uses_of(image, user=user),
    }


def uses_of(image: Image, *, user: User) -> dict[str, Any]:
    """``uses``: the newest stories that show the picture; ``use_count``: how many do."""
    found = usage.named_to(image, user, at=clock.now(), shown=_USES)
    return {
        "use_count": found.count,
        "uses": [{"title": str(item), "url": _change_url(item)} for item in found.items],
    }


def conflicts_of(image: Image) -> list[dict[str, Any]]:
    """Where the file's blocks disagree: what each side says as text, and the fields to save for it.

    Without fields nothing can be taken over.
    """
    return [
        {
            "label": conflict.label,
            "values": [
                {
                    "block": saying.name,
                    "value": saying.text,
                    "is_taken": saying.is_taken,
                    "fields": {name: _sent(value) for name, value in saying.columns.items()},
                }
                for saying in conflict.sayings
            ],
        }
        for conflict in taking.conflicts(image)
    ]


def _sent(value: Any) -> str:
    """A column's value as the quick form takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return joined(value) if isinstance(value, list) else str(value)


def of_lease(lease: Lease) -> dict[str, Any]:
    """A lease as a sentence, with what somebody decides by."""
    return {
        "id": lease.pk,
        "words": str(lease),
        "kind": lease.get_kind_display(),
        "scope": lease.get_scope_display(),
        "time": rights_words.times(lease),
        "places": ", ".join(lease.places),
        "reach": rights_words.reach(lease),
        "url": reverse("admin:media_image_lease", args=[lease.pk]),
    }


def _change_url(item: Model) -> str:
    opts = item._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[item.pk])
