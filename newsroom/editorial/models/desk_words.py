"""The words of drafts, for the desk's lists and pickers: see ``drafts.desk_words``."""

from django.db import models


class DeskWord(models.Model):
    """A word of drafts under itself and, with ``is_whole`` false, under each of its ends."""

    item_type = models.CharField(max_length=20)
    is_whole = models.BooleanField()
    #: UTF-8, so that both databases have one order.
    part = models.BinaryField()
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_type", "is_whole", "part", "word"], name="desk_word_once"
            )
        ]


class DeskPostings(models.Model):
    """The items of a span of ids whose words hold a word, or held it: two bytes for each."""

    item_type = models.CharField(max_length=20)
    word = models.CharField(max_length=40)
    span = models.BigIntegerField()
    numbers = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_type", "word", "span"], name="desk_postings_once")
        ]


class DeskIndexed(models.Model):
    """How far the words of a type's drafts are indexed: by id, and by the time of saving."""

    item_type = models.CharField(max_length=20, primary_key=True)
    last_id = models.BigIntegerField(default=0)
    saved_until = models.DateTimeField()
