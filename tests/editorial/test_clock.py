"""The database owns the clock: wrong machines do no harm; what a wrong clock wrote is mended."""

import threading
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import ArticleEdition
from media.models import Image, RenditionRequest
from media.renditions import image_files, queue
from media.rights import leases
from media.storage.stores import renditions_storage
from newsroom.delivery import followers
from newsroom.delivery.models import FollowerPosition
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Correction, LedgerEntry, LedgerHead, Takedown
from newsroom.editorial.publication import announcements, ledger, recompilation
from newsroom.editorial.refusals import NotPossible, NotReady
from newsroom.editorial.rules import visibility
from tests import settling
from tests.factories import edit, make_article, make_post, publish_article
from tests.media.factories import make_image

from . import consistency
from .clocks import HOUR, MINUTE, everybody, machine
from .racing import at_once, raised

pytestmark = pytest.mark.django_db
AHEAD_AND_BEHIND = pytest.mark.parametrize("off", [HOUR, -HOUR], ids=["ahead", "behind"])
SECOND = timedelta(seconds=1)


def live(item):
    return item.editions.live(ledger.public_instant()).first()


def kill(item, by):
    takedowns.kill(
        item, by=by, kind="legal", note="Court order", confirmation=takedowns.CONFIRMATION
    )


def repaired(*options: str) -> str:
    out = StringIO()
    call_command("repair_clock", *options, stdout=out)
    return out.getvalue()


def is_near(at, other=None) -> bool:
    return abs(at - (other or clock.now())) < MINUTE


# --- A machine whose clock is wrong --------------------------------------------------------------


@AHEAD_AND_BEHIND
def test_acts_of_a_machine_whose_clock_is_wrong_take_the_databases_time(desk, off):
    article = make_article(by=desk)
    with machine(off):
        publishing.publish(article, by=desk)
        edit(article, headline="It was Monday", by=desk)
        publishing.correct(article, by=desk, text="It was Monday.", note="Misheard")
    article.refresh_from_db()
    assert is_near(article.acted_at)
    assert is_near(article.published_at)
    assert is_near(article.saved_at)
    assert is_near(article.created_at)
    assert is_near(live(article).live_from)
    assert is_near(Correction.objects.get().at)
    assert is_near(LedgerHead.objects.get().at)
    assert all(is_near(entry.at) for entry in LedgerEntry.objects.all())


@AHEAD_AND_BEHIND
def test_two_machines_act_on_one_story_in_turn_and_lose_nothing(desk, chief, off):
    article = make_article(by=desk)
    for headline, skew in (("One", off), ("Two", timedelta()), ("Three", -off), ("Four", off)):
        with machine(skew):
            edit(article, headline=headline, by=desk)
            publishing.publish(article, by=desk)
        assert live(article).card["headline"] == headline
    with machine(-off):
        kill(article, chief)
    assert live(article) is None
    assert visibility.standing(article, ledger.public_instant()).status == 451
    settling.settle()
    assert consistency.faults() == []


@AHEAD_AND_BEHIND
def test_a_time_to_come_is_measured_by_the_databases_clock(desk, off):
    article = make_article(by=desk)
    with machine(off):
        with pytest.raises(NotPossible, match="That time has passed"):
            publishing.publish(article, by=desk, at=clock.now() - MINUTE)
        publishing.publish(article, by=desk, at=clock.now() + MINUTE)
    assert live(article) is None


def test_a_machine_that_is_ahead_does_not_end_an_embargo(desk):
    article = make_article(by=desk)
    publishing.set_embargo(article, by=desk, until=clock.now() + MINUTE)
    with machine(HOUR), pytest.raises(NotReady, match=r"[Ee]mbargo"):
        publishing.publish(article, by=desk)
    assert live(article) is None


def test_a_worker_that_is_ahead_announces_nothing_early(desk):
    article, image = make_article(by=desk), make_image()
    publishing.publish(article, by=desk, at=clock.now() + 30 * MINUTE)
    leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() + 30 * MINUTE)
    seq = ledger.head()
    with machine(HOUR):
        assert announcements.announce_due().done == 0
        assert leases.tick() == 0
        queue.settle_due()
    assert ledger.head() == seq
    assert renditions_storage().listdir(image.uuid.hex)[1], "the files are still there"


