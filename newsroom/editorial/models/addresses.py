"""One table of slugs: what a thing's address is, and what it was."""

from django.db import models


class Address(models.Model):
    """A slug and whose it is.

    Slugs are unique in their space: articles and pages share one, each kind of shared thing has its
    own. A row of an item is taken when a draft is saved, and is public once an edition that has
    begun carries the slug. A row of a shared thing is written when readers are first told of the
    thing under this slug, so it was public. What was public is never given to another thing.
    """

    space = models.CharField(max_length=12)
    slug = models.CharField(max_length=200)
    type = models.CharField(max_length=12)
    uuid = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="address_of_one_thing"),
        ]
        indexes = [models.Index(fields=["uuid"], name="address_of")]

    def __str__(self) -> str:
        return f"{self.space}/{self.slug}"
