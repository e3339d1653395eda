"""The search index: what readers may find, taken from the ledger."""

from django.db import models

from articles.models import Article
from feed.models import Post


class SearchEntry(models.Model):
    """The words of one live item. Their index is the database's own: FTS5, or tsvector and GIN."""

    article = models.OneToOneField(Article, models.CASCADE, null=True, related_name="+")
    post = models.OneToOneField(Post, models.CASCADE, null=True, related_name="+")
    published_at = models.DateTimeField()
    title = models.TextField()
    summary = models.TextField(blank=True)
    names = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, post__isnull=True)
                | models.Q(article__isnull=True, post__isnull=False),
                name="search_entry_of_one_item",
            ),
        ]

    def __str__(self) -> str:
        return self.title
