"""No text is lost in the browser: what is typed into a form of the admin and not saved yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Section
from feed.models import Post
from newsroom.accounts.roles import Role
from newsroom.editorial.acts import takedowns
from tests.factories import make_article, publish_article
from tests.requirements import AXE, need

from .test_editor import Writer, change_url
from .visiting import DESKTOP, PHONE, RUN_AXE, TOO_WIDE

pytestmark = pytest.mark.browser
# Whole pages are loaded between a press and what is expected of it.
expect.set_options(timeout=15_000)

MARK = "[data-dirty]"
NOTICE = ".form-notice"
EDITOR = "**/articles/editor/start*.js"


@pytest.fixture
def writer(browser, site) -> Iterator[Writer]:
    writer = Writer(browser, site, Role.DESK_EDITOR)
    writer.context.set_default_timeout(8000)
    yield writer
    writer.context.close()


@pytest.fixture
def article(writer) -> Article:
    return make_article(by=writer.user)


def asked(page: Page, leave) -> list[str]:
    """The dialogs that leaving brings up; each is answered with staying."""
    found: list[str] = []

    def stay(dialog) -> None:
        found.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    leave()
    page.wait_for_timeout(300)
    page.remove_listener("dialog", stay) if not found else None
    return found


def leave_by_link(page: Page) -> None:
    """Leave for the desk, whatever the page asks."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#site-name a").click()
    page.wait_for_url("**/admin/")


def type_into_body(page: Page, text: str) -> None:
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("Home")
    page.keyboard.type(text)


def body_of(page: Page) -> str:
    return page.locator("#id_body").input_value()


@pytest.mark.parametrize(
    "end", ["<hr>", '<div data-embed="https://data.example/" data-title="A"></div>']
)
def test_a_story_that_ends_with_an_element_is_not_unsaved_when_it_is_opened(writer, end):
    article = make_article(by=writer.user, body=f"<p>The pier.</p>{end}")
    page = writer.write(change_url(article))
    stored = body_of(page)
    # The editor has added the line in which one may write on.
    expect(page.locator(".ProseMirror > p")).to_have_count(2)
    page.wait_for_timeout(100)
    expect(page.locator(MARK)).to_be_hidden()
    assert body_of(page) == stored
    type_into_body(page, "Kept. ")
    expect(page.locator(MARK)).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(MARK)).to_be_hidden()


def test_a_form_that_was_only_looked_at_is_left_without_a_question(writer, article):
    page = writer.write(change_url(article))
    page.locator(".ProseMirror p").first.click()
    page.locator("#id_headline").click()
    expect(page.locator(MARK)).to_be_hidden()
    assert asked(page, lambda: page.locator("#site-name a").click()) == []
    page.wait_for_url("**/admin/")
    assert writer.said == []


def test_unsaved_text_is_marked_and_leaving_asks(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Added. ")
    expect(page.locator(MARK)).to_be_visible()
    assert asked(page, lambda: page.locator("#site-name a").click()) == ["beforeunload"]
    assert asked(page, lambda: page.locator("#logout-form button").click()) == ["beforeunload"]
    assert asked(page, lambda: page.close(run_before_unload=True)) == ["beforeunload"]
    assert "Added. " in body_of(page)
    writer.save()
    expect(page.locator(MARK)).to_be_hidden()
    assert asked(page, lambda: page.locator("#site-name a").click()) == []
    assert writer.said == []


def test_what_is_undone_counts_as_unchanged(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "x")
    expect(page.locator(MARK)).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(MARK)).to_be_hidden()
    headline = page.locator("#id_headline").input_value()
    page.fill("#id_headline", "Another")
    expect(page.locator(MARK)).to_be_visible()
    page.fill("#id_headline", headline)
    expect(page.locator(MARK)).to_be_hidden()


