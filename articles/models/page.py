"""Plain pages (about, policies, imprint): items like any other, outside the lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.editorial.models import Edition, EditionRelation, Item, Revision
from newsroom.lib.slugs import SlugField

from ..fields import BodyField
from .article import Article


class Page(Item):
    headline = models.CharField(_("headline"), max_length=300)
    standfirst = models.TextField(_("standfirst"), blank=True)
    slug = SlugField(
        _("slug"), max_length=120, blank=True, help_text=_("Empty: made from the headline.")
    )
    body = BodyField(_("body"), blank=True)
    is_in_footer = models.BooleanField(_("in the footer"), default=True)
    seo_title = models.CharField(_("title for search engines"), max_length=200, blank=True)
    seo_description = models.CharField(
        _("description for search engines"), max_length=320, blank=True
    )

    class Meta(Item.Meta):
        ordering = ["headline"]

    def __str__(self) -> str:
        return self.headline


class PageRevision(Revision):
    item = models.ForeignKey(Page, models.PROTECT, related_name="revisions")

    class Meta(Revision.Meta):
        pass


class PageEdition(Edition):
    item = models.ForeignKey(Page, models.PROTECT, related_name="editions")
    revision = models.ForeignKey(PageRevision, models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    slug = models.CharField(max_length=120)
    path = models.CharField(max_length=140)
    is_in_footer = models.BooleanField(default=True)

    class Meta(Edition.Meta):
        indexes = [
            *Edition.Meta.indexes,
            models.Index(fields=["slug", "live_from"], name="pageedition_slug"),
        ]


class PageRelation(EditionRelation):
    edition = models.ForeignKey(PageEdition, models.CASCADE, related_name="%(class)ss")
    item = models.ForeignKey(Page, models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class PageEditionImage(PageRelation):
    image = models.ForeignKey("media.Image", models.PROTECT, related_name="+")


class PageEditionVideo(PageRelation):
    video = models.ForeignKey("media.Video", models.PROTECT, related_name="+")


class PageEditionCard(PageRelation):
    article = models.ForeignKey(Article, models.PROTECT, related_name="carded_by_pages")
