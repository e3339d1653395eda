"""An image in the library."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.models import Shared, StampedField
from newsroom.lib import instants
from newsroom.lib.address_fields import WebAddressField

from .choices import (
    SYNDICATED_BY_DEFAULT,
    Cost,
    DataMining,
    DigitalSource,
    Format,
    Licence,
    RightsCategory,
)
from .credit import Credit

WEB_ADDRESS = URLValidator(schemes=["http", "https"])


def original_path(image: "Image", _filename: str) -> str:
    """Originals are stored by id and content, never under the name somebody gave the file."""
    return f"{image.uuid.hex[:2]}/{image.uuid.hex}-{image.sha256[:16]}.{image.format}"


#: Columns the library lists by, and the names of their indexes.
LISTED_BY = {
    "supplier": "supplier",
    "rights_category": "category",
    "uploaded_by": "uploader",
    "format": "format",
}
_UNCREDITED = Q(creator="", agency="", supplier="", credit_line="", house_credit="", is_pool=False)
#: What the library lists apart, by rules that few images meet.
LISTED_IF = {
    "portrait": Q(width_px__lt=F("height_px")),
    "square": Q(width_px=F("height_px")),
    "uncredited": _UNCREDITED,
    "uncredited_live": _UNCREDITED & Q(is_announced=True),
    "without_alt": Q(alt_text="", is_decorative=False),
    "leased": Q(windows__isnull=False),
    "retired": Q(retired_at__isnull=False),
}


class Image(Shared):
    """An image in the library. The original is private; readers get its renditions.

    Made by ``uploads.store`` only, changed by ``editing.save``. ``width_px`` and ``height_px`` are
    those of the image as it is seen, its EXIF orientation applied.
    """

    original = models.FileField(_("original"), upload_to=original_path, editable=False)
    original_name = models.CharField(_("file name"), max_length=255, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    format = models.CharField(max_length=5, choices=Format, editable=False)
    bytes = models.PositiveBigIntegerField(editable=False)
    width_px = models.PositiveIntegerField(_("width"), editable=False)
    height_px = models.PositiveIntegerField(_("height"), editable=False)
    frames = models.PositiveSmallIntegerField(default=1, editable=False)
    placeholder = models.CharField(max_length=7, default="#cccccc", editable=False)
    # Of what the eye sees, for near duplicates: 16 hexadecimal digits and their four bands, by
    # which those that differ in a few bits are found through an index.
    phash = models.CharField(max_length=16, blank=True, editable=False)
    phash_0 = models.PositiveIntegerField(null=True, editable=False)
    phash_1 = models.PositiveIntegerField(null=True, editable=False)
    phash_2 = models.PositiveIntegerField(null=True, editable=False)
    phash_3 = models.PositiveIntegerField(null=True, editable=False)
    # What the file said of itself, by block, with its conflicts; nothing of a protected source.
    metadata = models.JSONField(default=dict, editable=False)
    # The number of the reader (``intake.examination.READER``) that filled these.
    read_with = models.PositiveSmallIntegerField(null=True, editable=False)
    is_source_protected = models.BooleanField(
        _("protect the source"), default=False, editable=False,
        help_text=_("Stripped before it was stored; the original file was not kept."),
    )  # fmt: skip

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
        help_text=_("It says nothing that the text does not: screen readers skip it."),
    )  # fmt: skip
    caption = models.TextField(
        _("caption"), blank=True,
        help_text=_("Shown under the picture unless a story gives its own. Without the credit."),
    )  # fmt: skip
    extended_description = models.TextField(
        _("long description"), blank=True,
        help_text=_("For charts and maps: what the alt text has no room for."),
    )  # fmt: skip
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    region = models.CharField(_("region"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=200, blank=True)
    date_created = models.CharField(
        _("taken on"), max_length=32, blank=True,
        help_text=_("A date, with its time where it is known: 2026-03-02 or 2026-03-02T08:40:00."),
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
    # What the agency's house rule prints of the parts; empty where there is none.
    house_credit = models.CharField(max_length=1000, blank=True, editable=False)

    rights_category = models.CharField(
        _("category of right"), max_length=16, choices=RightsCategory, blank=True
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    cost = models.CharField(_("cost"), max_length=12, choices=Cost, blank=True)
    cost_note = models.CharField(_("fee"), max_length=200, blank=True)
    restrictions = models.TextField(
        _("restrictions in words"), blank=True,
        help_text=_("What the newsroom must observe. Readers never see it."),
    )  # fmt: skip
    copyright_notice = models.CharField(_("copyright notice"), max_length=1000, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    web_statement = WebAddressField(
        _("address of the rights statement"), max_length=2000, blank=True, validators=[WEB_ADDRESS]
    )
    licensor_url = WebAddressField(
        _("where it can be licensed"), max_length=2000, blank=True, validators=[WEB_ADDRESS]
    )
    digital_source_type = models.CharField(
        _("how it was made"), max_length=40, choices=DigitalSource, blank=True
    )
    data_mining = models.CharField(
        _("use by machines"), max_length=50, choices=DataMining, blank=True
    )
    source_url = WebAddressField(
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

    # What the public files were made from; differs when they are to be made again.
    files_key = models.CharField(max_length=32, blank=True, editable=False)
    # From the leases, by ``leases.plan``: None for always, else [from, until] pairs in order, each
    # an ISO text or None. ``rights_due_at`` is the next instant at which one of them changes.
    windows = models.JSONField(null=True, editable=False)
    syndication_windows = models.JSONField(null=True, editable=False)
    rights_due_at = models.DateTimeField(null=True, editable=False)
    # Since when the public files are to be what the rights say, until they are.
    files_due_at = models.DateTimeField(null=True, editable=False)

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = StampedField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [
            ("see_all_image", _("Can see the pictures of others")),
            ("change_all_image", _("Can change the words of pictures of others")),
        ]
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
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="image_newest"),
            models.Index(fields=["agency", "-created_at", "-id"], name="image_by_agency"),
            models.Index(
                fields=["rights_due_at"], condition=Q(rights_due_at__isnull=False),
                name="image_rights_due",
            ),
            models.Index(
                fields=["files_due_at"], condition=Q(files_due_at__isnull=False),
                name="image_files_due",
            ),
            *(models.Index(fields=[f"phash_{band}"], name=f"image_phash_{band}")
              for band in range(4)),
            # Each filter of the library walks an index of its own, newest first.
            *(models.Index(fields=[field, "-created_at", "-id"], name=f"image_by_{name}")
              for field, name in LISTED_BY.items()),
            *(models.Index(fields=["-created_at", "-id"], condition=condition, name=f"image_{name}")
              for name, condition in LISTED_IF.items()),
        ]  # fmt: skip

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
        return self.credit_line or self.house_credit or self.credit.line

    def is_usable(self, at: datetime) -> bool:
        """Whether its leases allow showing it at ``at``."""
        return _is_within(self.windows, at)

    def usable_until(self, at: datetime) -> datetime | None:
        """When the window that is open at ``at`` closes; None without an end, or when closed."""
        return next(
            (until for begin, until in _pairs(self.windows) if _covers(begin, until, at)), None
        )

    def usable_from(self, at: datetime) -> datetime | None:
        """The first instant from ``at`` on at which it may be shown; None where there is none."""
        if self.is_usable(at):
            return at
        begins = [begin for begin, _until in _pairs(self.windows) if begin and begin > at]
        return min(begins, default=None)

    def next_rights_change(self, at: datetime) -> datetime | None:
        """The first instant after ``at`` at which its leases allow something else."""
        both = [*_pairs(self.windows), *_pairs(self.syndication_windows)]
        bounds = [bound for pair in both for bound in pair]
        return min((bound for bound in bounds if bound and bound > at), default=None)

    def may_syndicate(self, at: datetime) -> bool:
        """Whether others may have it from us at ``at``; without leases, as its category has it."""
        by_category = self.rights_category in SYNDICATED_BY_DEFAULT
        allowed = by_category if self.syndication_windows is None else True
        return allowed and self.is_usable(at) and _is_within(self.syndication_windows, at)


Pair = tuple[datetime | None, datetime | None]


def _pairs(windows: list | None) -> list[Pair]:
    return [
        (begin and instants.from_text(begin), until and instants.from_text(until))
        for begin, until in windows or []
    ]


def _covers(begin: datetime | None, until: datetime | None, at: datetime) -> bool:
    return (begin is None or begin <= at) and (until is None or at < until)


def _is_within(windows: list | None, at: datetime) -> bool:
    return windows is None or any(_covers(*pair, at) for pair in _pairs(windows))
