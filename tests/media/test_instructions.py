"""Agencies' instructions: what they forbid becomes a lease, what cannot be read is shown."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.models.choices import LeaseKind, LeaseScope
from media.rights.instructions import ProposedLease, propose, unread
from media.rights.instructions.countries import NAMES, REGIONS

RECEIVED = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def leases(text: str, *, date_created: str = "2026-02-20") -> list[ProposedLease]:
    return propose(text, received_at=RECEIVED, date_created=date_created, zone=PARIS)


def shown(lease: ProposedLease) -> str:
    """A lease on one line: "deny publication 2026-03-02T00:01 → * in DE GB"; UTC."""
    times = [
        at.strftime("%Y-%m-%dT%H:%M") if at else "*" for at in (lease.starts_at, lease.ends_at)
    ]
    where = f" in {' '.join(lease.places)}" if lease.places else ""
    return f"{lease.kind} {lease.scope} {times[0]} → {times[1]}{where}"


def said(text: str) -> list[str]:
    return [shown(lease) for lease in leases(text)]


# --- Spans ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("USE ONLY FOR 14 DAYS", "2026-03-13T09:00"),
        ("use only for 14 days", "2026-03-13T09:00"),
        ("USE ONLY FOR14DAYS", "2026-03-13T09:00"),
        ("USE  ONLY   FOR 14-DAYS.", "2026-03-13T09:00"),
        ("14 DAYS USE ONLY", "2026-03-13T09:00"),
        ("14 DAYS' USE", "2026-03-13T09:00"),
        ("MAY BE USED ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION", "2026-03-13T09:00"),
        ("THIS IMAGE MAY ONLY BE USED FOR FOURTEEN (14) DAYS FROM TIME OF TRANSMISSION",
         "2026-03-13T09:00"),
        ("FREE FOR EDITORIAL USE FOR 30 DAYS AFTER RELEASE", "2026-03-29T09:00"),
        ("Usage permitted for three months from date of issue", "2026-05-27T09:00"),
        ("LICENSED FOR ONE YEAR", "2027-02-27T09:00"),
        ("USE WITHIN 48 HOURS", "2026-03-01T09:00"),
        ("24 HOUR USE ONLY", "2026-02-28T09:00"),
        ("ONLY TO BE USED WITHIN 7 DAYS", "2026-03-06T09:00"),
        ("FREE USE FOR 4 WEEKS", "2026-03-27T09:00"),
        ("MUST BE DELETED AFTER 30 DAYS", "2026-03-29T09:00"),
        ("EXPIRES AFTER 2 WEEKS", "2026-03-13T09:00"),
    ],
)  # fmt: skip
def test_a_span_of_use_is_an_allowance_from_the_pictures_coming(text, until):
    assert said(text) == [f"allow publication 2026-02-27T09:00 → {until}"]
    assert unread(text) == []


def test_a_span_may_count_from_the_day_the_picture_was_made():
    text = "MAY BE USED FOR 30 DAYS FROM DATE OF CREATION"
    assert said(text) == ["allow publication 2026-02-19T23:00 → 2026-03-21T23:00"]
    assert leases(text, date_created="2026-02") == []
    assert unread(text, date_created="2026-02") == [text]
    assert unread(text, date_created="2026-02-20T11:00:00+01:00") == []


@pytest.mark.parametrize(
    "text",
    ["Admission is free for visitors under 12 years", "Use with “One Year in Berlin” by A. B."],
)  # fmt: skip
def test_other_spans_are_no_leases(text):
    assert said(text) == []


def test_a_span_may_count_from_a_date():
    text = "FOR USE FOR 10 DAYS FROM 2 MARCH 2026"
    assert said(text) == ["allow publication 2026-03-01T23:00 → 2026-03-11T23:00"]


@pytest.mark.parametrize(
    ("text", "lease"),
    [
        ("EMBARGOED FOR 24 HOURS", "deny publication * → 2026-02-28T09:00"),
        ("NOT TO BE USED FOR LONGER THAN 14 DAYS", "deny publication 2026-03-13T09:00 → *"),
        ("NO USE FOR 3 DAYS", "deny publication * → 2026-03-02T09:00"),
        ("NOT TO BE USED AFTER 14 DAYS", "deny publication 2026-03-13T09:00 → *"),
        ("NO ONLINE USE FOR 14 DAYS", "deny publication * → 2026-03-13T09:00"),
    ],
)
def test_a_span_without_use_is_a_denial(text, lease):
    assert said(text) == [lease]


@pytest.mark.parametrize(
    "text", ["NO USE 30 DAYS AFTER THE EVENT", "USE ONLY FOR 14 DAYS AFTER THE PREMIERE"]
)
def test_a_span_from_an_event_cannot_be_read(text):
    assert said(text) == []
    assert unread(text) == [text]


# --- Dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lease"),
    [
        # A day ends in the newsroom's zone, which is an hour before UTC here.
        ("NO USE AFTER 12 MARCH 2026", "deny publication 2026-03-12T23:00 → *"),
        ("NO USE AFTER 12MARCH2026", "deny publication 2026-03-12T23:00 → *"),
        ("NO USE AFTER MARCH 12, 2026", "deny publication 2026-03-12T23:00 → *"),
        ("No use after 12th of March, 2026", "deny publication 2026-03-12T23:00 → *"),
        ("NOT TO BE USED AFTER 2026-03-12 18:00 GMT", "deny publication 2026-03-12T18:00 → *"),
        ("NOT TO BE USED AFTER 2026-03-12T18:00Z", "deny publication 2026-03-12T18:00 → *"),
        ("NOT TO BE USED AFTER NOON ON 12 MARCH 2026", "deny publication 2026-03-12T11:00 → *"),
        ("NO USE AFTER 12.03.2026", "deny publication 2026-03-12T23:00 → *"),
        ("NO USE AFTER 25/12/2026", "deny publication 2026-12-25T23:00 → *"),
        ("NO USE AFTER 12/25/2026", "deny publication 2026-12-25T23:00 → *"),
        ("NO USE AFTER 04/04/2026", "deny publication 2026-04-04T22:00 → *"),
        ("NO INTERNET USE AFTER 12 MARCH 2026", "deny publication 2026-03-12T23:00 → *"),
        ("Not for use after 5pm (London time) on Thursday 12 March 2026.",
         "deny publication 2026-03-12T17:00 → *"),
        ("EXPIRES 12 MARCH 2026", "allow publication * → 2026-03-12T23:00"),
        ("EXPIRY DATE: 12 MARCH 2026", "allow publication * → 2026-03-12T23:00"),
        ("MAY BE USED UNTIL 12 MARCH 2026", "allow publication * → 2026-03-12T23:00"),
        ("Nur zur redaktionellen Verwendung bis zum 12.03.2026",
         "allow publication * → 2026-03-12T23:00"),
        ("RIGHTS END 12 MARCH 2026", "allow publication * → 2026-03-12T23:00"),
        ("Free for use until March 12, 2026, 6 p.m. ET", "allow publication * → 2026-03-12T22:00"),
        ("FOR USE BETWEEN 1 MARCH 2026 AND 12 MARCH 2026 ONLY",
         "allow publication 2026-02-28T23:00 → 2026-03-12T23:00"),
        ("VALID FROM 1 MARCH 2026 TO 12 MARCH 2026",
         "allow publication 2026-02-28T23:00 → 2026-03-12T23:00"),
        ("FOR USE ON 12 MARCH 2026 ONLY", "allow publication 2026-03-11T23:00 → 2026-03-12T23:00"),
    ],
)  # fmt: skip
def test_an_end_of_use_is_read(text, lease):
    assert said(text) == [lease]
    assert unread(text) == []


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("EMBARGOED UNTIL 0001 GMT MONDAY 2 MARCH 2026", "2026-03-02T00:01"),
        ("EMBARGOED UNTIL 00:01 (GMT) ON MONDAY, MARCH 2, 2026", "2026-03-02T00:01"),
        ("Strictly embargoed until 0001hrs Monday 2nd March 2026", "2026-03-01T23:01"),
        ("EMBARGOED UNTIL 18 HRS GMT 2 MARCH 2026", "2026-03-02T18:00"),
        ("EMBARGO: 2 MARCH 2026, 0001 GMT", "2026-03-02T00:01"),
        ("EMBARGOED UNTIL 2 MARCH 2026 6:30 PM EST", "2026-03-02T23:30"),
        ("EMBARGOED UNTIL 2 MARCH 2026 18:00 UTC+2", "2026-03-02T16:00"),
        ("EMBARGOED UNTIL 2 MARCH 2026 18:00 +0200", "2026-03-02T16:00"),
        ("EMBARGOED UNTIL 2026-03-02", "2026-03-01T23:00"),
        ("NOT FOR PUBLICATION BEFORE 18.00 CET ON 3 MARCH 2026", "2026-03-03T17:00"),
        ("NOT FOR USE UNTIL 3 MARCH 2026", "2026-03-02T23:00"),
        ("DO NOT PUBLISH PRIOR TO MARCH 3RD", "2026-03-02T23:00"),
        ("FOR RELEASE 3 MARCH 2026", "2026-03-02T23:00"),
        ("FOR USE FROM 3 MARCH 2026", "2026-03-02T23:00"),
        ("SPERRFRIST: 2. März 2026, 18 Uhr", "2026-03-02T17:00"),
        # Without a year: the nearest that fits. Without a date: the next.
        ("EMBARGOED TO 2200 SATURDAY MARCH 7", "2026-03-07T21:00"),
        ("EMBARGOED TO 0001 MONDAY JULY 20", "2026-07-19T22:01"),
        ("EMBARGOED UNTIL 2200 GMT SUNDAY", "2026-03-01T22:00"),
        ("EMBARGOED UNTIL 1800 GMT", "2026-02-27T18:00"),
        ("EMBARGOED UNTIL 0800 GMT", "2026-02-28T08:00"),
        # Which midnight is meant is not known: the stricter one.
        ("EMBARGOED UNTIL MIDNIGHT SUNDAY 1 MARCH 2026", "2026-03-01T23:00"),
    ],
)
def test_an_embargo_denies_until_its_end(text, until):
    assert said(text) == [f"deny publication * → {until}"]
    assert unread(text) == []


def test_an_embargo_without_an_end_denies_for_good():
    assert said("EMBARGOED UNTIL FURTHER NOTICE") == ["deny publication * → *"]


def test_one_sentence_may_have_a_beginning_and_an_end():
    text = "EMBARGOED UNTIL 2 MARCH 2026 AND NOT TO BE USED AFTER 12 MARCH 2026"
    assert said(text) == [
        "deny publication * → 2026-03-01T23:00",
        "deny publication 2026-03-12T23:00 → *",
    ]


@pytest.mark.parametrize("text", ["NO EMBARGO", "NOT EMBARGOED", "EMBARGO LIFTED", "EMBARGO OVER"])
def test_no_embargo_is_none(text):
    assert said(text) == []
    assert unread(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "NO USE AFTER 03/04/2026",
        "EMBARGOED UNTIL 03/04/2026",
        "EMBARGOED UNTIL 1800 03/04/2026",
        "NO USE AFTER 12/03/26",
        "NO USE AFTER 31 FEBRUARY 2026",
        # That day is a Monday.
        "EMBARGOED UNTIL TUESDAY 2 MARCH 2026",
        # India, Ireland or Israel.
        "NO USE AFTER 12 MARCH 2026 18:00 IST",
        "EMBARGOED",
    ],
)
def test_a_date_that_can_mean_two_days_is_left_to_people(text):
    assert said(text) == []
    assert unread(text) == [text]


# --- Places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("GERMANY OUT", "DE"),
        ("Germany out", "DE"),
        ("GERMANYOUT", "DE"),
        ("UK OUT", "GB"),
        ("U.K. OUT", "GB"),
        ("UK AND IRELAND OUT", "GB IE"),
        ("AUSTRIA, SWITZERLAND OUT", "AT CH"),
        ("GERMANY/AUSTRIA/SUI OUT", "DE AT CH"),
        ("GERMANY, AUSTRIA AND SWITZERLAND OUT!", "DE AT CH"),
        ("BOSNIA AND HERZEGOVINA, TRINIDAD AND TOBAGO OUT", "BA TT"),
        ("AUSTRALIA & NEW ZEALAND OUT", "AU NZ"),
        ("(JAPAN OUT)", "JP"),
        ("XINHUA / CHINA OUT", "CN"),
        ("BENELUX OUT", "BE LU NL"),
        ("SCANDINAVIA OUT", "DK NO SE"),
        ("GSA OUT", "AT CH DE"),
        ("NOT FOR USE IN JAPAN", "JP"),
        ("NO USE IN BELGIUM, FRANCE AND THE NETHERLANDS", "BE FR NL"),
        ("NOT AVAILABLE IN THE UNITED STATES", "US"),
        ("NO UK USE", "GB"),
        ("WORLDWIDE EXCEPT FRANCE", "FR"),
        ("CÔTE D’IVOIRE OUT", "CI"),
        ("ANA RUIZ/HARBOUR WIRE UK AND IRELAND OUT EDITORIAL USE ONLY", "GB IE"),
        ("BENELUX COUNTRIES OUT", "BE LU NL"),
    ],
)
def test_a_place_that_is_out_is_denied(text, codes):
    assert said(text) == [f"deny publication * → * in {codes}"]
    assert unread(text) == []


def test_regions_are_their_countries():
    (lease,) = leases("NORTH AMERICA OUT")
    assert {"US", "CA", "MX"} <= set(lease.places)
    (lease,) = leases("EU OUT")
    assert len(lease.places) == 27
    (lease,) = leases("NORTH AMERICA OUT EXCEPT CANADA")
    assert "US" in lease.places
    assert {"CA"}.isdisjoint(lease.places)
    assert said("CANADA OUT EXCEPT CANADA") == []
    assert unread("CANADA OUT EXCEPT CANADA") == ["CANADA OUT EXCEPT CANADA"]


def test_all_places_are_codes():
    codes = {code for codes in NAMES.values() for code in codes}
    assert all(len(code) == 2 and code.isupper() for code in codes)
    assert all(set(region) <= codes for region in REGIONS.values())
    assert len(codes) > 190


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("FOR USE IN THE UK ONLY", "GB"),
        ("UK USE ONLY", "GB"),
        ("UK AND IRELAND ONLY", "GB IE"),
        ("ONLY FOR USE IN GERMANY AND AUSTRIA", "DE AT"),
        ("NO USE OUTSIDE GERMANY", "DE"),
        ("RESTRICTED TO FRANCE", "FR"),
        ("FOR USE IN UK OR BENELUX COUNTRIES ONLY", "GB BE LU NL"),
    ],
)
def test_a_place_alone_is_an_allowance_there(text, codes):
    assert said(text) == [f"allow publication * → * in {codes}"]
    assert unread(text) == []


@pytest.mark.parametrize(
    "text",
    ["PRINT AND ONLINE ONLY", "ONLY IN PRINT AND ONLINE", "GERMANY OUT OF THE WORLD CUP",
     "PLEASE CONTACT US ONLY BY MAIL", "ABOUT FRANCE", "SCOUT CAMP",
     "The team of Germany ran out", "BEN LUX WORKS OUT IN BERLIN"],
)  # fmt: skip
def test_what_only_looks_like_a_place_that_is_out_is_nothing(text):
    assert said(text) == []


# --- Bars for a time -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lease"),
    [
        ("UK OUT UNTIL MARCH 5", "deny publication * → 2026-03-04T23:00 in GB"),
        ("UK OUT UNTIL 5 MARCH 2026", "deny publication * → 2026-03-04T23:00 in GB"),
        ("UK, IRELAND OUT (UNTIL 5 MARCH)", "deny publication * → 2026-03-04T23:00 in GB IE"),
        ("UK OUT TILL MONDAY", "deny publication * → 2026-03-01T23:00 in GB"),
        ("UK OUT UNTIL 2200 GMT SUNDAY", "deny publication * → 2026-03-01T22:00 in GB"),
        ("UK OUT UNTIL 0001 GMT MONDAY 2 MARCH 2026",
         "deny publication * → 2026-03-02T00:01 in GB"),
        ("UK OUT THROUGH 5 MARCH 2026", "deny publication * → 2026-03-05T23:00 in GB"),
        ("UK OUT UNTIL END OF MARCH", "deny publication * → 2026-03-31T22:00 in GB"),
        ("UK OUT UNTIL FURTHER NOTICE", "deny publication * → * in GB"),
        ("UK OUT FOR 14 DAYS", "deny publication * → 2026-03-13T09:00 in GB"),
        ("UK OUT FOR 48 HOURS FROM TRANSMISSION", "deny publication * → 2026-03-01T09:00 in GB"),
        ("UK OUT FROM 12 MARCH 2026", "deny publication 2026-03-11T23:00 → * in GB"),
        ("UK OUT AFTER 12 MARCH 2026", "deny publication 2026-03-12T23:00 → * in GB"),
        ("UK OUT FROM 1 MARCH TO 12 MARCH 2026",
         "deny publication 2026-02-28T23:00 → 2026-03-12T23:00 in GB"),
        ("UNTIL MARCH 5: UK OUT", "deny publication * → 2026-03-04T23:00 in GB"),
        ("NO USE IN GERMANY UNTIL 12 MARCH 2026", "deny publication * → 2026-03-11T23:00 in DE"),
        ("NO USE IN GERMANY AFTER 12 MARCH 2026", "deny publication 2026-03-12T23:00 → * in DE"),
        ("NO UK USE FOR 28 DAYS", "deny publication * → 2026-03-27T09:00 in GB"),
        ("NO UK SALES UNTIL MARCH 5", "deny syndication * → 2026-03-04T23:00 in GB"),
        ("NO SALES UNTIL 12 MARCH 2026", "deny syndication * → 2026-03-11T23:00"),
        ("NO SALES AFTER 12 MARCH 2026", "deny syndication 2026-03-12T23:00 → *"),
        ("NO RESALE WITHIN 30 DAYS", "deny syndication * → 2026-03-29T09:00"),
        ("INTERNET OUT UNTIL 12 MARCH 2026", "deny publication * → 2026-03-11T23:00"),
        ("EMBARGOED FOR GERMANY UNTIL 12 MARCH 2026",
         "deny publication * → 2026-03-11T23:00 in DE"),
        ("FREE FOR EDITORIAL USE IN GERMANY UNTIL 31 DEC 2026",
         "allow publication * → 2026-12-31T23:00 in DE"),
        ("FREE UNTIL 5 MARCH 2026 IN GERMANY", "allow publication * → 2026-03-05T23:00 in DE"),
        ("FREE FOR 14 DAYS IN GERMANY",
         "allow publication 2026-02-27T09:00 → 2026-03-13T09:00 in DE"),
        ("ALL RIGHTS RESERVED UNTIL 5 MARCH 2026", "deny publication * → 2026-03-04T23:00"),
        ("USE RESTRICTED UNTIL 5 MARCH 2026", "deny publication * → 2026-03-04T23:00"),
        ("MAY BE USED IN GERMANY FOR 14 DAYS",
         "allow publication 2026-02-27T09:00 → 2026-03-13T09:00 in DE"),
        ("Deutschland und Österreich gesperrt bis 12. März 2026",
         "deny publication * → 2026-03-11T23:00 in DE AT"),
        ("Bis 12. März 2026 in Deutschland gesperrt",
         "deny publication * → 2026-03-11T23:00 in DE"),
        ("Österreich gesperrt für 14 Tage", "deny publication * → 2026-03-13T09:00 in AT"),
        ("Kein Verkauf nach dem 12.03.2026", "deny syndication 2026-03-12T23:00 → *"),
        ("Honorarfrei in Deutschland bis Ende März",
         "allow publication * → 2026-03-31T22:00 in DE"),
        ("Sperrfrist bis Montag, 18 Uhr", "deny publication * → 2026-03-02T17:00"),
        ("Nicht vor Montag veröffentlichen", "deny publication * → 2026-03-01T23:00"),
        ("Interdit en France jusqu’au 12 mars 2026", "deny publication * → 2026-03-11T23:00 in FR"),
        ("France interdite avant le 12 mars", "deny publication * → 2026-03-11T23:00 in FR"),
        ("Pas de revente pendant 14 jours", "deny syndication * → 2026-03-13T09:00"),
        ("Sous embargo jusqu’à lundi 18h", "deny publication * → 2026-03-02T17:00"),
        ("Utilisation autorisée en France jusqu’au 12 mars 2026",
         "allow publication * → 2026-03-12T23:00 in FR"),
    ],
)  # fmt: skip
def test_a_bar_or_a_permission_holds_for_its_time_and_its_places(text, lease):
    assert said(text) == [lease]
    assert unread(text) == []


def test_each_bar_of_a_sentence_has_its_own_time():
    assert said("UK OUT UNTIL MARCH 5, FRANCE OUT, NO SALES UNTIL MARCH 10") == [
        "deny publication * → 2026-03-04T23:00 in GB",
        "deny syndication * → 2026-03-09T23:00",
        "deny publication * → * in FR",
    ]


@pytest.mark.parametrize(
    ("text", "lease"),
    [
        ("UK OUT UNTIL MARCH", "deny publication * → * in GB"),
        ("UK OUT UNTIL TOMORROW", "deny publication * → * in GB"),
        ("UK OUT UNTIL 03/04/2026", "deny publication * → * in GB"),
        ("UK OUT FOR 28 DAYS AFTER THE PREMIERE", "deny publication * → * in GB"),
        # May mean that nothing of it is permitted afterwards.
        ("PRINT ONLY UNTIL 12 MARCH 2026", "deny publication * → *"),
        # May mean that readers must not find it in the archive.
        ("NO ARCHIVES AFTER 30 DAYS", "deny syndication * → *"),
        ("NO UK TABLOIDS UNTIL MARCH 5", "deny publication * → * in GB"),
        ("NO USE OUTSIDE GERMANY UNTIL 12 MARCH 2026", "allow publication * → * in DE"),
        ("WORLDWIDE EXCEPT FRANCE UNTIL 12 MARCH 2026", "deny publication * → * in FR"),
        ("NO SALES FOR EDITORIAL USE ONLY UNTIL 12 MARCH 2026", "deny syndication * → *"),
    ],
)
def test_a_bar_whose_time_is_not_understood_holds_for_good_and_is_shown(text, lease):
    assert said(text) == [lease]
    assert unread(text) == [text]


def test_what_is_forbidden_before_a_comma_does_not_turn_a_permission_round():
    assert said("NO SALES, NO ARCHIVES, FOR EDITORIAL USE ONLY UNTIL 12 MARCH 2026") == [
        "allow publication * → 2026-03-12T23:00",
        "deny syndication * → *",
    ]
    assert said("NO SALES NO ARCHIVE, USE BY 5 MARCH 2026") == [
        "allow publication * → 2026-03-05T23:00",
        "deny syndication * → *",
    ]
    assert unread("NO MAGS, EMBARGOED UNTIL 2 MARCH 2026") != []
    assert unread("NO MAGS EMBARGOED UNTIL 2 MARCH 2026") != []


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("EMBARGOED UNTIL 6 PM GMT SATURDAY", "2026-02-28T18:00"),
        ("EMBARGOED UNTIL MIDNIGHT", "2026-02-27T23:00"),
        ("HOLD FOR RELEASE MONDAY 6 PM", "2026-03-02T17:00"),
        ("FOR USE FROM MONDAY", "2026-03-01T23:00"),
        ("EMBARGOED THROUGH 12 MARCH 2026", "2026-03-12T23:00"),
        ("EMBARGOED UNTIL THE END OF 2026", "2026-12-31T23:00"),
    ],
)
def test_an_embargo_may_end_on_a_weekday_or_with_a_day(text, until):
    assert said(text) == [f"deny publication * → {until}"]
    assert unread(text) == []


@pytest.mark.parametrize(
    "text",
    ["EMBARGOED UNTIL SATURDAY EVENING", "EMBARGOED UNTIL 1800 TOMORROW", "EMBARGOED UNTIL 2027",
     "EMBARGOED UNTIL 6 O'CLOCK SATURDAY", "NO USE AFTER SUNDAY TIMES PUBLICATION",
     "FREE FOR EDITORIAL USE THROUGH 2026", "FREE FOR EDITORIAL USE UNTIL MARCH 2027",
     "FREE UNTIL DECEMBER", "FOR EDITORIAL USE IN 2026 ONLY", "TV OUT UNTIL 12 MARCH 2026",
     "MAY BE USED IN GERMANY", "FREE FOR EDITORIAL USE IN GERMANY",
     "USE PERMITTED UP TO BUT NOT INCLUDING 12 MARCH 2026", "EXCLUSIVE USE UNTIL 5 MARCH 2026"],
)  # fmt: skip
def test_a_time_or_place_of_use_that_is_not_understood_is_shown(text):
    assert said(text) == []
    assert unread(text, received_at=RECEIVED) == [text]


@pytest.mark.parametrize(
    ("created", "until"),
    [
        ("2026-02-25", "2026-02-28T23:00"),
        ("", "2026-02-28T23:00"),
        # Of the Saturdays of two weeks nobody knows which is meant.
        ("2026-02-20", None),
    ],
)
def test_use_until_a_weekday_ends_on_the_first_since_the_picture_was_made(created, until):
    text = "FREE FOR USE UNTIL SATURDAY"
    found = [shown(lease) for lease in leases(text, date_created=created)]
    assert found == ([f"allow publication * → {until}"] if until else [])
    assert unread(text, received_at=RECEIVED, date_created=created) == ([] if until else [text])


@pytest.mark.parametrize(
    ("text", "created", "until"),
    [
        ("NO USE AFTER DECEMBER 31", "2026-02-20", "2026-12-31T23:00"),
        ("NO USE AFTER JANUARY 5", "2025-12-20", "2026-01-05T23:00"),
        ("NO USE AFTER FEBRUARY 25", "2026-02-20", "2026-02-25T23:00"),
        ("NO USE AFTER MARCH 5", "", "2026-03-05T23:00"),
        # A wrong clock in the camera moves nothing.
        ("NO USE AFTER MARCH 5", "2031-01-01", "2026-03-05T23:00"),
        # The weekday tells the year.
        ("NO USE AFTER WEDNESDAY FEBRUARY 18", "2026-02-20", "2026-02-18T23:00"),
        # Just gone by, or of an old picture: it may be the day of another year.
        ("NO USE AFTER FEBRUARY 18", "2026-02-20", None),
        ("NO USE AFTER MARCH 5", "1944-06-06", None),
    ],
)
def test_a_date_without_its_year_is_the_first_since_the_picture_was_made(text, created, until):
    found = [shown(lease) for lease in leases(text, date_created=created)]
    assert found == ([f"deny publication {until} → *"] if until else [])
    assert unread(text, received_at=RECEIVED, date_created=created) == ([] if until else [text])


# --- Passing on, media ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["NO SALES", "no sales", "NO  SALES", "NOSALES", "NO-SALES", "NO ARCHIVES", "NO ARCHIVE",
     "NO ARCHIVING", "NO RESALES", "NO RE-SALES", "NO THIRD PARTY SALES", "NO 3RD-PARTY SALES",
     "NO THIRD-PARTY DISTRIBUTION", "NOT FOR RESALE", "NOT FOR SALE", "NOT FOR SYNDICATION",
     "DO NOT ARCHIVE", "NOT TO BE ARCHIVED OR SOLD", "NO SALES/NO ARCHIVES", "NO SALES OR ARCHIVES",
     "NO LICENSING", "NOT FOR USE BY WIRE THIRD PARTY DISTRIBUTORS",
     "NO REDISTRIBUTION", "ONE TIME USE ONLY", "ONE-TIME USE", "SINGLE USE ONLY"],
)  # fmt: skip
def test_no_sales_and_no_archives_deny_passing_on(text):
    assert said(text) == ["deny syndication * → *"]
    assert unread(text) == []


def test_sales_may_be_denied_for_a_place():
    assert said("NO UK SALES") == ["deny syndication * → * in GB"]


@pytest.mark.parametrize(
    "text",
    ["NO INTERNET", "NO INTERNET USE", "NO ONLINE USE", "NO ON-LINE USE", "NO WEB USE",
     "NO WEBSITES", "NOT FOR INTERNET USE", "NOT FOR USE ON THE INTERNET", "NO USE ON THE INTERNET",
     "INTERNET OUT", "PRINT ONLY", "PRINT USE ONLY", "FOR PRINT USE ONLY", "NO DIGITAL USE"],
)  # fmt: skip
def test_no_internet_denies_publication_everywhere(text):
    assert said(text) == ["deny publication * → *"]
    assert unread(text) == []


@pytest.mark.parametrize(
    "text",
    ["EDITORIAL USE ONLY", "FOR EDITORIAL USE ONLY", "RESTRICTED TO EDITORIAL USE",
     "MANDATORY CREDIT", "MANDATORY CREDIT: ANA RUIZ / HARBOUR WIRE", "NO COMMERCIAL USE",
     "NOT FOR COMMERCIAL USE",
     "NO MARKETING NO ADVERTISING CAMPAIGNS", "NO MODEL RELEASE",
     "DISTRIBUTED AS A SERVICE TO CLIENTS",
     "POOL PHOTO", "There was no wind for 14 days.", "Picture taken 12 March 2026", "", " \n.,;- "],
)  # fmt: skip
def test_what_binds_every_picture_asks_for_no_lease(text):
    assert leases(text) == []
    assert unread(text) == []


@pytest.mark.parametrize(
    "text",
    ["MAGS OUT", "TV OUT", "NO TABLOIDS", "NO SOCIAL MEDIA", "NO CROPPING", "NO USE SUN",
     "AMERICANS OUT", "NO INTERNET USE WITHOUT PERMISSION", "NO ONLINE ARCHIVING OF VIDEO",
     "EXCLUSIVE TO THE ISLAND POST", "UNTIL 12 MARCH 2026",
     "NO BOOK COVERS"],
)  # fmt: skip
def test_other_restrictions_are_shown_to_the_desk(text):
    assert unread(text) == [text]


# --- German and French ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lease"),
    [
        ("Honorarfrei bis 30.06.2026", "allow publication * → 2026-06-30T22:00"),
        ("Nutzung nur bis zum 30. Juni 2026", "allow publication * → 2026-06-30T22:00"),
        ("Keine Verwendung nach dem 30.06.2026", "deny publication 2026-06-30T22:00 → *"),
        ("Nicht verwenden nach dem 30. Juni 2026", "deny publication 2026-06-30T22:00 → *"),
        ("Nicht veröffentlichen vor dem 2. März 2026, 18 Uhr",
         "deny publication * → 2026-03-02T17:00"),
        ("Sperrfrist bis 1. März 2026, 18 Uhr", "deny publication * → 2026-03-01T17:00"),
        ("Nutzung für 14 Tage ab Übertragung",
         "allow publication 2026-02-27T09:00 → 2026-03-13T09:00"),
        ("Nur innerhalb von zwei Wochen verwenden",
         "allow publication 2026-02-27T09:00 → 2026-03-13T09:00"),
        ("Keine Verwendung in Deutschland", "deny publication * → * in DE"),
        ("Deutschland, Österreich, Schweiz gesperrt", "deny publication * → * in DE AT CH"),
        ("Gesperrt für die Schweiz", "deny publication * → * in CH"),
        ("Nur zur Verwendung in Österreich", "allow publication * → * in AT"),
        ("Kein Verkauf", "deny syndication * → *"),
        ("Keine Weitergabe an Dritte", "deny syndication * → *"),
        ("Keine Archivierung", "deny syndication * → *"),
        ("Nur zur einmaligen Verwendung", "deny syndication * → *"),
        ("Kein Internet", "deny publication * → *"),
        ("Nur für Print", "deny publication * → *"),
        ("Sous embargo jusqu'au 2 mars 2026 à 18h00", "deny publication * → 2026-03-02T17:00"),
        ("À ne pas publier avant le 2 mars 2026", "deny publication * → 2026-03-01T23:00"),
        ("Ne pas utiliser après le 30 juin 2026", "deny publication 2026-06-30T22:00 → *"),
        ("Droits jusqu’au 30/06/2026", "allow publication * → 2026-06-30T22:00"),
        ("Utilisation autorisée pendant quinze jours",
         "allow publication 2026-02-27T09:00 → 2026-03-14T09:00"),
        ("Interdit en France", "deny publication * → * in FR"),
        ("Pas de revente", "deny syndication * → *"),
        ("Pas d'archives", "deny syndication * → *"),
        ("Usage unique", "deny syndication * → *"),
        ("Pas d’internet", "deny publication * → *"),
    ],
)  # fmt: skip
def test_german_and_french_desks_are_understood(text, lease):
    assert said(text) == [lease]
    assert unread(text) == []
    assert leases(text)[0].words == text


@pytest.mark.parametrize(
    "text",
    ["Nur zur redaktionellen Verwendung im Zusammenhang mit der Ausstellung",
     "Bearbeitung untersagt", "Recadrage interdit sans accord",
     "FOR USE IN CONNECTION WITH THE EXHIBITION ONLY"],
)  # fmt: skip
def test_what_binds_a_picture_to_its_occasion_is_shown_to_the_desk(text):
    assert said(text) == []
    assert unread(text) == [text]


@pytest.mark.parametrize(
    "text",
    ["Nur zur redaktionellen Verwendung", "Usage éditorial uniquement",
     "Der Zug fährt nicht vor dem 2. März 2026", "Sans toit ni loi, le 2 mars 2026",
     "Bis 30 Grad am 2. Juni", "Foto nach einem Bild von 1926"],
)  # fmt: skip
def test_german_and_french_that_limits_nothing_is_no_lease(text):
    assert said(text) == []
    assert unread(text) == []


@pytest.mark.parametrize("text", ["14 DAYS", "MAX. 14 DAYS", "14 Tage"])
def test_a_span_alone_is_how_long_it_may_be_used(text):
    (lease,) = leases(text)
    assert shown(lease) == "allow publication 2026-02-27T09:00 → 2026-03-13T09:00"


def test_editorial_sales_may_be_denied_for_a_place():
    text = "CHINA OUT. NO COMMERCIAL OR EDITORIAL SALES IN CHINA"
    assert said(text) == ["deny publication * → * in CN", "deny syndication * → * in CN"]


# --- Together ------------------------------------------------------------------------------------

AGENCY = (
    "RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT “HARBOUR WIRE / THE ISLAND THEATRE” - NO "
    "MARKETING NO ADVERTISING CAMPAIGNS - DISTRIBUTED AS A SERVICE TO CLIENTS - THIS IMAGE MAY BE "
    "USED ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION - GERMANY OUT; NO RESALES. NO ARCHIVES "
    "*** NO MAGS"
)


def test_a_whole_text_is_read_sentence_by_sentence():
    assert said(AGENCY) == [
        "allow publication 2026-02-27T09:00 → 2026-03-13T09:00",
        "deny publication * → * in DE",
        "deny syndication * → *",
    ]
    assert unread(AGENCY) == ["NO MAGS"]


def test_the_words_are_the_sentence_as_it_was_written():
    assert [lease.words for lease in leases("Use only for 14 days. Germany out – no  sales")] == [
        "Use only for 14 days",
        "Germany out",
        "no sales",
    ]
    assert leases("NO SALES. NO ARCHIVES.")[0].words == "NO SALES · NO ARCHIVES"


def test_what_is_allowed_must_hold_together():
    assert said("ONLY FOR USE IN GERMANY FOR 14 DAYS. NOT FOR USE OUTSIDE DACH") == [
        "allow publication 2026-02-27T09:00 → 2026-03-13T09:00 in DE"
    ]
    assert said("UK ONLY. IRELAND ONLY") == ["allow publication * → * in GB IE"]


def test_a_use_that_was_over_when_the_picture_came_is_over():
    assert said("MAY BE USED FOR 14 DAYS. EXPIRES 12 MARCH 2020") == [
        "allow publication * → 2020-03-12T23:00"
    ]


def test_leases_fit_their_rows():
    for lease in leases(f"{AGENCY} {'x' * 900} NO SALES"):
        assert lease.kind in LeaseKind.values
        assert lease.scope in LeaseScope.values
        assert len(lease.words) <= 500
        assert not (lease.starts_at and lease.ends_at) or lease.starts_at < lease.ends_at


_WORDS = (  # noqa: SIM905
    "NO NOT USE ONLY FOR 14 DAYS AFTER FROM UNTIL EMBARGOED 12 MARCH 2026 18:00 GMT MONDAY UK AND "
    "IRELAND OUT EXCEPT SALES ARCHIVES INTERNET PRINT - . , / ( ) 03/04/2026 BETWEEN TO 0001 99 "
    "9999999 DAYS YEARS FEBRUARY 30 MIDNIGHT +2500 UTC+99 24:00 25 END OF SATURDAY WITHIN NOTICE"
).split()


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
@settings(max_examples=500, deadline=None)
def test_any_text_gives_leases_that_a_row_takes(text):
    for lease in leases(text):
        assert lease.words
        assert not (lease.starts_at and lease.ends_at) or lease.starts_at < lease.ends_at
    assert all(sentence.strip() for sentence in unread(text, received_at=RECEIVED))


@pytest.mark.parametrize(
    "part",
    ["NO ", ".", "12 MARCH ", "OUT ", "OUT,", "GERMANY, ", "((", "UK OUT UNTIL ", "NO SALES, "],
)
def test_a_hundred_kilobytes_of_anything_are_bounded_work(part):
    def steps(length: int) -> float:
        text = part * (length // len(part))
        before = time.process_time()
        leases(text)
        unread(text)
        return time.process_time() - before

    # Measured: 5 s at most. Backtracking that runs away takes hours.
    assert steps(100_000) < 60
