"""Pictures, the files made from them, and videos."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.models import Shared

from .credits import Credit

WEB_ADDRESS = URLValidator(schemes=["http", "https"])
# The players readers know by name.
PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "vimeo.com": "Vimeo",
    "player.vimeo.com": "Vimeo",
    "dailymotion.com": "Dailymotion",
    "dai.ly": "Dailymotion",
}


class Format(models.TextChoices):
    """What a picture file is, by its content."""

    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    GIF = "gif", "GIF"
    AVIF = "avif", "AVIF"


def original_path(image: "Image", _filename: str) -> str:
    """Originals are stored by id and content, never under the name somebody gave the file."""
    return f"{image.uuid.hex[:2]}/{image.uuid.hex}.{image.format}"


class Image(Shared):
    """A picture in the library. The original is private; readers get its renditions.

    Made by ``uploads.store`` only, changed by ``library.save``. ``width_px`` and ``height_px`` are
    those of the picture as it is seen, its EXIF orientation applied.
    """

    original = models.FileField(_("original"), upload_to=original_path, editable=False)
    original_name = models.CharField(_("file name"), max_length=255, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    format = models.CharField(max_length=5, choices=Format, editable=False)
    bytes = models.PositiveBigIntegerField(editable=False)
    width_px = models.PositiveIntegerField(_("width"), editable=False)
    height_px = models.PositiveIntegerField(_("height"), editable=False)
    placeholder = models.CharField(max_length=7, default="#cccccc", editable=False)

    title = models.CharField(
        _("title"),
        max_length=255,
        blank=True,
        help_text=_("For the library; readers never see it."),
    )
    alt_text = models.TextField(
        _("alt text"), blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )  # fmt: skip
    is_decorative = models.BooleanField(
        _("decorative"), default=False,
        help_text=_("It tells nothing that the text does not: screen readers pass over it."),
    )  # fmt: skip
    caption = models.TextField(
        _("caption"), blank=True,
        help_text=_("Shown under the picture unless a story gives its own. Without the credit."),
    )  # fmt: skip
    creator = models.CharField(_("creator"), max_length=500, blank=True)
    is_pool = models.BooleanField(
        _("pool"), default=False, help_text=_("Taken for a pool of news organisations.")
    )
    agency = models.CharField(_("agency"), max_length=500, blank=True)
    supplier = models.CharField(
        _("supplier"), max_length=500, blank=True, help_text=_("Printed after “via”.")
    )
    credit_line = models.CharField(
        _("credit line"), max_length=1000, blank=True,
        help_text=_("Printed instead of “Creator/Pool/Agency via Supplier”, word for word."),
    )  # fmt: skip
    copyright_notice = models.CharField(_("copyright notice"), max_length=1000, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    source_url = models.URLField(
        _("source address"), max_length=2000, blank=True, validators=[WEB_ADDRESS]
    )
    focal_x = models.FloatField(
        _("focal point from the left"), default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the left edge, 1 the right. Crops keep this point in sight."),
    )  # fmt: skip
    focal_y = models.FloatField(
        _("focal point from the top"), default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the top edge, 1 the bottom."),
    )  # fmt: skip

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="image_content_once"),
            models.CheckConstraint(
                condition=Q(width_px__gt=0) & Q(height_px__gt=0), name="image_has_an_area"
            ),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)),
                name="image_focal_point_inside",
            ),
            models.CheckConstraint(
                condition=Q(format__in=Format.values), name="image_format_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="image_not_merged_into_itself",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="image_newest")]

    def __str__(self) -> str:
        return self.title or self.original_name or str(self.uuid)

    @property
    def survivor(self) -> "Image":
        """The image that stands for this one: itself, or what it was merged into in the end."""
        image: Image = self
        while image.merged_into is not None:
            image = image.merged_into  # type: ignore[assignment]
        return image

    @property
    def credit(self) -> Credit:
        """The parts of the credit, as the fields hold them."""
        return Credit(self.creator, self.is_pool, self.agency, self.supplier)

    @property
    def printed_credit(self) -> str:
        """The credit as readers see it, without parentheses; empty when there is none."""
        return self.credit_line or self.credit.line


class Rendition(models.Model):
    """One size and format made from an image: a public file under a name made of its content."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
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
                fields=["image", "name", "format"], name="rendition_once_per_size_and_format"
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


class Video(Shared):
    """A film that is somewhere else: title, summary, poster and a link."""

    slug = models.SlugField(_("slug"), max_length=200)
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    poster = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="videos",
        verbose_name=_("poster"), help_text=_("The picture shown until somebody plays the video."),
    )  # fmt: skip
    url = models.URLField(_("address"), max_length=2000, validators=[WEB_ADDRESS])
    duration_seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    created_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], name="video_slug_once",
                violation_error_message=_("Another video has this slug. Choose a different one."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="video_has_a_slug"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="video_not_merged_into_itself",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-created_at"], name="video_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/videos/{self.slug}/"

    @property
    def provider(self) -> str:
        """Who plays the video, by the host of its address: "YouTube", else the bare host name."""
        try:
            host = urlsplit(self.url).hostname or ""
        except ValueError:
            return ""
        host = host.removeprefix("www.").removeprefix("m.")
        return PROVIDERS.get(host, host)
