"""What the site takes from the ledger: the search index, and pages that are printed ahead.

The tables of the index are the same on every database: what is found, and its order, do not depend
on one.
"""

from django.db import models


class SearchEntry(models.Model):
    """What is indexed of one live item, or of a shared thing that has a page.

    Its place in the index follows the month of publication, so that the newest entries are found
    first: see ``search.places``.
    """

    item_type = models.CharField(max_length=20)
    item_uuid = models.UUIDField()
    published_at = models.DateTimeField()
    language = models.CharField(max_length=12, blank=True)
    title = models.TextField()
    summary = models.TextField(blank=True)
    names = models.TextField(blank=True)
    text = models.TextField(blank=True)
    #: The words of all of them, folded, each field on a line of its own: for phrases.
    folded = models.TextField(blank=True)
    #: Keys that filters ask for, with spaces between them.
    facets = models.TextField(blank=True)
    place = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_type", "item_uuid"], name="search_entry_once"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchPostings(models.Model):
    """The entries of one span that hold a key: two bytes for each, number and fields."""

    pk = models.CompositePrimaryKey("word", "span")
    word = models.CharField(max_length=60)
    span = models.BigIntegerField()
    postings = models.BinaryField()


class SearchSpan(models.Model):
    """What the order of answers needs of each entry of a span: four bytes, by its number."""

    span = models.BigIntegerField(primary_key=True)
    facts = models.BinaryField()


class SearchSpelling(models.Model):
    """A word of headlines and names, under itself and under itself less one letter."""

    key = models.CharField(max_length=24)
    word = models.CharField(max_length=24)
    #: As it is written.
    shown = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="search_spelling_once")]


class SearchState(models.Model):
    """One row: which version of the index this is, and the languages of what it holds."""

    version = models.PositiveIntegerField()
    languages = models.JSONField(default=list)


class StoredPage(models.Model):
    """The page of one live item, printed before anybody asked: see ``stored_pages``."""

    item_type = models.CharField(max_length=20)
    item_uuid = models.UUIDField()
    path = models.CharField(max_length=200)
    #: Of the code and settings that it was printed by; empty: it waits to be printed.
    printed_by = models.CharField(max_length=32, blank=True)
    #: The ledger's number of the change that asked for it.
    asked = models.BigIntegerField()
    #: Deflated JSON. None: it waits, or is not a page that can be stored.
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
