"""What goes out after a publication: at least once, in order, without holding anything up."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from newsroom.delivery import followers, worker
from newsroom.delivery.models import Delivery
from newsroom.delivery.outbox import channels, deliveries, purging
from newsroom.delivery.outbox.channels import Channel
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import ledger
from newsroom.lib import health
from tests.factories import make_article, publish_article, publish_post
from tests.stories.newsroom import until

from .receivers import Receiver, receiving

SOON = timedelta(seconds=3)


@pytest.fixture(autouse=True)
def _own_channels(monkeypatch):
    """What a test registers is gone after it."""
    monkeypatch.setattr(channels, "_channels", {})
    monkeypatch.setattr(followers, "_followers", {})
    monkeypatch.setattr(worker, "_jobs", {})
    monkeypatch.setattr(worker, "_tasks", {})
    monkeypatch.setattr(ledger, "_hearing", [])


@pytest.fixture
def cache():
    with receiving() as receiver:
        yield receiver


def register(channel: Channel) -> Channel:
    channels.register(channel)
    followers.run()
    return channel


def sent_to(receiver: Receiver, settings) -> Channel:
    settings.PURGE_URL = [receiver.url]
    return register(purging.of_settings())


def sending(send, **more) -> Channel:
    """A channel with one receiver, or those of ``targets``."""
    targets = more.pop("targets", ["somebody"])

    def make(entries):
        return [
            Delivery(target=target, seq=entry.seq, what={"id": str(entry.uuid)})
            for entry in entries
            for target in targets
        ]

    return register(Channel("letters", make, send, **more))


def work(channel: Channel, *, later: timedelta = timedelta()) -> int:
    """What the worker does until nothing is due, at this time or later."""
    followers.run()
    tried = 0
    with time_machine.travel(clock.now() + later, tick=True):
        while deliveries.send_next(channel.adapter):
            tried += 1
    return tried


# --- Purging -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_worker_purges_what_an_entry_changed(cache, settings):
    channel = sent_to(cache, settings)
    article = publish_article()
    work(channel, later=SOON)
    (keys,) = cache.keys
    assert {f"article:{article.uuid}", "articles", "changes"} <= keys
    assert f"section:{article.section.uuid}" in keys
    assert "site" not in keys
    row = Delivery.objects.get()
    assert (row.answer, row.attempts, row.seq) == ("200 OK", 1, ledger.head())
    assert row.done_at
    assert row.next_try_at is None


@pytest.mark.django_db
def test_a_post_purges_the_shell_of_every_page_and_an_article_does_not(cache, settings):
    channel = sent_to(cache, settings)
    publish_post()
    work(channel, later=SOON)
    assert "shell" in cache.keys[0]
    head = ledger.head()
    publish_article(section=publish_article().section)
    entries = ledger.every_entry_since(head).filter(type="article")
    assert "shell" not in purging.keys_of(entries)


@pytest.mark.django_db
def test_the_second_purge_waits_for_answers_that_were_read_before_the_commit(cache, settings):
    channel = sent_to(cache, settings)
    publish_article()
    assert work(channel) == 0
    assert work(channel, later=SOON) == 1


@pytest.mark.django_db(transaction=True)
def test_who_commits_purges_at_once_and_who_rolls_back_does_not(cache, settings):
    sent_to(cache, settings)
    with transaction.atomic():
        publish_article()
        transaction.set_rollback(True)
    article = publish_article()
    until(lambda: cache.received)
    assert all(f"article:{article.uuid}" in k or "section" in str(k) for k in cache.keys)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_hangs_holds_no_act_up(settings):
    goes_on = threading.Event()
    with receiving(lambda received: 200 if goes_on.wait(60) else 500) as cache:
        sent_to(cache, settings)
        publish_article()
        publish_article()
        until(lambda: cache.received)
        goes_on.set()
        until(lambda: len(cache.received) >= 2)


@pytest.mark.django_db
def test_a_new_plan_empties_the_cache_as_what_it_keeps_may_end_too_late(cache, settings):
    channel = sent_to(cache, settings)
    assert channel.follow_plans() == 0
    publishing.publish(make_article(), by=None, at=clock.now() + timedelta(hours=1))
    assert channel.follow_plans() == 1
    assert channel.follow_plans() == 0
    work(channel, later=SOON)
    assert {"site"} in cache.keys


@pytest.mark.django_db(transaction=True)
def test_who_commits_a_plan_empties_the_cache_at_once(cache, settings):
    sent_to(cache, settings)
    publishing.publish(make_article(), by=None, at=clock.now() + timedelta(hours=1))
    until(lambda: {"site"} in cache.keys)


@pytest.mark.django_db
def test_many_keys_go_out_in_as_many_requests_as_headers_allow(cache, settings):
    channel = sent_to(cache, settings)
    keys = [f"article:{number:036}" for number in range(300)]
    channel.send(Delivery(target=cache.url.removeprefix("http://"), what={"keys": keys}))
    assert len(cache.received) > 1
    assert sorted(set().union(*cache.keys)) == keys
    assert all(len(each.headers["Surrogate-Key"]) <= 4000 for each in cache.received)


@pytest.mark.django_db
def test_a_cache_without_keys_is_purged_address_by_address(cache, settings, desk):
    settings.PURGE_KIND = "addresses"
    channel = sent_to(cache, settings)
    article = publish_article()
    takedowns.withdraw(article, by=desk, note="x")
    work(channel)
    asked = {each.path for each in cache.received}
    path, section = article.editions.get().path, article.section.get_absolute_url()
    assert {path, "/", "/rss.xml", section, f"{section}rss.xml"} <= asked
    assert {f"/api/v1/articles/{article.uuid}", "/api/v1/articles", "/sitemap.xml"} <= asked
    assert {each.method for each in cache.received} == {"PURGE"}
    assert cache.received[0].headers["Host"] == settings.SITE_URL.partition("://")[2]
    assert not channels.is_any_purged_by_keys()


# --- At least once, in order ---------------------------------------------------------------------


@pytest.mark.django_db
def test_a_receiver_that_is_away_is_tried_again_with_growing_pauses(settings):
    states = [503, 503, 200]
    with receiving(lambda received: states.pop(0)) as cache:
        channel = sent_to(cache, settings)
        publish_article()
        work(channel, later=SOON)
        row = Delivery.objects.get()
        assert row.answer == "Unpurged: 503 Service Unavailable"
        assert deliveries.failed().get() == row
        work(channel, later=SOON * 2)
        later = Delivery.objects.get()
        assert later.next_try_at - row.next_try_at > timedelta(seconds=1)
        work(channel, later=SOON * 5)
    row = Delivery.objects.get()
    assert row.done_at
    assert row.attempts == 3


@pytest.mark.django_db
def test_after_its_time_a_delivery_is_given_up_and_listed():
    def fail(delivery):
        raise OSError("nobody there")

    channel = sending(fail, gives_up_after=timedelta(minutes=5))
    publish_article()
    work(channel)
    row = Delivery.objects.order_by("pk").first()
    assert row.next_try_at
    work(channel, later=timedelta(minutes=10))
    row.refresh_from_db()
    assert row.next_try_at is None
    assert not row.done_at
    said = StringIO()
    call_command("outbox", "failed", stdout=said)
    assert "given up: OSError: nobody there" in said.getvalue()


@pytest.mark.django_db
def test_a_receiver_gets_nothing_while_something_older_waits_for_it():
    got, closed = [], {"first"}

    def send(delivery):
        if delivery.target in closed:
            raise OSError("closed")
        got.append((delivery.target, delivery.seq))
        return "ok"

    channel = sending(send, targets=["first", "second"])
    publish_article()
    work(channel)
    seqs = list(range(1, ledger.head() + 1))
    assert got == [("second", seq) for seq in seqs]
    closed.clear()
    work(channel, later=timedelta(minutes=1))
    assert [seq for target, seq in got if target == "first"] == seqs


@pytest.mark.django_db
def test_what_another_process_is_sending_is_left_alone_and_taken_up_if_it_died():
    channel = sending(lambda delivery: "ok", in_order=False)
    publish_article()
    followers.run()
    count = Delivery.objects.count()
    assert deliveries._claim(channel.adapter, clock.now()) is not None
    assert work(channel) == count - 1
    assert work(channel, later=deliveries.CLAIM + SOON) == 1
    assert not Delivery.objects.filter(done_at=None).exists()


@pytest.mark.django_db
def test_entries_are_replayed_from_a_number_on(cache, settings):
    channel = sent_to(cache, settings)
    first = publish_article()
    work(channel, later=SOON)
    head = ledger.head()
    second = publish_article()
    work(channel, later=SOON)
    cache.received.clear()
    call_command("outbox", "replay", "purge", str(head + 1), stdout=StringIO())
    work(channel, later=SOON)
    (keys,) = cache.keys
    assert f"article:{second.uuid}" in keys
    assert f"article:{first.uuid}" not in keys


@pytest.mark.django_db
def test_the_caches_can_be_emptied_whole(cache, settings):
    with pytest.raises(CommandError, match="PURGE_URL"):
        call_command("outbox", "purge_all")
    channel = sent_to(cache, settings)
    call_command("outbox", "purge_all", stdout=StringIO())
    work(channel)
    assert cache.keys == [{"site"}]


# --- What operators see --------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_monitor_is_told_of_what_does_not_get_out():
    def fail(delivery):
        raise OSError("nobody there")

    channel = sending(fail)
    publish_article()
    work(channel)
    assert _told()["status"] == "ok"
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        told = _told()
    assert told["status"] == "failing"
    assert told["waiting"] == Delivery.objects.count()


@pytest.mark.django_db
def test_old_deliveries_are_forgotten_unless_they_wait():
    channel = sending(lambda delivery: "ok", in_order=False)
    publish_article()
    followers.run()
    deliveries.send_next(channel.adapter)
    waiting = Delivery.objects.filter(done_at=None).count()
    assert waiting
    with time_machine.travel(clock.now() + deliveries.KEPT + SOON):
        assert deliveries.forget_old() == 1
    assert Delivery.objects.count() == waiting


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["chief", "admin_user"])
def test_the_log_is_read_by_superusers_alone(client, request, role):
    user = request.getfixturevalue(role)
    channel = sending(lambda delivery: "Thank you")
    publish_article()
    work(channel)
    client.force_login(user)
    response = client.get("/admin/delivery/delivery/")
    row = Delivery.objects.first()
    if user.is_superuser:
        assert "Thank you" in response.content.decode()
        assert client.get(f"/admin/delivery/delivery/{row.pk}/change/").status_code == 200
        assert client.post(f"/admin/delivery/delivery/{row.pk}/delete/").status_code == 403
    else:
        assert response.status_code == 403
        assert "delivery" not in client.get("/admin/").content.decode()


def _told() -> dict:
    return health.report()[1]["checks"]["outbox"]


@pytest.mark.django_db
def test_no_delivery_is_sent_inside_a_transaction():
    inside = []
    channel = sending(lambda delivery: str(inside.append(connection.in_atomic_block)))
    publish_article()
    followers.run()
    before = connection.savepoint_ids[:]
    deliveries.send_next(channel.adapter)
    assert connection.savepoint_ids == before
