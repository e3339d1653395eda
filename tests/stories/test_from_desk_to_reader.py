"""The way of a story through a running newsroom: from a reporter's form to every reader."""

from __future__ import annotations

import re
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.admin.pages import form_values
from tests.media.factories import picture_file

from .newsroom import Newsroom, Person, family, until

pytestmark = pytest.mark.xdist_group("newsroom")

CREDIT = "Ana Ruiz/Pool/Harbour Wire via Example Pictures"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    newsroom = Newsroom(tmp_path_factory.mktemp("newsroom"))
    try:
        newsroom.prepare()
        newsroom.serve()
        yield newsroom
    finally:
        newsroom.clean_up()


@pytest.fixture(autouse=True)
def _everything_runs(newsroom):
    newsroom.serve_whole()


@pytest.fixture
def reporter(newsroom, _everything_runs) -> Person:
    return Person(newsroom.url).log_in("reporter")


@pytest.fixture
def desk(newsroom, _everything_runs) -> Person:
    return Person(newsroom.url).log_in("desk")


def upload(person: Person) -> str:
    """A picture into the library; returns the public id by which the editor's picker gives it."""
    file = picture_file(1400, 900, name="pier.jpg")
    page = person.get("/admin/media/image/upload/")
    token = form_values(page, "logout-form")["csrfmiddlewaretoken"]
    person.post(page.url, {"csrfmiddlewaretoken": token, "file": file, "credit": CREDIT})
    [image] = person.get("/admin/pick/image/?q=pier").json()["results"]
    words = {"alt_text": "Engineers below the pier", "caption": "The north pier."}
    person.post(f"/admin/media/image/{image['id']}/quick/", {"csrfmiddlewaretoken": token, **words})
    return image["id"]


def write(person: Person, headline: str, step: str, **words: str) -> str:
    """A new article with a step; returns the path of its form."""
    section = re.search(
        r'<option value="(\d+)"[^>]*>City<', person.get("/admin/articles/article/add/").text
    )[1]
    words = {"headline": headline, "standfirst": "In a sentence.", "section": section, **words}
    answer = person.fill("/admin/articles/article/add/", "article_form", **words, _step=step)
    assert re.search(r"/article/\d+/change/$", answer.url), said(answer)
    assert "errorlist" not in answer.text, said(answer)
    return answer.url


def said(answer) -> list[str]:
    """The messages of an admin page."""
    return re.findall(r'<li class="(?:success|warning|error)">(.*?)</li>', answer.text, re.DOTALL)


def changes(newsroom, headline: str) -> list[dict]:
    data = newsroom.get("/api/v1/changes?include=resource&limit=500").json()["data"]
    return [c for c in data if (c.get("resource") or {}).get("headline") == headline]


def in_api(newsroom, headline: str) -> dict | None:
    data = newsroom.get("/api/v1/articles").json()["data"]
    return next((item for item in data if item["headline"] == headline), None)


#: A desk editor writes for somebody else.
FOR_MARA = {"byline-0-author": "mara-lind"}


def test_a_story_goes_from_the_reporters_form_to_page_feed_api_and_changes(
    newsroom, reporter, desk
):
    card = in_api(newsroom, "Second tunnel tube opens")["id"]
    picture = upload(reporter)
    headline = "Harbour bridge closes for eight weeks"
    form = write(
        reporter, headline, "submit", tag_list="Transport, Harbour",
        lead_image=picture, lead_caption="The pier on Sunday.",
        body=f'<p>Trams turn at the mole.</p><figure data-image="{picture}"></figure>'
             f'<div data-card="article" data-id="{card}"></div><script>alert(1)</script>',
    )  # fmt: skip
    assert "In review" in reporter.get(form).text
    assert in_api(newsroom, headline) is None
    assert headline not in newsroom.get("/").text

    assert said(desk.fill(form, "article_form", _step="publish"))[-1].startswith("Published")
    assert in_api(newsroom, headline)["lead_image"]["credit"]["line"] == CREDIT
    # The worker makes the files of the picture, and tells the story of them.
    until(lambda: in_api(newsroom, headline)["lead_image"]["src"])
    item = in_api(newsroom, headline)
    assert [tag["name"] for tag in item["tags"]] == ["Transport", "Harbour"]
    page = newsroom.get(item["url"])
    assert page.status == 200
    for words in (
        headline, "The pier on Sunday.", CREDIT, "Mara Lind</a>", "Trams turn at the mole",
        "Second tunnel tube opens",
    ):  # fmt: skip
        assert words in page.text
    assert "alert(1)" not in page.text
    assert newsroom.get(item["lead_image"]["src"]).headers["Content-Type"] == "image/jpeg"
    assert headline in newsroom.get("/").text
    assert headline in newsroom.get("/rss.xml").text
    assert CREDIT in newsroom.get("/rss.xml").text
    assert [change["op"] for change in changes(newsroom, headline)] == ["upsert"]
    until(lambda: headline in newsroom.get("/search/?q=tram").text)


