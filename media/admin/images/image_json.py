"""What the upload page and the editor are told of an image, as JSON."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from media import access, image_fields
from media.intake import metadata_choice
from media.models import Image, Lease
from media.renditions import previews
from media.rights import wording
from newsroom.accounts.models import User
from newsroom.editorial.acts import shared_things
from newsroom.editorial.admin.pick_fields import joined

#: The size in which an image is looked at closely.
LOOKED_AT_PX = 1280
#: How many of the stories that show an image are named.
_USES = 5
_TOLD = frozenset(image_fields.names(is_told=True))


#: The columns of the quick form.
QUICK = image_fields.names(quick=True)


def for_user(image: Image, user: User) -> dict[str, Any]:
    """``of_image`` for those who may see it; others get what readers get, and no link to it."""
    answer = of_image(image) | {"may_change": access.may_change(image, user)}
    if access.may_see(image, user):
        return answer
    words = {name: getattr(image, name) if name in _TOLD else "" for name in QUICK}
    return answer | {
        "title": access.public_name(image),
        "name": "",
        "is_source_protected": False,
        "change_url": "",
        "fields": {**words, "keywords": ""},
    }


def of_image(image: Image) -> dict[str, Any]:
    """The image with its words as the quick form takes them back."""
    words = {name: getattr(image, name) for name in QUICK}
    return {
        **_facts(image),
        "title": str(image),
        "name": image.original_name,
        "thumb": previews.url(image, LOOKED_AT_PX),
        "focal": {"x": image.focal_x, "y": image.focal_y},
        "is_source_protected": image.is_source_protected,
        "fields": {**words, "keywords": joined(image.keywords)},
    }


def _facts(image: Image) -> dict[str, Any]:
    return {
        "id": str(image.uuid),
        "width": image.width_px,
        "height": image.height_px,
        "printed_credit": image.printed_credit,
        "change_url": reverse("admin:media_image_change", args=[image.pk]),
    }


def brief(image: Image, user: User) -> dict[str, Any]:
    """An image that is there already, with the stories that show it."""
    told = {"title": access.name_for(image, user), "thumb": previews.url(image)}
    if not access.may_see(image, user):
        told["change_url"] = ""
    return {**_facts(image), **told, **uses_of(image, user)}


def uses_of(image: Image, user: User) -> dict[str, Any]:
    """``uses``: the newest stories that show the image; ``use_count``: how many do, of those that
    the user may know of."""
    uses = shared_things.uses(image, user=user, shown=_USES)
    told = [{"title": use.title, "url": use.url} for use in uses.told]
    return {"use_count": uses.count, "uses": told}


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
        for conflict in metadata_choice.conflicts(image)
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
        "time": wording.times(lease),
        "places": ", ".join(lease.places),
        "reach": wording.reach(lease),
        "url": reverse("admin:media_image_lease_decide", args=[lease.image_id, lease.pk]),
    }
