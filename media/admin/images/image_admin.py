"""Images in the admin: it shows and asks; ``intake`` and ``library`` decide."""

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media, Script

from media import access, image_fields
from media.admin.library import PREVIEW_PX, picture
from media.library import caption_credit, editing, usage
from media.models import Image
from media.renditions import previews
from media.rights import wording
from newsroom.editorial import clock
from newsroom.editorial.admin.access import KnownAdmin

from . import image_json, preview_view
from .bulk import BulkViews
from .grid import GridViews
from .quick import KeywordsField
from .replacement_page import ReplaceViews
from .reports import ReportViews
from .upload_page import UploadViews


class WordsForm(forms.ModelForm):
    keywords = KeywordsField(
        label=_("Keywords"), required=False, help_text=_("Separated by commas."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip


@admin.register(Image)
class ImageAdmin(KnownAdmin, UploadViews, GridViews, BulkViews, ReplaceViews, ReportViews):
    change_form_template = "admin/media/image.html"
    readonly_fields = [
        "preview",
        "credit_shown",
        "dimensions",
        "original_name",
        "source",
        "uploaded_by",
        "added",
    ]
    form = WordsForm
    fieldsets = [
        (None, {"fields": ["preview"]}),
        (_("Words"), {"fields": image_fields.rows("words"), "classes": ["words"]}),
        (_("Credit"), {"fields": ["credit_shown", *image_fields.rows("credit")]}),
        (_("Where and when"), {"fields": image_fields.rows("place")}),
        (_("Rights"), {"fields": image_fields.rows("rights")}),
        (_("Focal point"), {"fields": image_fields.rows("focal"), "classes": ["focal"]}),
        (
            _("File"),
            {"fields": ["dimensions", "original_name", "source", "uploaded_by", "added"]},
        ),
    ]

    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": ["media/ratios.css", "media/focal.css"]},
            js=[Script("media/focal.js", type="module")],
        )

    def get_urls(self):
        preview = self.admin_site.admin_view(preview_view.preview, cacheable=True)
        return [
            path("preview/<uuid:public_id>/<int:size>/", preview, name="media_image_preview"),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002
        # ``focal.js`` makes its tool of these.
        attributes = {"step": "any", "min": "0", "max": "1"}
        shown = {
            "data-focal": previews.url(obj, image_json.LOOKED_AT_PX),
            "data-width": obj.width_px,
            "data-height": obj.height_px,
        }
        kwargs["widgets"] = {
            "focal_x": forms.NumberInput(attributes | shown),
            "focal_y": forms.NumberInput(attributes),
        }
        return super().get_form(request, obj, change, **kwargs)

    def add_view(self, request, form_url="", extra_context=None):
        """Images come in by the page that takes many."""
        return redirect("admin:media_image_upload")

    def save_model(self, request, obj, form, change) -> None:
        editing.save(obj, by=request.user)

    def render_change_form(self, request, context, *args, **kwargs):
        image = context["original"]
        context["show_save_and_add_another"] = False
        context["usage"] = usage.of(image, user=request.user, at=clock.now())
        context["may_keep"] = access.may_keep(request.user)
        context["panel"] = self.panel(image, request.user)
        may_change = self.has_change_permission(request, image)
        context["credit_of_caption"] = caption_credit.found_in(image) if may_change else ""
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> str:
        return picture(image, PREVIEW_PX, "library-preview")

    @admin.display(description=_("printed credit"))
    def credit_shown(self, image: Image) -> str:
        return image.printed_credit

    @admin.display(description=_("source"))
    def source(self, image: Image) -> str:
        if image.is_source_protected:
            return gettext("Protected: only a clean copy is kept, without the file's metadata.")
        return gettext("The original file is kept, for the newsroom only.")

    @admin.display(description=_("added"))
    def added(self, image: Image) -> str:
        return wording.exactly(image.created_at)

    @admin.display(description=_("size"))
    def dimensions(self, image: Image) -> str:
        return f"{image.width_px} × {image.height_px} px, {image.get_format_display()}"
