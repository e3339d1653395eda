"""How far each follower of the ledger has come."""

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
