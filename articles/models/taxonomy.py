"""Where an article is filed (one section) and what it is about (ordered tags)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from newsroom.editorial.models import Shared
from newsroom.lib.folded_field import FoldedField
from newsroom.lib.slugs import SlugField


class Section(Shared):
    """Where an article is filed: exactly one."""

    name = models.CharField(_("name"), max_length=80)
    slug = SlugField(_("slug"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_in_navigation = models.BooleanField(_("in the navigation"), default=True)

    class Meta(Shared.Meta):
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/section/{self.slug}/"


class Tag(Shared, TagBase):  # type: ignore[django-manager-missing]
    """A topic. The stock Tag would let taggit delete tags that are in use."""

    #: One topic is one tag, however it is written.
    key = FoldedField(of="name", max_length=400, unique=True, default="")
    slug = SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    class Meta(Shared.Meta):
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        # The API's list of those that are public.
        indexes = [models.Index(fields=["slug"], condition=Q(is_announced=True), name="tag_public")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/tag/{self.slug}/"


class TagAlias(models.Model):
    """Another name of a tag: typing it gives the tag. Readers do not see it."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=100)
    key = FoldedField(of="name", max_length=400, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
