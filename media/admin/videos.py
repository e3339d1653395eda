"""Videos in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .. import library
from ..models import Video
from .library import THUMBNAIL_PX, Fieldset, InUseFilter, LibraryAdmin, picture


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
        return super().get_queryset(request).select_related("poster")

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def save_model(self, request, obj, form, change) -> None:
        library.save_video(obj, by=request.user)

    @admin.display(description=_("poster"))
    def thumbnail(self, video: Video) -> str:
        return picture(video.poster, THUMBNAIL_PX, "library-thumbnail") or "–"

    @admin.display(description=_("length"), ordering="duration_seconds")
    def duration(self, video: Video) -> str:
        if video.duration_seconds is None:
            return "–"
        minutes, seconds = divmod(video.duration_seconds, 60)
        return f"{minutes}:{seconds:02d}"
