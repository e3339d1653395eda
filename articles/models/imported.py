"""Where things came from: what makes a second import change nothing."""

from django.db import models


class ImportedRecord(models.Model):
    """One thing of another system and what it became here.

    ``foreign_id`` is that system's own id (a post's, a user's; an image's path). ``fingerprint``
    is of what came in, ``revision`` the number of the save that brought it: when the draft has
    moved on since, somebody has edited it here and an import leaves it alone.
    """

    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    foreign_id = models.CharField(max_length=255)
    uuid = models.UUIDField(db_index=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "foreign_id"], name="imported_record_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.foreign_id}"
