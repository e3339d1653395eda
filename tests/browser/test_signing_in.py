"""Signing in with a real browser: password, passkey, app, recovery code, and access that ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.accounts.models import LoginSession, SignInTries
from newsroom.accounts.roles import Role
from newsroom.accounts.signin import factors, logins
from tests.accounts.signing_in import Browser as Stranger
from tests.accounts.signing_in import code_of, connect_app
from tests.conftest import person
from tests.factories import make_article
from tests.requirements import AXE, need

from .test_editor import Writer, change_url
from .visiting import DESKTOP, PHONE, RUN_AXE, TOO_WIDE, listen_for_policy, until

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)

PASSWORD = "the right one"


class Someone:
    """Somebody with a password, in a browser of their own at a host that may have passkeys."""

    def __init__(self, browser, site) -> None:
        self.user = person(Role.DESK_EDITOR, username=f"someone-{len(_seen)}", password=PASSWORD)
        _seen.append(self.user.pk)
        self.url = site.url.replace("127.0.0.1", "localhost")
        self.said: list[str] = []
        self.context = browser.new_context(reduced_motion="reduce")
        self.context.set_default_timeout(10_000)
        listen_for_policy(self.context)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message) -> None:
        # Chromium reports the status of a refusal as an error of its own.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.said.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def type_password(self, password: str = PASSWORD, path: str = "/admin/login/") -> Page:
        page = self.open(path)
        page.get_by_label("User name").fill(self.user.username)
        page.get_by_label("Password").fill(password)
        page.get_by_label("Password").press("Enter")
        return page

    def log_in(self, path: str = "/admin/login/") -> Page:
        page = self.type_password(path=path)
        page.locator("#logout-form").wait_for()
        return page

    def log_out(self) -> None:
        self.page.locator("#logout-form button").click()
        self.page.get_by_text("Log in again").wait_for()

    def with_passkeys(self) -> None:
        """Plug in an authenticator that says yes, as a laptop with a fingerprint reader."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }},
        )  # fmt: skip


_seen: list[int] = []


@pytest.fixture
def someone(browser, site) -> Iterator[Someone]:
    SignInTries.objects.all().delete()
    someone = Someone(browser, site)
    yield someone
    someone.context.close()


