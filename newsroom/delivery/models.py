"""How far each follower of the ledger has come, and when each worker was last heard of."""

from django.db import models


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
