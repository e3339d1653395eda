"""Addresses that are mistyped or foreign, but unmistakable, lead to what was meant."""

import pytest

from newsroom.delivery import followers
from newsroom.editorial.acts import publishing
from tests.factories import make_page, make_section, make_tag, publish_article, publish_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(db):
    tag = make_tag("Harbour", slug="harbour")
    section = make_section("City", slug="city")
    article = publish_article(slug="bridge-closes", tags=[tag], section=section)
    page = make_page(slug="about")
    publishing.publish(page, by=None)
    return article.editions.get().path


STORY = [
    "{up}", "/{path}", "{path}/", "{path}).", "{path})", "{path}.", "{bare}.", "{bare})",
    "{bare},", "{bare}”", "{path}amp/", "{bare}/amp", "{bare}.amp", "{path}rss", "{path}rss/",
    "{path}feed/", "{bare}.html", "{path}index.html", "{bare}", "{bare}%20", "{path}%22",
    "{path}?amp=1", "{path}*", "{bare}/print/", "{bare}%E2%80%8B", "{path}%EF%BB%BF",
    "{bare}%E2%80%8E", "{bare}%E3%80%8D", "{bare}%C2%AD/", "{bare}~", "{bare}%5C", "{bare}-",
    "{path}&gt;", "{bare}&quot;", "{bare}%3C/a%3E", "{bare}%3Fx=1", "{bare}%23top",
    "{bare}.aspx", "{path}amp/amp/", "/amp{path}", "{path}feed/rss2/", "{path}page/2/",
    "{path}comment-page-3/", "{path}index.php.", "{path}%23comments", "/index.php{path}",
    "{day}",
]  # fmt: skip


@pytest.mark.parametrize("form", STORY)
def test_a_mistyped_address_leads_to_the_story(client, paper, form):
    day = paper.replace("/bridge", "/07/bridge")
    path = form.format(path=paper, bare=paper.rstrip("/"), up=paper.upper(), day=day)
    if path.startswith("//"):
        response = client.get("/", PATH_INFO=path)
    else:
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        assert len(response.redirect_chain) <= 1
        assert response.request["PATH_INFO"] == paper
        return
    assert response.headers["Location"] == paper


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/sitemap.xml/", "/sitemap.xml"),
        ("/robots.txt/", "/robots.txt"),
        ("/Feed.JSON/", "/feed.json"),
        ("/tags/harbour/", "/tag/harbour/"),
        ("/Sections/City/rss", "/section/city/rss.xml"),
        ("/tag/harbour/page/2/", "/tag/harbour/"),
        ("/tag/harbour/%E2%80%8B", "/tag/harbour/"),
        ("/index.xml", "/rss.xml"),
        ("/Tag/Harbour/", "/tag/harbour/"),
        ("/tag/harbour/.", "/tag/harbour/"),
        ("/tag/harbour/rss", "/tag/harbour/rss.xml"),
        ("/tag/harbour/rss/", "/tag/harbour/rss.xml"),
        ("/tag/harbour/feed/", "/tag/harbour/rss.xml"),
        ("/tag/harbour/atom/", "/tag/harbour/atom.xml"),
        ("/section/city/feed/atom/", "/section/city/atom.xml"),
        ("/section/CITY/RSS.xml", "/section/city/rss.xml"),
        ("/rss", "/rss.xml"),
        ("/rss/", "/rss.xml"),
        ("/feed.xml", "/rss.xml"),
        ("/atom", "/atom.xml"),
        ("/About", "/about/"),
        ("/about/amp/", "/about/"),
        ("/SEARCH/", "/search/"),
        ("/Feed/", "/feed/"),
        ("/index.html", "/"),
        ("/index.php", "/"),
        ("/INDEX.HTM", "/"),
        ("/default.aspx", "/"),
        ("/amp/", "/"),
        ("/bridge-closes).", "{story}"),
    ],
)
def test_lists_feeds_and_pages_are_found_too(client, paper, asked, there):
    response = client.get(asked)
    assert response.status_code == 301, asked
    assert response.headers["Location"] in (there.format(story=paper), asked + "/")
    if response.headers["Location"] == asked + "/":
        response = client.get(asked + "/")
        assert response.headers["Location"] == there.format(story=paper)
    assert client.get(asked, follow=True).status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["/no-such-page", "/no/such/Page/", "/tag/unknown/rss", "/ADMIN/x/", "/2026/01/unknown).",
     "/2026/01/unknown/amp/", "/.env", "/wp-login.php", "/favicon.png", "/%2e%2e/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, paper, asked):
    response = client.get(asked, follow=True)
    assert response.status_code == 404


def test_a_story_that_is_not_public_is_not_found_by_another_spelling(client):
    from tests.factories import make_article

    article = make_article(slug="the-scoop")
    for path in (f"/{article.slug.upper()}/", f"/2026/11/{article.slug})", "/THE-SCOOP/amp/"):
        assert client.get(path, follow=True).status_code == 404


@pytest.mark.parametrize("path", ["/", "/feed/", "/rss.xml", "/sitemap.xml", "/search/?q=bridge",
                                  "/robots.txt", "/tag/harbour/", "/api/v1/articles", "{story}",
                                  "/videos/", "/corrections/", "/api/v1/openapi.json"])  # fmt: skip
def test_head_has_the_etag_of_get(client, paper, path):
    path = path.format(story=paper)
    followers.run()
    asked, head = client.get(path), client.head(path)
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == asked["ETag"]
    assert client.head(path, headers={"If-None-Match": asked["ETag"]}).status_code == 304


def test_robots_may_read_that_search_pages_are_not_indexed(client):
    assert "/search/" not in client.get("/robots.txt").content.decode()
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=x").content.decode()


@pytest.mark.parametrize("first", ["/tag/harbour/", "/section/city/", "/feed/"])
def test_each_page_of_a_list_names_itself_as_canonical(client, monkeypatch, first):
    from articles import listing
    from feed import views

    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    monkeypatch.setattr(views, "COLUMN_SIZE", 1)
    tag, section = make_tag("Harbour", slug="harbour"), make_section("City", slug="city")
    for _each in range(2):
        publish_article(tags=[tag], section=section)
        publish_post()
    page = client.get(first).content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{first}">' in page
    older = page.split('<link rel="next" href="http://127.0.0.1:8000')[1].partition('"')[0]
    page = client.get(older).content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{older}">' in page
