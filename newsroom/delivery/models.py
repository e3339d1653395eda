"""How far each follower of the ledger has come, which workers were heard of, and what goes out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FollowerPosition(models.Model):
    """``seq`` is the last entry that the follower has taken in."""

    name = models.CharField(max_length=40, unique=True)
    seq = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.seq}"


class WorkerHeartbeat(models.Model):
    """A worker process that runs, or that was killed. ``host`` is the machine's name."""

    host = models.CharField(max_length=255)
    pid = models.BigIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "pid", "started_at"], name="heartbeat_once_per_worker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class Delivery(models.Model):
    """Something that a follower of the ledger sends out: one row for each receiver.

    It waits while ``next_try_at`` is set; then it is done (``done_at``) or was given up. ``seq`` is
    the last ledger entry it tells of, or 0; ``what`` is the JSON that its channel's adapter sends.
    """

    channel = models.CharField(_("channel"), max_length=40)
    #: What the adapter calls the receiver. No secret: operators read it.
    target = models.CharField(_("receiver"), max_length=200)
    seq = models.BigIntegerField(_("ledger number"))
    what = models.JSONField(_("what"))
    created_at = models.DateTimeField(_("made"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), null=True)
    answer = models.CharField(_("last answer"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(next_try_at__isnull=False),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["created_at"], condition=Q(done_at__isnull=True), name="delivery_undone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.target}, entry {self.seq}"
