"""What the site takes from the ledger: the search index, and pages that are printed ahead."""

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


class StoredPage(models.Model):
    """The page of one live item, printed before anybody asked: see ``stored_pages``."""

    item_type = models.CharField(max_length=20)
    item_uuid = models.UUIDField()
    path = models.CharField(max_length=200)
    #: Of the code and settings that it was printed by; empty: it waits to be printed.
    printed_by = models.CharField(max_length=32, blank=True)
    #: The ledger's number of the change that asked for it.
    asked = models.BigIntegerField()
    #: Deflated JSON. None: it waits, or is no page that can be stored.
    packed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_type", "item_uuid"], name="stored_page_once"),
        ]
        indexes = [
            models.Index(fields=["path"], name="stored_page_path"),
            models.Index(fields=["printed_by", "id"], name="stored_page_printed_by"),
        ]

    def __str__(self) -> str:
        return self.path
