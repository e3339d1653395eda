"""Acts that meet: plans, ends, takedowns, embargoes and corrections in one another's way."""

from datetime import timedelta

import pytest

from articles.models import ArticleEditionAuthor
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Takedown
from newsroom.editorial.models.states import State
from newsroom.editorial.publication import announcements, ledger, recompilation
from newsroom.editorial.refusals import NotAllowed, NotPossible, NotReady
from tests.factories import edit, make_article, make_post, publish_article

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def passing(monkeypatch):
    """Lets time pass: ``passing(HOUR)``."""
    shift = timedelta()
    real = clock.now

    def on(by: timedelta):
        nonlocal shift
        shift += by
        monkeypatch.setattr(clock, "now", lambda: real() + shift)

    return on


def live(item, at=None):
    return item.editions.live(at).first()


def documents_are_current(item) -> bool:
    return not recompilation.stale(item, at=clock.now())


def test_an_end_can_be_planned_although_nobody_has_announced_the_return_yet(desk, passing):
    article = publish_article(by=desk)
    takedowns.withdraw(article, by=desk, note="Wrong day")
    publishing.publish(article, by=desk, at=clock.now() + HOUR)
    passing(HOUR + MINUTE)
    takedowns.withdraw(article, by=desk, note="Lease", at=clock.now() + HOUR)
    assert live(article).live_until is not None
    assert Takedown.objects.filter(lifted_at=None).count() == 1


def test_what_was_killed_after_its_planned_end_comes_back_with_the_words_readers_had(
    chief, legal, passing
):
    article = publish_article(headline="As readers had it")
    takedowns.withdraw(article, by=chief, note="Lease", at=clock.now() + HOUR)
    edit(article, headline="Never published")
    passing(2 * HOUR)
    announcements.announce_due()
    takedowns.kill(article, by=legal, kind="legal", note="Order", confirmation="kill")
    takedowns.reinstate(article, by=chief, note="Order lifted")
    takedowns.restore(article, by=chief, note="Order lifted")
    assert live(article).card["headline"] == "As readers had it"


def test_a_planned_end_outlasts_a_withholding(desk):
    article = publish_article(by=desk)
    end = clock.now() + HOUR
    takedowns.withdraw(article, by=desk, note="Lease", at=end, public_note="Rights ended.")
    takedowns.withhold(article, by=desk, note="Checking a claim")
    takedowns.restore(article, by=desk, note="Claim holds")
    assert live(article).live_until == end
    planned = Takedown.objects.get(lifted_at=None)
    assert (planned.starts_at, planned.note) == (end, "Rights ended.")


def test_restoring_after_the_planned_end_has_come_is_refused_until_the_end_is_cancelled(
    desk, passing
):
    article = publish_article(by=desk)
    takedowns.withdraw(article, by=desk, note="Lease", at=clock.now() + HOUR)
    takedowns.withhold(article, by=desk, note="Checking a claim")
    passing(2 * HOUR)
    with pytest.raises(NotPossible, match="withdrawal"):
        takedowns.restore(article, by=desk, note="Claim holds")
    takedowns.cancel_withdrawal(article, by=desk)
    takedowns.restore(article, by=desk, note="Claim holds")
    assert live(article).live_until is None


def test_an_embargo_set_while_withheld_bars_the_restoring(desk):
    article = publish_article(by=desk)
    takedowns.withhold(article, by=desk, note="Checking a claim")
    publishing.set_embargo(article, by=desk, until=clock.now() + HOUR)
    with pytest.raises(NotReady):
        takedowns.restore(article, by=desk, note="Claim holds")
    publishing.set_embargo(article, by=desk, until=None)
    takedowns.restore(article, by=desk, note="Claim holds")


def test_an_import_does_not_pass_an_embargo(desk):
    article = make_article(by=desk)
    publishing.set_embargo(article, by=desk, until=clock.now() + HOUR)
    with pytest.raises(NotReady):
        publishing.bring_in(article)


def test_a_superuser_does_not_restore_what_legal_withheld(desk, legal, admin_user):
    article = publish_article(by=desk)
    takedowns.withhold(article, by=legal, note="A letter came")
    with pytest.raises(NotAllowed):
        takedowns.restore(article, by=admin_user, note="I can do anything")


