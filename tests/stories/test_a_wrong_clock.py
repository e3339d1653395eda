"""What readers, feeds and API clients get from a machine whose clock is an hour off."""

from datetime import timedelta

import pytest

from media.models import Image
from media.rights import leases
from newsroom.delivery import worker
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import ledger
from tests.editorial.clocks import HOUR, MINUTE, machine
from tests.factories import edit, make_article, make_post, make_section, make_tag, publish_article
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db
AHEAD_AND_BEHIND = pytest.mark.parametrize("off", [HOUR, -HOUR], ids=["ahead", "behind"])


class Paper:
    """A section and a tag with stories, and every address at which a reader may meet one."""

    def __init__(self, client) -> None:
        self.client, self.section, self.tag = client, make_section("City"), make_tag()

    def make(self, headline: str, **more):
        return make_article(headline=headline, section=self.section, tags=[self.tag], **more)

    def where(self, headline: str) -> set[str]:
        """The addresses that show the headline now."""
        slug, tag = self.section.slug, self.tag.slug
        paths = [
            "/", f"/section/{slug}/", f"/tag/{tag}/", "/rss.xml", "/atom.xml", "/feed.json",
            f"/section/{slug}/rss.xml", "/news-sitemap.xml", f"/search/?q={headline}",
            "/api/v1/articles", f"/api/v1/articles?section={slug}", f"/api/v1/articles?tag={tag}",
            "/api/v1/changes?include=resource",
        ]  # fmt: skip
        found = set()
        for path in paths:
            answer = self.client.get(path)
            # A section or a tag that shows nothing has no page.
            assert answer.status_code in (200, 404), path
            if f"{headline} story" in answer.content.decode():
                found.add(path.partition("?q=")[0])
        return found


@pytest.fixture
def paper(client):
    return Paper(client)


def everywhere(paper: Paper) -> set[str]:
    """Where the newest story of all is shown: what other tests compare with."""
    article = paper.make("Everywhere story")
    publishing.publish(article, by=None)
    worker.tick()
    return paper.where("Everywhere")


@AHEAD_AND_BEHIND
def test_planned_and_embargoed_stories_stay_hidden_on_a_machine_that_is_off(
    client, paper, desk, off
):
    planned, embargoed = paper.make("Planned story"), paper.make("Embargoed story")
    publishing.publish(planned, by=desk, at=clock.now() + 30 * MINUTE)
    publishing.set_embargo(embargoed, by=desk, until=clock.now() + 30 * MINUTE)
    publishing.publish(embargoed, by=desk, at=clock.now() + 31 * MINUTE)
    post = make_post(by=desk, headline="Planned post", article=planned)
    publishing.publish(post, by=desk, at=clock.now() + 30 * MINUTE)
    with machine(off):
        other = paper.make("Unrelated story")
        publishing.publish(other, by=desk)
        worker.tick()
    assert paper.where("Planned") == paper.where("Embargoed") == set()
    with machine(off):
        assert paper.where("Planned") == set()
        assert paper.where("Embargoed") == set()
        for item in (planned, embargoed):
            path = item.editions.get().card["path"]
            assert client.get(path).status_code == 404
            assert client.get(f"/api/v1/articles/{item.uuid}").status_code == 404
        assert client.get(f"/feed/{post.uuid}/").status_code == 404
        assert b"Planned post" not in client.get("/").content


@AHEAD_AND_BEHIND
def test_what_a_machine_that_is_off_publishes_is_seen_everywhere_at_once(paper, desk, off):
    shown = everywhere(paper)
    with machine(off):
        article = paper.make("Breaking story")
        publishing.publish(article, by=desk)
        worker.tick()
        assert paper.where("Breaking") == shown
    assert paper.where("Breaking") == shown
    with machine(-off):
        assert paper.where("Breaking") == shown
        edit(article, headline="Updated story", by=desk)
        publishing.publish(article, by=desk)
        worker.tick()
    assert paper.where("Updated") == shown
    assert paper.where("Breaking") == set()


@AHEAD_AND_BEHIND
def test_a_kill_on_a_machine_that_is_off_takes_effect_at_once_for_everybody(
    client, paper, desk, chief, off
):
    article = paper.make("Killed story")
    publishing.publish(article, by=desk)
    path = article.editions.get().card["path"]
    worker.tick()
    with machine(off):
        takedowns.kill(article, by=chief, kind="legal", note="Order", confirmation="kill")
        assert client.get(path).status_code == 451
    for skew in (timedelta(), -off, off):
        with machine(skew):
            assert client.get(path).status_code == 451
            assert client.get(f"/api/v1/articles/{article.uuid}").status_code == 451
            assert paper.where("Killed") == set()
    worker.tick()
    assert paper.where("Killed") == set()


@AHEAD_AND_BEHIND
def test_a_client_that_follows_changes_has_what_the_api_shows(client, paper, desk, off):
    """Whatever machines acted and answered in between."""
    replica, since = {}, 0
    articles = [paper.make(f"Story {number}") for number in range(3)]
    for number in range(6):
        article = articles[number % 3]
        with machine(off if number % 2 else -off):
            if number == 4:
                takedowns.withdraw(article, by=desk, note="Wrong day")
            else:
                edit(article, headline=f"Round {number}", by=desk)
                publishing.publish(article, by=desk)
        with machine(-off if number % 2 else timedelta()):
            answer = client.get(f"/api/v1/changes?since={since}&types=article&include=resource")
        for entry in answer.json()["data"]:
            replica[entry["id"]] = entry.get("resource")
        since = answer.json()["next"]
        shown = client.get("/api/v1/articles").json()["data"]
        told = {key: value["headline"] for key, value in replica.items() if value}
        assert told == {each["id"]: each["headline"] for each in shown}


@AHEAD_AND_BEHIND
def test_a_file_is_given_out_for_as_long_as_its_lease_runs_by_the_databases_clock(client, off):
    image = make_image()
    publish_article(lead_image=image)
    begins, ends = clock.now() - 30 * MINUTE, clock.now() + 30 * MINUTE
    leases.add_lease(image, by=None, kind="allow", starts_at=begins, ends_at=ends)
    name = Image.objects.get(pk=image.pk).renditions.first().file_name
    with machine(off):
        answer = client.get(f"/files/{name}")
        assert answer.status_code == 200
        assert int(answer["Cache-Control"].partition("max-age=")[2].partition(",")[0]) <= 1800


def test_the_ledger_never_leaves_the_databases_time(paper, desk):
    for skew in (HOUR, -HOUR, 25 * HOUR):
        with machine(skew):
            publishing.publish(paper.make("Some story"), by=desk)
    assert ledger.head_ahead() < timedelta(seconds=1)
