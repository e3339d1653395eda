"""What is planned shows in no answer: not in a body, a header, or for how long a cache keeps it."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from media.rights import leases
from newsroom.delivery import followers
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_page,
    make_post,
    make_section,
    make_tag,
    publish_article,
)
from tests.media.factories import make_image

from . import living
from .living import SECOND

pytestmark = pytest.mark.django_db
SECRET = "a-scoop"
IDS = [uuid.uuid4() for _ in range(6)]


def plan(site: living.Living, chief) -> None:
    """Everything that an hour holds which readers know nothing of, three seconds ahead."""
    at = clock.now() + 3 * SECOND
    words = {
        "section": make_section("Scoop", slug=SECRET, is_in_navigation=True),
        "tags": [make_tag("Scoop", slug=SECRET)],
        "authors": [make_author("Scoop", slug=SECRET)],
        "lead_image": make_image(),
    }
    make_article(slug=f"{SECRET}-draft", uuid=IDS[0], **words)
    planned = make_article(slug=f"{SECRET}-planned", uuid=IDS[1], **words)
    publishing.publish(planned, by=None, at=at)
    embargoed = make_article(slug=f"{SECRET}-embargoed", uuid=IDS[2], **words)
    publishing.set_embargo(embargoed, by=None, until=at)
    publishing.publish(embargoed, by=None, at=at + SECOND)
    post = make_post(uuid=IDS[3])
    publishing.publish(post, by=None, at=at)
    page = make_page(slug=f"{SECRET}-page", uuid=IDS[4], is_in_footer=True)
    publishing.publish(page, by=None, at=at)
    edit(site.article, headline="What comes next", slug="another-slug")
    registry.set_lists(site.article, tags=words["tags"])
    revisions.save(site.article, by=None)
    publishing.publish(site.article, by=None, at=at)
    takedowns.withdraw(site.things[1], by=chief, note="x", at=at)


def test_every_public_answer_is_the_same_with_and_without_what_is_planned(client, chief):
    site = living.plant(chief)
    hidden = [f"{SECRET}-{name}" for name in ("draft", "planned", "embargoed", "page")]
    site.names = [SECRET, *hidden]
    with time_machine.travel(clock.now() + 10 * SECOND, tick=False):
        paths = [*site.paths(), *(f"/api/v1/articles/{i}" for i in IDS), f"/feed/{IDS[3]}/"]
        # How much work waits for the workers is told to monitors.
        paths.remove("/healthz")
        assert len(paths) > 100
        before = living.answers(client, paths)
        some = living.one_of_each(paths)
        heads = [living.answer(client.head(path)) for path in some]
        plan(site, chief)
        after = living.answers(client, paths)
        assert [living.answer(client.head(path)) for path in some] == heads
    changed = [path for path, told in after.items() if told != before[path]]
    assert changed == []
    assert {200, 301, 404, 410} <= {told[0] for told in after.values()}


def test_a_story_that_is_withheld_or_planned_answers_as_an_unknown_address_does(client, chief):
    withheld = publish_article(slug=f"{SECRET}-withheld", section=make_section(slug="port"))
    path = withheld.editions.live().get().path
    publish_article(section=withheld.section)
    takedowns.withhold(withheld, by=chief, note="x")
    planned = make_article(slug=f"{SECRET}-planned", section=withheld.section)
    publishing.publish(planned, by=None, at=clock.now() + timedelta(hours=1))
    for known, unknown in (
        (path, "/2026/03/no-such-story/"),
        (path.replace("withheld", "planned"), "/2026/03/no-such-story/"),
        (f"/{withheld.slug}/", "/no-such-page/"),
        (f"/api/v1/articles/{withheld.uuid}", f"/api/v1/articles/{uuid.uuid4()}"),
        (f"/api/v1/articles/{planned.uuid}", "/api/v1/articles/nothing"),
        (f"/api/v1/articles/by-slug/{withheld.slug}", "/api/v1/articles/by-slug/no-such-story"),
        (f"/api/v1/resolve?path={path}", "/api/v1/resolve?path=/2026/03/no-such-story/"),
    ):
        for ask in (client.get, client.head):
            assert living.answer(ask(known)) == living.answer(ask(unknown)), known


def test_lists_items_pages_and_redirects_are_kept_for_five_seconds(client, chief):
    living.plant(chief)
    followers.run()
    for path in (
        "/", "/feed/", "/rss.xml", "/feed/atom.xml", "/feed.json", "/sitemap.xml", "/robots.txt",
        "/news-sitemap.xml", "/corrections/", "/search/", "/old/place/", "/api/v1/articles",
        "/api/v1/articles?tag=nothing", "/api/v1/changes", "/api/v1/search?q=harbour",
        "/api/v1/site", "/api/v1/tags",
    ):  # fmt: skip
        # A search says what this reader has left of the limit.
        whose = "private" if path.startswith("/api/v1/search") else "public"
        assert client.get(path)["Cache-Control"] == f"{whose}, max-age=5", path
        assert client.head(path)["Cache-Control"] == f"{whose}, max-age=5", path


def test_only_the_end_of_a_lease_that_readers_know_of_shortens_that(client, picture_lease):
    image, end = picture_lease
    publish_article(lead_image=image)
    with time_machine.travel(end - timedelta(seconds=2.5), tick=False):
        for path in ("/", "/rss.xml", "/api/v1/articles", f"/api/v1/images/{image.uuid}"):
            assert client.get(path)["Cache-Control"] == "public, max-age=2", path


def test_a_lease_of_a_picture_that_no_reader_sees_shortens_nothing(client, picture_lease):
    image, end = picture_lease
    publish_article()
    publishing.publish(make_article(lead_image=image), by=None, at=end - SECOND)
    with time_machine.travel(end - timedelta(seconds=2.5), tick=False):
        for path in ("/", "/rss.xml", "/api/v1/articles", "/api/v1/sections"):
            assert client.get(path)["Cache-Control"] == "public, max-age=5", path


@pytest.fixture
def picture_lease(db):
    image, end = make_image(), clock.now() + timedelta(hours=1)
    leases.add_lease(image, by=None, kind="allow", ends_at=end)
    return image, end
