"""Events are written, published and read like any other item."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from events.models import Event

from articles import slugs
from articles.models import Article
from newsroom.delivery import followers
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from tests.admin.pages import form_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = Event.objects.create(
        headline="Open day at the lighthouse", takes_place_on=date(2027, 5, 1), place="East pier",
        text="The lamp is lit at nine.",
    )  # fmt: skip
    revisions.save(event, by=None)
    return event


def test_nobody_reads_a_draft(client, event):
    assert client.get(f"/events/{event.uuid}/").status_code == 404
    assert client.get(f"/api/v1/events/{event.uuid}").status_code == 404
    assert event.headline not in client.get("/events/").content.decode()


def test_readers_find_a_live_event_on_its_page_in_the_list_and_in_the_feeds(client, event):
    publishing.publish(event, by=None)
    for path in (f"/events/{event.uuid}/", "/events/", *(f"/events/{file}" for file in FEEDS)):
        answer = client.get(path)
        assert answer.status_code == 200
        assert event.headline in answer.content.decode()
        assert "East pier" in answer.content.decode()


FEEDS = ("rss.xml", "atom.xml", "feed.json")


def test_the_api_prints_it_and_tells_of_it(client, event):
    publishing.publish(event, by=None)
    one = client.get(f"/api/v1/events/{event.uuid}").json()
    assert (one["takes_place_on"], one["place"]) == ("2027-05-01", "East pier")
    assert one["body"]["html"] == "<p>The lamp is lit at nine.</p>"
    (listed,) = client.get("/api/v1/events").json()["data"]
    assert listed["id"] == str(event.uuid)
    told = client.get("/api/v1/changes?include=resource").json()["data"]
    assert told[-1]["resource"]["headline"] == event.headline
    assert "Event" in client.get("/api/v1/openapi.json").json()["components"]["schemas"]


def test_search_and_resolve_find_it_and_an_editor_previews_it(client, event, desk):
    publishing.publish(event, by=None)
    followers.run()
    assert f"/events/{event.uuid}/" in client.get("/search/?q=lighthouse").content.decode()
    resolved = client.get(f"/api/v1/resolve?path=/events/{event.uuid}/").json()
    assert resolved["id"] == str(event.uuid)
    client.force_login(desk)
    assert client.get(f"/preview/event/{event.uuid}/").status_code == 200


def test_preflight_asks_for_the_date(event):
    event.takes_place_on = None
    revisions.save(event, by=None)
    with pytest.raises(Exception, match="Say when"):
        publishing.publish(event, by=None)


def test_a_revision_brings_the_date_back(event, desk):
    event.takes_place_on = date(2027, 6, 1)
    revisions.save(event, by=desk)
    revisions.restore(event, 1, by=desk)
    event.refresh_from_db()
    assert event.takes_place_on == date(2027, 5, 1)


def test_an_editor_writes_and_publishes_it_in_the_admin(reporter):
    client = Client()
    client.force_login(reporter)
    page = client.get("/admin/events/event/add/")
    typed = form_values(page, "event_form") | {
        "headline": "Regatta", "takes_place_on": "2027-07-01", "place": "Bay", "_step": "publish",
    }  # fmt: skip
    answer = client.post("/admin/events/event/add/", typed, follow=True)
    assert answer.status_code == 200
    event = Event.objects.get()
    assert event.state == "published"
    assert client.get("/admin/events/event/").status_code == 200
    assert client.get(f"/admin/events/event/{event.pk}/history/").status_code == 200


def test_a_killed_event_is_gone(client, event, desk):
    publishing.publish(event, by=None)
    takedowns.withdraw(event, by=desk, note="Wrong.")
    assert client.get(f"/events/{event.uuid}/").status_code == 410
    assert client.get(f"/api/v1/events/{event.uuid}").status_code == 410


def test_the_samples_migrations_are_up_to_date():
    call_command("makemigrations", check=True, dry_run=True)


def test_no_text_can_take_the_address_of_the_list():
    assert slugs.free_slug(Article(), "Events") == "events-2"
    with pytest.raises(slugs.SlugTaken):
        slugs.refuse_taken(Article(), "events")
