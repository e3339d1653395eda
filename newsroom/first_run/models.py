"""The one row that remembers how the newsroom began."""

from django.conf import settings
from django.db import models


class FirstRun(models.Model):
    """The link that opens the first-run page, and later who has used it. There is one row."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    #: Of the newest link: the link itself is printed and kept nowhere. Empty once it is used.
    link_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="first_run_is_one"),
        ]

    def __str__(self) -> str:
        return "done" if self.done_at else "open"
