"""The form of a picture's words, credit and rights."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Image


class KeywordsField(forms.Field):
    """A list of words, typed with commas between them."""

    widget = forms.TextInput(attrs={"class": "vTextField"})

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        words = str(value or "").replace(";", ",").split(",")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def has_changed(self, initial, data) -> bool:
        return self.to_python(data or "") != (initial or [])


class WordsForm(forms.ModelForm):
    keywords = KeywordsField(
        label=_("Keywords"), required=False, help_text=_("With commas between them.")
    )

    class Meta:
        model = Image
        # The admin names the fields it shows.
        fields: list[str] = []
