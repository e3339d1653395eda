"""Who follows the ledger notes a mail; the worker's job sends it.

The note is written in the transaction that moves the follower's position, once for each story, so
neither a restart nor a second publication sends another mail.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail

from articles.models import ArticleEdition
from newsroom.delivery.followers import Follower
from newsroom.editorial import clock
from newsroom.editorial.models import LedgerEntry

from .models import PublicationMail


def follow(entries: list[LedgerEntry]) -> None:
    """Note a mail for each article that is published for the first time."""
    published = [e for e in entries if e.type == "article" and e.cause == "published"]
    PublicationMail.objects.bulk_create(
        [PublicationMail(article_id=entry.uuid) for entry in published], ignore_conflicts=True
    )


# A newsroom that installs this sample sends no mail about its archive.
FOLLOWER = Follower("publication mail", follow, begins_at_head=True)


def send_next() -> int:
    """Send the oldest mail that waits; returns how many were taken.

    It is marked as sent before it goes out, so no two workers send the same mail. A process killed
    in between loses one mail rather than sending it twice.
    """
    waiting = PublicationMail.objects.filter(sent_at=None)
    mail = waiting.order_by("pk").first()
    if mail is None or not waiting.filter(pk=mail.pk).update(sent_at=clock.now()):
        return 0
    try:
        _send(mail)
    except Exception:
        PublicationMail.objects.filter(pk=mail.pk).update(sent_at=None)
        raise
    return 1


def _send(mail: PublicationMail) -> None:
    """What readers see at this moment; nothing if the story has been taken down meanwhile."""
    live = ArticleEdition.objects.live(clock.now()).filter(item__uuid=mail.article_id).first()
    if live is not None:
        card = live.card
        text = f"{card['standfirst']}\n\n{card['byline']}\n{card['url']}\n"
        send_mail(card["headline"], text, None, settings.PUBLICATION_MAIL_TO)
