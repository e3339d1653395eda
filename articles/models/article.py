"""The article: the draft as editors see it. Readers get editions."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from newsroom.editorial.models import NEWEST_SAVED, Item, Revision, Signed
from newsroom.lib.address_fields import WebAddressField
from newsroom.lib.slugs import SlugField

from .. import bylines
from ..fields import BodyField
from .shared import Author, Section, Tag


class ArticleTag(ItemBase):
    """A tag in its place: the first is the primary tag."""

    content_object = models.ForeignKey("Article", models.CASCADE, related_name="ordered_tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="article_tags")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="article_tag_once"),
        ]

    def __str__(self) -> str:
        return self.tag.name


class Article(Item):  # type: ignore[django-manager-missing]
    """A story with its own page."""

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        ANALYSIS = "analysis", _("Analysis")
        OPINION = "opinion", _("Opinion")
        FEATURE = "feature", _("Feature")
        REVIEW = "review", _("Review")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NEWS)
    headline = models.CharField(_("headline"), max_length=300)
    short_headline = models.CharField(
        _("short headline"), max_length=120, blank=True,
        help_text=_("For narrow places. Empty: the headline."),
    )  # fmt: skip
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("One or two sentences; also the card's text.")
    )
    slug = SlugField(
        _("slug"), max_length=120, blank=True, help_text=_("Empty: made from the headline.")
    )
    slugline = models.CharField(
        _("slugline"),
        max_length=80,
        blank=True,
        help_text=_("The desk's working name; not public."),
    )
    body = BodyField(_("body"), blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="articles",
        verbose_name=_("section"),
    )  # fmt: skip
    tags = TaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True, help_text=_("Place of reporting.")
    )
    lead_image = models.ForeignKey(
        "media.Image", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("lead image"),
    )  # fmt: skip
    lead_caption = models.TextField(
        _("caption"), blank=True, help_text=_("For this use. Empty: the library's caption.")
    )
    lead_crop = models.CharField(
        _("crop"), max_length=40, blank=True,
        help_text=_("The part of the picture that this story shows. Empty: the whole."),
    )  # fmt: skip
    videos = models.ManyToManyField("media.Video", through="ArticleVideo", related_name="+")
    seo_title = models.CharField(_("title for search engines"), max_length=200, blank=True)
    seo_description = models.CharField(
        _("description for search engines"), max_length=320, blank=True
    )
    canonical_url = WebAddressField(
        _("canonical address"), max_length=500, blank=True,
        help_text=_("Only if the story was first published elsewhere."),
    )  # fmt: skip

    class Meta(Item.Meta):
        ordering = ["-created_at"]
        indexes = [
            *Item.Meta.indexes,
            models.Index("section", *NEWEST_SAVED, name="article_section"),
            models.Index("kind", *NEWEST_SAVED, name="article_kind"),
        ]

    def __str__(self) -> str:
        return self.headline


class Byline(Signed):
    """One name in an article's byline, in its place."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="bylines",
        verbose_name=_("author"), db_index=False,
    )  # fmt: skip
    printed_name = models.CharField(
        _("printed name"), max_length=120, blank=True,
        help_text=_("A guest's name, or the author's name as it is printed here."),
    )  # fmt: skip
    role = models.CharField(
        _("role"), max_length=12, choices=bylines.CHOICES, default=bylines.WRITER.name
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(author__isnull=False) | ~models.Q(printed_name=""),
                name="byline_has_a_name",
            ),
        ]
        indexes = [
            models.Index("author", F("saved_at").desc(), F("article").desc(), name="byline_saved"),
        ]

    def __str__(self) -> str:
        return self.printed_name or (self.author.name if self.author else "")


class ArticleVideo(models.Model):
    """A video that goes with an article, in its place."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="ordered_videos")
    video = models.ForeignKey("media.Video", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "video"], name="article_video_once"),
        ]

    def __str__(self) -> str:
        return str(self.video)


class ArticleRevision(Revision):
    item = models.ForeignKey(Article, models.PROTECT, related_name="revisions")

    class Meta(Revision.Meta):
        pass
