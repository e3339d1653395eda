"""A page costs the same number of queries in a small archive and in a large one."""

import re

import pytest
from django.urls import resolve

from articles.listing import PAGE_SIZE
from articles.lists import LISTS
from newsroom.delivery import followers
from newsroom.editorial.acts import publishing
from newsroom.lib.syndication import FORMATS
from tests.architecture.walking import patterns
from tests.bulk import multiply_article, multiply_post
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)

pytestmark = pytest.mark.django_db
SIZES = [20, 2000]
ARTICLE, LIST = 3, 4
#: Words, filters, count, names and cards are looked up one after the other.
SEARCH = 12
#: One for each kind of list.
SITEMAP_OF_LISTS = 8
#: What has no bound here: the newsroom's own pages, one row of an item or a video, or no row.
OTHERS = (
    "admin/", "api", "preview/", "files/", "robots.txt", "healthz", "videos/<", "<slug>/",
    ".well-known/", "favicon.ico", "apple-touch-icon.png", "site.webmanifest", "opensearch.xml",
    "site-files",
)  # fmt: skip


@pytest.fixture(params=SIZES)
def archive(request):
    """An archive of this many articles and posts; returns the newest article and post."""
    article = publish_article(
        section=make_section("Port"), tags=[make_tag("Cranes")], authors=[make_author("Ines Falk")]
    )
    post = publish_post()
    multiply_article(article, request.param)
    multiply_post(post, request.param)
    publishing.correct(article, by=None, text="It was Monday.", note="Reader wrote")
    followers.run()
    return article, post


def paths(article, post) -> dict[str, int]:
    edition = article.editions.live().get()
    day = f"/feed/{post.published_at:%Y/%m/%d}/"
    return {
        edition.path: ARTICLE,
        "/": LIST,
        "/feed/": LIST,
        day: LIST,
        f"/feed/{post.uuid}/": ARTICLE,
        "/videos/": LIST,
        "/corrections/": LIST,
        "/search/?q=bridge": SEARCH,
        **{
            f"{place}{file}": LIST for place in ("/", "/feed/", "/corrections/") for file in FORMATS
        },
        **{
            f"/{each.name}/{each.named_in(edition.card)[0]['slug']}/{file}": each.max_queries
            for each in LISTS.values()
            for file in ("", *FORMATS)
        },
        "/sitemap.xml": LIST,
        "/sitemap/lists.xml": SITEMAP_OF_LISTS,
        f"/sitemap/{post.published_at:%Y-%m}.xml": LIST,
        "/news-sitemap.xml": LIST,
    }


def test_no_page_asks_more_of_a_large_archive(client, archive, django_assert_max_num_queries):
    for path, bound in paths(*archive).items():
        with django_assert_max_num_queries(bound):
            assert client.get(path).status_code == 200, path


def test_every_public_page_has_a_bound(archive):
    asked = {resolve(path.partition("?")[0]).url_name for path in paths(*archive)}
    assert {
        each.name for route, each in patterns() if not route.startswith(OTHERS)
    } - asked == set()


def test_a_plain_page_costs_as_little_as_an_article(client, django_assert_max_num_queries):
    page = make_page(slug="about-us")
    publishing.publish(page, by=None)
    with django_assert_max_num_queries(ARTICLE):
        assert client.get("/about-us/").status_code == 200


def test_walking_a_list_by_its_links_meets_every_article_once(client):
    article = publish_article(section=make_section("Port"))
    multiply_article(article, 45)
    url, seen = article.section.get_absolute_url(), []
    while url:
        page = client.get(url)
        seen += [edition for edition, *_more in page.vouched.rows[:PAGE_SIZE]]
        older = re.search(r'rel="next" href="[^"]+(\?before=[^"]+)"', page.content.decode())
        url = article.section.get_absolute_url() + older[1] if older else ""
    assert len(seen) == len(set(seen)) == 46


def test_a_place_in_a_list_that_nobody_gave_is_not_found(client):
    article = publish_article()
    for before in ("x", "AAAA", "%00", "9" * 500):
        path = f"{article.section.get_absolute_url()}?before={before}"
        assert client.get(path).status_code == 404


def test_a_draft_of_the_section_is_in_none_of_its_lists(client):
    article = publish_article()
    make_article(headline="Not yet", section=article.section)
    assert "Not yet" not in client.get(article.section.get_absolute_url()).content.decode()
