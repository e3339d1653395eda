"""Collections: images put together for a story, an event, a day."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.models import StampedField

from .image import Image


class Collection(models.Model):
    """An ordered set of images; an image may be in many."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    description = models.TextField(_("description"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = StampedField(default=clock.now, editable=False)
    images = models.ManyToManyField(Image, through="CollectionImage", related_name="collections")

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        indexes = [models.Index(F("created_at").desc(), name="collection_newest")]

    def __str__(self) -> str:
        return self.name


class CollectionImage(models.Model):
    """An image's place in a collection."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="entries")
    image = models.ForeignKey(Image, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    added_at = StampedField(default=clock.now, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "image"], name="collection_image_once"),
        ]

    def __str__(self) -> str:
        return f"{self.collection}: {self.image}"
