"""What many articles name: authors, sections, tags. A login is something else than an author."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from newsroom.editorial.models import Shared
from newsroom.lib.address_fields import WebAddressField
from newsroom.lib.folded_field import FoldedField
from newsroom.lib.slugs import SlugField


class Author(Shared):
    """A name in a byline, with a page of its own while a live edition names it."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        BODY = "body", _("Agency or body")

    name = models.CharField(_("name"), max_length=120)
    #: Two people may have one name: the form says so, and asks nothing more.
    key = FoldedField(of="name", max_length=480, db_index=True, default="")
    slug = SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.PERSON)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="author",
        verbose_name=_("login"), help_text=_("Articles with this name in the byline are theirs."),
    )  # fmt: skip
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    bio = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        "media.Image", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("portrait"),
    )  # fmt: skip
    email = models.EmailField(_("public e-mail address"), blank=True)
    website = WebAddressField(_("website"), blank=True)
    fediverse = models.CharField(
        _("fediverse address"), max_length=120, blank=True, help_text=_("Such as @name@server.")
    )

    class Meta(Shared.Meta):
        ordering = ["name"]
        indexes = [
            models.Index(fields=["name", "id"], name="author_name"),
            # The API's list of those that are public.
            models.Index(fields=["slug"], condition=Q(is_announced=True), name="author_public"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/author/{self.slug}/"


class Section(Shared):
    """Where an article is filed: exactly one."""

    name = models.CharField(_("name"), max_length=80)
    slug = SlugField(_("slug"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_in_navigation = models.BooleanField(_("in the navigation"), default=True)
    #: Who answers for it; written by ``desk_sections``. Without one, nobody is kept out.
    desk = models.ForeignKey(
        "accounts.Desk", models.SET_NULL, null=True, blank=True, editable=False,
        related_name="sections", verbose_name=_("desk"),
    )  # fmt: skip

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
