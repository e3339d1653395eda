"""The forms of articles and pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy

from media.admin.crop_field import CropField
from media.admin.image_field import ImagePickField
from newsroom.editorial.admin.conflicts.differences import name_of
from newsroom.editorial.admin.items.forms import EmbargoForm
from newsroom.editorial.admin.pick_fields import PickListField
from newsroom.editorial.admin.slugged import SluggedForm
from newsroom.editorial.rules import access

from . import bylines, slugs
from .body import reader
from .models import Article, Author, Page, Section
from .widgets import BodyFormField, BylineField, TagsField

_UNSEEN = {
    "image": gettext_lazy(
        "You may not use one of the pictures in the text. Choose it from the list."
    ),
    "video": gettext_lazy(
        "You may not use one of the videos in the text. Choose it from the list."
    ),
    "article": gettext_lazy(
        "You may not use one of the cards in the text. Choose it from the list."
    ),
    "post": gettext_lazy("You may not use one of the posts in the text. Choose it from the list."),
}


class BodyForm(EmbargoForm):
    """The form of an item with a body."""

    body = BodyFormField(label=gettext_lazy("Body"), required=False)
    #: The kinds of ids that the editor in the browser knows; empty where the HTML itself was typed.
    body_kinds = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: (kind, public id) of what the stored body names and the typed one does not.
        self.taken_out: list[tuple[str, UUID]] = []

    def clean(self) -> dict[str, Any]:
        """An editor that did not know an element has dropped it: that is refused."""
        cleaned = super().clean()
        if "body" in cleaned and self.instance.pk and self.add_prefix("body") not in self.data:
            # A form sent without its text field does not empty the text.
            cleaned["body"] = self.instance.body
        if "body" in cleaned and not self.is_trial and "body" not in self.takes_theirs:
            self.taken_out = named_no_more(self.instance.body, cleaned["body"])
            self._refuse_unseen(cleaned["body"])
        known = cleaned.get("body_kinds", "").split()
        lost = [pair for pair in self.taken_out if known and pair[0] not in known]
        if lost:
            names = ", ".join(f"“{name_of(kind, str(i), user=self.user)}”" for kind, i in lost)
            message = gettext_lazy(
                "The editor dropped %(names)s, which it does not know. Nothing was "
                "saved: reload the page and make your change again."
            )
            error = ValidationError(message, code="lost", params={"names": names})
            self.add_error("body", error)
        return cleaned

    def _refuse_unseen(self, body: str) -> None:
        """Knowing a thing's id is not enough to use it: it must be one the user may choose."""
        added = named_no_more(body, self.instance.body)
        for unseen in dict.fromkeys(kind for kind, _public_id in added):
            if access.unknown(unseen, [i for kind, i in added if kind == unseen], self.user):
                self.add_error("body", ValidationError(_UNSEEN[unseen], code="unseen"))


class StoryForm(BodyForm):
    """What articles and pages share: a slug of their own."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug:
            try:
                slugs.refuse_taken(self.instance, slug)
            except slugs.SlugTaken as taken:
                raise ValidationError(str(taken), code=taken.code) from None
        return slug


class ArticleForm(StoryForm):
    byline = BylineField(label=gettext_lazy("Byline"), required=False)
    tag_list = TagsField()
    lead_image = ImagePickField(label=gettext_lazy("Lead image"))
    lead_crop = CropField(of="lead_image")
    video_list = PickListField("video", label=gettext_lazy("Videos"))

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "headline-input"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "standfirst-input"}),
            "lead_caption": forms.Textarea(attrs={"rows": 2}),
            "seo_description": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance
        if "section" in self.fields:
            in_use = access.known(Section.objects.in_use(), self.user)
            choice: Any = self.fields["section"]
            choice.queryset = Section.objects.filter(
                Q(pk__in=in_use.values("pk")) | Q(pk=article.section_id)
            )
        if not article.pk and self.user is not None and hasattr(self.user, "author"):
            self.initial["byline"] = [(self.user.author, "", bylines.WRITER.name)]


class PageForm(StoryForm):
    class Meta:
        model = Page
        fields = "__all__"
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "headline-input"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "standfirst-input"}),
            "seo_description": forms.Textarea(attrs={"rows": 3}),
        }


class AuthorForm(SluggedForm):
    portrait = ImagePickField(label=gettext_lazy("Portrait"))

    class Meta:
        model = Author
        fields = ["portrait"]


def named_no_more(before: str, after: str) -> list[tuple[str, UUID]]:
    """What the old body names and the new one does not, by kind and public id."""
    old, new = reader.references(before), reader.references(after)
    gone: list[tuple[str, UUID]] = []
    for kind in ("image", "article", "video", "post"):
        kept = getattr(new, f"{kind}s")
        gone += [
            (kind, public_id) for public_id in getattr(old, f"{kind}s") if public_id not in kept
        ]
    return gone
