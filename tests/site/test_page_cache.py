"""The layer before Django: it gives what Django would, and nothing that has passed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import resolve

from articles.models import Redirect
from media.rights import leases
from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.publication import recompilation, shared_number
from newsroom.lib import paging
from newsroom.lib.requests import parameters_of
from newsroom.site import states, watcher
from tests.architecture.planting import plant
from tests.architecture.walking import addresses
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
from tests.media.factories import make_image

from .reader import Reader

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LISTS = ["/", "/rss.xml", "/atom.xml", "/feed.json", "/api/v1/articles", "/sitemap.xml"]


@pytest.fixture(params=[True, False], ids=["on", "off"])
def reader(request):
    return Reader(is_on=request.param)


@pytest.fixture
def story():
    section, tag, author = make_section("Harbour"), make_tag(), make_author()
    return publish_article(section=section, tags=[tag], authors=[author])


def path_of(item) -> str:
    return item.editions.order_by("-live_from").first().card["path"]


def first_difference(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return one[max(0, place - 60) : place + 40], other[max(0, place - 60) : place + 40]


def everywhere(story) -> list[str]:
    """The addresses on which a story stands."""
    named = [story.section, story.tags.first(), story.authors.first()]
    pages = [thing.get_absolute_url() for thing in named]
    return [
        path_of(story), *LISTS, *pages, *(f"{page}rss.xml" for page in pages),
        f"/api/v1/articles/{story.uuid}", "/api/v1/changes?include=resource",
    ]  # fmt: skip


#: What only the number of what is public vouches for, and why. All else has a witness of its own.
WITHOUT_WITNESS = {
    "api-changes": "it tells of every public change",
    "api-site": "it reads no row",
    "api-openapi": "it reads no row",
    "api-docs": "it reads no row",
    "api-problem": "it reads no row",
    "robots": "it reads no row",
    **dict.fromkeys(
        ("favicon", "touch-icon", "manifest", "opensearch", "trust", "security"),
        "it reads the settings of the site alone",
    ),
    "search": "what is found may change with any item",
    "sitemap-lists": "it reads every list",
    "api-pages": "it lists nothing here: why a list is empty may change",
    "api-videos": "it lists nothing here: why a list is empty may change",
    "videos": "it lists nothing here: why a list is empty may change",
    "corrections": "it reads the cards of whatever was corrected",
    "corrections-syndication": "it reads the cards of whatever was corrected",
}


# --- The same answers -----------------------------------------------------------------------------
def test_every_public_address_answers_as_django_does(reader):
    planted = plant()
    publish_article(tags=[make_tag()], lead_image=make_image())
    now = clock.now()
    values = {
        "slug": planted.slugs, "public_id": planted.ids[:8], "id": planted.ids[:8],
        "key": planted.slugs[:4], "id_or_slug": planted.slugs[:4], "year": [f"{now:%Y}"],
        "month": [f"{now:%m}"], "day": [f"{now:%d}"], "file": ["rss.xml", "feed.json", "atom.xml"],
        "code": ["not_found"], "path": ["x.jpg"], "name": ["x.jpg"],
    }  # fmt: skip
    asked = sorted(set(addresses(values, but_not=("admin/", "preview/", "files/", "healthz"))))
    assert len(asked) > 60
    django = Client()
    shown = set()
    for path in asked:
        expected = django.get(path)
        if expected.status_code != 200:
            assert reader.get(path).status == expected.status_code, path
            continue
        content = b"".join(expected.streaming_content) if expected.streaming else expected.content
        for _time in range(3):
            given = reader.get(path)
            assert given.body == content, (path, first_difference(given.body, content))
            for name in ("Content-Type", "Cache-Control", "ETag", "Surrogate-Key", "Link"):
                assert given.headers.get(name.lower()) == expected.headers.get(name), (path, name)
        shown.add(path)
    assert len(shown) > 25
    vouched = {key.partition(" ")[2].removesuffix("?") for key in reader.vouched}
    without = {resolve(path).url_name for path in shown - vouched}
    with_witness = {resolve(path).url_name for path in shown & vouched}
    assert without - with_witness == set(WITHOUT_WITNESS)


def test_a_page_is_printed_once_and_then_given_from_memory(story):
    reader = Reader()
    assert [reader.get(path_of(story)).how for _ in range(3)] == ["miss", "hit", "hit"]
    assert reader.printed == 1


def test_without_finished_bytes_a_page_is_joined_by_one_question(story):
    reader = Reader(is_on=False)
    tag = story.tags.first().get_absolute_url()
    for path in (path_of(story), "/", "/rss.xml", "/api/v1/articles", tag):
        assert [reader.get(path).how for _ in range(3)] == ["miss", "joined", "joined"], path


def test_after_a_post_the_frames_stand_and_nothing_is_printed_again(story):
    reader = Reader()
    asked = [path_of(story), "/", "/rss.xml", "/api/v1/articles", story.section.get_absolute_url()]
    for path in asked:
        reader.get(path)
    printed = reader.printed
    post = publish_post(headline="A whale in the harbour.")
    for path in asked:
        assert reader.get(path).how == "joined", path
    assert reader.printed == printed
    assert "A whale in the harbour." in reader.get("/").text
    assert str(post.uuid) in reader.get(path_of(story)).text


# --- Nothing that has passed ----------------------------------------------------------------------
def test_what_an_act_changes_is_changed_in_the_next_answer(reader, story):
    asked = everywhere(story)
    for path in asked * 2:
        reader.get(path)
    publishing.publish(edit(story, headline="The bridge is open again"), by=None)
    for path in asked:
        if path != "/sitemap.xml":
            assert "The bridge is open again" in reader.get(path).text, path


@pytest.mark.parametrize(
    "kind", [TakedownKind.WITHDRAWN, TakedownKind.WITHHELD, TakedownKind.LEGAL]
)
def test_what_was_taken_down_is_in_no_answer(reader, story, kind):
    headline, path = story.headline, path_of(story)
    publish_article(section=story.section, tags=story.tags.all(), authors=story.authors.all())
    asked = everywhere(story)
    for each in asked * 2:
        assert headline in reader.get(each).text or "sitemap" in each or "atom" in each
    _take_down(story, kind)
    assert reader.get(path).status == Client().get(path).status_code >= 400
    for each in asked:
        answer = reader.get(each)
        assert headline not in answer.text or kind in answer.text, each


def _take_down(story, kind):
    if kind == TakedownKind.WITHDRAWN:
        takedowns.withdraw(story, by=None, note="By mistake.")
    elif kind == TakedownKind.WITHHELD:
        takedowns.withhold(story, by=None, note="The court asked.")
    else:
        takedowns.kill(story, by=None, kind=kind, note="The court asked.", confirmation="kill")


def test_what_is_planned_comes_and_goes_on_its_second_without_a_worker(reader):
    with time_machine.travel(NOON, tick=False) as traveller:
        publish_article(headline="An old story")
        planned = make_article(headline="A planned story")
        for path in LISTS * 2:
            reader.get(path)
        publishing.publish(planned, by=None, at=NOON + HOUR)
        seen = {}
        for minutes in (0, 59, 60, 61, 119, 120):
            traveller.move_to(NOON + timedelta(minutes=minutes))
            if minutes == 60:
                takedowns.withdraw(planned, by=None, note="Over.", at=NOON + 2 * HOUR)
            seen[minutes] = ["A planned story" in reader.get(path).text for path in LISTS[:5]]
    assert seen == {minutes: [60 <= minutes < 120] * 5 for minutes in (0, 59, 60, 61, 119, 120)}


def test_a_plan_that_is_made_after_the_answer_is_kept_all_the_same(reader):
    """The plan has no entry in the ledger: only the number of plans tells of it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        publish_article()
        reader.get("/")
        post = make_post(headline="The ferry sails.")
        publishing.publish(post, by=None, at=NOON + timedelta(seconds=3))
        assert "The ferry sails." not in reader.get("/").text
        traveller.move_to(NOON + timedelta(seconds=3))
        assert "The ferry sails." in reader.get("/").text


