"""The ledger: one number per public change, without a gap and in the order of commits."""

import uuid

from django.db import models
from django.db.models import F, Q


class LedgerHead(models.Model):
    """One row. Its lock, taken last in every act, puts the entries into commit order.

    ``plans`` counts the changes to what readers get, now or later, that have no entry.
    ``settings`` is the number of the site settings; each change of them is among ``plans``.
    """

    seq = models.BigIntegerField(default=0)
    plans = models.BigIntegerField(default=0, db_default=0)
    settings = models.BigIntegerField(default=0, db_default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seq}"

    @property
    def number(self) -> int:
        """The number of what is public. It grows with every change."""
        return self.seq + self.plans


class NamingAuthority(models.Model):
    """One row, written once: in whose name this newsroom names its things (RFC 4151, 2.1).

    The site may move to another address; the names of what it has published stay.
    """

    name = models.CharField(max_length=270)

    class Meta:
        verbose_name_plural = "naming authorities"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class LedgerEntry(models.Model):
    """One public change of one resource; ``newest`` flags the last one of each resource."""

    class Op(models.TextChoices):
        UPSERT = "upsert"
        REMOVE = "remove"

    seq = models.BigIntegerField(primary_key=True)
    op = models.CharField(max_length=6, choices=Op)
    type = models.CharField(max_length=12)
    uuid = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField()
    cause = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    into = models.UUIDField(null=True)
    keys = models.JSONField(default=list)
    newest = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = [
            models.UniqueConstraint(
                F("type"), F("uuid"), condition=Q(newest=True), name="ledger_one_newest"
            ),
        ]
        indexes = [
            models.Index(fields=["seq"], condition=Q(newest=True), name="ledger_newest"),
            models.Index(fields=["type", "-seq"], name="ledger_type"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.op} {self.type} {self.uuid}"
