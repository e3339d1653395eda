"""Search, what a path stands for, and the site itself."""

import pytest

from articles.models import Redirect
from newsroom.delivery import followers
from newsroom.editorial.acts import publishing, takedowns
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_page,
    make_post,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)

pytestmark = pytest.mark.django_db


def test_search_finds_live_articles_and_posts_with_their_snippets(api):
    publish_article(headline="A lighthouse is painted")
    publish_post(headline="The lighthouse is closed.")
    make_article(headline="A lighthouse nobody may know of")
    followers.run()
    page = api.get("/search?q=lighthouse").json()
    assert {hit["type"] for hit in page["data"]} == {"article", "post"}
    assert all(hit["version"] and "snippet" in hit for hit in page["data"])
    assert api.data("/search?q=zzz") == api.data("/search?q=%22%27") == []


def test_search_is_paged_to_its_end(api):
    made = {str(publish_article(headline="A lighthouse").uuid) for _ in range(5)}
    followers.run()
    walked = api.walk("/search?q=lighthouse&limit=2")
    assert len(walked) == 5
    assert {hit["id"] for hit in walked} == made
    cursor = api.get("/search?q=lighthouse&limit=2").json()["next"].rpartition("cursor=")[2]
    assert (
        api.problem(f"/search?q=other&cursor={cursor}", 400)["errors"][0]["parameter"] == "cursor"
    )


def test_search_narrows_counts_picks_fields_and_names_what_is_called_so(api):
    sport, tag = make_section("Sport"), make_tag("Lighthouses")
    publish_article(headline="A lighthouse race", section=sport)
    publish_article(headline="A lighthouse is painted", tags=[tag])
    publish_post(headline="The lighthouse is closed.")
    followers.run()
    page = api.get("/search?q=lighthouse&count=true&fields=headline,marked.headline").json()
    assert (page["total"], page["total_is_lower_bound"], page["corrected"]) == (3, False, None)
    assert {tuple(hit) for hit in page["data"]} == {("headline", "marked")}
    assert page["data"][0]["marked"] == {"headline": "A <mark>lighthouse</mark> race"}
    assert [(each["type"], each["name"]) for each in page["things"]] == [("tag", "Lighthouses")]
    for narrowed, headlines in (
        (f"section={sport.slug}", ["A lighthouse race"]),
        (f"tag={tag.uuid}", ["A lighthouse is painted"]),
        ("type=post", ["The lighthouse is closed."]),
        ("section=nowhere", []),
        ("published_before=2001-01-01", []),
    ):
        found = api.data(f"/search?q=lighthouse&{narrowed}")
        assert [hit["headline"] for hit in found] == headlines, narrowed
    assert api.problem("/search?q=x&type=page", 400)["errors"][0]["parameter"] == "type"
    assert api.get("/search?q=lighthuose").json()["corrected"] == "lighthouse"


def test_search_needs_words(api):
    assert api.problem("/search", 400)["errors"][0]["code"] == "missing"
    assert api.problem("/search?q=%20", 400)["errors"][0]["parameter"] == "q"
    assert api.problem(f"/search?q={'x' * 300}", 400)["errors"][0]["parameter"] == "q"
    for q in ("AND OR NOT", '"', "*", "a:b", "(", "-x", "né", "🦆", "NEAR(a b)"):
        assert api.client.get("/api/v1/search", {"q": q}).status_code == 200


def test_a_path_is_told_by_type_and_id(api):
    tag, author, section = make_tag(), make_author(), make_section()
    article = publish_article(tags=[tag], authors=[author], section=section)
    post, page = publish_post(), make_page(slug="imprint")
    publishing.publish(page, by=None)
    paths = {
        article.editions.live().get().path: ("article", article),
        f"/feed/{post.uuid}/": ("post", post),
        "/imprint/": ("page", page),
        f"/tag/{tag.slug}/": ("tag", tag),
        f"/author/{author.slug}/": ("author", author),
        f"/section/{section.slug}/": ("section", section),
    }
    for path, (type_name, thing) in paths.items():
        found = api.get(f"/resolve?path={path}").json()
        assert (found["type"], found["id"]) == (type_name, str(thing.uuid))
        assert found["redirect"] is None
        assert api.get(found["links"]["self"]).json()["id"] == str(thing.uuid)


def test_a_path_that_has_moved_is_told_with_where_it_leads(api):
    article = publish_article(slug="bridge-closes")
    path = article.editions.live().get().path
    Redirect.objects.create(old_path="/old/address/", article=article)
    Redirect.objects.create(old_path="/away/", target="https://elsewhere.example/x")
    edit(article, slug="bridge-closed")
    publishing.publish(article, by=None)
    new = article.editions.live().get().card["url"]
    for old in (path, "/bridge-closes/", "/1999/01/bridge-closed/", "/old/address/",
                "/old/address"):  # fmt: skip
        found = api.get(f"/resolve?path={old}").json()
        assert (found["id"], found["redirect"]) == (str(article.uuid), new), old
    away = api.get("/resolve?path=/away/").json()
    assert (away["type"], away["redirect"]) == (None, "https://elsewhere.example/x")


def test_a_path_of_what_is_gone_answers_as_the_item_does(api, chief):
    article = publish_article(slug="bridge-closes")
    path = article.editions.live().get().path
    takedowns.withdraw(article, by=chief, note="x", public_note="Too early.")
    assert api.problem(f"/resolve?path={path}", 410)["note"] == "Too early."


def test_a_path_that_nobody_may_know_of_is_an_unknown_one(api, chief):
    tag = make_tag()
    draft, withheld = make_article(tags=[tag], slug="secret"), publish_article(slug="withheld")
    takedowns.withhold(withheld, by=chief, note="x")
    assert draft.slug == "secret"
    for path in (
        "/2026/01/secret/", "/secret/", "/withheld/", f"/tag/{tag.slug}/", "/no/where/",
        f"/feed/{make_post().uuid}/", "/admin/", "/",
    ):  # fmt: skip
        assert api.problem(f"/resolve?path={path}", 404)["type"].endswith("/not_found")
    for path in ("about", "//evil.example/", "/x?y=1", "https://evil.example/"):
        assert api.client.get("/api/v1/resolve", {"path": path}).status_code == 400


def test_the_site_names_itself_and_its_addresses(api, settings):
    site = api.get("/site").json()
    assert site["name"] == settings.SITE_NAME
    assert api.get(site["links"]["articles"]).status_code == 200
