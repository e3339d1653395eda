"""Writing in the admin with a real browser: what is typed and inserted is what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from articles.body.clean import clean
from articles.models import Article
from feed.models import Post
from newsroom.accounts.roles import Role
from tests.articles.body import pastes
from tests.conftest import person
from tests.factories import make_article, make_post
from tests.requirements import AXE, need

from .visiting import DESKTOP, PHONE, RUN_AXE, TOO_WIDE, listen_for_policy

pytestmark = pytest.mark.browser


class Writer:
    """Somebody at their desk, and all that the browser had to say about it."""

    def __init__(self, browser, site, role: Role) -> None:
        self.user = person(role, username=f"{role.value}-{uuid4()}")
        self.site, self.said = site, []
        self.context = browser.new_context(
            reduced_motion="reduce", viewport={"width": DESKTOP[0], "height": DESKTOP[1]}
        )
        listen_for_policy(self.context)
        self.log_in()
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def log_in(self) -> None:
        client = Client()
        client.force_login(self.user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.site.url}]
        )

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.site.url + path)
        return self.page

    def write(self, path: str = "/admin/articles/article/add/") -> Page:
        """Open a form and wait for its editor."""
        page = self.open(path)
        page.locator(".prose-menubar").wait_for()
        return page

    def save(self) -> str:
        """Press Save; returns what the page says."""
        self.page.locator("[name=_save]").first.click()
        messages = self.page.locator(".messagelist")
        messages.wait_for()
        return messages.inner_text()


@pytest.fixture
def writer(browser, site) -> Iterator[Writer]:
    writer = Writer(browser, site, Role.DESK_EDITOR)
    yield writer
    writer.context.close()


def change_url(item) -> str:
    return f"/admin/{item._meta.app_label}/{item._meta.model_name}/{item.pk}/change/"


def insert(page: Page, name: str, words: str) -> None:
    """Press a button of the toolbar and choose the first thing found."""
    page.locator(f"[data-name='insert:{name}']").click()
    page.locator("dialog .pick-search").fill(words)
    page.locator("dialog .choices li", has_text=words).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for(state="detached")


def test_what_is_typed_and_inserted_survives_a_save_and_a_reload(writer, site):
    page = writer.write()
    page.fill("#id_headline", "A lighthouse gets a new lamp")
    page.locator(".ProseMirror").click()
    page.keyboard.type("It shines ")
    page.keyboard.press("Control+b")
    page.keyboard.type("farther")
    page.keyboard.press("Control+b")
    page.keyboard.type(" than before.")
    page.keyboard.press("Enter")
    page.keyboard.type("See the report")
    page.keyboard.press("Shift+Home")
    page.locator("[data-name=link]").click()
    page.fill("dialog input[name=href]", "example.org/report")
    page.locator("dialog button[type=submit]").click()
    page.locator("dialog").wait_for(state="detached")
    page.keyboard.type(" now.")
    page.keyboard.press("Enter")
    insert(page, "picture", "Harbour Wire")
    page.locator(".element-figure img").wait_for()
    page.keyboard.type("Caption of mine")
    page.keyboard.press("Control+End")
    insert(page, "articleCard", "tunnel")
    assert "Saved as revision 1." in writer.save()

    article = Article.objects.get(headline="A lighthouse gets a new lamp")
    start = (
        "<p>It shines <strong>farther</strong> than before.</p>"
        '<p><a href="https://example.org/report">See the report</a> now.</p><figure data-image="'
    )
    assert article.body.startswith(start)
    assert "<figcaption>Caption of mine</figcaption></figure>" in article.body
    assert f'<div data-card="article" data-id="{tunnel().uuid}"></div>' in article.body

    page.locator(".element-figure img").wait_for()
    expect(page.locator(".ProseMirror strong")).to_have_text("farther")
    expect(page.locator(".element-figure figcaption")).to_have_text("Caption of mine")
    expect(page.locator(".element", has_text="Second tunnel tube opens")).to_be_visible()
    writer.save()
    article.refresh_from_db()
    assert article.revision == 1
    assert writer.said == []


def tunnel() -> Article:
    return Article.objects.get(headline="Second tunnel tube opens")


def test_everything_a_body_can_hold_goes_through_the_editor_unchanged(writer, site):
    flagship = site.newspaper.flagship
    post = make_post(by=writer.user)
    body = clean(
        f"{flagship.body}<h2>Two</h2><h3>Three</h3><h4>Four</h4>"
        "<p>a <em>b <strong>c</strong></em> <s>d</s> H<sub>2</sub>O x<sup>2</sup> <code>e</code>"
        "<br>new line</p><ul><li>one<ul><li>deeper</li></ul></li></ul><ol><li>first</li></ol>"
        "<blockquote><p>said</p><p>twice</p></blockquote><hr><pre>  kept\n  spaces</pre>"
        "<table><caption>Piers</caption><thead><tr><th>Pier</th><th colspan='2'>State</th></tr>"
        "</thead><tbody><tr><td>3</td><td>cracked</td><td>x</td></tr></tbody></table>"
        '<aside data-quote="" data-attribution="An engineer"><p>We saw it.</p></aside>'
        '<aside data-factbox="" data-title="The bridge"><h3>Built</h3><p>1931</p></aside>'
        '<div data-card="link" data-url="https://example.org/" data-title="T" data-excerpt="E" '
        'data-publication="P" data-author="A"></div>'
        '<div data-embed="https://videos.example/1" data-title="A film" data-provider="V"></div>'
        f'<div data-post="{post.uuid}"></div><p>The end.</p>'
    )
    article = make_article(by=writer.user, body=body)
    page = writer.write(change_url(article))
    page.locator(".ProseMirror p", has_text="The end.").click()
    page.keyboard.press("End")
    page.keyboard.type(" Really.")
    assert "Saved as revision 2." in writer.save()
    article.refresh_from_db()
    assert article.body == body.replace("The end.", "The end. Really.")
    assert writer.said == []


def test_an_editor_that_would_lose_something_stays_away(writer):
    article = make_article(by=writer.user)
    page = writer.page
    # The text that the page holds names a picture in a place where the editor knows none.
    page.route(
        f"**{change_url(article)}",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace(
                "&lt;p&gt;The office",
                "&lt;video data-image=&quot;0f0e0d0c-0000-4000-8000-000000000000&quot;&gt;"
                "&lt;/video&gt;&lt;p&gt;The office",
            ),
        ),
    )
    writer.open(change_url(article))
    expect(page.locator(".errornote")).to_contain_text("Nothing is lost.")
    expect(page.locator("textarea#id_body")).to_be_visible()
    assert "data-image" in page.locator("#id_body").input_value()


def test_a_paste_from_a_word_processor_keeps_its_weights_and_nothing_else(writer):
    page = writer.write()
    page.locator(".ProseMirror").click()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html", `<b style="font-weight:normal" id="docs-internal-guid-1">
            <p style="color:red"><span style="font-weight:400">plain </span><span
            style="font-weight:700">bold</span></p></b>`);
          document.querySelector(".ProseMirror").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.fill("#id_headline", "Pasted")
    writer.save()
    article = Article.objects.get(headline="Pasted")
    assert article.body == "<p>plain <strong>bold</strong></p>"
    assert writer.said == []


PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_paste_says_in_the_editor_what_the_cleaner_makes_of_it(writer):
    page = writer.write()
    text = page.locator(".ProseMirror")
    samples = {**pastes.NOTES, **pastes.REPEATED, **pastes.OTHERS, "word notes": pastes.WORD_NOTES}
    for name, html in samples.items():
        text.click()
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.evaluate(PASTE, html)
        assert clean(page.locator("#id_body").input_value()) == clean(html), name
    assert writer.said == []


def test_a_footnote_is_written_changed_and_removed(writer):
    page = writer.write()
    page.fill("#id_headline", "With notes")
    page.locator(".ProseMirror").click()
    page.keyboard.type("The bridge closed")
    page.get_by_role("button", name="Footnote", exact=True).click()
    page.get_by_role("textbox", name="What the note says").wait_for()
    page.keyboard.type("Harbour office")
    page.get_by_role("button", name="Insert", exact=True).click()
    page.keyboard.type(".")
    body = page.locator("#id_body")
    assert clean(body.input_value()) == (
        '<p>The bridge closed<span data-footnote="">Harbour office</span>.</p>'
    )
    mark = page.get_by_role("button", name="Footnote: Harbour office")
    mark.click()
    page.get_by_role("textbox", name="What the note says").wait_for()
    page.keyboard.type(", yearbook")
    page.get_by_role("button", name="Keep", exact=True).click()
    assert "Harbour office, yearbook" in body.input_value()
    writer.save()
    article = Article.objects.get(headline="With notes")
    page = writer.write(change_url(article))
    page.get_by_role("button", name="Footnote: Harbour office, yearbook").click()
    page.get_by_role("textbox", name="What the note says").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Keep", exact=True).click()
    assert clean(body.input_value()) == "<p>The bridge closed.</p>"
    assert writer.said == []


def test_what_the_cleaner_keeps_the_editor_keeps(writer):
    html = (
        '<p lang="he" dir="rtl">א <span lang="fr">oui</span></p><ol start="4"><li dir="rtl">a</li>'
        '</ol><h2 lang="fr">b<span data-footnote=""><span lang="fr">n <em>m</em></span></span></h2>'
    )
    article = make_article(by=writer.user, headline="Kept", body=html)
    page = writer.write(change_url(article))
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    writer.save()
    article.refresh_from_db()
    assert article.body == f"{html}<p>!</p>"


def test_byline_tags_and_lead_picture_are_chosen_by_name_and_keep_their_order(writer, site):
    page = writer.write()
    page.fill("#id_headline", "Chosen by name")
    tags = page.locator("#id_tag_list")
    for words in ("Transp", "Harbour B"):
        tags.fill(words)
        page.locator(".pick-tag .choices li:only-child", has_text=words).wait_for()
        tags.press("ArrowDown")
        tags.press("Enter")
    tags.fill("Invented here")
    tags.press("Enter")
    page.get_by_role("button", name="Earlier: Harbour Bridge").click()
    picture = page.locator("#id_lead_image")
    picture.fill("Harbour Wire")
    page.locator(".pick-image .choices li", has_text="Harbour Wire").first.click()
    page.locator(".pick-image .pick-chosen img").wait_for()
    author = page.locator(".byline-author .pick-search").first
    author.fill("Mara")
    page.locator(".byline-author .choices li", has_text="Transport reporter").click()
    page.locator(".byline-author .pick-chosen", has_text="Mara Lind").wait_for()
    page.get_by_role("button", name="Add a name").click()
    page.locator("[name=byline-1-printed]").fill("A guest")
    page.locator(".byline-row").nth(1).get_by_role("button", name="Earlier").click()
    writer.save()
    article = Article.objects.get(headline="Chosen by name")
    names = [row.tag.name for row in article.ordered_tags.all()]
    assert names == ["Harbour Bridge", "Transport", "Invented here"]
    assert [str(row) for row in article.bylines.all()] == ["A guest", "Mara Lind"]
    assert article.lead_image is not None
    assert writer.said == []


def test_ctrl_enter_sends_a_quick_post(browser, site):
    writer = Writer(browser, site, Role.CONTRIBUTOR)
    page = writer.open("/admin/feed/post/quick/")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.fill("[name=headline]", "Fog on the river.")
    page.fill("[name=text]", "Two boats wait.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist")).to_contain_text("Submitted for review.")
    assert Post.objects.get(headline="Fog on the river.").state == "in_review"
    assert writer.said == []
    writer.context.close()


PLACES = ["desk", "list", "posts", "form", "new", "post", "page", "step", "history", "quick", "tag"]


@pytest.fixture
def places(writer, site) -> dict[str, str]:
    flagship = site.newspaper.flagship
    article = make_article(by=writer.user, body=flagship.body)
    form, tag = change_url(article), flagship.ordered_tags.first().tag
    return {
        "desk": "/admin/",
        "list": "/admin/articles/article/",
        "posts": "/admin/feed/post/",
        "form": form,
        "new": "/admin/articles/article/add/",
        "post": change_url(make_post(by=writer.user)),
        "page": "/admin/articles/page/add/",
        "step": change_url(flagship).replace("change/", "step/withdraw/"),
        "history": form.replace("change/", "history/"),
        "quick": "/admin/feed/post/quick/",
        "tag": change_url(tag),
    }


@pytest.mark.parametrize("place", PLACES)
def test_axe_and_the_policy_find_nothing_in_the_admin(writer, places, place):
    need("axe")
    page = writer.open(places[place])
    look_at(writer, page)


def look_at(writer: Writer, page: Page) -> None:
    """Nothing for axe, for the policy and for the window's edge to find, in any light and size."""
    page.wait_for_load_state("networkidle")
    # Before axe runs: it looks into style sheets in a way that the policy stops.
    assert writer.said == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate(RUN_AXE, []) == [], (scheme, size)
        assert page.evaluate(TOO_WIDE) == [], size


def test_on_a_phone_a_list_shows_the_states_beside_the_headlines(writer):
    page = writer.page
    page.set_viewport_size({"width": 390, "height": 844})
    make_article(headline="Rindfleischetikettierung" * 4)
    for model in ("articles/article", "articles/page", "feed/post"):
        writer.open(f"/admin/{model}/")
        for cell in (
            ".field-headline",
            ".field-state_badge",
            ".field-label_list",
            ".field-changed",
        ):
            box = page.locator(f"#result_list {cell}").first.bounding_box()
            assert box["width"] > 0, (model, cell)
            assert box["x"] + box["width"] <= 390, (model, cell)
