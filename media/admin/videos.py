"""Videos in the admin."""

from typing import Any

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from media.models import Video
from newsroom.editorial import clock
from newsroom.editorial.admin.access import KnownAdmin
from newsroom.editorial.admin.cells import said
from newsroom.editorial.admin.shared import RetiredFilter, uses_of
from newsroom.editorial.admin.slugged import remember_address
from newsroom.editorial.rules import public_things

from .library import THUMBNAIL_PX, Fieldset, LibraryAdmin, picture
from .video_form import VideoForm

_WORDS: Fieldset = (None, {"fields": ["title", "slug", "summary", "poster"]})
_CAPTIONS: Fieldset = (
    _("Captions and transcript"),
    {"fields": ["captions_file", "captions", "captions_language", "transcript"]},
)


class FilesFirst(admin.ModelAdmin):
    """A form outside a transaction: the act has its own.

    Nobody waits for the database while a video goes to a disk or a bucket: SQLite has one writer.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]


@admin.register(Video)
class VideoAdmin(KnownAdmin, LibraryAdmin, FilesFirst):
    form = VideoForm
    list_display = ["thumbnail", "title", "provider", "duration", "added"]
    list_display_links = ["title"]
    list_filter = [RetiredFilter]
    search_fields = ["title", "slug", "summary", "url"]
    change_form_template = "admin/media/video.html"
    readonly_fields = ["provider", "own_file", "added"]

    def get_queryset(self, request):
        videos = super().get_queryset(request).select_related("poster")
        return videos.annotate(read_at=clock.in_sql())

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        file = ["url", "file", "duration_seconds"]
        if obj is not None:
            ours = ["own_file", "file", "without_file"] if obj.file_name else ["file"]
            file = ["url", "provider", *ours, "duration_seconds", "added"]
        return [_WORDS, (_("Video"), {"fields": file}), _CAPTIONS]

    def save_model(self, request, obj, form, change) -> None:
        remember_address(obj, form)
        form.store(obj, by=request.user)

    def render_change_form(self, request, context, *args, **kwargs):
        video = context["original"]
        if video is not None:
            context["used"] = uses_of(video, request.user)
            context["is_public"] = public_things.named_publicly(video, clock.now())
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("added"), ordering="created_at")
    def added(self, video: Any) -> str:
        return said(video.created_at, now=video.read_at) if video.pk else "–"

    @admin.display(description=_("poster"))
    def thumbnail(self, video: Video) -> str:
        return picture(video.poster, THUMBNAIL_PX, "library-thumbnail") or "–"

    @admin.display(description=_("our own file"))
    def own_file(self, video: Video) -> str:
        if not video.file_name:
            return "–"
        return format_html(
            '<a href="{}">{} × {} px, {}</a>',
            video.file_url,
            video.width_px,
            video.height_px,
            filesizeformat(video.bytes),
        )

    @admin.display(description=_("length"), ordering="duration_seconds")
    def duration(self, video: Video) -> str:
        if video.duration_seconds is None:
            return "–"
        minutes, seconds = divmod(video.duration_seconds, 60)
        return f"{minutes}:{seconds:02d}"
