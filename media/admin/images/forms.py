"""Forms of the library."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media import access
from media.credits import agencies
from media.credits.lines import credit_fields
from media.intake import look_alikes, uploads
from media.models import Image
from newsroom.accounts.models import User

from .quick import KeywordsField


class WordsForm(forms.ModelForm):
    keywords = KeywordsField(
        label=_("Keywords"), required=False, help_text=_("Separated by commas."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip

    class Meta:
        model = Image
        # The admin names the fields it shows.
        fields: list[str] = []


class ImageUploadForm(forms.ModelForm):
    """One image file and what is known of it. A file that is refused is an error of its field."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP, GIF or AVIF; at most 40 MB and 50 megapixels."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    credit = forms.CharField(
        label=_("Credit"),
        required=False,
        max_length=500,
        help_text=_(
            "As it is printed, for example “Ana Ruiz/Pool/AFP via Getty Images”. "
            "It is split into its parts; you can correct them afterwards."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    protect_source = forms.BooleanField(
        label=_("Protect the source"),
        required=False,
        help_text=_(
            "A clean copy is stored in place of the file, and nothing of what the file says. "
            "This cannot be done later."
        ),
    )

    #: Who fills it in; set on the class by the admin.
    user: User | None = None

    class Meta:
        model = Image
        # The admin names the fields it shows.
        fields: list[str] = []

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self._examined = uploads.examine(file)
        except uploads.ImageRefused as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal
        if existing := self._examined.existing:
            try:
                uploads.check_may_choose(existing, self.user)
            except uploads.ImageRefused as refusal:
                raise ValidationError(refusal.message, code=refusal.code) from refusal
            raise ValidationError(_already_there(existing, self.user), code="duplicate")
        return file

    def store(self, *, by: User) -> Image:
        """Take the file into the library; what the form leaves empty, the file may fill."""
        words = {
            name: self.cleaned_data[name]
            for name in uploads.FIELDS & self.cleaned_data.keys()
            if self.cleaned_data[name] not in ("", None, False, [])
        }
        if self.cleaned_data["credit"]:
            names = agencies.known().names
            words |= credit_fields(self.cleaned_data["credit"], names=names)
        return uploads.keep(
            self._examined,
            by=by,
            protect_source=self.cleaned_data.get("protect_source", False),
            **words,
        ).image


def _already_there(image: Image, user: User | None) -> str:
    name, where = access.name_for(image, user), str(look_alikes.where(image, user=user))
    if user is not None and not access.may_see(image, user):
        told = gettext("This picture is in the library already: %(name)s, %(where)s. Use that one.")
        return told % {"name": name, "where": where}
    return format_html(
        gettext('This picture is in the library already: <a href="{}">{}</a>, {}. Use that one.'),
        reverse("admin:media_image_change", args=[image.pk]),
        name,
        where,
    )
