"""A lease: an allow or a deny for a time, for places, for publication or for passing on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial import clock
from newsroom.editorial.models import StampedField

from .choices import LeaseKind, LeaseScope
from .image import Image

#: Bars in force, which are few: the library lists their images.
LISTED_DENIES = Q(kind=LeaseKind.DENY, scope=LeaseScope.PUBLICATION, dismissed_at=None)


class LeaseQuerySet(models.QuerySet):
    def in_force(self) -> "LeaseQuerySet":
        """All that count: confirmed ones, and proposed ones that nobody has dismissed."""
        return self.filter(dismissed_at=None)

    def undecided(self) -> "LeaseQuerySet":
        """Proposals that wait for somebody's yes or no."""
        return self.filter(is_proposed=True, dismissed_at=None)


class Lease(models.Model):
    """Written by ``rights.leases`` only. ``places`` are ISO 3166 codes; none means everywhere.

    With an allow of a scope, the image is usable only while one of them runs; a deny bars it
    while it runs. A proposed lease was read from the file and holds until it is dismissed.
    """

    image = models.ForeignKey(Image, models.CASCADE, related_name="leases")
    kind = models.CharField(_("kind"), max_length=5, choices=LeaseKind)
    scope = models.CharField(
        _("for"), max_length=11, choices=LeaseScope, default=LeaseScope.PUBLICATION
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    places = models.JSONField(_("places"), default=list, blank=True)
    words = models.CharField(
        _("in words"), max_length=500, blank=True,
        help_text=_("What the agency or the contract says."),
    )  # fmt: skip
    is_proposed = models.BooleanField(default=False, editable=False)
    dismissed_at = models.DateTimeField(null=True, editable=False)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = StampedField(default=clock.now, editable=False)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="lease_ends_after_it_begins",
                violation_error_message=_("The lease ends before it begins. Correct its times."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LeaseKind.values) & Q(scope__in=LeaseScope.values),
                name="lease_kind_and_scope_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(dismissed_at=None, ends_at__isnull=False),
                name="lease_ending",
            ),
            models.Index(
                fields=["created_at"], condition=Q(is_proposed=True, dismissed_at=None),
                name="lease_undecided",
            ),
            models.Index(fields=["image"], condition=LISTED_DENIES, name="lease_denying"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.words or f"{self.get_kind_display()} {self.starts_at} – {self.ends_at}"
