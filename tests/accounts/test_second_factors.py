"""Apps that show codes, recovery codes, who must have one, and what is asked again."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import checks, mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from newsroom.accounts.models import LoginSession, SignInEntry, User
from newsroom.accounts.roles import Role
from newsroom.accounts.signin import factors
from newsroom.editorial.admin.unsaved.typed import LOGIN as LATE
from tests.admin.pages import change_url, form_values, text_of
from tests.conftest import person
from tests.factories import make_article, publish_article

from .signing_in import LOGIN, PASSWORD, Browser, code_of, connect_app, proof

pytestmark = [pytest.mark.django_db, pytest.mark.files]


@pytest.fixture
def mara():
    return person(Role.DESK_EDITOR, username="mara", password=PASSWORD)


@pytest.fixture
def secret(mara):
    return connect_app(mara)


def signed_in(name: str = "mara", **more) -> Browser:
    browser = Browser(**more)
    assert browser.sign_in(name).status_code == 302
    return browser


# --- Signing in with one ---


def test_after_the_password_the_code_of_the_app_is_asked_for(mara, secret):
    browser = Browser()
    page = browser.sign_in("mara", next="/admin/articles/article/")
    assert page.status_code == 200
    assert not browser.is_in
    done = browser.second(page, code_of(secret), next="/admin/articles/article/")
    assert done["Location"] == "/admin/articles/article/"
    assert browser.is_in
    assert SignInEntry.objects.get(act="signed_in").note == "password, totp"


def test_a_code_is_right_once(mara, secret):
    code = code_of(secret)
    first, second = Browser(), Browser()
    pages = [browser.sign_in("mara") for browser in (first, second)]
    assert first.second(pages[0], code).status_code == 302
    again = second.second(pages[1], code)
    assert "not right, or was used before" in text_of(again)
    assert not second.is_in
    assert second.second(again, code_of(secret, step=1)).status_code == 302


def test_a_recovery_code_is_right_once_and_is_counted(mara, secret):
    code = factors.new_codes(mara)[3]
    browser = Browser()
    assert browser.second(browser.sign_in("mara"), f" {code[:4]}-{code[4:]} ").status_code == 302
    assert factors.of(mara).codes_left == 9
    other = Browser()
    assert other.second(other.sign_in("mara"), code).status_code == 200


def test_codes_cannot_be_guessed_quickly_even_with_the_password(mara, secret):
    browser = Browser()
    page = browser.sign_in("mara")
    statuses = []
    for _n in range(12):
        page = browser.second(page, "wrong code")
        statuses.append(page.status_code)
    assert 429 in statuses[5:7]
    assert "wrong code" not in page.content.decode()
    assert {"wrong_code", "refused"} <= set(SignInEntry.objects.values_list("act", flat=True))


@pytest.mark.parametrize("passed", ["", "x", "a:b:c", "eyJ1c2VyIjoxfQ:1abc:def"])
def test_without_a_valid_proof_of_the_password_no_code_is_checked(mara, secret, passed):
    browser = Browser()
    response = browser.post(LOGIN, {"passed": passed or "-", "code": code_of(secret)})
    assert "Enter your password again" in text_of(response)
    assert not browser.is_in


def test_the_proof_of_the_password_ends_after_ten_minutes_and_with_the_password(mara, secret):
    browser = Browser()
    page = browser.sign_in("mara")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert browser.second(page, code_of(secret)).status_code == 200
        assert not browser.is_in
    page = browser.sign_in("mara")
    mara.set_password("changed by now")
    mara.save()
    browser.second(page, code_of(secret))
    assert not browser.is_in


#: Read as JSON it has the parts of an answer, and is none.
HALF = '{"id": "a", "rawId": "a", "response": {"userHandle": "a"}}'


@pytest.mark.parametrize(
    "credential", ["", "x", "{}", "[]", '{"response": 1}', "null", "1" * 500, HALF]
)
def test_what_is_no_passkey_signs_nobody_in(mara, credential):
    browser = Browser()
    browser.get("/admin/login/passkey/")
    response = browser.post("/admin/login/passkey/", {"credential": credential})
    assert response.status_code == 200
    assert "does not belong to any account here" in text_of(response)
    assert not browser.is_in
    page = browser.get("/admin/login/passkey/")
    assert page.json()["publicKey"]["challenge"]


def test_a_flood_of_false_passkeys_writes_one_line_and_leaves_nothing_for_long():
    browser = Browser()
    for _n in range(12):
        browser.post("/admin/login/passkey/", {"credential": "{}"})
        browser.get("/admin/login/passkey/")
    assert SignInEntry.objects.get().tries == 12
    session = LoginSession.objects.get()
    assert session.user is None
    assert session.expire_date <= timezone.now() + timedelta(hours=1)


# --- Setting one up ---


def test_an_app_counts_once_it_has_shown_a_first_code_and_ends_other_logins(mara):
    elsewhere, browser = signed_in(), signed_in()
    page = browser.get("/admin/me/app/")
    secret = re.search(r'class="app-key">(\w+)<', page.content.decode())[1]
    assert browser.post("/admin/me/app/", {"code": "123"}).status_code == 422
    assert secret in browser.get("/admin/me/app/").content.decode()
    assert not factors.has_second(mara)
    done = browser.post("/admin/me/app/", {"code": code_of(secret)})
    assert done["Location"] == "/admin/me/codes/", "recovery codes come next"
    assert factors.has_second(mara)
    assert [browser.is_in, elsewhere.is_in] == [True, False]
    shown = re.findall(r"<code>(\d{8})</code>", browser.post("/admin/me/codes/").content.decode())
    assert len(shown) == 10
    # They are shown once.
    assert not re.search(r"<code>\d{8}</code>", browser.get("/admin/me/codes/").content.decode())
    assert "10 left" in text_of(browser.get("/admin/me/"))
    other = Browser()
    assert other.second(other.sign_in("mara"), shown[0]).status_code == 302


def test_with_the_last_factor_its_recovery_codes_go_too(mara, secret):
    factors.new_codes(mara)
    browser = Browser()
    browser.second(browser.sign_in("mara"), code_of(secret))
    pk = factors.of(mara).app.pk
    browser.post("/admin/me/", {"remove": str(pk)})
    assert not Authenticator.objects.exists()
    assert SignInEntry.objects.filter(act="factor_removed", by=mara).exists()


@pytest.mark.parametrize("number", ["0", "-1", "²", "9" * 30, "x", ""])
def test_nobody_removes_the_factor_of_somebody_else_or_of_nobody(mara, secret, number):
    person(Role.REPORTER, username="ben", password=PASSWORD)
    browser = signed_in("ben")
    of_mara = str(Authenticator.objects.get().pk)
    for asked in (number, of_mara):
        assert browser.post("/admin/me/", {"remove": asked}).status_code == 302
    assert factors.has_second(mara)


# --- Who must have one ---


@pytest.mark.parametrize(
    ("required", "is_led"),
    [([], False), (["all"], True), (["desk editor"], True), (["legal", "managing editor"], False)],
)
def test_whoever_must_have_one_is_led_to_set_it_up_before_anything_else(
    mara, settings, required, is_led
):
    settings.REQUIRE_2FA = required
    browser = signed_in()
    for path in ("/admin/", "/admin/articles/article/", "/preview/at/?path=/&at=2026-01-01T10:00"):
        response = browser.get(path)
        assert (response.get("Location") == "/admin/me/") == is_led, path
    if is_led:
        for path in ("/admin/me/", "/admin/me/app/", "/admin/me/passkey/", "/admin/jsi18n/",
                     "/admin/password_change/"):  # fmt: skip
            assert browser.get(path).status_code == 200, path
        assert "asks for a second factor" in text_of(browser.get("/admin/me/"))
        connect_app(mara)
        assert browser.get("/admin/").status_code == 200


def test_a_superuser_counts_as_of_every_role(settings):
    settings.REQUIRE_2FA = ["legal"]
    User.objects.create_superuser("root", password=PASSWORD)
    assert signed_in("root").get("/admin/")["Location"] == "/admin/me/"


def test_once_it_is_known_that_somebody_has_one_nothing_asks_again(mara, secret, settings):
    browser = Browser()
    browser.second(browser.sign_in("mara"), code_of(secret))
    counts = []
    for required in ([], ["all"]):
        settings.REQUIRE_2FA = required
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/admin/articles/article/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_text_is_not_lost_when_a_factor_is_required_while_it_is_written(mara, settings):
    article = make_article(by=mara)
    browser = signed_in()
    values = form_values(browser.get(change_url(article))) | {"headline": "Written meanwhile"}
    settings.REQUIRE_2FA = ["all"]
    response = browser.post(change_url(article), values)
    assert response.status_code == 403
    assert "Set up a second factor" in text_of(response)
    assert 'value="Written meanwhile"' in response.content.decode()
    connect_app(mara)
    again = fields_of(response) | {"csrfmiddlewaretoken": values["csrfmiddlewaretoken"]}
    assert browser.post(change_url(article), again).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Written meanwhile"


def test_a_misspelt_role_in_the_setting_is_an_error(settings):
    settings.REQUIRE_2FA = ["desk editor", "desk editro"]
    assert [each.id for each in checks.run_checks(tags=["security"])] == ["accounts.E002"]


# --- In the middle of writing ---


def fields_of(page) -> dict[str, str]:
    """The hidden fields of the page that keeps a text."""
    found = re.findall(
        r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode()
    )
    return {unescape(name): unescape(value) for name, value in found}


def test_a_text_that_was_being_written_is_saved_after_password_and_code(mara, secret):
    article = make_article(by=mara)
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(mara)
    values = form_values(browser.get(change_url(article))) | {"headline": "Not lost"}
    LoginSession.objects.all().delete()
    ours = {"Origin": "http://testserver"}
    asked = browser.post(change_url(article), values, headers=ours)
    assert asked.status_code == 403
    sent = fields_of(asked) | {LATE.name: "mara", LATE.password: PASSWORD}
    second = browser.post(change_url(article), sent, headers=ours)
    assert second.status_code == 403
    assert "Your password is right" in text_of(second)
    wrong = browser.post(
        change_url(article), fields_of(second) | {LATE.code: "000000"}, headers=ours
    )
    assert "not right, or was used before" in text_of(wrong)
    assert Article.objects.get().headline != "Not lost"
    done = browser.post(
        change_url(article), fields_of(wrong) | {LATE.code: code_of(secret)}, headers=ours
    )
    assert done.status_code == 302
    assert Article.objects.get().headline == "Not lost"
    assert LATE.passed not in done.content.decode()


def test_the_password_of_an_unsaved_text_is_guessed_no_faster(mara):
    article = make_article(by=mara)
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(mara)
    values = form_values(browser.get(change_url(article)))
    LoginSession.objects.all().delete()
    ours = {"Origin": "http://testserver"}
    sent = values | {LATE.name: "mara", LATE.password: "wrong"}
    said = [text_of(browser.post(change_url(article), sent, headers=ours)) for _n in range(12)]
    assert "too many wrong tries" in said[-1]
    assert "Nothing is lost" in said[-1]


# --- What is asked again ---


def later():
    return time_machine.travel(timezone.now() + timedelta(minutes=20))


def test_a_kill_asks_for_the_password_again_and_then_does_what_was_typed(chief):
    chief.set_password(PASSWORD)
    chief.save()
    article = publish_article()
    browser = signed_in(chief.username)
    path = f"/admin/articles/article/{article.pk}/step/kill/"
    typed = {"kind": "legal", "note": "A judge asked.", "confirmation": "kill", "into": "",
             "public_note": ""}  # fmt: skip
    with later():
        asked = browser.post(path, typed)
        assert asked.status_code == 403
        assert "enter your password again" in text_of(asked)
        assert article.editions.live().exists()
        wrong = browser.post(path, fields_of(asked) | {LATE.name: chief.username,
                                                       LATE.password: "wrong"})  # fmt: skip
        assert "Nothing is lost" in text_of(wrong)
        done = browser.post(path, fields_of(wrong) | {LATE.name: chief.username,
                                                      LATE.password: PASSWORD})  # fmt: skip
        assert done.status_code == 302
        assert not article.editions.live().exists()
        assert SignInEntry.objects.filter(act="confirmed", user=chief).exists()
        # Now it was given lately.
        another = publish_article()
        path = f"/admin/articles/article/{another.pk}/step/kill/"
        assert browser.post(path, typed).status_code == 302


def test_everyday_work_asks_for_nothing(mara):
    article = make_article(by=mara)
    browser = signed_in()
    with later():
        values = form_values(browser.get(change_url(article))) | {"headline": "Everyday"}
        assert browser.post(change_url(article), values).status_code == 302


@pytest.mark.parametrize(
    "path", ["accounts/user/add/", "auth/group/add/", "me/app/", "me/passkey/", "me/codes/",
             "lost-factor/"],
)  # fmt: skip
def test_changes_to_people_roles_and_factors_ask_for_the_password_again(path):
    root = User.objects.create_superuser("root", password=PASSWORD)
    connect_app(root)
    browser = Browser()
    browser.force_login(root)
    with later():
        response = browser.post(f"/admin/{path}", {"username": "newcomer"})
        assert response.status_code == 403
        assert "enter your password again" in text_of(response)


# --- A lost one ---


def test_a_managing_editor_takes_off_a_lost_factor_and_it_is_in_the_log(mara, secret, chief):
    hers, browser = Browser(), Browser()
    hers.second(hers.sign_in("mara"), code_of(secret))
    browser.force_login(chief)
    without_reason = browser.post("/admin/lost-factor/", {"username": "mara", "note": " "})
    assert without_reason.status_code == 422
    browser.post("/admin/lost-factor/", {"username": "mara", "note": "She called me."})
    assert not Authenticator.objects.exists()
    assert not hers.is_in
    entry = SignInEntry.objects.get(act="factor_removed")
    assert (entry.user, entry.by, entry.note) == (mara, chief, "She called me.")
    assert Browser().sign_in("mara").status_code == 302


def test_a_managing_editor_takes_off_no_superusers_factor_and_others_nobodys(chief, desk):
    root = User.objects.create_superuser("root", password=PASSWORD)
    connect_app(root)
    for user, status in ((chief, 422), (desk, 403)):
        browser = Browser()
        browser.force_login(user)
        sent = {"username": "root", "note": "Let me in."}
        assert browser.post("/admin/lost-factor/", sent).status_code == status
    assert factors.has_second(root)


# --- A forgotten password ---


def test_without_mail_there_is_no_reset(mara):
    browser = Browser()
    assert "password-reset" not in browser.get(LOGIN).content.decode()
    for path in ("", "sent/", "done/", "Mg/abc-def/"):
        assert browser.get(f"/admin/password-reset/{path}").status_code == 404


@pytest.fixture
def mailing(settings, monkeypatch):
    """Mail is set up; a letter that is sent beside the answer is there when the answer is."""
    settings.EMAIL_URL = "smtp://localhost"
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())


def test_a_new_password_comes_by_mail_and_the_second_factor_is_still_asked(mara, secret, mailing):
    mara.email = "mara@news.example"
    mara.save()
    old, browser = Browser(), Browser()
    old.second(old.sign_in("mara"), code_of(secret, step=-1))
    assert "Forgotten your password?" in text_of(browser.get(LOGIN))
    browser.post("/admin/password-reset/", {"email": "mara@news.example"})
    letter = mail.outbox[0]
    path = re.search(r"/admin/password-reset/\S+", letter.body)[0]
    form = browser.get(path)["Location"]
    new = "a new one, long enough"
    done = browser.post(form, {"new_password1": new, "new_password2": new})
    assert done.status_code == 302
    assert not old.is_in
    assert not browser.is_in
    page = browser.sign_in("mara", new)
    assert browser.second(page, code_of(secret)).status_code == 302
    assert browser.get(path).status_code == 200, "the address in the letter works once"


def test_nobody_learns_by_a_reset_which_addresses_are_known(mara, mailing):
    mara.email = "mara@news.example"
    mara.save()
    answers = {
        (response.status_code, response["Location"])
        for address in ("mara@news.example", "nobody@news.example")
        for response in [Browser().post("/admin/password-reset/", {"email": address})]
    }
    assert len(answers) == 1
    assert len(mail.outbox) == 1


def test_nobody_floods_a_colleague_with_letters(mara, mailing):
    mara.email = "mara@news.example"
    mara.save()
    for n in range(12):
        Browser(f"192.0.2.{n}").post("/admin/password-reset/", {"email": "Mara@news.example"})
    assert 1 <= len(mail.outbox) <= 4


def test_proofs_are_of_use_to_nobody_without_the_factor(mara, secret):
    page = Browser().sign_in("mara")
    browser = Browser()
    assert browser.post(LOGIN, {"passed": proof(page), "code": ""}).status_code == 200
    assert not browser.is_in
