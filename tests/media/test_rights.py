"""Leases: when a picture may be shown, who may say so, and what stories make of it."""

from datetime import timedelta

import pytest
import time_machine

from articles.models import ArticleEdition
from media.models import Image, Lease, RightsCategory
from media.renditions import image_files, queue
from media.rights import leases
from media.storage.stores import renditions_storage
from newsroom.editorial import clock
from newsroom.editorial.acts import preflight, publishing, takedowns
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import stored_documents
from newsroom.editorial.publication.announcements import announce_due
from newsroom.editorial.refusals import NotAllowed, NotPossible, NotReady
from tests.factories import edit, make_article, publish_article
from tests.settling import recompile_all

from .factories import make_image

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def lead_at(article, at):
    edition = ArticleEdition.objects.live(at).filter(item=article).first()
    return edition.card["lead_image"] if edition else None


def until(image, ends_at, **more):
    return leases.add_lease(image, by=None, kind="allow", ends_at=ends_at, **more)


# --- When may it be shown? -----------------------------------------------------------------------
def test_a_picture_without_leases_may_always_be_shown():
    image = make_image()
    assert image.is_usable(clock.now())
    assert image.usable_until(clock.now()) is None
    assert image.next_rights_change(clock.now()) is None


def test_an_allow_limits_to_its_times_and_two_allows_to_both():
    image, now = make_image(), clock.now()
    until(image, now + HOUR)
    assert image.is_usable(now)
    assert not image.is_usable(now + HOUR)
    leases.add_lease(image, by=None, kind="allow", starts_at=now + 3 * HOUR)
    assert not image.is_usable(now + 2 * HOUR)
    assert image.is_usable(now + 4 * HOUR)
    assert image.usable_until(now) == now + HOUR


