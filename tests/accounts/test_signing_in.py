"""Signing in: who comes in, who waits, and what is written down of it."""

import logging
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.accounts.models import LoginSession, SignInEntry, SignInTries, User
from newsroom.accounts.roles import Role
from newsroom.accounts.signin import devices, logins, throttle
from newsroom.lib import client_address
from tests.admin.pages import text_of
from tests.conftest import person

from .signing_in import LOGIN, PASSWORD, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.files]


@pytest.fixture
def mara():
    return person(Role.DESK_EDITOR, username="mara", password=PASSWORD)


def acts(**of) -> list[str]:
    return list(SignInEntry.objects.filter(**of).order_by("id").values_list("act", flat=True))


def test_name_and_password_lead_to_the_page_that_was_asked_for(mara):
    browser = Browser()
    assert browser.get("/admin/articles/article/").status_code == 302
    response = browser.sign_in("mara", next="/admin/articles/article/")
    assert response["Location"] == "/admin/articles/article/"
    assert browser.is_in
    assert acts(user=mara) == ["signed_in"]


@pytest.mark.parametrize(
    "foreign",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\n//x"],
)
def test_an_address_of_another_site_is_not_where_it_goes_on(mara, foreign):
    assert Browser().sign_in("mara", next=foreign)["Location"] == "/admin/"
    browser = Browser()
    browser.force_login(mara)
    assert browser.get(LOGIN, {"next": foreign})["Location"] == "/admin/"


