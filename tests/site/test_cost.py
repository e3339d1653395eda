"""What an answer costs with ``PAGE_CACHE=off``, in CPU time of an empty view.

The one exception to the rule that no test measures time: both are measured in one process, in turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from tests.bulk import multiply_article
from tests.factories import make_author, make_section, make_tag, publish_article, publish_post

from .reader import Reader

pytestmark = pytest.mark.django_db
ROUNDS, REQUESTS = 5, 60
urlpatterns = [path("", lambda request: HttpResponse("ok"))]


@pytest.fixture
def empty_view() -> float:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        reader = Reader.of(WSGIHandler())
        return cpu_seconds(lambda: reader.get("/"))


@pytest.fixture
def newspaper():
    section = make_section("Harbour", is_in_navigation=True)
    shared = {"section": section, "tags": [make_tag()], "authors": [make_author()]}
    multiply_article(publish_article(**shared), 80)
    article = publish_article(**shared)
    for _each in range(12):
        publish_post()
    return article


def cpu_seconds(ask: Callable[[], object]) -> float:
    """Of one request: the best of five rounds."""
    ask()
    best = float("inf")
    for _round in range(ROUNDS):
        start = time.process_time()
        for _request in range(REQUESTS):
            ask()
        best = min(best, (time.process_time() - start) / REQUESTS)
    return best


@pytest.mark.parametrize(
    ("page", "most"),
    [("article", 4), ("tag", 6), ("/", 6), ("/rss.xml", 6), ("/api/v1/articles", 6)],
)
def test_a_page_that_still_holds_costs_a_few_empty_views(newspaper, empty_view, page, most):
    address = {
        "article": newspaper.editions.first().path,
        "tag": newspaper.tags.first().get_absolute_url(),
    }.get(page, page)
    reader = Reader(is_on=False)
    reader.get(address)
    assert reader.get(address).how == "joined"
    spent = cpu_seconds(lambda: reader.get(address))
    assert spent <= most * empty_view
