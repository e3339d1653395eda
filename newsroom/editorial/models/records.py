"""Concrete rows about items of any type, bound to them by their public id."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib.address_fields import LinkField

from .bases import AppendOnly
from .states import CorrectionKind, TakedownKind


class Takedown(models.Model):
    """Why nothing is shown. One may be open per item; a future ``starts_at`` is a planned end."""

    item_type = models.CharField(max_length=12)
    item_uuid = models.UUIDField()
    kind = models.CharField(max_length=10, choices=TakedownKind)
    starts_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_legal = models.BooleanField(default=False)
    reason = models.TextField(_("internal reason"), blank=True)
    note = models.TextField(_("public note"), blank=True)
    revision_number = models.PositiveIntegerField(null=True)
    into = models.UUIDField(null=True)
    redirect_to = LinkField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_uuid"], condition=Q(lifted_at=None), name="takedown_one_open"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_at__gte=F("starts_at")),
                name="takedown_lifted_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["item_uuid", "starts_at"], name="takedown_item"),
            models.Index(fields=["item_type", "kind", "starts_at"], name="takedown_of_type"),
            models.Index(fields=["-starts_at", "-id"], name="takedown_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_type} {self.item_uuid}"


class Correction(AppendOnly):
    """A dated public note that something published was wrong."""

    item_type = models.CharField(max_length=12)
    item_uuid = models.UUIDField()
    kind = models.CharField(max_length=14, choices=CorrectionKind)
    text = models.TextField(_("public text"))
    placement = models.CharField(
        max_length=6, choices=[("top", _("Top")), ("bottom", _("Bottom"))], default="bottom"
    )
    concerns = models.CharField(_("what it concerns"), max_length=20, default="body")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(_("internal reason"), blank=True)
    reported_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(F("at").desc(), F("id").desc(), name="correction_newest"),
            models.Index(fields=["item_uuid", "at"], name="correction_item"),
        ]

    def __str__(self) -> str:
        return self.text


class LogEntry(AppendOnly):
    """Who did what, when: one row per transition and act."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    item_type = models.CharField(max_length=12)
    item_uuid = models.UUIDField()
    act = models.CharField(max_length=24)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    revision_number = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "log entries"
        indexes = [
            models.Index(F("item_uuid"), F("id").desc(), name="log_item"),
            models.Index(F("item_type"), F("id").desc(), name="log_item_type"),
            models.Index(F("act"), F("id").desc(), name="log_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.item_type} {self.item_uuid}"


class RecompileRequest(models.Model):
    """An item whose live and planned documents are to be recompiled.

    An item may stand here several times: an insert that waits for nobody cannot deadlock.
    """

    item_type = models.CharField(max_length=12)
    item_uuid = models.UUIDField()
    cause = models.CharField(max_length=20)
    requested_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["item_uuid"], name="recompile_item")]

    def __str__(self) -> str:
        return f"{self.item_type} {self.item_uuid}"


class Mention(models.Model):
    """An item that names a thing in its draft or in a revision: "where is this used", with history.

    Written by ``mentions`` with every save of a revision; ``last_revision`` is the newest one that
    names the thing.
    """

    item_type = models.CharField(max_length=12)
    item_uuid = models.UUIDField()
    target_type = models.CharField(max_length=12)
    target_uuid = models.UUIDField()
    in_draft = models.BooleanField()
    last_revision = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_uuid", "target_type", "target_uuid"], name="mention_once"
            ),
        ]
        indexes = [
            models.Index(F("target_uuid"), F("in_draft"), F("id").desc(), name="mention_target"),
        ]

    def __str__(self) -> str:
        return f"{self.item_type} {self.item_uuid} names {self.target_type} {self.target_uuid}"
