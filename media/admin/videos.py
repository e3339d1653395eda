"""Videos in the admin."""

from django.contrib import admin
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .. import access
from ..models import Image, Video
from .library import THUMBNAIL_PX, Fieldset, InUseFilter, LibraryAdmin, picture
from .video_form import VideoForm


class FilesFirst(admin.ModelAdmin):
    """A form that is not one transaction, as Django has it: the act has one of its own.

    While a film goes to a disk or a bucket nobody waits for the database: SQLite has one writer.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]


@admin.register(Video)
class VideoAdmin(LibraryAdmin, FilesFirst):
    form = VideoForm
    list_display = ["thumbnail", "title", "provider", "duration", "created_at"]
    list_display_links = ["thumbnail", "title"]
    list_filter = [InUseFilter]
    search_fields = ["title", "slug", "summary", "url"]
    change_list_template = "editorial/item_list.html"
    show_full_result_count = False
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["poster"]
    readonly_fields = ["provider", "own_file", "created_at", "where_used"]
    _WORDS: Fieldset = (None, {"fields": ["title", "slug", "summary", "poster"]})
    _LENGTH = "duration_seconds"
    _CAPTIONS: Fieldset = (
        _("Captions and transcript"),
        {"fields": ["captions_file", "captions", "captions_language", "transcript"]},
    )
    add_fieldsets: list[Fieldset] = [
        _WORDS,
        (_("Film"), {"fields": ["url", "film", _LENGTH]}),
        _CAPTIONS,
    ]
    fieldsets = [
        _WORDS,
        (_("Film"), {"fields": ["url", "provider", "own_file", "film", "without_file", _LENGTH]}),
        _CAPTIONS,
        (_("In the library"), {"fields": ["created_at", "where_used"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("poster")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "poster":
            # The one that it has may stay.
            has = Video.objects.filter(pk=request.resolver_match.kwargs.get("object_id") or 0)
            choosable = access.choosable(Image.objects.all(), request.user)
            kwargs["queryset"] = Image.objects.filter(
                Q(pk__in=choosable.values("pk")) | Q(pk__in=has.values("poster"))
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def save_model(self, request, obj, form, change) -> None:
        form.store(obj, by=request.user)

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