def test_by_keyboard_alone_somebody_comes_to_the_page_that_was_asked_for(someone):
    page = someone.open("/admin/articles/article/")
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type(someone.user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/articles/article/")
    assert someone.said == []


def test_a_wrong_password_is_said_and_the_name_stays(someone):
    page = someone.type_password("a wrong one", path="/admin/login/?next=/admin/me/")
    expect(page.get_by_role("alert")).to_contain_text("do not belong to an account")
    expect(page.get_by_label("User name")).to_have_value(someone.user.username)
    expect(page.get_by_label("Password")).to_have_value("")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/me/")
    assert someone.said == []


def test_back_leads_whoever_is_signed_in_past_the_page_for_it(someone):
    page = someone.log_in("/admin/login/?next=/admin/me/")
    page.go_back()
    page.wait_for_url("**/admin/me/")
    assert LoginSession.objects.filter(user=someone.user).count() == 1


def test_a_passkey_is_made_and_signs_in_without_name_and_password(someone):
    someone.with_passkeys()
    page = someone.log_in("/admin/login/?next=/admin/me/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("A name for it").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("My laptop")).to_be_visible()
    someone.log_out()
    page = someone.open("/admin/login/?next=/admin/me/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/admin/me/")
    expect(page.get_by_text("last used")).to_be_visible()
    # It is also the second step after the password.
    someone.log_out()
    page = someone.type_password()
    page.get_by_role("button", name="Use your passkey").click()
    page.locator("#logout-form").wait_for()
    # And a recovery code stands in for it.
    codes = factors.new_codes(someone.user)
    someone.log_out()
    page = someone.type_password()
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_label("Recovery code").press("Enter")
    page.locator("#logout-form").wait_for()
    assert someone.said == []


def test_where_there_are_no_passkeys_none_is_offered(someone, site):
    """At a bare number: browsers make passkeys for names alone."""
    someone.url = site.url
    page = someone.open("/admin/login/")
    expect(page.get_by_role("button", name="Log in with a passkey")).to_be_hidden()
    page = someone.log_in()
    page = someone.open("/admin/me/passkey/")
    expect(page.get_by_text("cannot make passkeys at this address")).to_be_visible()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()


def test_an_app_is_connected_and_its_code_asked_for(someone):
    page = someone.log_in("/admin/login/?next=/admin/me/")
    page.get_by_role("link", name="Connect an app").click()
    assert page.locator(".app-code").evaluate("image => image.naturalWidth") > 0
    secret = page.locator(".app-key").inner_text()
    page.get_by_label("Code", exact=True).fill(code_of(secret, step=-1))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make new codes").wait_for()
    someone.log_out()
    page = someone.type_password()
    expect(page.get_by_label("Code from your app")).to_be_focused()
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    page.keyboard.type(code_of(secret))
    page.keyboard.press("Enter")
    page.locator("#logout-form").wait_for()
    assert someone.said == []


def test_without_scripts_password_and_code_sign_in(browser, site):
    context = browser.new_context(java_script_enabled=False)
    user = person(Role.REPORTER, username="without-scripts", password=PASSWORD)
    secret = connect_app(user)
    page = context.new_page()
    page.goto(f"{site.url}/admin/")
    page.get_by_label("User name").fill("without-scripts")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Code from your app").fill(code_of(secret))
    page.get_by_role("button", name="Log in").click()
    page.locator("#logout-form").wait_for()
    context.close()


def test_whoever_must_have_a_second_factor_is_led_to_set_it_up_and_then_in(someone, settings):
    settings.REQUIRE_2FA = ["desk editor"]
    lists = "/admin/articles/article/"
    page = someone.type_password(path=f"/admin/login/?next={lists}")
    expect(page.get_by_role("alert")).to_contain_text("asks for a second factor")
    page.goto(f"{someone.url}{lists}")
    page.wait_for_url("**/admin/me/")
    page.get_by_role("link", name="Connect an app").click()
    secret = page.locator(".app-key").inner_text()
    page.get_by_label("Code", exact=True).fill(code_of(secret, step=-1))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make new codes").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.goto(f"{someone.url}{lists}")
    page.wait_for_url(f"**{lists}")
    someone.log_out()
    page = someone.type_password(path=f"/admin/login/?next={lists}")
    page.get_by_label("Code from your app").fill(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{lists}")
    assert someone.said == []


def test_a_forgotten_password_is_replaced_by_a_letter(someone, settings):
    settings.EMAIL_URL = "smtp://localhost"
    someone.user.email = f"{someone.user.username}@news.example"
    someone.user.save()
    page = someone.open("/admin/login/")
    page.get_by_role("link", name="Forgotten your password?").click()
    page.locator("#id_email").fill(someone.user.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/password-reset/sent/")
    until(page, lambda: mail.outbox)
    letter = mail.outbox[0]
    assert letter.to == [someone.user.email]
    page = someone.open(re.search(r"/admin/password-reset/\S+", letter.body)[0])
    new = "another one, long enough"
    page.locator("#id_new_password1").fill(new)
    page.locator("#id_new_password2").fill(new)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/password-reset/done/")
    page = someone.type_password(PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("do not belong to an account")
    someone.type_password(new).locator("#logout-form").wait_for()
    assert someone.said == []


# --- Access that ends in the middle of writing ---


@pytest.fixture
def writer(browser, site) -> Iterator[Writer]:
    writer = Writer(browser, site, Role.DESK_EDITOR)
    writer.user.set_password(PASSWORD)
    writer.user.save()
    writer.log_in()
    writer.context.set_default_timeout(10_000)
    yield writer
    writer.context.close()


def test_when_a_login_is_ended_the_text_is_saved_after_password_and_code(writer):
    article = make_article(by=writer.user)
    secret = connect_app(writer.user)
    page = writer.write(change_url(article))
    logins.end(writer.user)
    page.locator("#id_headline").fill("Typed before the login ended")
    page.locator("[name=_save]").first.click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in and save").click()
    page.get_by_label("Code from your app").fill(code_of(secret))
    page.get_by_role("button", name="Log in and save").click()
    page.locator(".messagelist").wait_for()
    article.refresh_from_db()
    assert article.headline == "Typed before the login ended"


def test_when_the_access_itself_has_ended_the_text_can_be_copied(writer):
    article = make_article(by=writer.user)
    page = writer.write(change_url(article))
    writer.user.is_active = False
    writer.user.save()
    logins.end(writer.user)
    page.locator("#id_headline").fill("Typed before the access ended")
    page.locator("[name=_save]").first.click()
    expect(page.get_by_text("You are no longer logged in")).to_be_visible()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Typed before the access ended")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in and save").click()
    expect(page.locator(".errornote")).to_contain_text("Nothing is lost")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Typed before the access ended")
    assert Article.objects.get(pk=article.pk).revision == 1


def test_strangers_at_many_addresses_keep_nobody_out_of_their_own_browser(someone):
    someone.log_in()
    someone.log_out()
    for n in range(40):
        Stranger(f"198.51.100.{n}").sign_in(someone.user.username, f"guess {n}")
    page = someone.log_in()
    expect(page.locator(".messagelist")).to_contain_text("tried and failed 40 times")
    expect(page.locator(".messagelist")).to_contain_text("from 40 addresses")


# --- For everybody's eyes ---


def test_the_pages_are_clean_in_light_and_dark_on_phone_and_desktop(someone):
    need("axe")
    secret = connect_app(someone.user)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page = someone.page
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            if wide := page.evaluate(TOO_WIDE):
                found[f"{name} {size[0]}"] = wide
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                if wrong := page.evaluate(RUN_AXE, []):
                    found[f"{name} {size[0]} {scheme}"] = wrong

    someone.open("/admin/login/")
    look("login")
    page = someone.type_password("wrong")
    look("wrong password")
    page = someone.type_password()
    look("second step")
    page.get_by_label("Code from your app").fill(code_of(secret))
    page.keyboard.press("Enter")
    page.locator("#logout-form").wait_for()
    for path in ("me/", "me/app/", "me/passkey/", "me/codes/"):
        someone.open(f"/admin/{path}")
        look(path)
    page.get_by_role("button", name="Make new codes").click()
    page.locator(".recovery-codes").wait_for()
    look("new codes")
    assert found == {}


def test_the_policy_of_the_page_for_signing_in_is_the_strict_one(site):
    for path in ("/admin/login/", "/admin/login/passkey/"):
        policy = site.get(path).headers["Content-Security-Policy"]
        assert "script-src 'self';" in f"{policy};"
        assert "unsafe" not in policy


def test_the_device_in_the_list_is_named_as_people_name_it(someone):
    page = someone.log_in("/admin/login/?next=/admin/me/")
    row = page.locator("li").filter(has_text="this browser")
    expect(row).to_contain_text(re.compile("Chrome, Linux"))
    assert LoginSession.objects.filter(user=someone.user).count() == 1