def test_a_worker_that_is_behind_announces_what_is_due(desk):
    article = make_article(by=desk)
    with everybody(-HOUR):
        publishing.publish(article, by=desk, at=clock.now() + MINUTE)
    with machine(-HOUR):
        assert announcements.announce_due().done == 1


def test_a_worker_that_is_ahead_takes_no_claim_away():
    image = make_image()
    RenditionRequest.objects.all().delete()
    image_files.request(image)
    claim = queue.claim_oldest()
    assert claim is not None
    with machine(HOUR):
        assert queue.claim_oldest() is None
        claim.beat()
    claim.fail("The disk is full.")
    with machine(HOUR):
        assert queue.claim_oldest() is None, "it is to wait a while"
    assert is_near(RenditionRequest.objects.get().retry_at)


def test_a_follower_that_is_to_wait_waits_by_the_databases_clock(monkeypatch, desk):
    def fails(entries):
        raise RuntimeError("Not now.")

    failing = followers.Follower("failing", fails)
    monkeypatch.setattr(followers, "_followers", {"failing": failing})
    publish_article(by=desk)
    with machine(HOUR):
        followers.run()
        assert is_near(FollowerPosition.objects.get(name="failing").retry_at)
        assert followers.run().failed == [], "it is not tried again at once"


@pytest.mark.django_db(transaction=True)
def test_an_act_takes_its_time_after_it_has_waited_for_the_row(shared_database, desk):
    article = make_article(by=desk)
    is_held = threading.Event()
    released = []

    def holds():
        with transaction.atomic():
            revisions.lock([article])
            is_held.set()
            time.sleep(1)
            released.append(clock.now())

    def publishes():
        is_held.wait(10)
        return publishing.publish(article, by=desk)

    results = at_once(holds, publishes)
    assert raised(results) == []
    assert results[1].live_from >= released[0] - timedelta(milliseconds=5)


def test_how_far_the_machine_is_off_is_measured():
    assert abs(clock.machine_skew()) < SECOND
    with machine(HOUR):
        assert abs(clock.machine_skew() - HOUR) < SECOND
    with machine(-HOUR):
        assert abs(clock.machine_skew() + HOUR) < SECOND


def health(client, name: str) -> dict:
    return client.get("/healthz").json()["checks"][name]


def test_health_is_red_on_a_machine_whose_clock_is_off(client):
    assert health(client, "machine_clock")["status"] == "ok"
    with machine(3 * SECOND):
        told = health(client, "machine_clock")
    assert told["status"] == "failing"
    assert 2 < told["ahead"] < 4


# --- What a wrong clock has written --------------------------------------------------------------


@pytest.fixture
def planned(desk):
    """A story that is planned in half an hour."""
    article = make_article(by=desk, headline="The scoop")
    publishing.publish(article, by=desk, at=clock.now() + 30 * MINUTE)
    return article


def head_is_ahead(by=HOUR):
    LedgerHead.objects.get_or_create(pk=1, defaults={"at": clock.now()})
    LedgerHead.objects.filter(pk=1).update(at=clock.now() + by)


def test_a_head_that_is_ahead_shows_nobody_the_future(client, planned):
    head_is_ahead()
    assert is_near(ledger.public_instant())
    assert live(planned) is None
    for path in ("/", "/rss.xml", "/news-sitemap.xml", "/api/v1/articles"):
        assert b"The scoop" not in client.get(path).content


def test_a_head_a_moment_ahead_counts_so_that_readers_see_what_followers_were_told(planned):
    head_is_ahead(SECOND)
    assert ledger.public_instant() > clock.now()


def test_health_is_red_while_the_ledgers_head_is_ahead(client, planned):
    head_is_ahead()
    assert timedelta(minutes=59) < ledger.head_ahead() <= HOUR
    told = health(client, "ledger_clock")
    assert (told["status"], told["value"] > 3000) == ("failing", True)
    repaired()
    assert ledger.head_ahead() == timedelta()
    assert health(client, "ledger_clock")["status"] == "ok"