def test_restoring_the_newest_revision_makes_the_state_published_again(desk):
    article = publish_article(by=desk)
    takedowns.withhold(article, by=desk, note="Checking")
    publishing.reopen(article, by=desk)
    assert article.state == State.APPROVED
    takedowns.restore(article, by=desk, note="Holds")
    assert article.state == State.PUBLISHED


def test_a_takedown_that_deletes_the_plan_takes_the_planned_text_back(desk):
    article = publish_article(by=desk)
    edit(article, headline="Planned words")
    publishing.publish(article, by=desk, at=clock.now() + HOUR)
    takedowns.withhold(article, by=desk, note="Checking")
    assert article.state == State.APPROVED


def test_an_end_before_the_plan_takes_the_planned_text_back(desk):
    article = publish_article(by=desk)
    edit(article, headline="Planned words")
    publishing.publish(article, by=desk, at=clock.now() + 2 * HOUR)
    takedowns.withdraw(article, by=desk, note="Lease", at=clock.now() + HOUR)
    assert article.state == State.APPROVED


def test_dropping_an_older_plan_leaves_a_text_published_that_is_live(desk):
    article = publish_article(by=desk)
    edit(article, headline="Planned words")
    publishing.publish(article, by=desk, at=clock.now() + HOUR)
    edit(article, headline="Words of now")
    publishing.publish(article, by=desk, plan="keep")
    publishing.unschedule(article, by=desk)
    assert live(article).card["headline"] == "Words of now"
    assert article.state == State.PUBLISHED


def test_a_kept_plan_carries_the_correction_made_before_it(desk):
    article = publish_article(by=desk)
    edit(article, headline="Planned words")
    at = clock.now() + HOUR
    publishing.publish(article, by=desk, at=at, change="minor")
    edit(article, body="<p>It was Monday.</p>")
    publishing.correct(article, by=desk, text="It was Monday.", note="Reader", plan="keep")
    now, then = live(article), live(article, at)
    assert then.card["corrections"] == now.card["corrections"]
    assert then.updated_at == now.updated_at
    assert documents_are_current(article)


def test_legal_withholding_tells_readers_and_followers_nothing(desk):
    article = publish_article(by=desk)
    takedowns.withhold(article, by=desk, note="Checking", public_note="A court is asking")
    entry = ledger.newest("article", article.uuid)
    assert (entry.reason, entry.note) == ("withheld", "")


def test_a_kill_for_privacy_leaves_no_words_in_the_ledger(legal):
    article = publish_article()
    takedowns.kill(
        article, by=legal, kind="privacy", note="A minor", public_note="Jo asked us",
        confirmation="kill",
    )  # fmt: skip
    entry = ledger.newest("article", article.uuid)
    assert (entry.reason, entry.note) == ("privacy", "")


def test_killing_what_was_withdrawn_tells_the_new_reason(desk, legal):
    article = publish_article(by=desk)
    takedowns.withdraw(article, by=desk, note="Wrong day")
    takedowns.kill(
        article, by=legal, kind="retracted", note="Made up", public_note="It was made up.",
        confirmation="kill",
    )  # fmt: skip
    entry = ledger.newest("article", article.uuid)
    assert (entry.op, entry.reason, entry.note) == ("remove", "retracted", "It was made up.")


@pytest.mark.parametrize("change", ["bogus", "first", "restored"])
def test_a_change_that_is_none_is_refused(desk, change):
    article = publish_article(by=desk)
    edit(article, headline="New words")
    with pytest.raises(NotPossible, match="minor"):
        publishing.publish(article, by=desk, change=change)
    with pytest.raises(NotPossible):
        publishing.publish(article, by=desk, change=change, at=clock.now() + HOUR)


@pytest.mark.parametrize("wrong", [{"kind": "oops"}, {"placement": "left"}])
def test_a_correction_of_no_known_kind_is_refused(desk, wrong):
    article = publish_article(by=desk)
    with pytest.raises(NotPossible):
        publishing.correct(article, by=desk, text="It was Monday.", note="Reader", **wrong)


