"""The ledger's head counts what changes for readers without an entry of its own, now or later."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from articles.models import Redirect, Section
from media.rights import leases
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import procedure, publishing, shared_things, takedowns
from newsroom.editorial.models import LedgerHead
from newsroom.editorial.publication import ledger, recompilation
from tests import settling
from tests.admin.pages import form_values
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_section,
    make_tag,
    publish_article,
)
from tests.media.factories import make_image

from .racing import at_once, raised

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def numbers() -> tuple[int, int]:
    heads = LedgerHead.objects.filter(pk=1).values_list("seq", "plans")
    return heads.first() or (0, 0)


def raised_by(act) -> tuple[int, int]:
    """By how much the two numbers are higher after the act."""
    seq, plans = numbers()
    act()
    now = numbers()
    return now[0] - seq, now[1] - plans


@pytest.fixture
def live():
    return publish_article()


@pytest.fixture
def planned(live):
    edit(live, headline="What comes next")
    publishing.publish(live, by=None, at=clock.now() + 2 * HOUR)
    return live


def test_the_head_tells_both_numbers_as_one_and_the_public_instant():
    assert numbers() == (0, 0)
    publish_article()
    head = ledger.head_state()
    assert head.number == sum(numbers()) == ledger.head() > 0
    assert isinstance(head.at, clock.PublicInstant)
    assert head.at >= LedgerHead.objects.get().at


def test_planning_moving_and_cancelling_a_plan_raise_it():
    article, at = make_article(), clock.now() + HOUR
    assert raised_by(lambda: publishing.publish(article, by=None, at=at)) == (0, 1)
    assert raised_by(lambda: publishing.publish(article, by=None, at=at + HOUR)) == (0, 1)
    assert raised_by(lambda: publishing.unschedule(article, by=None)) == (0, 1)


def test_an_update_that_is_planned_or_reopened_raises_it(live):
    edit(live, headline="New words")
    at = clock.now() + HOUR
    assert raised_by(lambda: publishing.publish(live, by=None, at=at)) == (0, 1)
    assert raised_by(lambda: publishing.reopen(live, by=None)) == (0, 1)


def test_an_end_that_is_set_moved_or_forgotten_raises_it(live, chief):
    at = clock.now() + HOUR

    def withdraw(at):
        return lambda: takedowns.withdraw(live, by=chief, note="x", at=at)

    assert raised_by(withdraw(at)) == (0, 1)
    assert raised_by(withdraw(at + HOUR)) == (0, 1)
    assert raised_by(lambda: takedowns.cancel_withdrawal(live, by=chief)) == (0, 1)


def test_another_note_for_the_same_planned_end_raises_it(live, chief):
    at = clock.now() + HOUR
    takedowns.withdraw(live, by=chief, note="x", at=at)
    again = {"by": chief, "note": "x", "at": at, "public_note": "It ends."}
    assert raised_by(lambda: takedowns.withdraw(live, **again)) == (0, 1)


def test_an_embargo_that_deletes_a_plan_raises_it():
    article = make_article()
    publishing.publish(article, by=None, at=clock.now() + HOUR)
    until = clock.now() + 2 * HOUR
    assert raised_by(lambda: publishing.set_embargo(article, by=None, until=until)) == (0, 1)


def test_what_has_an_entry_raises_the_entries_number_alone(live, chief):
    edit(live, headline="New words")
    for act in (
        lambda: publishing.publish(live, by=None),
        lambda: takedowns.withdraw(live, by=chief, note="x"),
    ):
        seq, plans = raised_by(act)
        assert seq > 0
        assert plans == 0


def test_what_only_the_desk_sees_raises_neither(live, planned):
    draft = make_article()
    until = clock.now() + HOUR
    for act in (
        lambda: edit(draft, headline="Other words"),
        lambda: procedure.submit(draft, by=None),
        lambda: procedure.approve(draft, by=None),
        lambda: publishing.set_embargo(draft, by=None, until=until),
        lambda: procedure.submit(edit(planned, headline="More words"), by=None),
        lambda: publishing.discard_update(planned, by=None),
    ):
        assert raised_by(act) == (0, 0)


def test_a_changed_lease_and_what_follows_by_it_raise_it():
    image = make_image()
    publish_article(lead_image=image)
    end = clock.now() + HOUR

    def add():
        leases.add_lease(image, by=None, kind="allow", ends_at=end)

    assert sum(raised_by(add)) > 0
    assert sum(raised_by(settling.recompile_all)) > 0
    lease = image.leases.get()

    def change():
        leases.change_lease(lease, by=None, ends_at=end + HOUR)

    assert sum(raised_by(change)) > 0
    assert sum(raised_by(settling.recompile_all)) > 0


def test_publishing_with_a_lease_that_ends_raises_a_number():
    image = make_image()
    leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() + HOUR)
    article = make_article(lead_image=image)
    at = clock.now() + HOUR / 2
    assert raised_by(lambda: publishing.publish(article, by=None, at=at)) == (0, 1)


def test_a_recompile_of_what_is_only_planned_raises_it_and_one_that_changes_nothing_does_not():
    author = make_author()
    article = make_article(authors=[author])
    publishing.publish(article, by=None, at=clock.now() + HOUR)
    author.job_title = "Reporter"
    author.save()
    assert raised_by(lambda: recompilation.changed(author)) == (0, 0)
    assert raised_by(settling.recompile_all) == (0, 1)
    recompilation.request_items([article], cause="rebuilt")
    assert raised_by(settling.recompile_all) == (0, 0)


@pytest.mark.parametrize("change", [{"position": 7}, {"is_in_navigation": False}])
def test_a_section_that_moves_in_the_navigation_raises_it(change):
    section = make_section()
    publish_article(section=section)
    Section.objects.filter(pk=section.pk).update(**change)
    section.refresh_from_db()
    assert raised_by(lambda: recompilation.changed(section)) == (0, 1)


def test_the_list_of_sections_raises_it_when_it_is_saved(client, admin_user):
    publish_article(section=make_section())
    client.force_login(admin_user)
    url = reverse("admin:articles_section_changelist")
    values = form_values(client.get(url), "changelist-form")
    values |= {"form-0-position": "9", "_save": "Save"}
    assert raised_by(lambda: client.post(url, values)) == (0, 1)
    assert Section.objects.get().position == 9


def test_a_shared_thing_that_readers_cannot_see_raises_neither():
    tag = make_tag()
    tag.description = "Cranes and ships"
    tag.save()
    assert raised_by(lambda: recompilation.changed(tag)) == (0, 0)


def test_retiring_and_bringing_back_what_is_public_raise_it():
    tag = make_tag()
    publish_article(tags=[tag])
    # The sitemap lists only what is offered.
    assert raised_by(lambda: shared_things.retire(tag)) == (0, 1)
    assert raised_by(lambda: shared_things.bring_back(tag)) == (0, 1)
    assert raised_by(lambda: shared_things.retire(make_tag())) == (0, 0)


def test_the_address_of_a_thing_that_was_merged_leads_on_and_raises_it():
    old, new = make_tag(), make_tag()
    publish_article(tags=[new])
    assert raised_by(lambda: shared_things.merge(old, into=new)) == (0, 1)


def test_an_old_address_that_is_added_changed_or_deleted_raises_it(client, admin_user):
    client.force_login(admin_user)
    add = reverse("admin:articles_redirect_add")
    values = {"old_path": "/old/", "target": "/feed/"}
    assert raised_by(lambda: client.post(add, values)) == (0, 1)
    redirect = Redirect.objects.get()
    change = reverse("admin:articles_redirect_change", args=[redirect.pk])
    assert raised_by(lambda: client.post(change, values | {"target": "/"})) == (0, 1)
    delete = reverse("admin:articles_redirect_delete", args=[redirect.pk])
    assert raised_by(lambda: client.post(delete, {"post": "yes"})) == (0, 1)
    assert not Redirect.objects.exists()


def test_what_is_rolled_back_raises_nothing(live):
    before = numbers()
    with transaction.atomic():
        edit(live, headline="New words")
        publishing.publish(live, by=None, at=clock.now() + HOUR)
        assert numbers() != before
        transaction.set_rollback(True)
    assert numbers() == before


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_raise_it_twice(shared_database):
    articles = [make_article() for _ in range(2)]
    at = clock.now() + HOUR
    before = numbers()
    results = at_once(*[lambda a=a: publishing.publish(a, by=None, at=at) for a in articles])
    assert raised(results) == []
    assert numbers() == (before[0], before[1] + 2)


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_the_number_finds_the_plan_that_raised_it(shared_database):
    """A number that is read is committed, and so is everything that raised it."""
    section, seen = make_section(), []
    articles = [make_article(section=section) for _ in range(10)]
    at = clock.now() + HOUR

    def plan():
        for article in articles:
            publishing.publish(article, by=None, at=at)

    def read():
        while not seen or seen[-1][0] < len(articles):
            _seq, plans = numbers()
            editions = registry.item_type("article").editions.planned(clock.now())
            seen.append((plans, editions.count()))

    assert raised(at_once(plan, read)) == []
    assert all(editions >= plans for plans, editions in seen)
