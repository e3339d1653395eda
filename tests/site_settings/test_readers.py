"""How a change of the settings reaches readers: at once, everywhere, and nothing old is kept."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from newsroom.delivery import worker
from newsroom.editorial.models import RecompileRequest
from newsroom.editorial.publication import recompilation, shared_number
from newsroom.lib import site_settings
from newsroom.site import states, watcher
from newsroom.site_settings import saving
from tests.factories import make_article, publish_article, publish_post
from tests.site.reader import Reader
from tests.site.test_stored_pages import path_of, work

pytestmark = pytest.mark.django_db

LISTS = ["/", "/rss.xml", "/atom.xml", "/feed.json", "/feed/", "/api/v1/site", "/site.webmanifest",
         "/opensearch.xml", "/.well-known/trust.txt"]  # fmt: skip


@pytest.fixture(autouse=True)
def _name(settings):
    settings.SITE_NAME = "The Lighthouse"


@pytest.fixture(params=[True, False], ids=["on", "off"])
def reader(request):
    return Reader(is_on=request.param)


def test_the_next_request_for_every_page_has_the_new_name(reader):
    paths = [*LISTS, path_of(publish_article())]
    for path in paths:
        assert "The Lighthouse" in reader.get(path).text, path
        reader.get(path)
    saving.save({"name": "The Fjord"}, by=None)
    for path in paths:
        shown = reader.get(path).text
        assert "The Fjord" in shown, path
        assert "Lighthouse" not in shown, path


def test_a_stored_page_is_printed_again_under_the_new_settings():
    path = path_of(publish_article())
    assert work() == 1
    saving.save({"name": "The Fjord"}, by=None)
    # Until the worker has been there, Django prints it.
    cold = Reader().get(path)
    assert (cold.how, "The Lighthouse" in cold.text) == ("miss", False)
    assert work() == 1
    states.forget()
    warm = Reader().get(path)
    assert (warm.how, "The Fjord" in warm.text) == ("stored", True)
    assert warm.body == cold.body


def test_the_job_that_prints_begins_again_with_each_change(django_assert_max_num_queries):
    path = path_of(publish_article())
    from newsroom.delivery import followers
    from newsroom.site import page_storing
    from tests.site.reader import one_connection

    followers.run()
    job = page_storing.Printing()
    with one_connection():
        assert (job.run_once(), job.run_once()) == (1, 0)
        saving.save({"name": "The Fjord"}, by=None)
        assert (job.run_once(), job.run_once()) == (1, 0)
        saving.save({"preflight_no_standfirst": "off"}, by=None)
        assert job.run_once() == 0
    assert Reader().get(path).how == "stored"


def test_a_story_that_cards_another_is_compiled_again_with_the_new_name(
    django_capture_on_commit_callbacks,
):
    carded = publish_article()
    body = f'<div data-card="article" data-id="{carded.uuid}"></div>'
    story, other = publish_article(body=body), publish_article()
    assert "The Lighthouse" in str(story.editions.get().body)
    saving.save({"name": "The Fjord"}, by=None)
    assert set(RecompileRequest.objects.values_list("item_uuid", flat=True)) == {story.uuid}
    assert other.uuid
    recompilation.run()
    assert "The Fjord" in str(story.editions.get().body)
    assert "Lighthouse" not in Reader().get(path_of(story)).text


def test_another_time_zone_is_on_the_next_page_and_in_documents():
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False):
        post, story = publish_post(), publish_article()
        reader = Reader()
        assert "12:00" in reader.get(path_of(story)).text
        saving.save({"time_zone": "Asia/Tokyo"}, by=None)
        worker.tick()
        shown = reader.get(path_of(story)).text
        assert "9:00 PM" in shown
        assert "12:00 PM" not in shown
        assert "9:00" in str(post.editions.get().document["display_time"])


def test_another_language_is_on_the_next_page():
    # A test's own thread has a language; those of a server have none.
    translation.deactivate()
    reader = Reader()
    assert 'lang="en"' in reader.get("/").text
    saving.save({"language": "de"}, by=None)
    shown = reader.get("/").text
    assert '<html lang="de"' in shown
    assert "Skip to content" not in shown


def test_an_etag_of_the_api_is_another_under_other_settings():
    publish_article()
    reader = Reader()
    before = reader.get("/api/v1/articles").headers["etag"]
    saving.save({"name": "The Fjord"}, by=None)
    assert reader.get("/api/v1/articles").headers["etag"] != before


def test_a_page_that_is_kept_costs_no_query_for_the_settings(django_assert_num_queries):
    saving.save({"name": "The Fjord"}, by=None)
    path, reader = path_of(publish_article()), Reader()
    reader.get(path)
    with django_assert_num_queries(0):
        assert "The Fjord" in reader.get(path).text


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_another_machine_has_the_change_whenever_its_watcher_looks(looks):
    reader, path = Reader(), path_of(publish_article())
    reader.get("/")
    reader.get(path)
    told, settings_told = shared_number.read(), shared_number.settings_number()
    saving.save({"name": "The Fjord"}, by=None)
    # What this machine knows: its memory is its own, and nobody has looked for a while.
    shared_number.words()[1] = 0
    shared_number.write(told)
    shared_number.write_settings(settings_told)
    differed = None
    for _look in range(looks):
        differed = watcher.look(differed)
    for _time in range(2):
        assert "The Fjord" in reader.get("/").text
        assert "The Fjord" in reader.get(path).text
    differed = watcher.look(watcher.look(differed))
    assert differed is None
    assert "The Fjord" in reader.get("/").text
    assert site_settings.current().name == "The Fjord"


def test_a_worker_compiles_with_the_new_settings(settings):
    story = make_article()
    saving.save({"time_zone": "Asia/Tokyo"}, by=None)
    site_settings.forget()
    shared_number.write_settings(0)
    worker.tick()
    assert site_settings.current().time_zone == "Asia/Tokyo"
    assert settings.TIME_ZONE == "Asia/Tokyo"
    assert story.pk


def test_a_save_that_is_rolled_back_shows_to_nobody():
    from django.db import transaction

    reader = Reader()
    with transaction.atomic():
        saving.save({"name": "The Fjord"}, by=None)
        transaction.set_rollback(True)
    shared_number.settle()
    assert site_settings.current().name == "The Lighthouse"
    assert "The Fjord" not in reader.get("/").text
