"""The settings as they were at each save, and the files that were made of their pictures."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.editorial.models.appendonly import AppendOnly
from newsroom.lib.address_fields import DocumentField


class SettingsRevision(AppendOnly):
    """All settings as they stood after one save. What is empty is not in ``values``."""

    #: Unique, so that of two people who save at once only one can be the next.
    number = models.PositiveBigIntegerField(_("number"), unique=True)
    values = DocumentField()
    #: The names of the members that differ from the revision before.
    changed = models.JSONField(default=list)
    created_at = models.DateTimeField(_("saved at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        ordering = ["-number"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"{self.number}"


class SettingsFile(models.Model):
    """A file that readers get, under the digest of its bytes: it never changes."""

    name = models.CharField(max_length=40, primary_key=True)
    content = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
