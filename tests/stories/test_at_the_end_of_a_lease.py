"""The second at which a picture's lease ends, asked of every surface there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from media.models import Image
from media.rights import leases
from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.publication.announcements import announce_due
from tests.architecture.walking import addresses
from tests.factories import (
    make_author,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_video
from tests.settling import recompile_all

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
CREDIT = "Xyzzy Plugh"
#: Who is logged in is shown previews of any instant; readers are not.
STAFF = ("admin/", "preview/")
VARIANTS = ["?limit=100&body=all", "?limit=100", "?q=lighthouse", "?format=ninjs"]


@dataclass
class Paper:
    """A newspaper that shows one leased picture in every way a picture can be shown."""

    image: Image
    end: object
    values: dict[str, list[str]]

    def addresses(self) -> list[str]:
        found = sorted(set(addresses(self.values, but_not=STAFF)))
        asked = [path for path in found if path.startswith(("/api/", "/search/"))]
        return found + [path + variant for path in asked for variant in VARIANTS]


@pytest.fixture
def paper() -> Paper:
    image, end = make_image(640, 480, creator=CREDIT), clock.now() + HOUR
    leases.add_lease(image, by=None, kind="allow", ends_at=end)
    section, tag = make_section("City"), make_tag("Lighthouses")
    author, video = make_author(portrait=image), make_video(poster=image)
    figure = f'<p>The lighthouse.</p><figure data-image="{image.uuid}"></figure>'
    lead = publish_article(
        headline="The lighthouse", lead_image=image, section=section, tags=[tag], body=figure,
        authors=[author],
    )  # fmt: skip
    body = (
        f'<p>The lighthouse.</p><div data-card="article" data-id="{lead.uuid}"></div>'
        f'<div data-video="{video.uuid}"></div>'
    )
    carding = publish_article(headline="A lighthouse carded", section=section, body=body)
    post = publish_post(headline="A lighthouse post.", image=image, article=lead, tags=[tag])
    followers.run()
    now = timezone.localtime(clock.now())
    things = [lead, carding, post, section, tag, author, video, image]
    values = {
        "slug": [t.slug for t in things if hasattr(t, "slug")],
        "public_id": [str(t.uuid) for t in things],
        "id": [str(t.uuid) for t in things],
        "key": [str(t.uuid) for t in things],
        "id_or_slug": [str(t.uuid) for t in things],
        "year": [f"{now:%Y}"], "month": [f"{now:%m}"], "day": [f"{now:%d}"],
        "file": ["rss.xml", "atom.xml", "feed.json"],
        "code": ["not_found"], "path": ["x.jpg"],
        "name": [r.file_name for r in image.renditions.all()],
    }  # fmt: skip
    return Paper(image, end, values)


def shown_at(paper: Paper, client, at) -> set[str]:
    """The addresses that show the picture, name its files or its photographer at an instant."""
    words, public_id = (paper.image.uuid.hex, CREDIT), str(paper.image.uuid)
    found = set()
    with time_machine.travel(at, tick=False):
        for address in paper.addresses():
            response = client.get(address)
            assert response.status_code != 500, address
            if response.status_code != 200:
                continue
            is_file = address.startswith("/files/")
            content = (
                b"".join(response.streaming_content) if response.streaming else (response.content)
            )
            # The ledger names what it has told of, and will tell of, by its public id alone.
            signs = words if "/changes" in address else (*words, public_id)
            if is_file or any(sign.encode() in content for sign in signs):
                found.add(address)
    return found


def must_show(paper: Paper) -> set[str]:
    article, video = paper.values["slug"][0], paper.values["slug"][-1]
    now = timezone.localtime(clock.now())
    return {
        "/", f"/{now:%Y}/{now:%m}/{article}/", f"/videos/{video}/", "/feed/", "/rss.xml",
        "/atom.xml", "/feed.json", "/feed/rss.xml", "/api/v1/articles", "/api/v1/posts",
        f"/api/v1/images/{paper.image.uuid}", f"/files/{paper.values['name'][0]}",
    }  # fmt: skip


def test_one_second_before_the_end_every_surface_shows_it_and_at_the_end_none(paper, client):
    before = shown_at(paper, client, paper.end - SECOND)
    assert must_show(paper) <= before
    # No worker runs, nothing is announced: pages, lists, feeds, API and files go by the clock.
    assert shown_at(paper, client, paper.end) == set()
    assert shown_at(paper, client, paper.end + SECOND) == set()


def test_after_the_worker_has_told_of_it_no_surface_shows_it_either(paper, client):
    with time_machine.travel(paper.end + 2 * SECOND, tick=False):
        announce_due()
        leases.announce_due()
        recompile_all()
        followers.run()
    changes = "/api/v1/changes?since=0&limit=500&include=resource"
    assert shown_at(paper, client, paper.end + 3 * SECOND) == set()
    with time_machine.travel(paper.end + 3 * SECOND, tick=False):
        told = client.get(changes).json()["data"]
    (removal,) = [entry for entry in told if entry["id"] == str(paper.image.uuid)]
    assert removal["op"] == "remove"
    assert CREDIT not in str(told)


@pytest.mark.parametrize("seconds", [10, 0.3])
def test_no_cache_is_told_to_keep_it_past_the_end(paper, client, seconds):
    at = paper.end - seconds * SECOND
    changes = "/api/v1/changes?since=0&limit=500&include=resource"
    with time_machine.travel(at, tick=False):
        for address in sorted({*must_show(paper), changes}):
            told = client.get(address).headers.get("Cache-Control", "")
            ages = [int(part.partition("=")[2]) for part in told.split(",") if "max-age" in part]
            assert all(age <= seconds for age in ages), (address, told)
            assert "immutable" not in told, address
            # Without a word, a cache before the site would keep a page as long as it likes.
            assert ages or "no-cache" in told, (address, told)
