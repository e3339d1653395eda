"""Authors, tags, sections, pictures and videos: public while something live names them."""

from datetime import timedelta

import pytest

from media.library import editing
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, shared_things, takedowns
from newsroom.editorial.drafts import revisions
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_video
from tests.settling import recompile_all

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ids(api, path: str) -> list[str]:
    return [each["id"] for each in api.walk(path)]


def test_only_what_something_live_names_is_listed_or_found(api):
    shown, hidden = make_tag(), make_tag()
    writer, unknown = make_author(), make_author()
    city, secret = make_section("City"), make_section("Secret")
    publish_article(tags=[shown], authors=[writer], section=city)
    make_article(tags=[hidden], authors=[unknown], section=secret)
    scheduled = make_article(tags=[hidden], authors=[unknown], section=secret)
    publishing.publish(scheduled, by=None, at=clock.now() + HOUR)
    for path, public, secret_one in (
        ("/tags", shown, hidden), ("/authors", writer, unknown), ("/sections", city, secret),
    ):  # fmt: skip
        assert ids(api, path) == [str(public.uuid)]
        for key in (public.uuid, public.slug):
            assert api.get(f"{path}/{key}").json()["id"] == str(public.uuid)
        for key in (secret_one.uuid, secret_one.slug, "never-was"):
            assert api.problem(f"{path}/{key}", 404)["type"].endswith("/not_found")


def test_a_tag_of_a_scheduled_article_is_public_from_its_second_on(api, time_machine_at):
    tag = make_tag()
    article, at = make_article(tags=[tag]), clock.now() + HOUR
    publishing.publish(article, by=None, at=at)
    before = api.get("/tags")
    time_machine_at(at)
    after = api.get("/tags", If_None_Match=before["ETag"])
    assert [t["slug"] for t in after.json()["data"]] == [tag.slug]


def test_what_the_clock_has_made_public_stands_in_its_place_of_the_list(api, time_machine_at):
    tags = [make_tag(f"Tag {letter}") for letter in "abcd"]
    publish_article(tags=[tags[0], tags[2]])
    at = clock.now() + HOUR
    publishing.publish(make_article(tags=[tags[3], tags[1]]), by=None, at=at)
    time_machine_at(at)
    assert ids(api, "/tags?limit=1") == [str(tag.uuid) for tag in tags]
    assert api.get("/tags?limit=1&count=true").json()["total"] == 4
    sitemap = api.client.get("/sitemap/lists.xml").content.decode()
    assert all(tag.get_absolute_url() in sitemap for tag in tags)


def test_what_only_the_ledger_still_calls_public_is_not_listed(api, time_machine_at):
    kept, ending = make_tag("Kept"), make_tag("Ending")
    publish_article(tags=[kept])
    at = clock.now() + HOUR
    takedowns.withdraw(publish_article(tags=[ending]), by=None, note="x", at=at)
    assert len(ids(api, "/tags")) == 2
    time_machine_at(at)
    assert ids(api, "/tags") == [str(kept.uuid)]
    assert api.get("/tags?count=true").json()["total"] == 1


def test_what_posts_and_pages_name_is_public_too(api):
    tag, image = make_tag(), make_image()
    publish_post(tags=[tag])
    page = make_page(body=f'<figure data-image="{image.uuid}"></figure>')
    assert api.get(f"/images/{image.uuid}").status_code == 404
    publishing.publish(page, by=None)
    assert ids(api, "/tags") == [str(tag.uuid)]
    assert api.get(f"/images/{image.uuid}").json()["type"] == "image"


def test_a_picture_that_only_a_killed_story_showed_is_gone_with_it(api, chief):
    image = make_image()
    article = publish_article(lead_image=image)
    assert api.get(f"/images/{image.uuid}").status_code == 200
    takedowns.kill(article, by=chief, kind="legal", note="x", confirmation="kill")
    api.problem(f"/images/{image.uuid}", 404)


def test_videos_are_listed_with_their_posters(api):
    video = make_video(poster=make_image(alt_text="A bridge"))
    article = make_article()
    registry.set_lists(article, videos=[video])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    listed = api.data("/videos")
    assert listed[0]["poster"]["alt"] == "A bridge"
    assert api.get(f"/videos/{video.slug}").json() == listed[0]


def test_a_portrait_with_a_new_credit_changes_the_author_s_etag(api):
    author = make_author(portrait=make_image(creator="Old Name"))
    publish_article(authors=[author])
    before = api.get(f"/authors/{author.slug}")
    author.portrait.creator = "New Name"
    editing.save(author.portrait)
    after = api.get(f"/authors/{author.slug}", If_None_Match=before["ETag"])
    assert after.json()["portrait"]["credit"]["creator"] == "New Name"
    assert after.json()["version"] > before.json()["version"]


def test_a_merged_tag_leads_to_the_one_it_was_merged_into(api):
    old, new = make_tag(), make_tag()
    for tag in (old, new):
        publish_article(tags=[tag])
    shared_things.merge(old, into=new)
    recompile_all()
    response = api.get(f"/tags/{old.slug}")
    assert response.status_code == 301
    assert response["Location"].endswith(f"/api/v1/tags/{new.uuid}")
    assert len(api.data(f"/articles?tag={old.slug}")) == 2


def test_a_merged_tag_does_not_lead_to_one_that_is_not_public(api):
    old, new = make_tag(), make_tag()
    shared_things.merge(old, into=new)
    api.problem(f"/tags/{old.slug}", 404)


def test_sections_are_walked_in_the_order_of_the_navigation(api):
    made = [make_section(f"S{n}", position=n % 2) for n in range(5)]
    for section in made:
        publish_article(section=section)
    wanted = sorted(made, key=lambda s: (s.position, s.slug))
    assert ids(api, "/sections?limit=2") == [str(s.uuid) for s in wanted]


def test_fields_ids_and_count_work_on_shared_things(api):
    tags = [make_tag() for _ in range(3)]
    publish_article(tags=tags)
    page = api.get(f"/tags?ids={tags[1].uuid}&fields=slug&count=true").json()
    assert page == {
        "data": [{"slug": tags[1].slug}], "next": None, "total": 1, "total_is_lower_bound": False,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/tags", "/authors", "/sections", "/videos"])
def test_a_list_costs_at_most_three_queries_and_a_304_one(
    api, path, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(3):
        article = make_article(authors=[make_author(portrait=make_image())], tags=[make_tag()])
        registry.set_lists(article, videos=[make_video(poster=make_image())])
        revisions.save(article, by=None)
        publishing.publish(article, by=None)
    with django_assert_max_num_queries(3):
        response = api.get(path)
    assert len(response.json()["data"]) == 3
    with django_assert_num_queries(1):
        again = api.get(path, If_None_Match=response["ETag"])
    assert again.status_code == 304
