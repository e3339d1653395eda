"""A consumer of ``/changes`` alone holds an equal copy, whatever becomes of pictures' rights."""

from datetime import timedelta

import pytest
import time_machine

from media.intake import replacement
from media.library import editing
from media.models import Image, Lease, RightsCategory
from media.renditions import queue
from media.rights import leases
from newsroom.delivery import worker
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import recompilation
from tests.factories import edit, make_author, make_tag, publish_article, publish_post
from tests.media.factories import make_image, make_video, picture_file

from .conftest import BASE
from .test_changes import Replica

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
LISTS = ("article", "post", "author", "tag", "section", "video")


class Paper:
    """A site that shows pictures in every place, its worker, and somebody who keeps a copy."""

    def __init__(self, api) -> None:
        self.api, self.replica = api, Replica(api)
        self.lead, self.figure, self.poster = make_image(), make_image(), make_image()
        self.portrait, self.of_post = make_image(), make_image()
        author, tag = make_author(portrait=self.portrait), make_tag()
        video = make_video(poster=self.poster)
        body = (
            f'<p>Words.</p><figure data-image="{self.figure.uuid}"></figure>'
            f'<div data-video="{video.uuid}"></div>'
        )
        self.article = publish_article(
            lead_image=self.lead, body=body, authors=[author], tags=[tag]
        )
        card = f'<p>W.</p><div data-card="article" data-id="{self.article.uuid}"></div>'
        self.carding = publish_article(body=card)
        self.post = publish_post(image=self.of_post, article=self.article, tags=[tag])

    def work(self) -> None:
        """What the worker does until there is nothing left to do."""
        for _round in range(20):
            counts = worker.tick()
            assert not counts["failed"]
            done = queue.settle_due()
            while queue.run_due():
                done += 1
            if not (done or counts["announced"] or counts["recompiled"] or recompilation.waiting()):
                return
        raise AssertionError("The worker does not come to an end.")

    def follow(self) -> None:
        self.work()
        self.replica.follow()
        assert self.replica.kept == self.site()

    def site(self) -> dict:
        """Everything that anybody may read, each thing at its own address."""
        found = {}
        for name in LISTS:
            listed = self.api.client.get(f"{BASE}/{name}s?limit=50&fields=id").json()["data"]
            for document in listed:
                found[name, document["id"]] = self._get(name, document["id"])
        for public_id in Image.objects.values_list("uuid", flat=True):
            if document := self._get("image", public_id):
                found["image", str(public_id)] = document
        return found

    def _get(self, name: str, public_id):
        # The shape of each answer is another test's: here only what it says.
        answer = self.api.client.get(f"{BASE}/{name}s/{public_id}")
        return answer.json() if answer.status_code == 200 else None

    def shows(self, image) -> bool:
        return ("image", str(image.uuid)) in self.replica.kept


@pytest.fixture
def paper(api):
    return Paper(api)


def allow(image, start, end, **more) -> Lease:
    return leases.add_lease(
        Image.objects.get(pk=image.pk), by=None, kind="allow", starts_at=start, ends_at=end, **more
    )


def test_across_the_ends_and_beginnings_of_leases(paper):
    paper.follow()
    now = clock.now()
    pictures = [paper.lead, paper.figure, paper.poster, paper.portrait, paper.of_post]
    for place, image in enumerate(pictures, 1):
        allow(image, None, now + place * HOUR)
        allow(image, now + (place + 3) * HOUR, None)
    paper.follow()
    for hour in range(1, 10):
        with time_machine.travel(now + hour * HOUR, tick=False):
            paper.follow()
            shown = [paper.shows(image) for image in pictures]
            assert shown == [not place <= hour < place + 3 for place in range(1, 6)], hour


def test_across_what_somebody_does_about_rights(paper, chief):
    paper.follow()
    deny = leases.add_lease(paper.lead, by=None, kind="deny")
    paper.follow()
    assert not paper.shows(paper.lead)
    leases.dismiss_lease(deny, by=None)
    paper.follow()
    assert paper.shows(paper.lead)
    lease = allow(paper.poster, None, clock.now() + HOUR)
    paper.follow()
    leases.change_lease(lease, by=None, ends_at=clock.now() + 2 * HOUR)
    paper.follow()
    replacement.replace(Image.objects.get(pk=paper.figure.pk), picture_file(300, 200))
    paper.follow()
    other = make_image()
    editing.give_way(paper.portrait, into=other)
    paper.follow()
    assert paper.shows(other)
    leases.add_lease(other, by=None, kind="deny")
    paper.follow()
    edit(paper.article, lead_image=other)
    takedowns.withhold(paper.post, by=chief, note="Wait")
    paper.follow()
    takedowns.restore(paper.post, by=chief, note="Go on")
    paper.follow()
    takedowns.kill(paper.article, by=chief, kind="legal", note="Court", confirmation="kill")
    paper.follow()


def test_across_a_right_to_pass_on_that_ends(paper):
    image = Image.objects.get(pk=paper.lead.pk)
    image.rights_category = RightsCategory.AGENCY
    editing.save(image)
    end = clock.now() + HOUR
    allow(paper.lead, None, end, scope="syndication")
    paper.follow()
    key = ("article", str(paper.article.uuid))
    assert paper.replica.kept[key]["lead_image"]["rights"]["syndication"]
    with time_machine.travel(end, tick=False):
        paper.follow()
        assert not paper.replica.kept[key]["lead_image"]["rights"]["syndication"]
        assert paper.shows(paper.lead)


def test_a_planned_update_whose_picture_ends_before_it_begins(paper, chief):
    now = clock.now()
    late = make_image()
    allow(late, None, now + 2 * HOUR)
    edit(paper.article, lead_image=late)
    publishing.publish(paper.article, by=None, at=now + HOUR)
    leases.change_lease(Lease.objects.get(image=late), by=None, ends_at=now + HOUR)
    paper.follow()
    for minutes in (59, 60, 61):
        with time_machine.travel(now + minutes * timedelta(minutes=1), tick=False):
            paper.follow()
            assert not paper.shows(late)
            assert paper.shows(paper.lead) is (minutes < 60)


def test_who_was_away_for_days_needs_nothing_but_the_newest_entries(paper, api):
    now = clock.now()
    for image in (paper.lead, paper.poster, paper.of_post):
        for day in (1, 3):
            allow(image, now + day * 24 * HOUR, now + (day + 1) * 24 * HOUR)
    paper.follow()
    for day in (1, 2, 3, 4):
        with time_machine.travel(now + day * 24 * HOUR + SECOND, tick=False):
            paper.work()
    with time_machine.travel(now + 5 * 24 * HOUR, tick=False):
        paper.follow()
        newcomer = Replica(api)
        newcomer.follow()
        assert newcomer.kept == paper.replica.kept
