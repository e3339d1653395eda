"""A picture is barred at the very moment at which somebody publishes it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from media.models import Image
from media.rights import leases
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from tests import settling
from tests.editorial.racing import at_once, held_at, raised, until_somebody_waits
from tests.factories import edit, make_article, publish_article

from .factories import make_image

# SQLite has one writer at a time: of the two, one comes first.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def bar_while(act, image):
    """Run the act, held between its compile and its end, and bar the picture meanwhile."""
    compiled, barred = threading.Event(), threading.Event()

    def slowly():
        insert = 'INSERT INTO "articles_articleedition"'
        with held_at(insert, reached=compiled, go_on=lambda: until_somebody_waits(barred)):
            return act()

    def bar():
        compiled.wait(30)
        leases.add_lease(Image.objects.get(pk=image.pk), by=None, kind="deny")
        barred.set()

    assert raised(at_once(slowly, bar)) == []
    settling.settle()


def shown_in(article, at=None) -> bool:
    edition = article.editions.live(at).get()
    return edition.card["lead_image"] is not None


def test_a_story_that_is_published_meanwhile_stands_without_it():
    image = make_image()
    article = make_article(lead_image=image)
    bar_while(lambda: publishing.publish(article, by=None), image)
    assert not shown_in(article)


def test_so_does_an_update_of_one_that_is_live():
    image = make_image()
    article = publish_article()
    edit(article, lead_image=image)
    bar_while(lambda: publishing.publish(article, by=None), image)
    assert not shown_in(article)


def test_so_does_one_that_is_planned_meanwhile():
    image, at = make_image(), clock.now() + timedelta(hours=1)
    article = make_article(lead_image=image)
    bar_while(lambda: publishing.publish(article, by=None, at=at), image)
    assert not shown_in(article, at)


def test_nobody_hangs():
    assert connection.vendor == "postgresql"
