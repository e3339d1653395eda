"""The forms of posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from articles.forms import BodyForm
from articles.widgets import BodyFormField, TagsField
from newsroom.editorial.admin.fields import PickField, PickListField

from .models import Post


class PostForm(BodyForm):
    body = BodyFormField(label=_l("Text"), required=False)
    tag_list = TagsField()
    author_list = PickListField("author", label=_l("Authors"))
    image = PickField("image", label=_l("Image"))
    article = PickField(
        "article", label=_l("Article"), help_text=_l("The story this post points at.")
    )

    class Meta:
        model = Post
        fields = "__all__"
        widgets = {"headline": forms.Textarea(attrs={"rows": 2, "class": "headline-input"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = self.instance
        if post.pk:
            rows = post.ordered_tags.select_related("tag").order_by("position", "pk")
            self.initial["tag_list"] = [row.tag for row in rows]
            names = post.bylines.select_related("author").order_by("position", "pk")
            self.initial["author_list"] = [row.author for row in names]
        elif self.user is not None and hasattr(self.user, "author"):
            self.initial["author_list"] = [self.user.author]


class QuickForm(forms.Form):
    """Three fields are enough."""

    headline = forms.CharField(
        label=_l("Headline"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = forms.CharField(
        label=_l("Text"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    tags = TagsField()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tags: Any = self.fields["tags"]
        tags.user, tags.help_text = user, ""
