"""A new name or house rule of an agency: the first pictures at once, the others by the worker."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media.library import agency_editing, credit_reprints
from media.models import Agency, Image, ReprintRequest
from newsroom.editorial import clock
from newsroom.editorial.admin import desk as desk_page
from newsroom.editorial.publication import recompilation
from tests.admin.pages import text_of
from tests.editorial.racing import at_once, raised

from .factories import make_agency, make_image

pytestmark = pytest.mark.django_db

RULE = "{agency} Photo/{creator}"


@pytest.fixture
def two_at_once(monkeypatch):
    monkeypatch.setattr(agency_editing, "AT_ONCE", 2)
    monkeypatch.setattr(credit_reprints, "BATCH", 2)


def make_wire(pictures: int, name: str = "Harbour Wire") -> Agency:
    agency = make_agency(name)
    for _ in range(pictures):
        make_image(agency=name)
    return agency


def ask(agency: Agency, rule: str = RULE, **who) -> int:
    agency.credit_format = rule
    return agency_editing.save(agency, **who)


def printed() -> int:
    return Image.objects.exclude(house_credit="").count()


def run_to_the_end() -> int:
    """How often there was something to do."""
    return len(list(iter(credit_reprints.run_due, 0)))


def test_the_newest_are_printed_at_once_and_the_others_by_the_worker(two_at_once):
    agency = make_wire(5)
    assert ask(agency) == 2
    newest = Image.objects.order_by("-created_at", "-pk")[:2]
    assert all(image.house_credit for image in newest)
    assert printed() == 2
    assert run_to_the_end() == 3
    assert printed() == 5
    assert ReprintRequest.objects.count() == 0


def test_few_pictures_leave_nothing_to_the_worker(two_at_once):
    assert ask(make_wire(2)) == 2
    assert ReprintRequest.objects.count() == 0


def test_what_is_printed_as_before_asks_for_nothing(two_at_once):
    agency = make_wire(5)
    agency.lease_days = 30
    assert agency_editing.save(agency) == 0
    assert ReprintRequest.objects.count() == 0


def test_pictures_that_spell_the_name_in_another_way_are_found(two_at_once):
    for spelled in ("HARBOUR-WIRE", "harbour wire", "Harbour  Wire", "Other"):
        make_image(agency=spelled, supplier="")
    make_image(agency="", supplier="H.W.")
    make_agency("Harbour Wire", aliases=["HW"])
    run_to_the_end()
    names = {*Image.objects.values_list("agency", "supplier")}
    assert names == {("Harbour Wire", ""), ("Other", ""), ("", "Harbour Wire")}


def test_what_saving_costs_does_not_grow_with_the_pictures(two_at_once):
    make_wire(4)
    counts = []
    for rule in ("", RULE):
        Agency.objects.update(credit_format="{agency}")
        Image.objects.update(house_credit="")
        with CaptureQueriesContext(connection) as queries:
            ask(Agency.objects.get(), rule or "{creator} {agency}")
        counts.append(len(queries))
        for _ in range(8):
            make_image(agency="Harbour Wire")
    assert counts[1] <= counts[0] + 2


def test_a_batch_that_broke_off_leaves_nothing_half_done_and_goes_on(two_at_once, monkeypatch):
    agency = make_wire(6)
    ask(agency)
    assert credit_reprints.run_due() == 2
    real = recompilation.changed

    def break_off(*things):
        raise OSError("killed")

    done = printed()
    monkeypatch.setattr(recompilation, "changed", break_off)
    assert credit_reprints.run_due() == 0
    assert printed() == done
    monkeypatch.setattr(recompilation, "changed", real)
    assert credit_reprints.run_due() == 0, "it waits before it tries again"
    ReprintRequest.objects.update(retry_at=clock.now())
    run_to_the_end()
    assert printed() == 6


def test_an_agency_that_fails_holds_up_no_other(two_at_once, monkeypatch):
    bad, good = make_wire(4, "Bad Wire"), make_wire(4, "Good Wire")
    ask(bad)
    ask(good)
    real = agency_editing.next_of

    def fail(agency, **more):
        if agency == bad:
            raise OSError("no")
        return real(agency, **more)

    monkeypatch.setattr(agency_editing, "next_of", fail)
    run_to_the_end()
    assert not Image.objects.filter(agency="Good Wire", house_credit="").exists()
    assert list(ReprintRequest.objects.values_list("agency", "failures")) == [(bad.pk, 1)]


def test_asked_again_on_the_way_it_begins_anew(two_at_once):
    agency = make_wire(6)
    ask(agency)
    credit_reprints.run_due()
    ask(agency, "{creator} for {agency}")
    run_to_the_end()
    credits = {image.printed_credit for image in Image.objects.all()}
    assert credits == {"Jon Reyes for Harbour Wire"}


def test_the_log_names_who_asked(two_at_once, picture_editor):
    from newsroom.editorial.drafts import log

    agency = make_wire(3)
    ask(agency, by=picture_editor)
    run_to_the_end()
    for image in Image.objects.all():
        assert log.of(image).filter(act="reprint").get().by == picture_editor


def test_the_desk_and_the_agencys_page_say_that_it_is_under_way(
    two_at_once, client, picture_editor
):
    agency = make_wire(5)
    ask(agency)
    client.force_login(picture_editor)
    page = f"/admin/media/agency/{agency.pk}/change/"
    assert "being printed again. 2 have changed so far." in text_of(client.get(page))
    told = [notice.sentence for notice in desk_page.notices(picture_editor, at=clock.now())]
    assert "The credits of 1 agency are being printed again." in told
    run_to_the_end()
    assert "being printed again" not in text_of(client.get(page))


def test_what_a_change_reaches_is_told_of_the_newest_where_there_are_many(monkeypatch):
    monkeypatch.setattr(agency_editing, "LOOKED_AT", 3)
    agency = make_wire(4)
    affected = agency_editing.affected(agency)
    assert (affected.pictures, affected.has_more) == (3, True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_have_the_same_pictures_in_hand(two_at_once):
    from newsroom.editorial.drafts import log

    agency = make_wire(12)
    ask(agency)
    for _round in range(8):
        assert not raised(
            at_once(credit_reprints.run_due, credit_reprints.run_due, credit_reprints.run_due)
        )
    assert ReprintRequest.objects.count() == 0
    assert all(log.of(image).filter(act="reprint").count() == 1 for image in Image.objects.all())
