"""How the library's pages print images, credits, rights and uses."""

from functools import partial
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from media.admin.library import PREVIEW_PX, THUMBNAIL_PX, picture
from media.rights import wording
from media.rights.wording import RightsState
from newsroom.editorial.models import Item

register = template.Library()
# Half of the preview that it shows: screens have two pixels where a page has one.
_TILE_PX = 160


for _name, _px, _css_class in (
    ("tile_picture", _TILE_PX, "tile-picture"),
    ("row_picture", THUMBNAIL_PX, "library-thumbnail"),
    ("page_picture", PREVIEW_PX, "library-preview"),
):
    register.simple_tag(partial(picture, longest_px=_px, css_class=_css_class), name=_name)
register.filter("lease_times", wording.times)
register.filter("lease_reach", wording.reach)


@register.simple_tag
def rights_state(state: RightsState) -> SafeString:
    """A word with its shape; the exact instant on hover and for screen readers."""
    exact = wording.exactly(state.at) if state.at else ""
    return format_html(
        '<span class="label label-{}"{}><span aria-hidden="true">{}</span> {}</span>',
        state.tone,
        format_html(' title="{}"', exact) if exact else "",
        state.shape,
        state.word,
    )


@register.simple_tag
def no_credit() -> SafeString:
    return rights_state(wording.no_credit())


@register.filter
def as_text(said: Any) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)


@register.filter
def minus(count: int, items: list) -> int:
    """How many are not among those that are named."""
    return max(0, count - len(items))


@register.filter
def item_url(item: Item) -> str:
    meta = item._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[item.pk])


@register.filter
def item_kind(item: Item) -> str:
    return str(item._meta.verbose_name)
