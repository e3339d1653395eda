"""A moment of a timeline goes through every step of a body."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from articles.body.clean import clean
from articles.models import Article
from newsroom.editorial.acts import publishing
from tests.admin.pages import change_url
from tests.factories import make_article

BODY = (
    '<p>The pier.</p><div data-moment="1904" data-what="The lamp &amp; its house are built."></div>'
)


def test_cleaning_keeps_a_moment_and_the_words_of_a_broken_one():
    assert clean(BODY) == BODY
    assert clean('<div data-moment="" data-what="Fire."></div>') == "<p>Fire.</p>"
    assert clean('<div data-moment="1904" data-what="Fire." onclick="x()"></div>') == (
        '<div data-moment="1904" data-what="Fire."></div>'
    )


@pytest.mark.django_db
def test_readers_and_the_api_get_it(client):
    article = make_article(body=BODY)
    publishing.publish(article, by=None)
    page = client.get(article.editions.get().path).content.decode()
    assert "<strong>1904</strong> The lamp &amp; its house are built." in page
    blocks = client.get(f"/api/v1/articles/{article.uuid}").json()["body"]["blocks"]
    assert blocks[-1]["_type"] == "moment"
    assert blocks[-1]["when"] == "1904"
    text = client.get(f"/api/v1/articles/{article.uuid}?body=text").json()["body"]["text"]
    assert "1904 The lamp & its house are built." in text
    assert "MomentBlock" in client.get("/api/v1/openapi.json").json()["components"]["schemas"]


@pytest.mark.django_db
def test_the_editor_loads_its_node(desk):
    article = make_article(body=BODY)
    client = Client()
    client.force_login(desk)
    page = client.get(change_url(article)).content.decode()
    assert "timeline/moment.js" in page
    assert finders.find("timeline/moment.js")
    assert Article.objects.get().body == BODY
