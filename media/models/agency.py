"""Who images come from: agencies and suppliers, their other names and their house rules."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.models import StampedField

from .choices import Cost, RightsCategory


class Agency(models.Model):
    """An agency or supplier. Images hold its printed name, see ``library.agency_editing``.

    ``credit_format`` is the house rule of the printed credit, such as
    "{agency} Photo/{creator}"; empty prints "{creator}/Pool/{agency} via {supplier}".
    """

    class Kind(models.TextChoices):
        AGENCY = "agency", _("Agency")
        SUPPLIER = "supplier", _("Supplier (“via”)")
        BOTH = "both", _("Both")

    name = models.CharField(_("name as printed"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.AGENCY)
    credit_format = models.CharField(
        _("house rule of the credit"), max_length=200, blank=True,
        help_text=_(
            "With {creator}, {pool}, {agency} and {supplier}. "
            "Empty: Creator/Pool/Agency via Supplier."
        ),
    )  # fmt: skip
    rights_category = models.CharField(
        _("category of right"), max_length=16, choices=RightsCategory, blank=True,
        default=RightsCategory.AGENCY,
    )  # fmt: skip
    cost = models.CharField(_("cost"), max_length=12, choices=Cost, blank=True)
    restrictions = models.TextField(_("restrictions in words"), blank=True)
    copyright_notice = models.CharField(_("copyright notice"), max_length=1000, blank=True)
    lease_days = models.PositiveSmallIntegerField(
        _("days a picture may be shown"), null=True, blank=True,
        help_text=_("Counted from the day it was added. Empty: no end."),
    )  # fmt: skip
    may_syndicate = models.BooleanField(_("may be passed on"), default=False)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies and suppliers")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="agency_has_a_name")]

    def __str__(self) -> str:
        return self.name


class AgencyAlias(models.Model):
    """A name by which an agency is found, its own among them; ``key`` is ``folding.key_of`` it."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(
        max_length=200, unique=True, editable=False,
        error_messages={"unique": _("Another agency has this name.")},
    )  # fmt: skip

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ReprintRequest(models.Model):
    """An agency whose images are to get its present name and house rule.

    Images up to ``last_image_id`` have been looked at; ``printed`` of them came out differently. A
    new request starts over; whoever has a batch in hand holds the row.
    """

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="reprint_request")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    requested_at = StampedField(default=clock.now)
    last_image_id = models.BigIntegerField(default=0)
    printed = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["requested_at"], name="reprint_request_oldest")]

    def __str__(self) -> str:
        return f"{self.agency_id}"
