"""Replacing an image's file everywhere: old and new side by side, the stories named, done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import access
from media.intake import replacement, uploads
from media.library import usage
from media.models import Image
from newsroom.editorial.refusals import Refused

from .rights import RightsViews


class ReplaceForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("New file"),
        widget=forms.FileInput(attrs={"accept": "image/*", "data-replacement": ""}),
        help_text=gettext_lazy("The texts, the credit and the rights stay; check them afterwards."),
    )

    examined: uploads.Examined | None = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.examined = uploads.examine(file)
        except uploads.ImageRefused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal
        if self.examined.existing:
            raise forms.ValidationError(
                _("This file is already in the library, as “%(name)s”. Use that picture instead.")
                % {"name": self.examined.existing}
            )
        return file


class ReplaceViews(RightsViews):
    """Mixin of ``ImageAdmin``: the page that replaces a file."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.replace_view)
        return [path("<int:pk>/replace/", view, name="media_image_replace"), *super().get_urls()]

    def replace_view(self, request, pk: int) -> HttpResponse:
        """GET shows the image and the stories it is in; POST puts the new file in its place."""
        image = self.thing_or_404(request, pk)
        if not access.may_keep(request.user):
            raise PermissionDenied
        form = ReplaceForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                replaced = replacement.replace(image, form.cleaned_data["file"], by=request.user)
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                for note in replaced.notes:
                    messages.warning(request, note)
                return self._done(request, image, _("The file was replaced everywhere."))
        return self.own_page(
            request, "admin/media/replace.html", _("Replace the file"),
            image=image, form=form, subtitle=str(image),
            affected=usage.affected(
                Image.objects.filter(pk=image.pk), by=request.user
            ),
            change_url=self.url("change", image),
        )  # fmt: skip
