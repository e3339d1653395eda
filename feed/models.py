"""Posts: short items of the feed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.fields import BodyField
from articles.models import Article, ArticleEdition, Author, Tag
from newsroom.editorial.models import (
    NEWEST_SAVED,
    Edition,
    EditionRelation,
    Item,
    Revision,
    Signed,
)
from newsroom.lib.address_fields import WebAddressField

#: How many pinned posts stand on top of the feed.
COLUMN_PINNED = 3


class PostTag(ItemBase):
    """A tag in its place."""

    content_object = models.ForeignKey("Post", models.CASCADE, related_name="ordered_tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="post_tags")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="post_tag_once"),
        ]

    def __str__(self) -> str:
        return self.tag.name


class Post(Item):  # type: ignore[django-manager-missing]
    """A headline, a paragraph, a time."""

    headline = models.CharField(_("headline"), max_length=300)
    body = BodyField(_("text"), blank=True)
    tags = TaggableManager(through=PostTag, blank=True, verbose_name=_("tags"))
    authors = models.ManyToManyField(Author, through="PostByline", related_name="posts")
    image = models.ForeignKey(
        "media.Image", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("image"),
    )  # fmt: skip
    image_crop = models.CharField(
        _("crop"), max_length=40, blank=True,
        help_text=_("The part of the picture that this post shows. Empty: the whole."),
    )  # fmt: skip
    source_name = models.CharField(_("source"), max_length=120, blank=True)
    source_url = WebAddressField(_("address of the source"), max_length=500, blank=True)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("article"), help_text=_("The story this post points at."),
    )  # fmt: skip
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_key_event = models.BooleanField(_("key event"), default=False)
    is_breaking = models.BooleanField(_("breaking"), default=False)

    class Meta(Item.Meta):
        ordering = ["-created_at"]
        indexes = [
            *Item.Meta.indexes,
            models.Index(*NEWEST_SAVED, condition=Q(is_breaking=True), name="post_breaking"),
            models.Index(*NEWEST_SAVED, condition=Q(is_pinned=True), name="post_pinned"),
        ]

    def __str__(self) -> str:
        return self.headline


class PostByline(Signed):
    post = models.ForeignKey(Post, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="post_bylines", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "author"], name="post_author_once"),
        ]
        indexes = [
            models.Index("author", F("saved_at").desc(), F("post").desc(), name="postbyline_saved"),
        ]

    def __str__(self) -> str:
        return self.author.name


class PostRevision(Revision):
    item = models.ForeignKey(Post, models.PROTECT, related_name="revisions")

    class Meta(Revision.Meta):
        pass


class PostEdition(Edition):
    item = models.ForeignKey(Post, models.PROTECT, related_name="editions")
    revision = models.ForeignKey(PostRevision, models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    is_pinned = models.BooleanField(default=False)
    is_breaking = models.BooleanField(default=False)
    #: Whether it shows an image of its own; those of cards do not count.
    has_image = models.BooleanField(default=False, db_default=False)
    corrected_at = models.DateTimeField(null=True)

    class Meta(Edition.Meta):
        indexes = [
            *Edition.Meta.indexes,
            models.Index(
                F("corrected_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, corrected_at__isnull=False),
                name="postedition_corrected",
            ),
            models.Index(
                F("published_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, is_pinned=True), name="postedition_pinned",
            ),
            models.Index(
                F("published_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, has_image=True), name="postedition_images",
            ),
            models.Index(
                "language", F("published_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False), name="postedition_language",
            ),
            # The API's lists in the order of "updated_at", narrowed to what few may have.
            models.Index(
                "language", F("updated_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False), name="post_language_updated",
            ),
            models.Index(
                F("updated_at").desc(), F("item_id").desc(),
                condition=Q(superseded=False, has_image=True), name="post_images_updated",
            ),
        ]  # fmt: skip


class PostRelation(EditionRelation):
    edition = models.ForeignKey(PostEdition, models.CASCADE, related_name="%(class)ss")
    item = models.ForeignKey(Post, models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class PostEditionTag(PostRelation):
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(
                "tag", F("published_at").desc(), F("item_id").desc(), name="posteditiontag_newest"
            ),
        ]


class PostEditionAuthor(PostRelation):
    author = models.ForeignKey(Author, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(
                "author", F("published_at").desc(), F("item_id").desc(),
                name="posteditionauthor_newest",
            ),
        ]  # fmt: skip


class PostEditionImage(PostRelation):
    image = models.ForeignKey("media.Image", models.PROTECT, related_name="+")


class PostEditionCard(PostRelation):
    """The article that a post points at, or cards in its text."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="carded_by_posts")


class ArticleEditionPost(EditionRelation):
    """A post that an article embeds. Here, because articles know nothing of the feed."""

    edition = models.ForeignKey(ArticleEdition, models.CASCADE, related_name="embedded_posts")
    item = models.ForeignKey(Article, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="embedded_by")