def test_what_is_published_while_the_head_is_ahead_is_live_at_once_and_told_soundly(desk):
    head_is_ahead()
    article = publish_article(by=desk)
    assert live(article)
    assert is_near(ledger.newest("article", article.uuid).at)


def test_a_kill_is_not_put_off_by_a_story_that_a_wrong_clock_has_published(client, desk, chief):
    with everybody(HOUR):
        article = publish_article(by=desk, headline="Too early")
    assert live(article) is None
    path = article.editions.get().card["path"]
    assert client.get(path).status_code == 404
    kill(article, chief)
    assert visibility.standing(article, ledger.public_instant()).status == 451
    assert visibility.standing(article, clock.now() + 2 * HOUR).status == 451
    assert client.get(path).status_code == 451
    article.refresh_from_db()
    assert is_near(article.acted_at)
    settling.settle()
    assert consistency.faults() == []


def test_an_update_of_a_story_that_a_wrong_clock_has_published_asks_about_no_plan(desk):
    article = publish_article(by=desk)
    with everybody(HOUR):
        edit(article, headline="Dated ahead", by=desk)
        publishing.publish(article, by=desk)
    edit(article, headline="The newest", by=desk)
    publishing.publish(article, by=desk)
    assert live(article).card["headline"] == "The newest"
    assert [e.card["headline"] for e in article.editions.order_by("live_from")][1:] == [
        "Dated ahead", "The newest",
    ]  # fmt: skip
    settling.settle()
    assert consistency.faults() == []


def test_repairing_makes_what_was_published_ahead_live_and_leaves_plans_alone(desk, planned):
    post = make_post(by=desk)
    article = publish_article(by=desk)
    with everybody(HOUR):
        first = publish_article(by=desk, headline="First words")
        edit(article, headline="It was Monday", by=desk)
        publishing.correct(article, by=desk, text="It was Monday.", note="Misheard")
        publishing.publish(post, by=desk, at=clock.now() + HOUR)
    said = repaired()
    assert str(first.uuid) in said
    assert live(first).card["headline"] == "First words"
    assert is_near(live(first).published_at)
    assert live(first).card["published_at"] < f"{clock.now() + MINUTE:%Y-%m-%dT%H:%M:%SZ}"
    assert live(article).card["headline"] == "It was Monday"
    assert len(live(article).card["corrections"]) == 1
    assert live(planned) is None
    assert live(post) is None
    assert planned.editions.get().live_from > clock.now() + 20 * MINUTE
    assert post.editions.get().live_from > clock.now() + HOUR
    assert not LedgerEntry.objects.filter(at__gt=clock.now() + MINUTE).exists()
    settling.settle()
    assert consistency.faults() == []


def test_repairing_twice_finds_nothing_the_second_time(desk):
    with everybody(HOUR):
        article = publish_article(by=desk)
        takedowns.withhold(article, by=desk, note="A lawyer called")
    repaired()
    before = list(ArticleEdition.objects.values_list("live_from", "live_until", "compile_number"))
    assert "Nothing is dated ahead" in repaired()
    assert before == list(
        ArticleEdition.objects.values_list("live_from", "live_until", "compile_number")
    )


def test_a_dry_run_says_what_would_be_done_and_does_nothing(desk):
    with everybody(HOUR):
        article = publish_article(by=desk)
    said = repaired("--dry-run")
    assert str(article.uuid) in said
    assert "nothing has been changed" in said
    assert live(article) is None
    assert ledger.head_ahead() > 50 * MINUTE
    assert repaired().splitlines()[1:] != []
    assert live(article)


def test_a_kill_that_was_dated_ahead_is_in_force_after_the_repair(desk, chief):
    """Though an update was planned before it, which its clock took for begun."""
    article = publish_article(by=desk)
    edit(article, headline="Planned", by=desk)
    publishing.publish(article, by=desk, at=clock.now() + 30 * MINUTE)
    with everybody(HOUR):
        kill(article, chief)
    assert live(article)
    repaired()
    assert visibility.standing(article, ledger.public_instant()).status == 451
    assert visibility.standing(article, clock.now() + HOUR).status == 451
    takedowns_open = Takedown.objects.get(item_uuid=article.uuid, lifted_at=None)
    assert is_near(takedowns_open.starts_at)
    settling.settle()
    assert consistency.faults() == []