def test_readers_notice_nothing_of_an_edit_until_it_is_published(newsroom, desk):
    form = write(desk, "Ferry crews vote", "publish", body="<p>Tonight.</p>", **FOR_MARA)
    before = in_api(newsroom, "Ferry crews vote")
    page, told = newsroom.get(before["url"]).text, newsroom.get("/api/v1/changes?limit=500").json()
    desk.fill(form, "article_form", headline="Ferry crews have voted", _save="1")
    assert "Update in progress" in desk.get(form).text
    assert in_api(newsroom, "Ferry crews vote") == before
    assert newsroom.get(before["url"]).text == page
    assert newsroom.get("/api/v1/changes?limit=500").json() == told

    step = form.replace("/change/", "/step/publish/")
    desk.fill(step, None, change="substantive")
    after = in_api(newsroom, "Ferry crews have voted")
    assert after["url"] == before["url"]
    assert after["version"] > before["version"]
    assert after["is_updated"]
    assert "Ferry crews have voted" in newsroom.get(before["url"]).text


def schedule(person: Person, form: str, *, in_seconds: int) -> datetime:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=in_seconds)
    person.fill(form.replace("/change/", "/step/schedule/"), None, at=f"{at:%Y-%m-%dT%H:%M:%S}")
    return at


def address(at: datetime, slug: str) -> str:
    return f"/{at:%Y}/{at:%m}/{slug}/"


def wait_for(at: datetime) -> None:
    time.sleep(max(0.0, (at - datetime.now(UTC)).total_seconds()))


def test_a_scheduled_story_appears_by_the_clock_though_no_worker_runs(newsroom, desk):
    newsroom.end(newsroom.server)
    newsroom.serve("--web-only")
    assert not any("manage.py worker" in command for command in family(newsroom.server.pid))
    headline = "Lamp is lit again"
    form = write(desk, headline, "approve", slug="lamp-lit", **FOR_MARA)
    at = schedule(desk, form, in_seconds=6)
    assert "Scheduled" in desk.get(form).text
    path = address(at, "lamp-lit")
    answer, asked_before = newsroom.get(path), datetime.now(UTC)
    assert asked_before < at, "The machine was too slow to look before the time."
    assert answer.status == 404
    wait_for(at)
    assert newsroom.get(path).status == 200
    assert headline in newsroom.get("/").text
    assert headline in newsroom.get("/rss.xml").text
    assert in_api(newsroom, headline)["published_at"] == f"{at:%Y-%m-%dT%H:%M:%SZ}"
    # Followers are told by a worker, whenever there is one again.
    assert changes(newsroom, headline) == []
    worker = newsroom.worker()
    until(lambda: changes(newsroom, headline))
    assert newsroom.end(worker, signal.SIGTERM) == 0
    assert [change["op"] for change in changes(newsroom, headline)] == ["upsert"]


def test_what_came_due_while_all_lay_dead_is_told_once_by_the_next_start(newsroom, desk):
    assert newsroom.end(newsroom.server, signal.SIGINT) == 0
    newsroom.serve()
    headline = "Night boats return"
    form = write(desk, headline, "approve", slug="night-boats", **FOR_MARA)
    at = schedule(desk, form, in_seconds=6)
    # What was killed ends as a whole: a server without its supervisor would not be looked after.
    assert newsroom.end(newsroom.server, signal.SIGKILL) == -signal.SIGKILL
    wait_for(at)
    newsroom.serve()
    assert newsroom.get(address(at, "night-boats")).status == 200
    until(lambda: changes(newsroom, headline))
    everything = newsroom.get("/api/v1/changes?limit=500").json()["data"]
    story = in_api(newsroom, headline)["id"]
    assert [change["op"] for change in everything if change["id"] == story] == ["upsert"]
    assert newsroom.get("/healthz").json()["status"] == "ok"


def test_a_signal_to_end_leaves_no_process_behind(newsroom):
    assert len(family(newsroom.server.pid)) >= 3
    assert newsroom.end(newsroom.server) == 0
    assert newsroom.get("/") is None
    assert "Traceback" not in newsroom.log()


def test_the_papers_new_name_is_on_the_next_page_of_every_process(newsroom):
    """The admin's process saves it; each of the others has what it printed before."""
    chief = Person(newsroom.url).log_in("chief")
    settings = "/admin/site_settings/settingsrevision/"
    story = newsroom.get("/api/v1/articles").json()["data"][0]["url"]
    paths = ("/", story, "/rss.xml", "/feed.json", "/api/v1/site", "/site.webmanifest")
    before = newsroom.get("/api/v1/site").json()["name"]
    for name in ("The Fjord Herald", "The Bay Herald", ""):
        chief.fill(settings, "site-settings", name=name)
        for path in paths * 4:
            assert (name or before) in newsroom.get(path).text, path
