"""What images and videos have in common in the admin: retired, brought back, never deleted."""

from typing import Any

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from media import access
from media.library import editing
from media.models import Image
from media.renditions import previews
from newsroom.editorial.admin.conflicts.together import TogetherAdmin

Fieldset = tuple[Any, Any]

THUMBNAIL_PX = 96
PREVIEW_PX = 640


class LibraryAdmin(TogetherAdmin):
    """Things of the library: retired when no longer wanted, never deleted."""

    desk_group = "library"
    actions: Any = ["retire", "bring_back"]
    ordering = ["-created_at", "-pk"]

    class Media:
        css = {"all": ["media/admin.css"]}

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def has_keep_permission(self, request) -> bool:
        """Django asks this for the actions."""
        return access.may_keep(request.user)

    @admin.action(description=_("Retire: no longer offer"), permissions=["keep"])
    def retire(self, request, queryset) -> None:
        count = sum(editing.retire(thing, by=request.user) for thing in queryset)
        self._say(request, count, ngettext("%d retired.", "%d retired.", count) % count)

    @admin.action(description=_("Bring back"), permissions=["keep"])
    def bring_back(self, request, queryset) -> None:
        count = sum(editing.bring_back(thing, by=request.user) for thing in queryset)
        self._say(request, count, ngettext("%d brought back.", "%d brought back.", count) % count)

    def _say(self, request, count: int, text: str) -> None:
        if count:
            self.message_user(request, text, messages.SUCCESS)
        else:
            self.message_user(request, gettext("Nothing has changed."), messages.INFO)


def keys(texts: list[str]) -> list[int]:
    """The primary keys among what a form sent, each once, in their order."""
    return list(dict.fromkeys(int(text) for text in texts if text.isdecimal() and len(text) < 19))


def picture(image: Image | None, longest_px: int, css_class: str) -> str:
    """The newsroom's preview, shown no larger than asked; nothing where there is no image."""
    if image is None:
        return ""
    size = next((s for s in previews.SIZES if s >= 2 * longest_px), previews.SIZES[-1])
    width, height = previews.sides(image, longest_px)
    return format_html(
        '<img class="{}" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        css_class, previews.url(image, size), width, height, "",
    )  # fmt: skip
