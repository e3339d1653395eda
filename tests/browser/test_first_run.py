"""From ``make newsroom`` to the first story that a reader sees, with a real browser.

The newsroom is one of its own, in processes of its own: nobody may be there yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.first_run.starting import PASSWORD
from tests.requirements import AXE, need
from tests.stories.newsroom import Newsroom, until

from .visiting import DESKTOP, PHONE, RUN_AXE, TOO_WIDE, listen_for_policy

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("first run")]
expect.set_options(timeout=15_000)

_LINK = re.compile(r"http://127\.0\.0\.1:\d+/admin/first-run/\?link=\S+")
START = "Start the newsroom"


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Iterator[tuple[Newsroom, str]]:
    """A newsroom in which nobody is yet, and the link that it has printed."""
    newsroom = Newsroom(tmp_path_factory.mktemp("own"))
    try:
        started = newsroom.start(
            "manage.py", "start", "--empty", "--port", str(newsroom.port), pipe=True
        )
        assert started.stdout
        found = (_LINK.search(line) for line in iter(started.stdout.readline, ""))
        link = next(match[0] for match in found if match)
        until(lambda: newsroom.get("/healthz") is not None)
        yield newsroom, link
    finally:
        newsroom.clean_up()


class Newcomer:
    """Somebody who has only the link."""

    def __init__(self, browser, link: str, **more) -> None:
        self.link, self.said = link, []
        self.context = browser.new_context(
            reduced_motion="reduce", locale="da-DK",
            viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, **more,
        )  # fmt: skip
        listen_for_policy(self.context)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message) -> None:
        # Chromium reports the status of a refusal as an error of its own.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.said.append(message.text)

    def open(self) -> Page:
        self.page.goto(self.link)
        return self.page


@pytest.fixture
def newcomer(browser, begun) -> Iterator[Newcomer]:
    newcomer = Newcomer(browser, begun[1])
    yield newcomer
    newcomer.context.close()


def _problems(page: Page) -> list[str]:
    """What axe finds and what is too wide, on a phone and a desktop, by day and by night."""
    need("axe")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found += page.evaluate(TOO_WIDE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += page.evaluate(RUN_AXE, [])
    return found


def test_the_page_is_accessible_with_and_without_errors(newcomer):
    page = newcomer.open()
    page.get_by_label("Name of the paper").fill("Tidevandet")
    page.get_by_label("Your name").fill("Mara Lind")
    page.get_by_label("Your e-mail address").fill("mara@tide.example")
    page.get_by_label("User name").fill("mara")
    page.get_by_role("button", name=START).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a password.")
    assert page.title().startswith("Error:")
    # axe itself sets styles, which the policy stops.
    assert newcomer.said == []
    assert _problems(page) == []
    assert _problems(newcomer.open()) == []


def test_without_javascript_and_without_the_link_nobody_comes_in(browser, begun):
    stranger = Newcomer(browser, begun[1][:-3], java_script_enabled=False)
    answer = stranger.page.goto(stranger.link)
    assert answer.status == 404
    expect(stranger.page.get_by_role("heading", name="This page is closed")).to_be_visible()
    stranger.context.close()


def test_back_brings_what_was_typed(newcomer):
    page = newcomer.open()
    page.get_by_label("Name of the paper").fill("Tidevandet")
    page.get_by_label("Sections").fill("Havn\nSport")
    page.goto(newcomer.link.partition("?")[0])
    page.go_back()
    expect(page.get_by_label("Name of the paper")).to_have_value("Tidevandet")
    expect(page.get_by_label("Sections")).to_have_value("Havn\nSport")


def test_by_keyboard_alone_each_field_is_met_in_its_order(newcomer):
    page = newcomer.open()
    page.get_by_label("Name of the paper").focus()
    met = []
    for _n in range(12):
        met.append(page.evaluate("document.activeElement.name || document.activeElement.innerText"))
        page.keyboard.press("Tab")
    assert met == [
        "paper_name", "language", "time_zone", "contact", "sections", "suggest", "name", "email",
        "username", "password1", "password2", START,
    ]  # fmt: skip


@pytest.mark.after_the_others
def test_from_the_link_to_the_first_story_that_a_reader_sees(newcomer, browser, begun):
    newsroom, _link = begun
    page = newcomer.open()
    # The browser is Danish: so are the proposals.
    expect(page.get_by_label("Sections")).to_have_value(re.compile("^Nyheder\n"))
    page.get_by_label("Name of the paper").fill("Tidevandet")
    page.get_by_label("Language").select_option("en")
    page.get_by_label("Time zone").select_option("Europe/Copenhagen")
    page.get_by_label("Sections").fill("Havn\nÆrø")
    page.get_by_label("Your name").fill("Mara Lind")
    page.get_by_label("Your e-mail address").fill("mara@tide.example")
    page.get_by_label("User name").fill("mara lind")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name=START).click()
    # One error; nothing else has to be typed again.
    expect(page.get_by_role("alert")).to_contain_text("Enter a valid username")
    page.get_by_role("alert").get_by_role("link", name="User name").click()
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("mara")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/admin/(#.*)?$"))
    expect(page.locator(".messagelist")).to_contain_text("Tidevandet is set up")
    page.get_by_role("link", name="Write the first story.").click()
    page.locator(".prose-menubar").wait_for()
    page.fill("#id_headline", "The lighthouse is lit again")
    page.locator(".ProseMirror").click()
    page.keyboard.type("It shines farther than before.")
    page.locator("#id_section").select_option(label="Ærø")
    page.get_by_role("button", name="Publish").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    assert newcomer.said == []

    reader = browser.new_context(java_script_enabled=False).new_page()
    until(lambda: "The lighthouse is lit again" in newsroom.get("/").text)
    reader.goto(f"{newsroom.url}/")
    expect(reader).to_have_title(re.compile("Tidevandet"))
    reader.get_by_role("link", name="The lighthouse is lit again").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("The lighthouse is lit again")
    expect(reader.locator("article").first).to_contain_text("Mara Lind")
    expect(reader.locator("article").first).to_contain_text("It shines farther than before.")
    reader.goto(f"{newsroom.url}/section/aero/")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Ærø")
    assert reader.goto(newcomer.link).status == 404
    reader.context.close()
    # Back, to a page that is closed by now, leads on.
    page.goto(newcomer.link)
    page.get_by_role("link", name="go to the desk").click()
    page.wait_for_url("**/admin/")
