"""Lists: order, paging, filters."""

from datetime import timedelta

import pytest

from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.lib import addresses
from tests.factories import (
    edit,
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
    for order in ("-published_at", "published_at", "updated_at", "-updated_at"):
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


def test_posts_with_an_image_are_those_with_an_image_of_their_own(api):
    image = make_image()
    article = publish_article(lead_image=image)
    publish_post(headline="Pictured.", image=image)
    publish_post(headline="Leads to a story.", article=article)
    card = f'<p>See.</p><div data-card="article" data-id="{article.uuid}"></div>'
    publish_post(headline="Has a card.", body=card)
    assert api.headlines("/posts?has=image") == ["Pictured."]


def test_what_changes_while_one_pages_by_update_is_met_later(api):
    articles = [publish_article(headline=f"Story {number}") for number in range(4)]
    page = api.get("/articles?order=updated_at&limit=2").json()
    edit(articles[0], body="<p>Again.</p>")
    publishing.publish(articles[0], by=None, change="update")
    following = api.headlines(page["next"])
    assert following == ["Story 2", "Story 3", "Story 0"]
    api.problem("/articles?order=updated_at&tag=port", 400)


def test_a_parameter_of_several_values_may_be_repeated(api):
    first, second, third = (publish_article() for _each in range(3))
    ids = f"ids={first.uuid}&ids={second.uuid},{third.uuid}"
    for form in ("fields=id&fields=headline", "fields=id,headline"):
        found = api.walk(f"/articles?{ids}&{form}&limit=2")
        assert {each["id"] for each in found} == {str(a.uuid) for a in (first, second, third)}
        assert {name for each in found for name in each} == {"id", "headline"}
    one, other = (api.get(f"/articles?fields=id&fields={name}") for name in ("url", "slug"))
    assert one["ETag"] != other["ETag"]
    assert api.problem("/articles?fields=id&fields=", 400)["errors"][0]["parameter"] == "fields"
    assert api.problem("/articles?limit=1&limit=2", 400)["errors"][0]["code"] == "repeated"


def test_fields_reach_two_levels_in(api):
    publish_article(lead_image=make_image(creator="Ana Ruiz"))
    fields = "lead_image.credit.creator,lead_image.renditions.url,authors.name,section"
    [article] = api.data(f"/articles?fields={fields}")
    assert article["lead_image"]["credit"] == {"creator": "Ana Ruiz"}
    assert set(article["lead_image"]) == {"credit", "renditions"}
    assert all(set(file) == {"url"} for file in article["lead_image"]["renditions"])
    assert all(set(author) == {"name"} for author in article["authors"])
    assert "slug" in article["section"]
    for wrong in ("lead_image.credit.nothing", "lead_image.credit.line.more", "headline.x",
                  "lead_image,lead_image.x"):  # fmt: skip
        assert api.problem(f"/articles?fields={wrong}", 400)["errors"][0]["parameter"] == "fields"
