"""Publishing: what readers see, and when."""

from datetime import timedelta

import pytest

from articles.models import ArticleEdition
from media.library import editing
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import LedgerEntry, LogEntry
from newsroom.editorial.models.states import State
from newsroom.editorial.publication import ledger
from newsroom.editorial.publication.announcements import announce_due
from newsroom.editorial.refusals import NotAllowed, NotPossible, NotReady, PlanInTheWay, StaleSave
from newsroom.editorial.rules import workflow
from tests.factories import edit, make_article, make_author, publish_article
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def live(article, at=None):
    return article.editions.live(at).first()


def test_a_desk_editor_publishes_a_draft_with_one_act_and_each_step_is_logged(desk):
    article = make_article(by=desk)
    publishing.publish(article, by=desk)
    assert live(article).card["headline"] == article.headline
    acts = list(LogEntry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["submit", "approve", "publish"]
    assert article.state == State.PUBLISHED


def test_a_reporter_may_submit_an_own_draft_but_not_publish_it(reporter):
    article = make_article(by=reporter)
    with pytest.raises(NotAllowed):
        publishing.publish(article, by=reporter)
    assert live(article) is None
    article.refresh_from_db()
    assert article.state == State.DRAFT
    workflow.transition(article, "submit", by=reporter)
    assert article.state == State.IN_REVIEW


def test_readers_keep_the_live_text_while_an_editor_rewrites(desk):
    article = make_article(by=desk, headline="Old words")
    publishing.publish(article, by=desk)
    edit(article, by=desk, headline="New words")
    assert article.state == State.DRAFT
    assert live(article).card["headline"] == "Old words"
    publishing.publish(article, by=desk)
    assert live(article).card["headline"] == "New words"


def test_a_typo_fix_moves_no_date_and_an_update_does(desk):
    article = make_article(by=desk)
    publishing.publish(article, by=desk)
    first = live(article)
    edit(article, headline="Harbour bridge closes.")
    publishing.publish(article, by=desk, change="minor")
    assert live(article).card["is_updated"] is False
    edit(article, headline="Harbour bridge opens.")
    publishing.publish(article, by=desk, change="update")
    assert live(article).card["is_updated"] is True
    assert live(article).published_at == first.published_at


def test_a_scheduled_article_appears_by_the_clock_alone_and_is_announced_once(desk):
    article = make_article(by=desk)
    at = clock.now() + HOUR
    publishing.publish(article, by=desk, at=at)
    assert live(article) is None
    assert live(article, at).card["published_at"]
    assert LedgerEntry.objects.filter(type="article").count() == 0


def test_publishing_over_a_planned_update_asks_what_becomes_of_the_plan(desk):
    article = publish_article(by=desk)
    edit(article, headline="Planned words")
    at = clock.now() + HOUR
    publishing.publish(article, by=desk, at=at)
    edit(article, headline="Words of now")
    with pytest.raises(PlanInTheWay):
        publishing.publish(article, by=desk)
    publishing.publish(article, by=desk, plan="keep")
    assert live(article).card["headline"] == "Words of now"
    assert live(article, at).card["headline"] == "Planned words"
    assert live(article).live_until == at


def test_unscheduling_an_update_leaves_the_live_edition_without_an_end(desk):
    article = publish_article(by=desk)
    edit(article, headline="Planned words")
    publishing.publish(article, by=desk, at=clock.now() + HOUR)
    publishing.unschedule(article, by=desk)
    assert live(article).live_until is None
    assert article.state == State.APPROVED


def test_an_article_without_a_byline_is_refused_with_the_list_of_problems(desk):
    article = make_article(by=desk, authors=[])
    with pytest.raises(NotReady) as refusal:
        publishing.publish(article, by=desk)
    assert [p.code for p in refusal.value.problems] == ["no_byline"]
    assert live(article) is None


def test_nothing_is_live_before_its_embargo(desk):
    article = make_article(by=desk)
    until = clock.now() + HOUR
    publishing.set_embargo(article, by=desk, until=until)
    with pytest.raises(NotReady):
        publishing.publish(article, by=desk)
    with pytest.raises(NotReady):
        publishing.publish(article, by=desk, at=until - timedelta(minutes=1))
    publishing.publish(article, by=desk, at=until)
    assert live(article, until) is not None


def test_withdrawing_publishing_again_lifts_it(desk):
    article = publish_article(by=desk)
    takedowns.withdraw(article, by=desk, note="Wrong day")
    assert live(article) is None
    assert article.state == State.DRAFT
    publishing.publish(article, by=desk)
    assert live(article) is not None


def test_a_planned_end_is_inherited_by_later_editions(desk):
    article = publish_article(by=desk)
    end = clock.now() + HOUR
    takedowns.withdraw(article, by=desk, note="Lease", at=end)
    edit(article, headline="Changed")
    publishing.publish(article, by=desk)
    assert live(article).live_until == end
    assert live(article, end) is None
    takedowns.cancel_withdrawal(article, by=desk)
    assert live(article, end) is not None


def test_withheld_text_comes_back_as_it_was_although_the_draft_went_on(desk):
    article = publish_article(by=desk, headline="As it was")
    edit(article, headline="Half rewritten")
    takedowns.withhold(article, by=desk, note="Checking a claim")
    with pytest.raises(NotPossible):
        publishing.publish(article, by=desk)
    takedowns.restore(article, by=desk, note="Claim holds")
    assert live(article).card["headline"] == "As it was"


def test_what_legal_withheld_legal_restores(desk, legal):
    article = publish_article(by=desk)
    takedowns.withhold(article, by=legal, note="A letter came")
    with pytest.raises(NotAllowed):
        takedowns.restore(article, by=desk, note="We disagree")
    takedowns.restore(article, by=legal, note="Settled")
    assert live(article) is not None


def test_a_killed_story_is_reinstated_by_another_person_and_then_restored(chief, legal, desk):
    article = publish_article(by=desk)
    with pytest.raises(NotPossible):
        takedowns.kill(article, by=legal, kind="legal", note="Court order")
    takedowns.kill(article, by=legal, kind="legal", note="Court order", confirmation="kill")
    entry = ledger.newest("article", article.uuid)
    assert (entry.op, entry.reason) == ("remove", "legal")
    takedowns.reinstate(article, by=chief, note="Order lifted")
    takedowns.restore(article, by=chief, note="Order lifted")
    assert live(article) is not None
    assert ledger.newest("article", article.uuid).cause == "restored"


def test_the_ledger_tells_of_an_author_with_the_first_live_story_and_of_their_going_with_the_last(
    desk,
):
    article = publish_article(by=desk)
    author = article.authors.get()
    assert ledger.newest("author", author.uuid).op == "upsert"
    takedowns.withdraw(article, by=desk, note="Wrong")
    assert ledger.newest("author", author.uuid).op == "remove"


def test_a_correction_publishes_the_text_with_a_dated_note(desk):
    article = publish_article(by=desk)
    edit(article, body="<p>The office closed the bridge on Monday.</p>")
    publishing.correct(article, by=desk, text="It was Monday.", note="Reader wrote")
    card = live(article).card
    assert card["corrections"][0]["text"] == "It was Monday."
    assert card["is_updated"] is True
    assert ArticleEdition.objects.live().get().corrected_at is not None


def test_a_stale_save_is_refused_and_stores_nothing(desk):
    article = make_article(by=desk)
    began_from = article.revision
    edit(article, headline="First to save")
    article.headline = "Second to save"
    with pytest.raises(StaleSave) as refusal:
        revisions.save(article, by=desk, expected=began_from)
    assert refusal.value.current == began_from + 1
    assert revisions.latest(article).snapshot["headline"] == "First to save"


def test_saving_without_a_change_records_no_revision(desk):
    article = publish_article(by=desk)
    before = article.revision
    revisions.save(article, by=desk)
    assert article.revision == before
    assert article.state == State.PUBLISHED


def test_restoring_a_revision_is_a_save_of_its_own(desk):
    article = make_article(by=desk, headline="One")
    edit(article, headline="Two")
    revision, left_out = revisions.restore(article, 1, by=desk)
    article.refresh_from_db()
    assert (article.headline, revision.number, left_out) == ("One", 3, [])


def test_discarding_an_update_puts_the_live_text_back_into_the_draft(desk):
    article = publish_article(by=desk, headline="Live words")
    edit(article, headline="Rejected words")
    publishing.discard_update(article, by=desk)
    article.refresh_from_db()
    assert (article.headline, article.state) == ("Live words", State.PUBLISHED)
    assert article.revisions.filter(snapshot__headline="Rejected words").exists()


def test_announcing_what_is_due_happens_once(desk, monkeypatch):
    article = make_article(by=desk)
    at = clock.now() + HOUR
    publishing.publish(article, by=desk, at=at)
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(seconds=1))
    assert announce_due().done == 1
    assert announce_due().done == 0
    entries = LedgerEntry.objects.filter(type="article", uuid=article.uuid)
    assert [e.cause for e in entries] == ["published"]


def test_a_save_leaves_the_slug_it_made_on_the_object_that_was_saved(desk):
    article = make_article(by=desk, headline="Crane falls into the harbour")
    assert article.slug == "crane-falls-into-the-harbour"


def test_a_portrait_s_new_credit_is_told_of_its_author_too(desk):
    author = make_author(portrait=make_image(creator="Old Name"))
    publish_article(by=desk, authors=[author])
    before = ledger.newest("author", author.uuid).seq
    author.portrait.creator = "New Name"
    editing.save(author.portrait)
    assert ledger.newest("author", author.uuid).seq > before