def test_a_time_without_a_zone_is_refused(desk):
    article = make_article(by=desk)
    with pytest.raises(NotPossible, match="zone"):
        publishing.publish(article, by=desk, at=(clock.now() + HOUR).replace(tzinfo=None))


def test_two_machines_clocks_apart_tell_of_an_author_as_the_site_shows_them(desk, passing):
    """The slower machine takes the older story down after the faster one published another."""
    article = publish_article(by=desk)
    author = article.authors.get()
    passing(timedelta(milliseconds=200))
    publish_article(by=desk, authors=[author])
    passing(timedelta(milliseconds=-200))
    takedowns.withdraw(article, by=desk, note="Wrong day")
    assert ledger.newest("author", author.uuid).op == "upsert"


def test_a_slower_machine_shows_the_card_of_a_story_that_a_faster_one_published(desk, passing):
    passing(timedelta(milliseconds=200))
    article = publish_article(by=desk)
    passing(timedelta(milliseconds=-200))
    post = make_post(by=desk, article=article)
    publishing.publish(post, by=desk)
    assert live(post, clock.now() + HOUR).card["article"] is not None


def test_a_planned_post_shows_nothing_of_a_story_whose_schedule_was_deleted(desk):
    article = make_article(by=desk, headline="The scoop")
    publishing.publish(article, by=desk, at=clock.now() + HOUR)
    post = make_post(by=desk, article=article)
    publishing.publish(post, by=desk, at=clock.now() + 2 * HOUR)
    later = clock.now() + 3 * HOUR
    assert live(post, later).card["article"]["title"] == "The scoop"
    publishing.unschedule(article, by=desk)
    recompilation.run()
    assert live(post, later).card["article"] is None


def test_a_planned_post_shows_the_story_whose_planned_end_was_cancelled(desk):
    article = publish_article(by=desk)
    takedowns.withdraw(article, by=desk, note="Lease", at=clock.now() + HOUR)
    post = make_post(by=desk, article=article)
    publishing.publish(post, by=desk, at=clock.now() + 2 * HOUR)
    later = clock.now() + 3 * HOUR
    assert live(post, later).card["article"] is None
    takedowns.cancel_withdrawal(article, by=desk)
    recompilation.run()
    assert live(post, later).card["article"] is not None


def test_readers_who_asked_the_time_just_before_an_update_still_find_the_item(desk):
    article = publish_article(by=desk)
    asked = ledger.public_instant()
    edit(article, headline="New words")
    publishing.publish(article, by=desk)
    assert article.editions.live(asked).count() == 1
    author = article.authors.get()
    rows = ArticleEditionAuthor.objects.filter(author=author)
    assert rows.filter(edition__in=article.editions.live(asked)).count() == 1


def test_what_has_ended_is_freed_when_no_reader_can_ask_for_it_any_more(desk, passing):
    article = publish_article(by=desk)
    first = live(article)
    edit(article, headline="New words")
    publishing.publish(article, by=desk)
    passing(2 * MINUTE)
    announcements.announce_due()
    first.refresh_from_db()
    assert first.superseded
    assert not first.articleeditionauthors.exists()
    assert live(article).articleeditionauthors.exists()


def test_an_end_that_nobody_announced_yet_is_not_freed_before_it_is_told(desk, passing):
    article = publish_article(by=desk)
    author = article.authors.get()
    takedowns.withdraw(article, by=desk, note="Lease", at=clock.now() + HOUR)
    passing(2 * HOUR)
    announcements.free_ended(at=clock.now())
    announcements.announce_due()
    assert ledger.newest("author", author.uuid).op == "remove"


def test_a_save_with_an_old_object_in_hand_keeps_what_acts_have_written(desk):
    article = make_article(by=desk)
    stale = type(article).objects.get(pk=article.pk)
    publishing.publish(article, by=desk, at=clock.now() + HOUR)
    stale.headline = "Edited meanwhile"
    stale.save()
    revisions.save(stale, by=desk)
    article.refresh_from_db()
    assert article.next_due_at is not None
    assert article.published_at is not None
    assert stale.next_due_at == article.next_due_at


def test_the_object_in_hand_has_the_words_that_were_saved(desk):
    article = make_article(by=desk, headline="Old words")
    article.headline = "New words"
    revisions.save(article, by=desk)
    assert article.headline == "New words"