def test_a_plan_that_comes_before_what_was_dated_ahead_stays_a_plan(desk):
    article = publish_article(by=desk, headline="Live")
    edit(article, headline="Planned", by=desk)
    publishing.publish(article, by=desk, at=clock.now() + 30 * MINUTE)
    with everybody(HOUR):
        edit(article, headline="Dated ahead", by=desk)
        publishing.publish(article, by=desk)
    assert "stays, because a plan" in repaired()
    assert live(article).card["headline"] == "Live"
    later = article.editions.live(clock.now() + 45 * MINUTE).get()
    assert later.card["headline"] == "Planned"
    settling.settle()
    assert consistency.faults() == []


def test_the_repair_ends_no_embargo(desk):
    article = make_article(by=desk)
    publishing.set_embargo(article, by=desk, until=clock.now() + 30 * MINUTE)
    with everybody(HOUR):
        publishing.publish(article, by=desk)
    repaired()
    assert live(article) is None


def test_what_a_worker_announced_early_is_told_again_when_its_time_comes(desk, planned):
    withdrawn = publish_article(by=desk)
    takedowns.withdraw(withdrawn, by=desk, note="Lease", at=clock.now() + 30 * MINUTE)
    with everybody(HOUR):
        announcements.announce_due()
    assert ledger.newest("article", planned.uuid).op == "upsert"
    repaired()
    assert live(withdrawn)
    assert ledger.newest("article", withdrawn.uuid).op == "upsert"
    early = ledger.newest("article", planned.uuid)
    assert (early.op, early.reason) == ("remove", "withdrawn")
    assert live(planned) is None
    settling.settle()
    assert consistency.faults() == []
    with everybody(31 * MINUTE):
        assert announcements.announce_due().done == 2
        assert ledger.newest("article", planned.uuid).op == "upsert"
        assert consistency.faults() == []


def test_pictures_whose_rights_a_worker_passed_over_are_due_again(desk):
    image = make_image()
    end = clock.now() + 30 * MINUTE
    leases.add_lease(image, by=None, kind="allow", ends_at=end)
    with everybody(HOUR):
        leases.announce_due()
    repaired()
    assert Image.objects.get().rights_due_at == end


@pytest.mark.django_db(transaction=True)
def test_the_repair_and_people_who_publish_do_not_wait_for_each_other_in_vain(
    shared_database, desk
):
    with everybody(HOUR):
        articles = [publish_article(by=None) for _ in range(4)]

    def publish():
        for article in articles:
            edit(article, headline="The newest")
            publishing.publish(article, by=None)

    results = at_once(repaired, publish)
    assert raised(results) == []
    for article in articles:
        assert live(article).card["headline"] == "The newest"
    settling.settle()
    assert consistency.faults() == []


def test_a_clock_that_is_set_back_by_a_moment_keeps_a_storys_acts_in_order(desk, chief):
    with everybody(SECOND):
        article = publish_article(by=desk)
    edit(article, headline="The newest", by=desk)
    publishing.publish(article, by=desk)
    assert live(article).card["headline"] == "The newest"
    kill(article, chief)
    assert live(article) is None
    begins = list(article.editions.order_by("pk").values_list("live_from", flat=True))
    assert begins == sorted(begins)


def test_whoever_moves_the_clock_moves_the_queries_too(planned):
    with everybody(HOUR):
        assert live(planned)
        assert planned.editions.live().exists()
    with clock.standing_at(timezone.now() - HOUR):
        assert is_near(ledger.public_instant(), timezone.now() - HOUR)
    assert connection.vendor != "postgresql" or not recompilation.waiting()


def test_the_clock_stands_for_the_block_alone():
    at = timezone.now() - 24 * 365 * HOUR
    with clock.standing_at(at):
        assert clock.now() == at
    assert not is_near(clock.now(), at)
    with pytest.raises(ValueError, match="past only"), clock.standing_at(timezone.now() + HOUR):
        pass
