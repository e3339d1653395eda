"""Times typed in the admin around the change of the clocks (Europe/Oslo, 2027)."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom.editorial.admin.items.instant_fields import InstantField
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.files]

FIRST = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
SECOND = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
TWICE = "2027-10-31T02:30"


@pytest.fixture(autouse=True)
def _oslo(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    timezone.get_default_timezone.cache_clear()
    yield
    timezone.get_default_timezone.cache_clear()


def schedule(client, article, **typed):
    address = f"/admin/articles/article/{article.pk}/step/schedule/"
    return client.post(address, {"change": "minor", **typed})


def planned(article) -> list[datetime]:
    return list(article.editions.values_list("live_from", flat=True))


def test_a_schedule_asks_which_of_two_hours_is_meant_and_keeps_the_answer(client, admin_user):
    client.force_login(admin_user)
    article = make_article(state="approved")
    page = schedule(client, article, at=TWICE).content.decode()
    assert "2:30 AM comes twice on 31 October 2027 in Europe/Oslo." in page
    assert f'value="{TWICE}"' in page
    assert "the first 2:30 AM (CEST, UTC+02:00)" in page
    assert "the second 2:30 AM (CET, UTC+01:00)" in page
    assert planned(article) == []
    schedule(client, article, at=TWICE, **{"at-which": "+01:00"})
    assert planned(article) == [SECOND]


@pytest.mark.parametrize(
    ("typed", "which", "at"),
    [
        (TWICE, "+02:00", FIRST),
        (f"{TWICE}+02:00", None, FIRST),
        ("2027-10-31T01:30Z", None, SECOND),
        # The answer to a question about another time counts no more.
        ("2027-10-31T04:30", "+02:00", datetime(2027, 10, 31, 3, 30, tzinfo=UTC)),
        ("2027-10-31 01:59:59", None, datetime(2027, 10, 30, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_with_its_answer_or_its_offset(typed, which, at):
    field = InstantField()
    data = {"at": typed, **({"at-which": which} if which else {})}
    assert field.clean(field.widget.value_from_datadict(data, {}, "at")) == at


@pytest.mark.parametrize("which", ["+03:00", "", "nonsense"])
def test_an_answer_that_names_neither_hour_is_asked_again(which):
    field = InstantField()
    value = field.widget.value_from_datadict({"at": TWICE, "at-which": which}, {}, "at")
    with pytest.raises(ValidationError, match="comes twice"):
        field.clean(value)


def test_an_hour_that_the_clocks_leap_over_is_refused_with_a_sentence(client, admin_user):
    client.force_login(admin_user)
    article = make_article(state="approved")
    page = schedule(client, article, at="2027-03-28T02:30").content.decode()
    assert "There is no 2:30 AM on 28 March 2027 in Europe/Oslo" in page
    assert planned(article) == []


@pytest.mark.parametrize(
    ("zone", "twice", "offsets", "never"),
    [
        ("Australia/Lord_Howe", "2026-04-05T01:45", ("+11:00", "+10:30"), "2026-10-04T02:10"),
        ("America/St_Johns", "2026-11-01T01:30", ("-02:30", "-03:30"), "2026-03-08T02:30"),
        ("Europe/Dublin", "2026-10-25T01:30", ("+01:00", "+00:00"), "2026-03-29T01:30"),
        ("Pacific/Chatham", "2026-04-05T03:15", ("+13:45", "+12:45"), "2026-09-27T03:00"),
        ("Antarctica/Troll", "2026-10-25T02:30", ("+02:00", "+00:00"), "2026-03-29T02:00"),
    ],
)
def test_zones_of_every_shape_are_asked_alike(settings, zone, twice, offsets, never):
    settings.TIME_ZONE = zone
    timezone.get_default_timezone.cache_clear()
    field = InstantField()
    with pytest.raises(ValidationError, match="comes twice"):
        field.clean(twice)
    found = [
        field.clean(field.widget.value_from_datadict({"at": twice, "at-which": each}, {}, "at"))
        for each in offsets
    ]
    assert found == [datetime.fromisoformat(twice + each) for each in offsets]
    with pytest.raises(ValidationError, match="There is no"):
        field.clean(never)


@pytest.mark.parametrize("stored", [FIRST, SECOND])
def test_a_stored_time_of_that_hour_comes_back_as_it_is(stored):
    field = InstantField()
    shown = field.prepare_value(stored)
    html = field.widget.render("at", shown)
    assert f'value="{TWICE}"' in html
    offset = "+02:00" if stored == FIRST else "+01:00"
    assert f'value="{offset}" checked' in " ".join(html.split())
    assert field.clean(shown) == stored
    assert not field.has_changed(stored, shown)
    other = SECOND if stored == FIRST else FIRST
    assert field.has_changed(stored, field.prepare_value(other))


@pytest.mark.parametrize(
    "typed",
    [
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "tomorrow",
        "2027-13-01T00:00",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00+14:00",
        "2027-10-31T02:30+99:99",
    ],
)
def test_what_is_no_time_of_the_calendar_is_refused_and_breaks_nothing(typed):
    field = InstantField()
    field.widget.render("at", typed)
    field.has_changed(FIRST, typed)
    with suppress(ValidationError):
        field.clean(typed)
