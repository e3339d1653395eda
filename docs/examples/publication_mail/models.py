from django.db import models


class PublicationMail(models.Model):
    """The mail about one story, waiting to go out or sent."""

    article_id = models.UUIDField(unique=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.article_id)