def test_the_names_around_the_page_are_told(reader, story):
    path = path_of(story)
    reader.get(path)
    section = story.section
    section.name = "Docks and quays"
    section.save()
    recompilation.changed(section)
    assert "Docks and quays" in reader.get(path).text
    page = make_page(headline="Imprint of ours", is_in_footer=True)
    publishing.publish(page, by=None)
    assert "Imprint of ours" in reader.get(path).text


def test_times_of_cards_change_at_midnight_and_at_new_year(reader):
    evening = datetime(2026, 12, 30, 23, 59, 59, tzinfo=UTC)
    with time_machine.travel(evening, tick=False) as traveller:
        publish_article()
        seen = []
        for moment in ("2026-12-30T23:59:59", "2026-12-31T00:00:00", "2027-01-01T00:00:00"):
            traveller.move_to(datetime.fromisoformat(moment).replace(tzinfo=UTC))
            reader.get("/")
            assert reader.get("/").body == Client().get("/").content
            seen.append(reader.get("/").text)
    assert "11:59 PM" in seen[0]
    assert "30 December<" in seen[1]
    assert "30 December 2026<" in seen[2]


def test_breaking_news_leads_the_front_for_six_hours(reader):
    with time_machine.travel(NOON, tick=False) as traveller:
        publish_article()
        publish_post(headline="The harbour is closed.", is_breaking=True)
        seen = []
        for hours in (0, 5.99, 6):
            traveller.move_to(NOON + timedelta(hours=hours))
            reader.get("/")
            seen.append('class="breaking"' in reader.get("/").text)
    assert seen == [True, True, False]


