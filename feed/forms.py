"""The forms of posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from articles.forms import BodyForm
from articles.widgets import BodyFormField, TagsField
from media.admin.crop_field import CropField, HiddenCropInput
from media.admin.image_field import ImagePickField
from media.rights import preflight as pictures
from newsroom.editorial import clock
from newsroom.editorial.admin.pick_fields import PickField, PickListField

from .models import Post


class PostForm(BodyForm):
    body = BodyFormField(label=gettext_lazy("Text"), required=False)
    tag_list = TagsField()
    author_list = PickListField("author", label=gettext_lazy("Authors"))
    image = ImagePickField(label=gettext_lazy("Image"))
    image_crop = CropField(of="image")
    article = PickField(
        "article",
        label=gettext_lazy("Article"),
        help_text=gettext_lazy("The story this post points at."),
    )

    class Meta:
        model = Post
        fields = "__all__"
        widgets = {"headline": forms.Textarea(attrs={"rows": 2, "class": "headline-input"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and self.user is not None and hasattr(self.user, "author"):
            self.initial["author_list"] = [self.user.author]


class QuickForm(forms.Form):
    """Four fields are enough; the image brings its words from the library."""

    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    image = ImagePickField(label=gettext_lazy("Picture"))
    image_crop = CropField(of="image", input_class=HiddenCropInput)
    tags = TagsField()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tags: Any = self.fields["tags"]
        image: Any = self.fields["image"]
        tags.user = image.user = user
        tags.help_text = ""
        # One way to choose fits a short form: the dialog, which searches and uploads.
        image.widget.attrs["data-pick-in-dialog"] = ""

    def refuse_unready_picture(self) -> bool:
        """Whether the image keeps the post from being published now: said at its field.

        Here, while its words are a button away; the whole form would say the same later.
        """
        image = self.cleaned_data["image"]
        used = [(image.uuid, "image")] if image else []
        found = pictures.check(used, lambda public_id: image, at=clock.now())
        for problem in found:
            if problem.blocks:
                self.add_error("image", forms.ValidationError(problem.message, problem.code))
        return "image" in self.errors
