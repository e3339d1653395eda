"""Published versions of articles, and the rows that say what each one names."""

from django.db import models
from django.db.models import F, Q

from newsroom.editorial.models import Edition, EditionRelation

from .article import Article, ArticleRevision
from .shared import Author, Section, Tag


class ArticleEdition(Edition):
    item = models.ForeignKey(Article, models.PROTECT, related_name="editions")
    revision = models.ForeignKey(ArticleRevision, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=12)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    slug = models.CharField(max_length=120)
    path = models.CharField(max_length=140)
    has_image = models.BooleanField(default=False)
    has_video = models.BooleanField(default=False)
    corrected_at = models.DateTimeField(null=True)

    class Meta(Edition.Meta):
        indexes = [
            *Edition.Meta.indexes,
            models.Index(
                "section", F("published_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False), name="articleedition_section",
            ),
            models.Index(
                F("corrected_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, corrected_at__isnull=False),
                name="articleedition_corrected",
            ),
            models.Index(
                F("published_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, has_video=True), name="articleedition_videos",
            ),
            models.Index(
                F("published_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, has_image=True), name="articleedition_images",
            ),
            models.Index(
                "language", F("published_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False), name="articleedition_language",
            ),
            # The API's lists in the order of "updated_at", narrowed to what few may have.
            models.Index(
                "section", F("updated_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False), name="article_section_updated",
            ),
            models.Index(
                "language", F("updated_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False), name="article_language_updated",
            ),
            models.Index(
                F("updated_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, has_image=True), name="article_images_updated",
            ),
            models.Index(
                F("updated_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, has_video=True), name="article_videos_updated",
            ),
            models.Index(fields=["slug", "live_from"], name="articleedition_slug"),
        ]  # fmt: skip


class ArticleRelation(EditionRelation):
    edition = models.ForeignKey(ArticleEdition, models.CASCADE, related_name="%(class)ss")
    item = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        abstract = True


# What a list is of has no index beside the list's own: a planner would take it and sort the rest.
class ArticleEditionAuthor(ArticleRelation):
    author = models.ForeignKey(Author, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(
                "author", F("published_at").desc(), F("item_id").desc(), name="editionauthor_newest"
            ),
        ]


class ArticleEditionTag(ArticleRelation):
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(
                "tag", F("published_at").desc(), F("item_id").desc(), name="editiontag_newest"
            ),
        ]


class ArticleEditionImage(ArticleRelation):
    image = models.ForeignKey("media.Image", models.PROTECT, related_name="+")


class ArticleEditionVideo(ArticleRelation):
    video = models.ForeignKey("media.Video", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(
                "video", F("published_at").desc(), F("item_id").desc(), name="editionvideo_newest"
            ),
        ]


class ArticleEditionCard(ArticleRelation):
    """Another article that this one's body cards."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="carded_by")