def test_an_answer_is_given_from_memory_until_something_in_it_ends(reader):
    with time_machine.travel(NOON, tick=False) as traveller:
        publish_article(headline="News of two days ago")
        traveller.move_to(NOON + timedelta(days=2) - HOUR)
        seen = []
        for minutes in (0, 30, 59, 60):
            traveller.move_to(NOON + timedelta(days=2) - HOUR + timedelta(minutes=minutes))
            answer = reader.get("/news-sitemap.xml")
            seen.append(("News of two days ago" in answer.text, answer.how))
    again = "hit" if reader.is_on else "joined"
    assert seen == [(True, "miss"), (True, again), (True, again), (False, "miss")]


def test_a_search_is_kept_once_its_index_has_taken_in_every_change(story):
    reader, words = Reader(), f"/search/?q={quote(story.headline)}"
    assert [reader.get(words).how for _ in range(2)] == ["miss", "miss"]
    followers.run()
    assert [reader.get(words).how for _ in range(2)] == ["miss", "hit"]
    assert reader.get(f"{words}&utm_source=mail").how == "hit"
    takedowns.kill(story, by=None, kind="legal", note="The court asked.", confirmation="kill")
    for _ in range(2):
        answer = reader.get(words)
        assert answer.how == "miss"
        assert path_of(story) not in answer.text
    followers.run()
    assert [reader.get(words).how for _ in range(2)] == ["miss", "hit"]


def test_an_act_that_is_rolled_back_shows_nothing_and_costs_no_answer(reader, story):
    path = path_of(story)
    before = reader.get(path).body
    try:
        with transaction.atomic():
            publishing.publish(edit(story, headline="Never said"), by=None)
            raise RuntimeError
    except RuntimeError:
        pass
    assert reader.get(path).body == before
    watcher.look(watcher.look())
    assert states.present() is not None, "the number is the database's again"
    assert reader.get(path).body == before


def test_after_a_backup_was_restored_answers_are_kept_again(story):
    """The number goes back then, and the state of the higher one holds for nobody."""
    reader, path = Reader(), path_of(story)
    with transaction.atomic():
        publish_article()
        reader.get(path)
        transaction.set_rollback(True)
    watcher.look(watcher.look())
    reader.get(path)
    assert reader.get(path).how == "hit"


