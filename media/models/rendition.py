"""The public files made from an image, the crops that uses ask for, and the queue of the work."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.models import StampedField

from .choices import Format
from .image import Image


class Rendition(models.Model):
    """One size and format made from an image: a public file under a name made of its content.

    ``crop`` is the part of the image it shows, as "x,y,width,height" in fractions of its sides
    with four decimals; empty for the whole.
    """

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    crop = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=20)
    format = models.CharField(max_length=5, choices=Format)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    file_name = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "crop", "name", "format"],
                name="rendition_once_per_size_and_format",
            ),
            models.CheckConstraint(
                condition=Q(width_px__gt=0) & Q(height_px__gt=0), name="rendition_has_an_area"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def url(self) -> str:
        """The absolute public address."""
        return f"{settings.FILES_URL}/{self.file_name}"

    @property
    def media_type(self) -> str:
        return f"image/{self.format}"


class ImageCrop(models.Model):
    """A part of an image that some use shows: its renditions are made beside the whole's."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="crops")
    box = models.CharField(max_length=40)
    created_at = StampedField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "box"], name="image_crop_once"),
            models.CheckConstraint(condition=~Q(box=""), name="image_crop_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.image} [{self.box}]"


class RenditionRequest(models.Model):
    """An image whose files are to be made (again). Claimed for a while, never locked.

    ``number`` counts requests: one that came in while the files were drawn is not lost.
    """

    image = models.OneToOneField(Image, models.CASCADE, related_name="rendition_request")
    number = models.PositiveIntegerField(default=1)
    requested_at = StampedField(default=clock.now)
    claimed_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["requested_at"], name="rendition_request_oldest")]

    def __str__(self) -> str:
        return f"{self.image_id}"
