"""The form of a picture's words, credit and rights."""

from django import forms
from django.utils.translation import gettext_lazy as _

from media.models import Image

from .quick import KeywordsField


class WordsForm(forms.ModelForm):
    keywords = KeywordsField(
        label=_("Keywords"), required=False, help_text=_("With commas between them."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip

    class Meta:
        model = Image
        # The admin names the fields it shows.
        fields: list[str] = []