def test_a_preview_beside_asks_nothing(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Added. ")
    with writer.context.expect_page() as opened:
        assert asked(page, lambda: page.get_by_role("link", name="Preview").click()) == []
    opened.value.close()


@pytest.mark.parametrize("key", ["Control+s", "Meta+s"])
@pytest.mark.parametrize("where", [".ProseMirror p", "#id_headline", "#id_dateline"])
def test_the_key_saves_from_wherever_somebody_types(writer, article, where, key):
    page = writer.write(change_url(article))
    type_into_body(page, "Saved by key. ")
    page.locator(where).first.click()
    page.keyboard.press(key)
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    article.refresh_from_db()
    assert "Saved by key. " in article.body
    assert writer.said == []


@pytest.mark.parametrize("field", ["headline", "dateline", "slug"])
def test_enter_in_a_line_saves_nothing_and_loses_nothing(writer, article, field):
    page = writer.write(change_url(article))
    type_into_body(page, "Kept. ")
    page.locator(f"#id_{field}").fill("harbour")
    page.locator(f"#id_{field}").press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(f"#id_{field}").input_value() == "harbour"
    assert "Kept. " in body_of(page)
    expect(page.locator(MARK)).to_be_visible()
    article.refresh_from_db()
    assert article.revision == 1


def test_back_brings_what_was_typed_into_the_editor_and_the_field_alike(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Abandoned. ")
    page.fill("#id_tag_list", "")
    page.locator("#id_tag_list").fill("Invented here")
    page.locator("#id_tag_list").press("Enter")
    page.get_by_role("button", name="Add a name").click()
    page.locator("[name$=-printed]").last.fill("A guest")
    leave_by_link(page)
    page.go_back()
    page.locator(".prose-menubar").wait_for()
    expect(page.locator(NOTICE)).to_contain_text("It is not saved yet.")
    expect(page.locator(".ProseMirror")).to_contain_text("Abandoned. ")
    assert "Abandoned. " in body_of(page)
    expect(page.locator(".pick-tag .pick-item")).to_have_count(1)
    expect(page.locator("[name$=-printed]").last).to_have_value("A guest")
    expect(page.locator(MARK)).to_be_visible()
    page.fill("#id_headline", "Changed after Back")
    writer.save()
    article.refresh_from_db()
    assert "Abandoned. " in article.body
    assert article.headline == "Changed after Back"
    assert [row.tag.name for row in article.ordered_tags.all()] == ["Invented here"]
    assert "A guest" in [str(row) for row in article.bylines.all()]
    assert writer.said == []


def test_what_is_saved_can_be_shown_in_place_of_what_came_back(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Abandoned. ")
    leave_by_link(page)
    page.go_back()
    page.get_by_role("button", name="Show what is saved").click()
    page.locator(".prose-menubar").wait_for()
    expect(page.locator(".ProseMirror")).not_to_contain_text("Abandoned. ")
    assert "Abandoned. " not in body_of(page)
    expect(page.locator(MARK)).to_be_hidden()


def test_a_reload_keeps_what_was_typed(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Reloaded. ")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator(".prose-menubar").wait_for()
    expect(page.locator(".ProseMirror")).to_contain_text("Reloaded. ")
    assert "Reloaded. " in body_of(page)


def test_back_after_a_save_shows_what_was_saved(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Stored. ")
    writer.save()
    page.locator("#site-name a").click()
    page.wait_for_url("**/admin/")
    page.go_back()
    page.locator(".prose-menubar").wait_for()
    expect(page.locator(".ProseMirror")).to_contain_text("Stored. ")
    expect(page.locator(NOTICE)).to_have_count(0)
    expect(page.locator(MARK)).to_be_hidden()


def test_a_new_form_gives_the_keyboard_to_the_headline(writer):
    page = writer.write()
    expect(page.locator("#id_headline")).to_be_focused()


# --- The editor is late, or never comes ---------------------------------------------------------


def test_a_save_waits_for_the_editor(writer, article):
    page = writer.page
    held: list = []
    page.route(EDITOR, lambda route: held.append(route))
    page.goto(writer.site.url + change_url(article), wait_until="commit")
    page.fill("#id_headline", "Saved early")
    posts = once(page, lambda route: route.continue_())
    page.locator("[name=_save]").click()
    expect(page.locator(NOTICE)).to_contain_text("still loading")
    assert posts == []
    held[0].continue_()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    body = article.body
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Saved early", body)


def test_without_its_editor_the_body_stays_what_it_is_and_can_be_saved(writer, article):
    page = writer.page
    page.route(EDITOR, lambda route: route.abort())
    writer.open(change_url(article))
    expect(page.locator(NOTICE)).to_contain_text("did not load")
    assert body_of(page) == article.body
    page.fill("#id_headline", "Saved without the editor")
    writer.save()
    body = article.body
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Saved without the editor", body)


def test_without_scripts_the_form_is_sent_as_ever(browser, site):
    writer = Writer(browser, site, Role.DESK_EDITOR)
    article = make_article(by=writer.user)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(writer.context.cookies())
    page = context.new_page()
    page.goto(site.url + change_url(article))
    page.fill("#id_headline", "Plainly sent")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    article.refresh_from_db()
    assert article.headline == "Plainly sent"
    assert article.body
    context.close()
    writer.context.close()


# --- No answer ------------------------------------------------------------------------------------


def once(page: Page, answer):
    """Answer the first POST otherwise; the list counts them all."""
    posts: list[str] = []

    def take(route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        posts.append(route.request.url)
        return answer(route) if len(posts) == 1 else route.continue_()

    page.route("**/admin/**", take)
    return posts


def gateway(route) -> None:
    route.fulfill(status=502, content_type="text/html", body="<h1>502 Bad Gateway</h1>")


def lost(route) -> None:
    """The server takes it; its answer never arrives."""
    route.fetch()
    route.abort()


@pytest.mark.parametrize("answer", [gateway, lambda route: route.abort(), lost])
def test_without_an_answer_the_page_stays_and_tries_again(writer, article, answer):
    page = writer.write(change_url(article))
    posts = once(page, answer)
    type_into_body(page, "Sent twice. ")
    page.locator("[name=_save]").click()
    expect(page.locator(NOTICE)).to_contain_text("the server did not answer")
    assert "Sent twice. " in body_of(page)
    expect(page.locator(MARK)).to_be_visible()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.", timeout=8000)
    assert len(posts) == 2
    article.refresh_from_db()
    assert article.revision == 2
    assert "Sent twice. " in article.body


def test_a_new_story_whose_answer_was_lost_is_made_once_and_keeps_what_came_after(writer):
    page = writer.write()
    once(page, lost)
    page.fill("#id_headline", "Made once")
    page.locator("[name=_save]").click()
    expect(page.locator(NOTICE)).to_be_visible()
    page.fill("#id_standfirst", "Typed while it waited.")
    page.get_by_role("button", name="Try now").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    (article,) = Article.objects.filter(headline="Made once")
    assert article.standfirst == "Typed while it waited."


def test_a_quick_post_whose_answer_was_lost_is_published_once(writer):
    page = writer.open("/admin/feed/post/quick/")
    once(page, lost)
    page.fill("[name=headline]", "Fog lifts twice.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(NOTICE)).to_be_visible()
    page.get_by_role("button", name="Try now").click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    (post,) = Post.objects.filter(headline="Fog lifts twice.")
    assert post.state == "published"
    assert post.revision == 1
    takedowns.withdraw(post, by=None, note="Other tests look at the feed.")


def test_a_double_click_saves_once(writer):
    page = writer.write()
    page.fill("#id_headline", "Clicked twice")
    held: list = []
    posts = once(page, lambda route: held.append(route))
    page.locator("[name=_save]").dblclick()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(300)
    held[0].continue_()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 1.")
    assert len(posts) == 1
    assert Article.objects.filter(headline="Clicked twice").count() == 1


def test_letters_that_are_typed_while_a_save_is_under_way_are_not_lost(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Before. ")
    held: list = []
    once(page, lambda route: held.append(route))
    page.keyboard.press("Control+s")
    page.wait_for_timeout(300)
    page.keyboard.type("Meanwhile. ")
    held[0].continue_()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    page.locator(".prose-menubar").wait_for()
    expect(page.locator(".ProseMirror")).to_contain_text("Before. Meanwhile. ")
    expect(page.locator(MARK)).to_be_visible()
    writer.save()
    article.refresh_from_db()
    assert "Before. Meanwhile. " in article.body
    assert article.revision == 3


def test_letters_that_are_typed_while_a_save_is_refused_are_not_lost(writer, article):
    page = writer.write(change_url(article))
    page.fill("#id_headline", "")
    type_into_body(page, "Before. ")
    held: list = []
    once(page, lambda route: held.append(route))
    page.keyboard.press("Control+s")
    page.wait_for_timeout(300)
    page.keyboard.type("Meanwhile. ")
    held[0].continue_()
    expect(page.locator(".errorlist").first).to_be_visible()
    page.locator(".prose-menubar").wait_for()
    expect(page.locator(".ProseMirror")).to_contain_text("Before. Meanwhile. ")
    assert "Before. Meanwhile. " in body_of(page)


def test_what_one_person_left_is_shown_to_nobody_else_in_the_same_tab(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Mine alone. ")
    leave_by_link(page)
    other = Writer(writer.context.browser, writer.site, Role.MANAGING_EDITOR)
    writer.context.add_cookies(other.context.cookies())
    page.go_back()
    page.locator(".prose-menubar").wait_for()
    page.wait_for_timeout(300)
    expect(page.locator(".ProseMirror")).not_to_contain_text("Mine alone. ")
    expect(page.locator(NOTICE)).to_have_count(0)
    other.context.close()


def test_a_form_with_errors_is_shown_as_the_server_sends_it(writer, article):
    page = writer.write(change_url(article))
    page.fill("#id_headline", "")
    type_into_body(page, "With errors. ")
    page.locator("[name=_save]").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    page.locator(".prose-menubar").wait_for()
    assert page.url.endswith(change_url(article))
    expect(page.locator(".ProseMirror")).to_contain_text("With errors. ")
    expect(page.locator(MARK)).to_be_visible()
    assert asked(page, lambda: page.locator("#site-name a").click()) == ["beforeunload"]
    page.fill("#id_headline", "Mended")
    writer.save()
    article.refresh_from_db()
    assert article.headline == "Mended"
    assert "With errors. " in article.body
    assert [text for text in writer.said if "CSP" in text] == []


def test_a_refusal_is_shown_as_the_server_sends_it(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Refused. ")
    writer.context.clear_cookies(name="csrftoken")
    page.evaluate(
        "document.querySelector('form [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)"
    )
    page.locator("#article_form [name=_save]").click()
    expect(page.locator("#unsaved-form")).to_be_visible()
    expect(page.locator(".unsaved")).to_contain_text("Refused. ")


def test_a_step_is_not_repeated_by_itself(writer):
    section = Section.objects.order_by("pk").first()
    article = publish_article(headline="Stays until somebody looked", section=section)
    page = writer.open(change_url(article).replace("change/", "step/withdraw/"))
    posts = once(page, lambda route: route.abort())
    page.locator("[name=note]").fill("The source has doubts.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(NOTICE)).to_contain_text("check before you try again")
    page.wait_for_timeout(2500)
    assert len(posts) == 1
    expect(page.locator("[name=note]")).to_have_value("The source has doubts.")
    page.get_by_role("button", name="Try now").click()
    expect(page.locator(".messagelist")).to_contain_text("Withdrawn.")


def test_somebody_who_was_logged_out_stays_on_the_page(writer, article):
    page = writer.write(change_url(article))
    type_into_body(page, "Kept. ")
    location = {"X-Form-Location": "/admin/login/?next=/admin/"}
    once(page, lambda route: route.fulfill(status=204, headers=location))
    page.locator("[name=_save]").click()
    expect(page.locator(NOTICE)).to_contain_text("no longer logged in")
    assert "Kept. " in body_of(page)
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")


@pytest.mark.parametrize("with_script", [True, False])
def test_who_was_logged_out_elsewhere_saves_with_the_password_on_the_page(
    writer, article, with_script
):
    writer.user.set_password("lamp-and-tide")
    writer.user.save()
    writer.log_in()
    page = writer.write(change_url(article))
    type_into_body(page, "Kept. ")
    page.fill("#id_headline", "Typed before the logout")
    writer.context.clear_cookies()
    if not with_script:
        page.evaluate("document.querySelector('form:has(#id_headline)').dataset.unguarded = ''")
    page.locator("[name=_save]").click()
    form = page.locator("#unsaved-form")
    form.wait_for()
    expect(page.locator(".unsaved-message")).to_be_visible()
    if with_script:
        leave = page.locator("#site-name a").click
        assert asked(page, lambda: leave(no_wait_after=True)) == ["beforeunload"]
    page.get_by_label("User name").fill(writer.user.username)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Log in and save").click()
    expect(page.locator(".errornote")).to_contain_text("Nothing is lost")
    page.get_by_label("Password").fill("lamp-and-tide")
    page.get_by_role("button", name="Log in and save").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    article.refresh_from_db()
    assert article.headline == "Typed before the logout"
    assert "Kept. " in article.body


def test_a_picture_its_crop_and_the_words_of_a_box_come_back_too(writer, article):
    page = writer.write(change_url(article))
    page.locator("[data-name='insert:quote']").click()
    page.locator(".element-quote .element-line").fill("An engineer")
    picture = page.locator("#id_lead_image")
    picture.fill("Harbour Wire")
    page.locator(".pick-image .choices li", has_text="Harbour Wire").first.click()
    page.locator(".pick-image .pick-chosen img").wait_for()
    page.get_by_role("button", name="Crop…").last.click()
    page.locator("dialog .crop-corner.is-se").press("Shift+ArrowLeft")
    page.get_by_role("button", name="Use this crop").click()
    crop = page.locator("[name=lead_crop]").input_value()
    chosen = page.locator("[name=lead_image]").input_value()
    assert crop
    assert chosen
    leave_by_link(page)
    page.go_back()
    page.locator(".picture-shown figure, .picture-shown > *").first.wait_for()
    assert page.locator("[name=lead_crop]").input_value() == crop
    assert page.locator("[name=lead_image]").input_value() == chosen
    page.locator(".element-quote").wait_for()
    expect(page.locator(".element-quote .element-line")).to_have_value("An engineer")
    assert 'data-attribution="An engineer"' in body_of(page)


def test_escape_does_not_throw_away_what_was_typed_into_a_dialog(writer):
    page = writer.write()
    page.locator(".ProseMirror").click()
    page.locator("[data-name='insert:linkCard']").click()
    page.fill("dialog [name=title]", "A page elsewhere")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_contain_text("not saved")
    expect(page.locator("dialog [name=title]")).to_have_value("A page elsewhere")
    assert asked(page, lambda: page.close(run_before_unload=True)) == ["beforeunload"]
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")


def test_from_a_page_with_errors_back_leads_to_what_was_typed(writer, article):
    page = writer.write(change_url(article))
    page.fill("#id_headline", "")
    type_into_body(page, "First try. ")
    page.locator("[name=_save]").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.go_back()
    page.locator(".prose-menubar").wait_for()
    expect(page.locator(".ProseMirror")).to_contain_text("First try. ")
    assert "First try. " in body_of(page)


# --- How it looks ---------------------------------------------------------------------------------


def brought_back(writer: Writer, article: Article) -> None:
    page = writer.write(change_url(article))
    type_into_body(page, "Abandoned. ")
    leave_by_link(page)
    page.go_back()
    page.locator(".prose-menubar").wait_for()


def not_answered(writer: Writer, article: Article) -> None:
    page = writer.write(change_url(article))
    page.route("**/change/", gateway)
    type_into_body(page, "Kept. ")
    page.locator("[name=_save]").click()
    page.get_by_role("button", name="Try now").wait_for()


def not_loaded(writer: Writer, article: Article) -> None:
    writer.page.route(EDITOR, lambda route: route.abort())
    writer.open(change_url(article))


def marked(writer: Writer, article: Article) -> None:
    page = writer.open("/admin/articles/tag/add/")
    page.fill("#id_name", "Marked")


@pytest.mark.parametrize("come_to", [brought_back, not_answered, not_loaded, marked])
def test_axe_finds_nothing_where_something_is_not_saved(writer, article, come_to):
    need("axe")
    come_to(writer, article)
    page = writer.page
    expect(page.locator(MARK if come_to is marked else NOTICE)).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate(RUN_AXE, []) == [], (scheme, size)
        assert page.evaluate(TOO_WIDE) == [], size