@pytest.mark.parametrize("name", ["mara", "nobody-of-this-name"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(mara, name):
    response = Browser().sign_in(name, "a wrong one")
    assert response.status_code == 200
    assert "do not belong to an account that may log in here" in text_of(response)
    assert "a wrong one" not in response.content.decode()


def test_whoever_has_no_access_yet_is_told_whom_to_ask(mara):
    User.objects.create_user("reader", password=PASSWORD)
    browser = Browser()
    said = text_of(browser.sign_in("reader"))
    assert "does not open the newsroom yet" in said
    assert "Ask a managing editor" in said
    assert not browser.is_in
    assert acts() == ["not_staff"]
    # To whoever does not know the password, the name is as good as unknown.
    assert "do not belong to an account" in text_of(browser.sign_in("reader", "a wrong one"))


def test_people_whose_access_has_ended_are_refused_as_if_unknown(mara):
    mara.is_active = False
    mara.save()
    assert "do not belong to an account" in text_of(Browser().sign_in("mara"))


def test_no_password_is_in_the_log_whichever_field_it_was_typed_into(mara, caplog):
    caplog.set_level(logging.INFO)
    Browser().sign_in("mara", "my-secret-word")
    Browser().sign_in("my-secret-word", "mara")
    rows = str(list(SignInEntry.objects.values()))
    assert acts() == ["wrong_password", "wrong_password"]
    assert "my-secret-word" not in rows + caplog.text
    assert "wrong_password name=mara address=203.0.113.7" in caplog.text
    # Two tries with the same unknown name can be told to be that.
    Browser().sign_in("my-secret-word", "again")
    digests = list(SignInEntry.objects.values_list("name_digest", flat=True))
    assert digests[1] == digests[2] != ""


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800", "x" * 5000, "\u202e", ""])
def test_no_value_of_a_field_breaks_the_page(mara, odd):
    browser = Browser()

    def post(path: str, *fields: str) -> int:
        body = urlencode(dict.fromkeys(fields, odd.encode(errors="surrogatepass")))
        return browser.post(path, body, "application/x-www-form-urlencoded").status_code

    assert post(LOGIN, "username", "password") == 200
    assert post(LOGIN, "passed", "code", "credential") == 200
    assert post("/admin/login/passkey/", "credential") == 200
    browser.sign_in("mara", "wrong")
    browser.force_login(mara)
    for page in ("me", "me/app", "me/passkey", "me/codes"):
        status = post(f"/admin/{page}/", "remove", "end_login", "code", "name", "credential")
        assert status in (302, 422), page


@pytest.mark.parametrize(
    ("given", "counted"),
    [("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"), ("unix:", "unknown"),
     ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("fe80::1%eth0", "fe80::"), ("", "unknown")],
)  # fmt: skip
def test_an_address_is_counted_as_what_one_client_has(rf, given, counted):
    assert client_address.network(rf.get("/", REMOTE_ADDR=given)) == counted


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_has_seen(rf, settings):
    settings.BEHIND_PROXY = True
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.7")
    assert client_address.of(request) == "203.0.113.7"


# --- Throttling ---


def guess(times: int, name: str = "mara", browser: Browser | None = None, **more) -> list[int]:
    """The statuses of so many wrong passwords in a row."""
    browser = browser or Browser(**more)
    return [browser.sign_in(name, f"wrong {n}").status_code for n in range(times)]


def test_forty_wrong_passwords_are_mostly_not_checked_and_are_told_at_the_next_sign_in(mara):
    at_home = Browser("198.51.100.1")
    at_home.sign_in("mara")
    statuses = guess(40)
    assert statuses[:5] == [200] * 5
    assert set(statuses[5:]) <= {200, 429}
    assert statuses.count(429) > 20
    failed = SignInEntry.objects.exclude(act="signed_in")
    assert sum(failed.values_list("tries", flat=True)) == 40
    assert failed.count() < 20, "refused tries are counted in few lines"
    at_home.post("/admin/logout/")
    response = at_home.sign_in("mara")
    assert response.status_code == 302
    told = text_of(at_home.get("/admin/"))
    assert "somebody tried and failed 40 times to sign in as you, from 1 address" in told
    # It is said once.
    assert "tried and failed" not in text_of(at_home.get("/admin/"))


def test_one_typing_error_of_ones_own_is_not_made_much_of(mara):
    browser = Browser()
    guess(1, browser=browser)
    browser.sign_in("mara")
    assert "tried and failed" not in text_of(browser.get("/admin/"))


def test_many_addresses_together_guess_no_faster_than_one(mara):
    """A name has its delay wherever the tries come from: about one guess a minute."""
    start = timezone.now()
    checked = 0
    with time_machine.travel(start, tick=False) as clock:
        for second in range(0, 600, 4):
            clock.move_to(start + timedelta(seconds=second))
            response = Browser(f"10.0.{second // 256}.{second % 256}").sign_in("mara", "wrong")
            checked += response.status_code != 429
    assert checked < 22


def test_an_address_that_tries_many_names_waits_too(mara):
    browser = Browser()
    statuses = [guess(1, name=f"name-{n}", browser=browser)[0] for n in range(30)]
    assert 429 in statuses[20:25]
    # Others are served meanwhile.
    assert Browser("198.51.100.1").sign_in("mara").status_code == 302


def test_an_ipv6_network_counts_as_one_address(mara):
    statuses = [
        guess(1, name=f"name-{n}", address=f"2001:db8:1:2::{n + 1:x}")[0] for n in range(30)
    ]
    assert 429 in statuses


def test_a_stranger_makes_nobody_wait_at_a_browser_they_have_used_before(mara):
    at_home = Browser("203.0.113.7")
    at_home.sign_in("mara")
    at_home.post("/admin/logout/")
    # From the very same address, as in one office.
    assert 429 in guess(60)
    assert at_home.sign_in("mara").status_code == 302
    assert at_home.is_in


def test_the_cookie_of_a_known_browser_helps_nobody_else_and_is_slowed_down_itself(mara):
    person(Role.REPORTER, username="ben", password=PASSWORD)
    at_home = Browser()
    at_home.sign_in("mara")
    at_home.post("/admin/logout/")
    assert 429 in guess(20, name="ben", browser=at_home, address="203.0.113.7")
    stolen = Browser("198.51.100.9")
    stolen.cookies[devices.COOKIE] = at_home.cookies[devices.COOKIE].value
    assert 429 in guess(30, browser=stolen)


def test_a_known_browser_is_forgotten_with_the_old_password(mara):
    at_home = Browser()
    at_home.sign_in("mara")
    at_home.post("/admin/logout/")
    mara.set_password("another right one")
    mara.save()
    guess(6, address="198.51.100.9")
    assert at_home.sign_in("mara", "another right one").status_code == 429


def test_a_forged_cookie_is_no_known_browser(mara):
    browser = Browser()
    for value in ("x", "a:b:c", '{"id": "x"}'):
        browser.cookies[devices.COOKIE] = value
        assert browser.sign_in("mara", "wrong").status_code == 200


def test_the_page_says_how_long_to_wait_and_after_that_the_right_password_opens(mara):
    browser = Browser()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        refused = [browser.sign_in("mara", "wrong") for _ in range(7)][-1]
        assert refused.status_code == 429
        seconds = int(refused["Retry-After"])
        assert 0 < seconds <= 60
        assert f"Wait {seconds} second" in text_of(refused)
        # The right password is not checked either: nobody learns by it that it is right.
        assert browser.sign_in("mara").status_code == 429
        clock.shift(timedelta(seconds=seconds))
        assert browser.sign_in("mara").status_code == 302
    assert SignInTries.objects.filter(key__startswith="name:").get().failures == 0


def test_delays_grow_to_their_longest_and_no_further():
    pace = throttle.PACES["name"]
    seconds = [int(pace.delay(n).total_seconds()) for n in range(1, 40)]
    assert seconds[:9] == [0, 0, 0, 0, 1, 2, 4, 8, 16]
    assert max(seconds) == seconds[-1] == pace.longest_seconds


# --- Open logins ---


def test_a_login_ends_after_a_night_without_use_and_after_a_week_at_the_latest(mara):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        idle, busy = Browser(), Browser()
        idle.sign_in("mara")
        busy.sign_in("mara")
        for hour in range(0, 7 * 24 - 1, 6):
            clock.move_to(start + timedelta(hours=hour, minutes=1))
            assert busy.is_in, hour
        assert not idle.is_in
        clock.move_to(start + timedelta(days=7, minutes=2))
        assert not busy.is_in


def test_a_request_is_written_down_only_once_in_a_while(mara):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        browser = Browser()
        browser.sign_in("mara")
        for minutes, writes in ((1, 0), (6, 1), (7, 0), (12, 1)):
            clock.move_to(start + timedelta(minutes=minutes))
            with CaptureQueriesContext(connection) as queries:
                browser.get("/admin/pick/nothing/")
            written = [q["sql"] for q in queries if q["sql"].startswith("UPDATE")]
            assert len(written) == writes, written


def test_somebody_sees_where_they_are_logged_in_and_ends_one_or_all_others(mara):
    phone, laptop, library = Browser("192.0.2.1"), Browser("192.0.2.2"), Browser("192.0.2.3")
    for browser in (phone, laptop, library):
        browser.sign_in("mara")
    html = laptop.get("/admin/me/").content.decode()
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert address in html
    assert "Firefox, Linux" in html
    assert "this browser" in html
    assert not any(row.session_key in html for row in LoginSession.objects.all())
    of_library = html.split("192.0.2.3")[1].split('name="end_login" value="')[1].split('"')[0]
    laptop.post("/admin/me/", {"end_login": of_library})
    assert [b.is_in for b in (phone, laptop, library)] == [True, True, False]
    laptop.post("/admin/me/", {"end_others": "1"})
    assert [b.is_in for b in (phone, laptop, library)] == [False, True, False]


def test_nobody_ends_the_logins_of_others(mara):
    ben = person(Role.REPORTER, username="ben", password=PASSWORD)
    hers, his = Browser(), Browser()
    hers.sign_in("mara")
    his.sign_in("ben")
    html = his.get("/admin/me/").content.decode()
    assert "end_login" not in html
    row = LoginSession.objects.get(user=mara)
    his.post("/admin/me/", {"end_login": logins.number_of(row)})
    assert hers.is_in
    assert LoginSession.objects.filter(user=ben).count() == 1


@pytest.mark.parametrize("posted", [{"is_superuser": "on"}, {"roles": []}])
def test_whoever_gets_more_or_less_access_is_logged_out_everywhere_at_once(mara, posted):
    """The last case takes the role away."""
    root = User.objects.create_superuser("root", password=PASSWORD)
    hers, at_desk = Browser(), Browser()
    hers.sign_in("mara")
    at_desk.sign_in("root")
    role = str(mara.groups.get().pk)
    typed = {"username": "mara", "roles": [role], "roles_were": role} | posted
    response = at_desk.post(f"/admin/accounts/user/{mara.pk}/change/", typed)
    assert response.status_code == 302
    assert not LoginSession.objects.filter(user=mara).exists()
    assert not hers.is_in
    assert at_desk.is_in
    entry = SignInEntry.objects.get(act="roles_changed")
    assert (entry.user, entry.by) == (mara, root)


def test_a_change_of_the_name_alone_logs_nobody_out(mara):
    User.objects.create_superuser("root", password=PASSWORD)
    hers, at_desk = Browser(), Browser()
    hers.sign_in("mara")
    at_desk.sign_in("root")
    role = str(mara.groups.get().pk)
    at_desk.post(
        f"/admin/accounts/user/{mara.pk}/change/",
        {"username": "mara", "first_name": "Mara", "roles": [role], "roles_were": role},
    )
    mara.refresh_from_db()
    assert mara.first_name == "Mara"
    assert hers.is_in


def test_with_a_new_password_ones_other_logins_end(mara):
    phone, laptop = Browser(), Browser()
    phone.sign_in("mara")
    laptop.sign_in("mara")
    new = "a new one, long enough"
    laptop.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert [phone.is_in, laptop.is_in] == [False, True]
    assert "password_changed" in acts(user=mara)


# --- What it costs ---


def test_signing_in_and_ones_own_page_cost_the_same_with_a_long_log(mara):
    costs = []
    for size in (2, 200):
        now = timezone.now()
        lines = [SignInEntry(at=now, act="wrong_password", user=mara) for _ in range(size)]
        SignInEntry.objects.bulk_create(lines)
        browser = Browser()
        with CaptureQueriesContext(connection) as signing_in:
            assert browser.sign_in("mara").status_code == 302
        with CaptureQueriesContext(connection) as own_page:
            assert browser.get("/admin/me/").status_code == 200
        costs.append((len(signing_in), len(own_page)))
        browser.post("/admin/logout/")
    assert costs[0] == costs[1]
    assert costs[0][0] <= 40
    assert costs[0][1] <= 9


# --- What gets old ---


def test_old_lines_tries_and_logins_are_deleted_as_people_sign_in(mara):
    with time_machine.travel(timezone.now() - timedelta(days=181)):
        guess(3)
        Browser().sign_in("mara")
    assert SignInEntry.objects.count() == 4
    Browser("198.51.100.1").sign_in("mara")
    assert acts() == ["signed_in"]
    assert LoginSession.objects.count() == 1
    assert not SignInTries.objects.filter(last_at__lt=timezone.now() - throttle.KEPT).exists()


def test_who_reads_the_log_of_sign_ins(client, desk, chief):
    Browser().sign_in("chief-who-is-not", "x")
    for user, status in ((desk, 403), (chief, 200)):
        client.force_login(user)
        assert client.get("/admin/accounts/signinentry/").status_code == status
    assert client.get("/admin/accounts/signinentry/add/").status_code == 403
