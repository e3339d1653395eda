"""Pages of items in rows: the same bytes without Django, for as long as they hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client

from media.rights import leases
from newsroom.delivery import followers
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.publication import announcements, recompilation
from newsroom.site import page_storing, states, stored_pages
from newsroom.site.models import StoredPage
from tests import settling
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_page,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image

from .reader import Reader, one_connection

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def work() -> int:
    """What a worker does of it; returns how many pages were printed."""
    followers.run()
    job, printed = page_storing.Printing(), 0
    with one_connection():
        while done := job.run_once():
            printed += done
    return printed


def path_of(item) -> str:
    return item.editions.order_by("-live_from").first().card["path"]


def newspaper() -> list[str]:
    """An article with related stories, a picture and words outside ASCII, a post and a page."""
    related = [publish_article(lead_image=make_image()) for _each in range(2)]
    article = publish_article(
        headline="Æther & <Øre>", slug="æther", tags=[make_tag()], lead_image=make_image()
    )
    relate(article, related)
    page = make_page(headline="Imprint", is_in_footer=True)
    publishing.publish(page, by=None)
    return [path_of(item) for item in (article, *related, publish_post(), page)]


def relate(article, related) -> None:
    """Put other stories' cards into its document."""
    edition = article.editions.live().get()
    edition.card["related"] = [each.editions.live().get().card for each in related]
    edition.save()


def test_a_cold_process_answers_every_kind_of_item_without_django():
    asked = newspaper()
    assert work() == 5
    reader, django = Reader(), Client()
    for path in asked:
        answer, expected = reader.get(path), django.get(path)
        assert answer.how == "stored", path
        assert answer.body == expected.content, path
        for name in ("Content-Type", "Cache-Control", "ETag", "Surrogate-Key", "Link"):
            assert answer.headers.get(name.lower()) == expected.headers.get(name), (path, name)
        assert reader.get(path).how == "hit"
        assert Reader(is_on=False).get(path).how == "stored"
    assert reader.printed == 0


def test_cards_in_a_stored_page_grow_older_with_the_clock():
    at = datetime(2026, 12, 30, 12, tzinfo=UTC)
    with time_machine.travel(at, tick=False) as traveller:
        article = publish_article()
        relate(article, [publish_article()])
        work()
        seen = []
        for days in (0, 1, 2, 400):
            traveller.move_to(at + timedelta(days=days))
            answer = Reader().get(path_of(article))
            assert answer.how == "stored"
            assert answer.body == Client().get(path_of(article)).content
            seen.append(answer.text)
    assert "12:00 PM</time>" in seen[0]
    assert ">30 December<" in seen[1]
    assert ">30 December 2026<" in seen[2]
    assert seen[3].count(">30 December 2026<") == seen[2].count(">30 December 2026<")


def test_a_stored_page_is_given_in_the_present_shell():
    article = publish_article()
    work()
    publish_post(headline="A whale in the harbour.")
    answer = Reader().get(path_of(article))
    assert (answer.how, "A whale in the harbour." in answer.text) == ("stored", True)


def test_an_update_is_seen_before_and_after_the_worker_has_printed_it():
    article = publish_article(headline="The bridge is closed")
    work()
    publishing.publish(edit(article, headline="The bridge is open"), by=None)
    for how in ("miss", "stored"):
        states.forget()
        answer = Reader().get(path_of(article))
        assert answer.how == how
        assert "The bridge is open" in answer.text
        work()
    assert StoredPage.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "status"),
    [(TakedownKind.WITHDRAWN, 410), (TakedownKind.WITHHELD, 404), (TakedownKind.LEGAL, 451),
     (TakedownKind.PRIVACY, 410)],
)  # fmt: skip
def test_what_is_taken_down_is_given_by_nobody_and_its_row_goes(kind, status):
    article = publish_article()
    path = path_of(article)
    work()
    row = StoredPage.objects.get()
    if kind == TakedownKind.WITHDRAWN:
        takedowns.withdraw(article, by=None, note="By mistake.")
    elif kind == TakedownKind.WITHHELD:
        takedowns.withhold(article, by=None, note="The court asked.")
    else:
        takedowns.kill(article, by=None, kind=kind, note="x", confirmation="kill")
    assert Reader().get(path).status == status
    work()
    assert not StoredPage.objects.exists()
    # Not even a row that came too late.
    row.save(force_insert=True)
    assert Reader().get(path).status == status


def test_a_story_that_ends_by_the_clock_is_given_no_second_longer():
    with time_machine.travel(NOON, tick=False) as traveller:
        article = publish_article()
        work()
        takedowns.withdraw(article, by=None, note="Over.", at=NOON + timedelta(hours=1))
        for seconds, status in ((0, 200), (3599, 200), (3600, 410)):
            traveller.move_to(NOON + timedelta(seconds=seconds))
            states.forget()
            assert Reader().get(path_of(article)).status == status


def test_a_story_that_is_planned_is_printed_when_it_is_live_and_no_earlier():
    with time_machine.travel(NOON, tick=False) as traveller:
        article = make_article()
        publishing.publish(article, by=None, at=NOON + timedelta(hours=1))
        assert work() == 0
        assert not StoredPage.objects.exists()
        traveller.move_to(NOON + timedelta(hours=1))
        announcements.announce_due()
        assert work() == 1
        assert Reader().get(path_of(article)).how == "stored"