def test_a_deny_bars_whatever_is_allowed():
    image, now = make_image(), clock.now()
    until(image, now + 3 * HOUR)
    leases.add_lease(image, by=None, kind="deny", starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    assert [image.is_usable(now + n * HOUR) for n in (0, 1, 2, 3)] == [True, False, True, False]


def test_what_is_barred_elsewhere_is_not_barred_here(settings):
    settings.NEWSROOM_COUNTRIES = ["NO"]
    image = make_image()
    leases.add_lease(image, by=None, kind="deny", places=["DE"])
    assert image.is_usable(clock.now())
    leases.add_lease(image, by=None, kind="deny", places=["SE", "no"])
    assert not image.is_usable(clock.now())


def test_an_allow_for_other_places_alone_is_none_for_us(settings):
    settings.NEWSROOM_COUNTRIES = ["NO"]
    image = make_image()
    leases.add_lease(image, by=None, kind="allow", places=["GB"])
    assert not image.is_usable(clock.now())


def test_places_bar_nothing_while_the_newsroom_has_not_said_where_it_publishes(settings):
    settings.NEWSROOM_COUNTRIES = []
    image = make_image()
    leases.add_lease(image, by=None, kind="deny", places=["DE"], words="GERMANY OUT")
    assert image.is_usable(clock.now())
    article = make_article(lead_image=image)
    said = [p for p in preflight.problems(article, at=clock.now()) if p.code == "rights_by_place"]
    assert "DE" in said[0].message


def test_what_is_barred_where_the_newsroom_begins_to_publish_is_barred_once_planned(settings):
    settings.NEWSROOM_COUNTRIES = ["NO"]
    image = make_image()
    leases.add_lease(image, by=None, kind="deny", places=["DE"], words="GERMANY OUT")
    settings.NEWSROOM_COUNTRIES = ["NO", "DE"]
    assert leases.plan_all() == 1
    assert not Image.objects.get(pk=image.pk).is_usable(clock.now())
    assert leases.plan_all() == 0


def test_a_proposal_holds_until_it_is_dismissed(picture_editor):
    image, now = make_image(), clock.now()
    lease = until(image, now + HOUR, is_proposed=True, words="USE ONLY FOR 14 DAYS")
    assert not image.is_usable(now + HOUR)
    leases.dismiss_lease(lease, by=picture_editor)
    image.refresh_from_db()
    assert image.is_usable(now + HOUR)
    assert Lease.objects.get(pk=lease.pk).dismissed_by == picture_editor


def test_a_confirmed_proposal_is_an_ordinary_lease(picture_editor):
    image = make_image()
    lease = until(image, clock.now() + HOUR, is_proposed=True)
    leases.confirm_lease(lease, by=picture_editor)
    assert list(image.leases.undecided()) == []
    assert list(image.leases.in_force()) == [lease]


def test_what_is_passed_on_follows_the_category_unless_leases_say_otherwise():
    now = clock.now()
    staff, agency = make_image(), make_image()
    staff.rights_category, agency.rights_category = RightsCategory.STAFF, RightsCategory.AGENCY
    assert staff.may_syndicate(now)
    assert not agency.may_syndicate(now)
    leases.add_lease(staff, by=None, kind="deny", scope="syndication")
    leases.add_lease(agency, by=None, kind="allow", scope="syndication", ends_at=now + HOUR)
    assert not staff.may_syndicate(now)
    assert staff.is_usable(now)
    assert agency.may_syndicate(now)
    assert not agency.may_syndicate(now + HOUR)


def test_an_allow_without_end_lets_any_picture_be_passed_on():
    image = make_image()
    leases.add_lease(image, by=None, kind="allow", scope="syndication")
    assert Image.objects.get(pk=image.pk).may_syndicate(clock.now())


# --- Who may? ------------------------------------------------------------------------------------
def test_a_reporter_may_not_touch_the_rights(reporter):
    with pytest.raises(NotAllowed):
        leases.add_lease(make_image(), by=reporter, kind="allow")


def test_legal_may_deny_and_nothing_else(legal):
    image = make_image()
    lease = leases.add_lease(image, by=legal, kind="deny", words="Complaint of 2 March")
    assert not image.is_usable(clock.now())
    for forbidden in (
        lambda: leases.add_lease(image, by=legal, kind="allow"),
        lambda: leases.dismiss_lease(lease, by=legal),
        lambda: leases.change_lease(lease, by=legal, kind="allow"),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_a_lease_that_makes_no_sense_is_refused_in_words(picture_editor):
    image, now = make_image(), clock.now()
    with pytest.raises(NotPossible, match="ends before it begins"):
        leases.add_lease(image, by=picture_editor, kind="allow", starts_at=now, ends_at=now - HOUR)
    with pytest.raises(NotPossible, match="is not a country code"):
        leases.add_lease(image, by=picture_editor, kind="deny", places=["Germany"])
    assert not image.leases.exists()


# --- What stories make of it ---------------------------------------------------------------------
def test_at_the_end_of_a_lease_the_story_goes_on_without_the_picture():
    image, now = make_image(), clock.now()
    until(image, now + HOUR)
    article = publish_article(lead_image=image)
    end = now + HOUR
    assert lead_at(article, end - SECOND / 1000)["rights"]["usable_until"]
    assert lead_at(article, end) is None
    assert ArticleEdition.objects.live(end).get(item=article).card["headline"] == article.headline
    assert stored_documents.check().wrong == []


def test_a_picture_that_may_be_shown_again_comes_back_by_itself():
    image, now = make_image(), clock.now()
    leases.add_lease(image, by=None, kind="deny", starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    article = publish_article(lead_image=image)
    shown = [bool(lead_at(article, now + HOUR * n / 2)) for n in (1, 2, 3, 4, 5)]
    assert shown == [True, False, False, True, True]


def test_several_leases_make_several_steps():
    now = clock.now()
    first, second = make_image(), make_image()
    until(first, now + HOUR)
    until(second, now + 2 * HOUR)
    body = f'<p>W.</p><figure data-image="{second.uuid}"></figure>'
    article = publish_article(lead_image=first, body=body)
    kinds = []
    for hours in (0.5, 1, 2):
        edition = ArticleEdition.objects.live(now + hours * HOUR).get(item=article)
        figures = [b for b in edition.body["blocks"] if b["_type"] == "figure"]
        kinds.append((bool(edition.card["lead_image"]), len(figures)))
    assert kinds == [(True, 1), (False, 1), (False, 0)]


def test_a_lease_changed_later_plans_anew(picture_editor):
    image, now = make_image(), clock.now()
    lease = until(image, now + HOUR)
    article = publish_article(lead_image=image)
    leases.change_lease(lease, by=picture_editor, ends_at=now + 3 * HOUR)
    recompile_all()
    assert lead_at(article, now + 2 * HOUR)
    assert lead_at(article, now + 3 * HOUR) is None
    leases.dismiss_lease(Lease.objects.get(), by=picture_editor)
    recompile_all()
    assert lead_at(article, now + 30 * HOUR)
    assert article.editions.following(clock.now()).count() == 0


def test_a_deny_takes_the_picture_from_what_is_live(desk):
    image = make_image()
    article = publish_article(lead_image=image)
    leases.add_lease(image, by=None, kind="deny", words="Withdrawn by the agency")
    recompile_all()
    assert lead_at(article, clock.now()) is None
    entry = LedgerEntry.objects.get(uuid=image.uuid, newest=True)
    assert entry.op == "remove"


def test_a_planned_story_is_followed_too_and_its_plan_stays_the_only_one(desk):
    image, now = make_image(), clock.now()
    until(image, now + 3 * HOUR)
    article = make_article(by=desk, lead_image=image)
    publishing.publish(article, by=desk, at=now + HOUR)
    assert lead_at(article, now + HOUR)
    assert lead_at(article, now + 4 * HOUR) is None
    publishing.publish(article, by=desk, at=now + 2 * HOUR)
    assert lead_at(article, now + HOUR) is None
    assert article.editions.planned(clock.now()).count() == 1
    publishing.unschedule(article, by=desk)
    assert article.editions.count() == 0


def test_an_update_over_a_story_that_is_to_lose_its_picture(desk):
    image, now = make_image(), clock.now()
    until(image, now + HOUR)
    article = publish_article(lead_image=image)
    edit(article, by=desk, headline="New words")
    publishing.publish(article, by=desk)
    later = ArticleEdition.objects.live(now + 2 * HOUR).get(item=article)
    assert later.card["headline"] == "New words"
    assert later.card["lead_image"] is None
    assert later.is_following


def test_a_story_withdrawn_at_a_set_time_is_gone_then_whatever_its_pictures_do(desk):
    image, now = make_image(), clock.now()
    until(image, now + HOUR)
    article = publish_article(lead_image=image)
    takedowns.withdraw(article, by=desk, note="Over", at=now + 2 * HOUR)
    assert lead_at(article, now + HOUR) is None
    assert ArticleEdition.objects.live(now + 2 * HOUR - SECOND).filter(item=article).exists()
    assert not ArticleEdition.objects.live(now + 2 * HOUR).filter(item=article).exists()
    takedowns.withhold(article, by=desk, note="Wait")
    assert not ArticleEdition.objects.live(now + HOUR).filter(item=article).exists()


def test_publishing_with_a_picture_whose_rights_have_ended_is_refused_with_what_to_do(desk):
    image = make_image()
    leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() - HOUR)
    article = make_article(by=desk, lead_image=image)
    with pytest.raises(NotReady) as refusal:
        publishing.publish(article, by=desk)
    (problem,) = [p for p in refusal.value.problems if p.code == "no_rights"]
    assert "Choose another picture" in problem.message


def test_a_story_planned_for_after_the_end_is_refused_as_of_then(desk):
    image, now = make_image(), clock.now()
    until(image, now + HOUR)
    article = make_article(by=desk, lead_image=image)
    with pytest.raises(NotReady):
        publishing.publish(article, by=desk, at=now + 2 * HOUR)
    publishing.publish(article, by=desk, at=now + HOUR / 2)


def test_a_typing_error_in_an_archive_story_can_be_mended_after_the_rights_have_ended(desk):
    image = make_image()
    article = publish_article(lead_image=image)
    leases.add_lease(image, by=None, kind="deny")
    recompile_all()
    edit(article, by=desk, headline="The mended headline")
    publishing.publish(article, by=desk, change="minor")
    assert lead_at(article, clock.now()) is None


def test_a_card_in_another_story_loses_the_picture_on_the_same_second():
    image, now = make_image(), clock.now()
    until(image, now + HOUR)
    carded = publish_article(lead_image=image)
    body = f'<p>W.</p><div data-card="article" data-id="{carded.uuid}"></div>'
    article = publish_article(body=body)

    def card_image(at):
        edition = ArticleEdition.objects.live(at).get(item=article)
        return next(b for b in edition.body["blocks"] if b["_type"] == "card")["image"]

    assert card_image(now + HOUR - SECOND)
    assert card_image(now + HOUR) is None


# --- By the clock --------------------------------------------------------------------------------
def test_the_ledger_tells_of_story_and_picture_within_a_tick_of_the_end():
    image, now = make_image(), clock.now()
    until(image, now + HOUR)
    article = publish_article(lead_image=image)
    article.refresh_from_db()
    assert article.next_due_at == now + HOUR
    with time_machine.travel(now + HOUR + SECOND, tick=False):
        announce_due()
        leases.announce_due()
        told = {(e.type, e.op, e.cause) for e in LedgerEntry.objects.filter(newest=True)}
        assert ("article", "upsert", "rights") in told
        assert ("image", "remove", "") in told
        image.refresh_from_db()
        assert image.rights_due_at is None
        assert leases.announce_due() == 0


def test_the_public_files_go_and_come_back_with_the_rights():
    image, now = make_image(), clock.now()
    names = [r.file_name for r in image.renditions.all()]
    leases.add_lease(image, by=None, kind="deny", starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    storage = renditions_storage()
    with time_machine.travel(now + HOUR, tick=False):
        leases.announce_due()
        assert queue.settle_due() == 1
        assert not any(storage.exists(name) for name in names)
    with time_machine.travel(now + 2 * HOUR, tick=False):
        leases.announce_due()
        assert queue.settle_due() == 1
        assert Image.objects.filter(rendition_request__isnull=False).get() == image
        image_files.make(Image.objects.get())
        assert all(storage.exists(name) for name in names)
