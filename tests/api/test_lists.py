"""Lists: order, paging, filters."""

from datetime import timedelta

import pytest

from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.lib import addresses
from tests.factories import (
    make_article,
    make_author,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db


def bring_in(number: int, *, at, **words):
    article = make_article(headline=f"Story {number}", **words)
    publishing.bring_in(article, published_at=at, updated_at=at)
    return article


def test_a_list_shows_live_articles_newest_first_without_their_bodies(api):
    first, second = publish_article(), publish_article()
    make_article(headline="A draft")
    data = api.data("/articles")
    assert [a["id"] for a in data] == [str(second.uuid), str(first.uuid)]
    assert "body" not in data[0]
    assert data[0]["version"] > data[1]["version"]


def test_lists_name_authors_and_the_article_itself_shows_them_in_full(api):
    author = make_author("Ines Falk", portrait=make_image(), bio="She covers the port.")
    article = publish_article(headline="Cranes", authors=[author])
    followers.run()
    summary = {
        "id": str(author.uuid), "slug": author.slug, "name": "Ines Falk", "role": "writer",
        "url": addresses.absolute(author.get_absolute_url()),
    }  # fmt: skip
    for path in ("/articles", "/articles?body=all", "/articles?fields=authors", "/search?q=cranes"):
        assert api.data(path)[0]["authors"] == [summary], path
    change = api.data("/changes?include=resource&types=article")[0]
    for document in (api.get(f"/articles/{article.uuid}").json(), change["resource"]):
        [shown] = document["authors"]
        assert summary.items() <= shown.items()
        assert shown["bio"] == "She covers the port."
        assert shown["portrait"]["id"] == str(author.portrait.uuid)
    problem = api.problem("/articles?fields=authors.portrait", 400)
    assert "id, slug, name, role, url" in problem["errors"][0]["detail"]


def test_following_next_meets_every_article_once_though_many_share_one_instant(api):
    at = clock.now() - timedelta(days=1)
    section, author = make_section(), make_author()
    made = [bring_in(n, at=at, section=section, authors=[author]) for n in range(7)]
    for order in ("-published_at", "published_at", "-updated_at"):
        walked = api.walk(f"/articles?limit=2&order={order}")
        assert sorted(a["id"] for a in walked) == sorted(str(a.uuid) for a in made)


def test_publishing_while_somebody_pages_neither_repeats_nor_drops_an_article(api):
    before = [publish_article() for _ in range(5)]
    page = api.get("/articles?limit=2").json()
    publish_article()
    walked = page["data"] + api.walk(page["next"])
    assert [a["id"] for a in walked] == [str(a.uuid) for a in reversed(before)]


def test_the_link_header_names_the_next_page(api):
    publish_article(), publish_article()
    response = api.get("/articles?limit=1")
    assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'
    assert not api.get(response.json()["next"]).has_header("Link")


def test_a_tag_filter_finds_it_in_any_place_and_primary_tag_in_the_first_only(api):
    tag, other = make_tag(), make_tag()
    publish_article(headline="First", tags=[tag, other])
    publish_article(headline="Second", tags=[other, tag])
    assert api.headlines(f"/articles?tag={tag.slug}&limit=1") == ["Second", "First"]
    assert api.headlines(f"/articles?tag={tag.uuid}") == ["Second", "First"]
    assert api.headlines(f"/articles?primary_tag={tag.slug}") == ["First"]


def test_filters_combine(api):
    tag, author, section = make_tag(), make_author(), make_section()
    publish_article(headline="All", tags=[tag], authors=[author], section=section)
    publish_article(headline="Tag", tags=[tag])
    publish_article(headline="Author", authors=[author])
    publish_article(headline="Section", section=section)
    address = f"/articles?tag={tag.slug}&author={author.slug}&section={section.slug}"
    assert api.headlines(address) == ["All"]
    assert api.headlines(f"/articles?author={author.uuid}") == ["Author", "All"]
    assert api.headlines(f"/articles?section={section.uuid}") == ["Section", "All"]


def test_a_tag_that_nobody_has_and_one_that_drafts_have_list_the_same_nothing(api):
    tag = make_tag()
    make_article(tags=[tag])
    used, unknown = api.get(f"/articles?tag={tag.slug}"), api.get("/articles?tag=unknown")
    assert used.json() == unknown.json() == {"data": [], "next": None}


def test_instants_and_languages_narrow_a_list(api):
    now = clock.now()
    bring_in(1, at=now - timedelta(days=3))
    bring_in(2, at=now - timedelta(days=1), language="de")
    middle = (now - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert api.headlines(f"/articles?published_after={middle}") == ["Story 2"]
    assert api.headlines(f"/articles?published_before={middle}") == ["Story 1"]
    assert api.headlines(f"/articles?updated_after={middle}") == ["Story 2"]
    assert api.headlines("/articles?language=de") == ["Story 2"]


def test_ids_ask_for_several_at_once(api):
    first, _second, third = publish_article(), publish_article(), publish_article()
    data = api.data(f"/articles?ids={first.uuid},{third.uuid}")
    assert {a["id"] for a in data} == {str(first.uuid), str(third.uuid)}


def test_count_adds_the_total_of_all_pages(api):
    for _ in range(3):
        publish_article()
    page = api.get("/articles?limit=1&count=true").json()
    assert (page["total"], page["total_is_lower_bound"]) == (3, False)
    assert "total" not in api.get("/articles").json()


def test_posts_are_listed_like_articles(api):
    tag = make_tag()
    publish_post(headline="Old")
    publish_post(headline="New", tags=[tag])
    assert api.headlines("/posts?limit=1") == ["New", "Old"]
    assert api.headlines(f"/posts?tag={tag.slug}") == ["New"]


def test_a_scheduled_article_appears_on_its_second_though_nobody_announced_it(api, time_machine_at):
    article = make_article()
    at = clock.now() + timedelta(hours=1)
    publishing.publish(article, by=None, at=at)
    assert api.data("/articles") == []
    time_machine_at(at)
    assert [a["id"] for a in api.data("/articles")] == [str(article.uuid)]
