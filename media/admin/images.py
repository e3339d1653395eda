"""Pictures in the admin: it shows and asks; ``uploads`` and ``library`` decide."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from .. import library
from ..forms import ImageUploadForm
from ..models import Image
from . import previewing
from .focal import FocalTool
from .library import PREVIEW_PX, THUMBNAIL_PX, Fieldset, InUseFilter, LibraryAdmin, picture
from .uploading import UploadViews


@admin.register(Image)
class ImageAdmin(UploadViews, FocalTool, LibraryAdmin):
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

    def get_urls(self):
        preview = self.admin_site.admin_view(previewing.preview, cacheable=True)
        return [
            path("preview/<uuid:public_id>/<int:size>/", preview, name="media_image_preview"),
            *super().get_urls(),
        ]

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
        return picture(image, THUMBNAIL_PX, "library-thumbnail")

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> str:
        return picture(image, PREVIEW_PX, "library-preview")

    @admin.display(description=_("name"), ordering="title")
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("printed credit"), ordering="creator")
    def credit_shown(self, image: Image) -> str:
        return image.printed_credit

    @admin.display(description=_("size"), ordering="width_px")
    def dimensions(self, image: Image) -> str:
        return f"{image.width_px} × {image.height_px} px, {image.get_format_display()}"