def test_what_another_machine_publishes_is_seen_by_the_next_look(story):
    reader, path = Reader(), path_of(story)
    reader.get(path)
    kept = shared_number.read()
    publishing.publish(edit(story, headline="From another machine"), by=None)
    shared_number.write(kept)
    watcher.look(watcher.look())
    assert "From another machine" in reader.get(path).text


def test_what_another_machine_publishes_is_seen_though_no_process_has_looked(story, monkeypatch):
    """However busy the machine is: the number alone is not trusted for a second."""
    reader, path = Reader(), path_of(story)
    reader.get(path)
    kept = shared_number.read()
    publishing.publish(edit(story, headline="From another machine"), by=None)
    shared_number.write(kept)
    monkeypatch.setattr(shared_number, "TRUSTED_SECONDS", 0.1)
    time.sleep(0.1)
    assert "From another machine" in reader.get(path).text


# --- Requests -------------------------------------------------------------------------------------
@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_text_is_compressed_as_the_reader_likes_it(story, coding):
    reader, path = Reader(), path_of(story)
    plain = reader.get(path)
    packed = reader.get(path, accept_encoding=f"{coding}, identity;q=0.5")
    assert packed.headers["content-encoding"] == coding
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert len(packed.body) < len(plain.body) / 2
    assert packed.text == plain.text
    assert packed.headers["etag"] != plain.headers["etag"], "a strong tag is of these bytes"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("", None), ("identity", None), ("gzip;q=0", None), ("*", "br"), ("br;q=0, *", "zstd"),
     ("gzip;q=1.0, br;q=0.1", "gzip"), ("GZIP", "gzip"), ("gzip;q=x", None)],
)  # fmt: skip
def test_what_the_reader_refuses_is_not_used(story, accepted, coding):
    answer = Reader().get(path_of(story), accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == coding


def test_who_has_the_bytes_gets_none_whatever_their_coding(reader, story):
    for path in (path_of(story), "/rss.xml", "/api/v1/articles"):
        for coding in ("", "gzip", "br"):
            first = reader.get(path, accept_encoding=coding)
            tag = f"W/{first.headers['etag']}"
            again = reader.get(path, accept_encoding="gzip", if_none_match=tag)
            assert (again.status, again.body) == (304, b"")
            assert "content-length" not in again.headers
            assert again.headers["cache-control"] == first.headers["cache-control"]
        assert reader.get(path, if_none_match='"other"').status == 200


def test_head_has_the_headers_of_get(reader, story):
    for path in (path_of(story), "/rss.xml", "/api/v1/articles", "/nothing/here/"):
        got, head = reader.get(path), reader.get(path, method="HEAD")
        assert head.body == b""
        for name in ("etag", "content-length", "content-type", "cache-control", "vary"):
            assert got.headers.get(name) == head.headers.get(name), (path, name)
        assert got.status == head.status


def test_a_campaigns_parameters_do_not_make_another_page(story):
    reader, path = Reader(), path_of(story)
    reader.get(path)
    assert reader.get(f"{path}?utm_source=mail&before=").how in ("hit", "miss")
    assert reader.get(f"{path}?utm_source=mail").how == "hit"


def test_made_up_parameters_fill_no_store_and_push_out_no_page(reader, story):
    path, tag = path_of(story), story.tags.first().get_absolute_url()
    for each in (path, tag, "/", "/api/v1/articles"):
        reader.get(each)
    kept = reader.addresses
    for n in range(20):
        for each in (path, "/", "/rss.xml", f"/api/v1/articles/{story.uuid}"):
            reader.get(f"{each}?before={n}&x{n}=1&x={'y' * 500}")
        reader.get(f"/api/v1/articles?x{n}=1")
    assert reader.addresses - kept <= {"/rss.xml?"}


def test_answers_with_parameters_have_a_share_of_their_own():
    answers = states.Answers(4000)
    answers.put("0 /?", "front", 300)
    for n in range(100):
        answers.put(f"0 /api/v1/articles?limit={n}", n, 100)
    assert answers.get("0 /?") == "front"
    assert answers.bytes <= 1300


def test_the_view_sees_only_the_parameters_of_the_key(story):
    """Otherwise what one reader made up could be printed for all."""
    reader, path = Reader(), story.tags.first().get_absolute_url()
    assert "utm_source" not in reader.get(f"{path}?utm_source=mail").text
    assert reader.get(path).how == "hit"


def test_a_redirect_takes_the_parameters_along_that_no_page_declares(reader):
    target = publish_article()
    Redirect.objects.create(old_path="/old-address/", article=target)
    moved = reader.get("/old-address/?utm_source=mail").headers["location"]
    assert moved == f"{path_of(target)}?utm_source=mail"
    assert reader.get("/old-address/").headers["location"] == path_of(target)


def test_a_parameter_that_a_page_does_not_declare_changes_nothing_in_it(story):
    """Every page that reads ``before`` declares it."""
    client = Client()
    place = paging.to_text(clock.now() - timedelta(days=9), 1)
    for path in (
        "/",
        path_of(story),
        "/videos/",
        "/feed/",
        "/corrections/",
        story.section.get_absolute_url(),
        "/sitemap.xml",
        "/rss.xml",
    ):
        declared = parameters_of(resolve(path).func)
        if client.get(path).content != client.get(f"{path}?before={place}").content:
            assert "before" in declared, path


def test_an_unknown_parameter_of_the_api_is_still_refused(story):
    reader = Reader()
    reader.get("/api/v1/articles")
    assert reader.get("/api/v1/articles?utm_source=mail").status == 400


def test_cookies_and_credentials_change_nothing(story):
    reader, path = Reader(), path_of(story)
    first = reader.get(path, cookie="csrftoken=x; sessionid=y")
    assert "set-cookie" not in first.headers
    assert reader.get(path).body == first.body
    assert reader.get(path, authorization="Bearer x").how == "pass"


def test_a_host_that_is_not_ours_is_refused(settings, story):
    settings.ALLOWED_HOSTS = ["testserver"]
    reader = Reader()
    assert reader.get(path_of(story)).status == 200
    assert reader.get(path_of(story), host="evil.example").status == 400


def test_what_is_wrong_is_never_kept(reader):
    publish_article()
    redirected = make_article()
    assert reader.get("/old-address/").status == 404
    publishing.publish(redirected, by=None)
    Redirect.objects.create(old_path="/old-address/", article=redirected)
    assert reader.get("/old-address/").status == 301


def test_the_id_of_a_request_to_the_api_is_its_own(story):
    reader = Reader()
    ids = {reader.get("/api/v1/articles").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
    given = reader.get("/api/v1/articles", x_request_id="traced-12345")
    assert given.headers["x-request-id"] == "traced-12345"


def test_an_error_of_the_api_names_the_request_as_its_header_does(reader):
    answer = reader.get("/api/v1/nothing")
    assert answer.status == 404
    assert answer.headers["x-request-id"] in answer.text


def test_the_desk_and_its_answers_are_left_to_django(story):
    reader = Reader()
    assert reader.get("/admin/login/").how == ""
    assert reader.get("/healthz").how == "pass"


# --- Leases ---------------------------------------------------------------------------------------
def test_while_a_lease_is_about_to_end_nothing_is_kept(reader):
    with time_machine.travel(NOON, tick=False) as traveller:
        image = make_image()
        leases.add_lease(image, by=None, kind="allow", ends_at=NOON + HOUR)
        article = publish_article(lead_image=image)
        path = path_of(article)
        for seconds, age in ((0, 5), (3594, 5), (3598, 2), (3600, 5)):
            traveller.move_to(NOON + timedelta(seconds=seconds))
            for _time in range(2):
                answer = reader.get(path)
                assert answer.headers["cache-control"] == f"public, max-age={age}", seconds
                assert answer.body == Client().get(path).content
