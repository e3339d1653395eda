"""The search index: what readers may find, taken from the ledger."""

from django.db import models


class SearchEntry(models.Model):
    """The words of one live item. Their index is the database's own: FTS5, or tsvector and GIN."""

    item_type = models.CharField(max_length=20)
    item_uuid = models.UUIDField()
    published_at = models.DateTimeField()
    title = models.TextField()
    summary = models.TextField(blank=True)
    names = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_type", "item_uuid"], name="search_entry_once"),
        ]

    def __str__(self) -> str:
        return self.title
