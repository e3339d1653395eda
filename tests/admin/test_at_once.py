"""Two people press the same button in the same moment, on two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from newsroom.editorial.clock import now
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.rules import visibility
from tests.factories import make_article
from tests.requirements import need

from .pages import change_url, form_values, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def together(people, path: str, values: list[dict]) -> list:
    """Everybody posts to the path at once; returns the pages they end on."""
    start = Barrier(len(people))

    def post(person, typed):
        client = Client()
        client.force_login(person)
        start.wait()
        try:
            return client.post(path, typed, follow=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(post, people, values))


def test_of_two_saves_at_once_one_is_kept_and_the_other_is_shown_both_texts(client, desk, chief):
    need("postgres")
    article = make_article(by=desk)
    client.force_login(desk)
    typed = form_values(client.get(change_url(article)))
    pages = together(
        [desk, chief],
        change_url(article),
        [{**typed, "headline": "By the desk"}, {**typed, "headline": "By the chief"}],
    )
    article.refresh_from_db()
    assert article.revision == 2
    told = [page for page in pages if "while you were writing" in text_of(page)]
    assert len(told) == 1
    for headline in ("By the desk", "By the chief"):
        assert headline in told[0].content.decode()


def test_of_two_publications_at_once_readers_get_one(client, desk, chief):
    need("postgres")
    article = make_article(by=desk)
    client.force_login(desk)
    typed = form_values(client.get(change_url(article))) | {"_step": "publish", "_change": "minor"}
    pages = together([desk, chief], change_url(article), [typed, typed])
    assert visibility.standing(article, now()).live
    assert article.editions.count() == 1
    assert LedgerEntry.objects.filter(uuid=article.uuid).count() == 1
    published = [page for page in pages if "Published: readers see it now." in text_of(page)]
    assert len(published) == 1
