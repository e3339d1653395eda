"""The library in the admin: it shows and asks; ``uploads`` and ``library`` decide."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import recompiling

from . import library
from .forms import ImageUploadForm
from .models import Image, Rendition, Video

Fieldset = tuple[Any, Any]

_THUMBNAIL_PX = 96
_PREVIEW_PX = 640


class InUseFilter(admin.SimpleListFilter):
    """What may be chosen for new stories, unless somebody asks for the rest."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("retired", _("Retired")), ("all", _("All"))]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        if self.value() == "retired":
            return queryset.exclude(retired_at=None)
        return queryset.in_use()

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("In use")}, *others]


class LibraryAdmin(admin.ModelAdmin):
    """Things that stories share: retired when they are not wanted any more, never deleted."""

    desk_group = "library"
    actions = ["retire", "bring_back"]
    list_per_page = 50
    ordering = ["-created_at", "-pk"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    class Media:
        css = {"all": ["media/admin.css"]}

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_search_results(self, request, queryset, search_term):
        """Fields that choose one offer only what may be chosen."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.in_use()
        return super().get_search_results(request, queryset, search_term)

    @admin.action(description=_("Retire: offer for no new use"), permissions=["change"])
    def retire(self, request, queryset) -> None:
        for thing in queryset:
            library.retire(thing, by=request.user)
        self._say(request, ngettext("%d retired.", "%d retired.", len(queryset)) % len(queryset))

    @admin.action(description=_("Bring back"), permissions=["change"])
    def bring_back(self, request, queryset) -> None:
        for thing in queryset:
            library.bring_back(thing, by=request.user)
        count = len(queryset)
        self._say(request, ngettext("%d brought back.", "%d brought back.", count) % count)

    def _say(self, request, text: str) -> None:
        self.message_user(request, text, messages.SUCCESS)

    @admin.display(description=_("shown in"))
    def where_used(self, thing) -> str:
        editions = recompiling.where_used(thing)
        rows = (
            (e.card.get("headline", ""), date_format(e.published_at, "DATETIME_FORMAT"))
            for e in editions
        )
        return format_html_join("", "<div>{} · {}</div>", rows) or gettext("No published story.")


@admin.register(Image)
class ImageAdmin(LibraryAdmin):
    list_display = ["thumbnail", "name", "credit_shown", "dimensions", "created_at"]
    list_display_links = ["thumbnail", "name"]
    list_filter = [InUseFilter, "is_pool", "is_decorative"]
    search_fields = [
        "title",
        "original_name",
        "alt_text",
        "caption",
        "creator",
        "agency",
        "supplier",
        "credit_line",
    ]
    readonly_fields = [
        "preview",
        "credit_shown",
        "dimensions",
        "original_name",
        "uploaded_by",
        "created_at",
        "where_used",
    ]
    _WORDS: Fieldset = (_("Words"), {"fields": ["title", "alt_text", "is_decorative", "caption"]})
    _RIGHTS: Fieldset = (_("Rights"), {"fields": ["copyright_notice", "usage_terms", "source_url"]})
    add_fieldsets: list[Fieldset] = [(None, {"fields": ["file", "credit"]}), _WORDS, _RIGHTS]
    fieldsets = [
        (None, {"fields": ["preview", "credit_shown"]}),
        _WORDS,
        (
            _("Credit"),
            {"fields": [("creator", "is_pool"), "agency", "supplier", "credit_line"]},
        ),
        _RIGHTS,
        (_("Focal point"), {"fields": [("focal_x", "focal_y")]}),
        (
            _("File"),
            {"fields": ["dimensions", "original_name", "uploaded_by", "created_at", "where_used"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("renditions")

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002
        if obj is None:
            kwargs["form"] = ImageUploadForm
        return super().get_form(request, obj, change, **kwargs)

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        form.instance = form.store(by=request.user)
        form.save_m2m = lambda: None
        return form.instance

    def save_model(self, request, obj, form, change) -> None:
        if change:
            library.save(obj, by=request.user)

    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> str:
        return _picture(image, "thumb", _THUMBNAIL_PX, "library-thumbnail")

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> str:
        return _picture(image, "small", _PREVIEW_PX, "library-preview")

    @admin.display(description=_("name"), ordering="title")
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("printed credit"), ordering="creator")
    def credit_shown(self, image: Image) -> str:
        return image.printed_credit

    @admin.display(description=_("size"), ordering="width_px")
    def dimensions(self, image: Image) -> str:
        return f"{image.width_px} × {image.height_px} px, {image.get_format_display()}"


@admin.register(Video)
class VideoAdmin(LibraryAdmin):
    list_display = ["thumbnail", "title", "provider", "duration", "created_at"]
    list_display_links = ["thumbnail", "title"]
    list_filter = [InUseFilter]
    search_fields = ["title", "slug", "summary", "url"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["poster"]
    readonly_fields = ["provider", "created_at", "where_used"]
    add_fieldsets: list[Fieldset] = [
        (None, {"fields": ["title", "slug", "url", "summary", "poster", "duration_seconds"]}),
        (_("Transcript"), {"fields": ["transcript"]}),
    ]
    fieldsets = [
        *add_fieldsets,
        (_("In the library"), {"fields": ["provider", "created_at", "where_used"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("poster__renditions")

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def save_model(self, request, obj, form, change) -> None:
        library.save_video(obj, by=request.user)

    @admin.display(description=_("poster"))
    def thumbnail(self, video: Video) -> str:
        return _picture(video.poster, "thumb", _THUMBNAIL_PX, "library-thumbnail") or "–"

    @admin.display(description=_("length"), ordering="duration_seconds")
    def duration(self, video: Video) -> str:
        if video.duration_seconds is None:
            return "–"
        minutes, seconds = divmod(video.duration_seconds, 60)
        return f"{minutes}:{seconds:02d}"


def _picture(image: Image | None, size: str, longest_px: int, css_class: str) -> str:
    """A rendition, shown no larger than asked; nothing where there is none."""
    made = {r.name: r for r in image.renditions.all() if r.format == "webp"} if image else {}
    rendition: Rendition | None = made.get(size) or made.get("thumb")
    if rendition is None:
        return ""
    scale = min(1, longest_px / max(rendition.width_px, rendition.height_px))
    return format_html(
        '<img class="{}" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        css_class,
        rendition.url,
        max(1, round(rendition.width_px * scale)),
        max(1, round(rendition.height_px * scale)),
        "",
    )