def test_what_the_follower_asks_for_while_a_page_is_printed_is_printed_too(monkeypatch):
    article = publish_article(headline="Old words")
    followers.run()
    pack = stored_pages.pack

    def meanwhile(*page):
        monkeypatch.setattr(stored_pages, "pack", pack)
        packed = pack(*page)
        publishing.publish(edit(article, headline="New words"), by=None)
        followers.run()
        return packed

    monkeypatch.setattr(stored_pages, "pack", meanwhile)
    assert work() == 2
    answer = Reader().get(path_of(article))
    assert (answer.how, "New words" in answer.text) == ("stored", True)


def test_an_author_who_changes_changes_the_row():
    author = make_author("Ada Roth")
    article = publish_article(authors=[author])
    work()
    author.name = "Ada Lind"
    author.save()
    recompilation.changed(author)
    settling.recompile_all()
    assert "Ada Lind" in Reader().get(path_of(article)).text
    assert work() == 1
    states.forget()
    answer = Reader().get(path_of(article))
    assert (answer.how, "Ada Lind" in answer.text) == ("stored", True)


@pytest.fixture
def release(monkeypatch):
    """Go on as the code of another release would."""

    def go_on_as(digest):
        monkeypatch.setattr(stored_pages, "printed_by", lambda _look: digest)
        states.forget()

    return go_on_as


def test_rows_of_other_code_are_not_used_and_are_printed_again_once(release):
    path = path_of([publish_article() for _each in range(3)][-1])
    work()
    release("b" * 32)
    assert Reader().get(path).how == "miss"
    assert work() == 3
    states.forget()
    assert Reader().get(path).how == "stored"
    release("a" * 32)
    job = page_storing.Printing()
    with one_connection():
        assert [job.run_once(), job.run_once()] == [3, 0]
        # Another worker of another release prints its own meanwhile: they take no turns.
        StoredPage.objects.update(printed_by="c" * 32)
        assert job.run_once() == 0


def test_only_the_pages_own_address_is_answered_from_its_row():
    article = publish_article()
    work()
    path = path_of(article)
    _year, month, slug = path.strip("/").split("/")
    assert Reader().get(f"/1999/{month}/{slug}/").status == 301
    assert Reader().get(f"/{slug}/").status == 301
    # The page reads no parameter.
    assert Reader().get(f"{path}?before=x").how == "stored"
    assert Reader().get(f"{path}?utm_source=mail").how == "hit"


def test_an_old_address_leads_on_though_a_row_has_it():
    article = publish_article(slug="old-words")
    old = path_of(article)
    work()
    publishing.publish(edit(article, slug="new-words"), by=None)
    assert Reader().get(old).status == 301
    work()
    assert Reader().get(old).status == 301
    assert Reader().get(path_of(article)).how == "stored"


def test_while_a_lease_is_about_to_end_nothing_is_stored():
    with time_machine.travel(NOON, tick=False) as traveller:
        image = make_image()
        leases.add_lease(image, by=None, kind="allow", ends_at=NOON + timedelta(seconds=3))
        publish_article(lead_image=image)
        assert work() == 0
        traveller.move_to(NOON + timedelta(seconds=10))
        states.forget()
        assert work() == 1


def test_a_page_that_cannot_be_printed_is_left_to_django(monkeypatch):
    article = publish_article()
    with monkeypatch.context() as patch:
        patch.setattr(page_storing._site(), "kept", lambda *_asked: None)
        assert work() == 1
    assert StoredPage.objects.get().packed is None
    assert Reader().get(path_of(article)).how == "miss"


def test_every_setting_that_pages_read_is_in_the_rows_digest():
    asked = newspaper()
    read = settings_read(lambda: [Client().get(path) for path in asked])
    assert {"SITE_NAME", "SITE_URL"} <= read
    unknown = read - set(stored_pages.SETTINGS) - NOT_PRINTED
    assert {name for name in unknown if not name.startswith("WHITENOISE_")} == set()


#: Read on the way to a page, and printed in none.
NOT_PRINTED = {
    "ADMIN_CONTENT_SECURITY_POLICY", "ALLOWED_HOSTS", "CACHES", "DATABASE_ROUTERS", "DATABASES",
    "DEBUG", "FILE_UPLOAD_PERMISSIONS", "MEDIA_ROOT", "MEDIA_URL", "PREPEND_WWW", "REST_FRAMEWORK",
    "SECURE_PROXY_SSL_HEADER", "SECURE_REDIRECT_EXEMPT", "SECURE_SSL_HOST", "SECURE_SSL_REDIRECT",
    "SESSION_ENGINE", "SPECTACULAR_SETTINGS", "STATIC_ROOT", "STORAGES", "USE_X_FORWARDED_HOST",
    "USE_X_FORWARDED_PORT", "VAR_DIR",
}  # fmt: skip


def settings_read(act) -> set[str]:
    """The settings that anything reads while the act is done."""
    read: set[str] = set()
    lazy = type(django_settings)
    getattribute = lazy.__getattribute__

    def noting(self, name):
        if name.isupper():
            read.add(name)
        return getattribute(self, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lazy, "__getattribute__", noting, raising=False)
        act()
    return read
