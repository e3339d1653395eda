"""Videos: title, summary, poster, captions; somewhere else, or a file of our own."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.models import Shared, StampedField
from newsroom.lib import languages
from newsroom.lib.address_fields import WebAddressField
from newsroom.lib.slugs import SlugField

from .image import WEB_ADDRESS, Image

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


class Video(Shared):
    """A video: at a provider (``url``), or a file of our own (``file_name``)."""

    slug = SlugField(_("slug"), max_length=200)
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    poster = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="videos",
        verbose_name=_("poster"), help_text=_("The picture shown until somebody plays the video."),
    )  # fmt: skip
    url = WebAddressField(
        _("address"), max_length=2000, blank=True, validators=[WEB_ADDRESS],
        help_text=_("Where the video is, if it is not a file of our own."),
    )  # fmt: skip
    # A file of our own, in the public storage under a name made of its content.
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    media_type = models.CharField(max_length=40, blank=True, editable=False)
    bytes = models.PositiveBigIntegerField(default=0, editable=False)
    width_px = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height_px = models.PositiveIntegerField(null=True, blank=True, editable=False)
    duration_seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    captions = models.TextField(
        _("captions"), blank=True, help_text=_("WebVTT text: what is said and heard, with times.")
    )
    captions_language = languages.LanguageField(_("language of the captions"), blank=True)
    captions_file_name = models.CharField(max_length=120, blank=True, editable=False)
    transcript = models.TextField(_("transcript"), blank=True)
    # Since when the public files are to be what readers may have, until they are.
    files_due_at = models.DateTimeField(null=True, editable=False)
    created_at = StampedField(_("added"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip

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
                condition=~Q(url="") | ~Q(file_name=""), name="video_is_somewhere",
                violation_error_message=_("Give the video's address, or upload its file."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="video_not_merged_into_itself",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-created_at"], name="video_newest"),
            # The API's list of those that are public.
            models.Index(fields=["slug"], condition=Q(is_announced=True), name="video_public"),
            models.Index(
                fields=["files_due_at"], condition=Q(files_due_at__isnull=False),
                name="video_files_due",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/videos/{self.slug}/"

    @property
    def file_url(self) -> str:
        """The absolute address of our own file; empty for a video that is elsewhere."""
        return f"{settings.FILES_URL}/{self.file_name}" if self.file_name else ""

    @property
    def provider(self) -> str:
        """Who plays the video, by the host of its address: "YouTube", else the bare host name."""
        try:
            host = urlsplit(self.url).hostname or ""
        except ValueError:
            return ""
        host = host.removeprefix("www.").removeprefix("m.")
        return PROVIDERS.get(host, host)
