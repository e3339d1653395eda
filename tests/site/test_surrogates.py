"""What a cache in front is told: which keys, how long, and nothing that is not its business."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media.rights import leases
from newsroom.delivery.outbox import channels, purging
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.lib import surrogate_keys
from newsroom.site import surrogates
from tests.factories import make_article, publish_article, publish_post
from tests.media.factories import make_image

from .reader import Reader

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def lifetime(text: str) -> tuple[int, int, int]:
    """max-age, stale-while-revalidate, stale-if-error."""
    found = [int(number) for number in re.findall(r"=(\d+)", text)]
    assert len(found) == 3, text
    return tuple(found)


def told(left: float) -> tuple[int, int, int]:
    return lifetime(surrogates.lifetime(left, purging.LONGEST_SECONDS))


@pytest.mark.parametrize("seconds", [0, 0.4, 1, 4.9, 5, 5.2, 6, 9, 60, 3605, 3606, 5000, 9999])
def test_no_answer_is_shown_past_the_next_change_nor_kept_past_it_by_a_reader(seconds):
    max_age, revalidate, stale = told(seconds)
    assert max_age + max(revalidate, stale) <= max(seconds - 5, 0) or max_age <= seconds <= 5
    assert 0 <= max_age <= 3600
    assert revalidate <= stale <= 3600


def test_far_from_a_change_an_answer_is_kept_for_an_hour_and_shown_for_another():
    assert told(86400) == (3600, 2, 3600)


def test_what_declares_nothing_is_purged_by_every_entry():
    for keys in ([], [surrogate_keys.SHELL], [surrogate_keys.WINDOW], [surrogate_keys.SEARCH]):
        carried = surrogates.carry(keys)
        assert set(carried) & set(surrogate_keys.purged_by("tag", "x", []))


# --- Through the site ----------------------------------------------------------------------------


@pytest.fixture
def is_purged(monkeypatch):
    """A cache is purged by keys. What a test registers is gone after it."""
    channel = purging.by_keys("proof", ["a cache"], lambda target, keys: "ok")
    monkeypatch.setattr(channels, "_channels", {"proof": channel})


@pytest.mark.django_db
def test_without_a_cache_that_is_purged_nothing_is_told_of_lifetimes(client, monkeypatch):
    monkeypatch.setattr(channels, "_channels", {})
    publish_article()
    response = client.get("/")
    assert "Surrogate-Control" not in response
    assert "articles" in response["Surrogate-Key"].split()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/rss.xml", "/api/v1/articles", "/sitemap.xml"])
def test_a_planned_story_shortens_the_cache_s_lifetime_and_not_the_readers(client, is_purged, path):
    with time_machine.travel(AT, tick=False):
        publish_article()
        before = client.get(path)
        publishing.publish(make_article(), by=None, at=AT + timedelta(seconds=50))
        after = client.get(path)
    assert lifetime(before["Surrogate-Control"])[0] >= 60
    assert lifetime(after["Surrogate-Control"]) == (45, 0, 0)
    assert after["Cache-Control"] == before["Cache-Control"] == "public, max-age=5"


@pytest.mark.django_db
def test_what_changes_by_itself_is_kept_for_a_minute_and_search_not_at_all(client, is_purged):
    with time_machine.travel(AT, tick=False):
        publish_article()
        assert lifetime(client.get("/")["Surrogate-Control"])[0] == 60
        assert lifetime(client.get("/atom.xml")["Surrogate-Control"])[0] == 60
        for path in ("/search/?q=bridge", "/api/v1/search?q=bridge"):
            assert "Surrogate-Control" not in client.get(path), path


@pytest.mark.django_db
def test_a_planned_end_and_the_end_of_a_lease_shorten_it_too(client, is_purged, desk):
    with time_machine.travel(AT, tick=False):
        image = make_image()
        article = publish_article(lead_image=image)
        takedowns.withdraw(article, by=desk, note="x", at=AT + timedelta(seconds=500))
        assert lifetime(client.get("/feed/")["Surrogate-Control"])[0] == 495
        leases.add_lease(image, by=None, kind="allow", ends_at=AT + timedelta(seconds=100))
        assert lifetime(client.get("/feed/")["Surrogate-Control"])[0] == 95


@pytest.mark.django_db
def test_while_something_due_is_not_announced_nothing_is_kept_for_long(client, is_purged):
    with time_machine.travel(AT, tick=False):
        publish_post()
        publishing.publish(make_article(), by=None, at=AT + timedelta(seconds=10))
    with time_machine.travel(AT + timedelta(seconds=11), tick=False):
        assert "Surrogate-Control" not in client.get("/feed/")


@pytest.mark.django_db
def test_once_the_lease_of_a_picture_that_nobody_sees_is_announced_answers_are_kept_again(
    client, is_purged
):
    """No entry and no plan tells of it."""
    with time_machine.travel(AT, tick=False) as traveller:
        publish_post()
        leases.add_lease(make_image(), by=None, kind="allow", ends_at=AT + timedelta(seconds=10))
        traveller.move_to(AT + timedelta(seconds=11))
        assert "Surrogate-Control" not in client.get("/feed/")
        leases.tick()
        assert "Surrogate-Control" in client.get("/feed/")


@pytest.mark.django_db
def test_pages_end_with_the_newsroom_s_day_as_the_masthead_prints_it(client, is_purged, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    evening = datetime(2026, 3, 2, 23, 50, tzinfo=ZoneInfo("Europe/Oslo"))
    with time_machine.travel(evening, tick=False):
        publish_post()
        assert lifetime(client.get("/feed/")["Surrogate-Control"]) == (595, 0, 0)


@pytest.mark.django_db
def test_an_answer_that_took_long_is_not_kept_for_long(client, is_purged, monkeypatch):
    """The second purge might come before it."""
    publish_post()
    assert "Surrogate-Control" in client.get("/feed/")
    monkeypatch.setattr(surrogates, "SLOWEST_SECONDS", 0)
    assert "Surrogate-Control" not in client.get("/feed/")


@pytest.mark.django_db
def test_redirects_errors_and_the_newsroom_s_own_pages_are_not_kept(client, is_purged, admin_user):
    article = publish_article()
    for path in (f"/{article.slug}/", "/no/such/page/", "/healthz", "/admin/login/"):
        assert "Surrogate-Control" not in client.get(path), path
    client.force_login(admin_user)
    assert "Surrogate-Key" not in client.get(f"/preview/article/{article.uuid}/")


@pytest.mark.django_db
def test_it_costs_no_query_of_its_own(client, is_purged, monkeypatch):
    publish_article()
    with CaptureQueriesContext(connection) as with_it:
        client.get("/rss.xml")
    monkeypatch.setattr(channels, "_channels", {})
    with CaptureQueriesContext(connection) as without:
        client.get("/rss.xml")
    assert len(with_it) == len(without)


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_carries_the_key_of_its_image_and_of_the_one_it_was_merged_into(client):
    image, survivor = make_image(), make_image()
    publish_article(lead_image=image)
    path = f"/files/{image.renditions.first().file_name}"
    assert f"image:{image.uuid}" in client.get(path)["Surrogate-Key"].split()
    image.merged_into = survivor
    image.save()
    assert f"image:{survivor.uuid}" in client.get(path)["Surrogate-Key"].split()


@pytest.mark.django_db
def test_with_nginx_in_front_a_file_is_named_and_not_sent(client, settings):
    settings.ACCEL_REDIRECT = "/internal-files"
    image = make_image()
    publish_article(lead_image=image)
    name = image.renditions.first().file_name
    response = client.get(f"/files/{name}", HTTP_RANGE="bytes=0-9")
    assert response.status_code == 200
    assert response.content == b""
    assert response["X-Accel-Redirect"] == f"/internal-files/{name}"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() + timedelta(seconds=90))
    leased = client.get(f"/files/{name}")["Cache-Control"]
    assert re.fullmatch(r"public, max-age=\d\d, must-revalidate", leased)
    assert client.get(f"/files/{name[:-5]}0.jpg").status_code == 404


# --- With the layer before Django ----------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_kept_before_django_tells_caches_of_a_plan_made_since(is_purged):
    publish_post()
    planned, reader = make_article(), Reader()
    first, again = reader.get("/feed/"), reader.get("/feed/")
    publishing.publish(planned, by=None, at=clock.now() + timedelta(seconds=60))
    after = reader.get("/feed/")
    assert {"posts", "shell", "site"} <= set(again.headers["surrogate-key"].split())
    assert again.headers["surrogate-key"] == first.headers["surrogate-key"]
    assert lifetime(after.headers["surrogate-control"])[0] <= 55
