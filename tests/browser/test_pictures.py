"""Pictures with a real browser: uploaded, described, given a focal point, cropped, placed."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from articles.models import Article, Author
from feed.models import Post
from media.decoding import heic
from media.models import Image, Video
from newsroom.accounts.roles import Role
from tests.factories import make_article
from tests.media.factories import make_image, picture_bytes
from tests.requirements import AXE, need

from .test_editor import Writer, change_url
from .visiting import CUT_OFF, DESKTOP, PHONE, RUN_AXE, TOO_WIDE, until

pytestmark = pytest.mark.browser

UPLOAD = "/admin/media/image/upload/"
#: What Chromium says of the answer to a refused file.
STATUS = "the server responded with a status of 422"


@pytest.fixture
def desk(browser, site) -> Iterator[Writer]:
    writer = Writer(browser, site, Role.PICTURE_EDITOR)
    yield writer
    writer.context.close()


@pytest.fixture
def writer(browser, site) -> Iterator[Writer]:
    writer = Writer(browser, site, Role.DESK_EDITOR)
    yield writer
    writer.context.close()


_numbers = iter(range(40_000, 50_000))


def a_file(name: str, content: bytes | None = None) -> dict:
    number = next(_numbers)
    content = picture_bytes(640, 400, number=number) if content is None else content
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


_TRANSFER = """([files, selector, type]) => {
  const data = new DataTransfer();
  for (const { name, text } of files) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  const target = document.querySelector(selector);
  const box = target.getBoundingClientRect();
  const at = { clientX: box.left + 20, clientY: box.bottom - 5, bubbles: true, cancelable: true };
  if (type === "paste") {
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...at }));
  } else {
    target.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, ...at }));
    target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...at }));
  }
}"""


#: Keeps what a screen reader would read out.
_HEAR = """() => {
  window.heard = [];
  const region = document.querySelector("[data-upload-said]");
  new MutationObserver(() => window.heard.push(region.textContent)).observe(
    region, { childList: true });
}"""


def let_fall(page: Page, files: list[dict], *, on: str, by: str = "drop") -> None:
    """Drop or paste files as a person does."""
    sent = [{"name": f["name"], "text": base64.b64encode(f["buffer"]).decode()} for f in files]
    page.evaluate(_TRANSFER, [sent, on, by])


def arrive(page: Page, held: list[Route]) -> None:
    """Let the next of the requests that are held back go on, as soon as it is there."""
    until(page, lambda: held)
    held.pop(0).continue_()


def complaints(writer: Writer) -> list[str]:
    return [text for text in writer.said if STATUS not in text]


def card(page: Page, name: str):
    """The file's own line: others may say that they look like it."""
    return page.locator(".upload-card").filter(has=page.locator("h3", has_text=name))


def arrival(page: Page, name: str):
    """The file's own line in the dialog: others may say that they look like it."""
    return page.locator(".arrival").filter(has=page.locator("strong", has_text=name))


# --- The upload page -----------------------------------------------------------------------------


def test_files_are_chosen_and_dropped_and_each_gets_its_answer(desk):
    page = desk.open(UPLOAD)
    page.evaluate(_HEAR)
    page.set_input_files("#id_file", [a_file("chosen.jpg"), a_file("broken.jpg", b"no picture")])
    let_fall(page, [a_file("dropped.jpg")], on=".upload-drop")
    expect(card(page, "dropped.jpg")).to_contain_text("Not sent yet")
    assert not Image.objects.filter(original_name="chosen.jpg").exists()
    go = page.get_by_role("button", name="Upload 3 pictures")
    expect(go).to_be_focused()
    go.press("Enter")
    expect(card(page, "chosen.jpg")).to_contain_text("In the library")
    expect(card(page, "dropped.jpg")).to_contain_text("In the library")
    expect(card(page, "broken.jpg")).to_contain_text("This is not a picture")
    heard = "() => window.heard.some((text) => text.includes('broken.jpg: Refused'))"
    page.wait_for_function(heard)
    expect(card(page, "chosen.jpg").locator("h3")).to_be_focused()
    assert Image.objects.filter(original_name__in=["chosen.jpg", "dropped.jpg"]).count() == 2
    assert complaints(desk) == []


@pytest.mark.skipif(not heic.FORMATS, reason="pillow-heif is not installed")
def test_a_picture_that_the_browser_cannot_draw_is_seen_once_the_library_has_it(desk, writer):
    page = desk.open(UPLOAD)
    page.set_input_files(
        "#id_file", [a_file("IMG_1234.HEIC", picture_bytes(640, 400, format="HEIF"))]
    )
    drawn = card(page, "IMG_1234.HEIC").locator("img")
    expect(drawn).to_be_hidden()
    page.locator("[data-upload-go]").click()
    expect(drawn).to_be_visible()
    assert "/preview/" in drawn.get_attribute("src")
    page = writer.write()
    page.locator("[data-name='insert:picture']").click()
    other = picture_bytes(640, 400, format="HEIF", number=55)
    page.set_input_files("dialog input[type=file]", [a_file("IMG_1235.HEIC", other)])
    drawn = arrival(page, "IMG_1235.HEIC").locator("img")
    expect(drawn).to_be_visible()
    assert "/preview/" in drawn.get_attribute("src")


def test_what_two_people_write_of_one_picture_at_once_is_kept_or_asked_about(desk):
    page = desk.open(UPLOAD)
    page.set_input_files("#id_file", [a_file("shared.jpg")])
    page.get_by_role("button", name="Upload 1 picture").click()
    words = card(page, "shared.jpg")
    words.get_by_label("Alt text").fill("A crane")
    stored = Image.objects.get(original_name="shared.jpg")
    Image.objects.filter(pk=stored.pk).update(alt_text="Two cranes", caption="At the dock.")
    words.get_by_role("button", name="Save", exact=True).click()
    expect(words).to_contain_text("somebody else saved “Two cranes” here")
    expect(words.get_by_label("Alt text")).to_have_value("A crane")
    expect(words.get_by_label("Caption")).to_have_value("At the dock.")
    save = words.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(words).to_contain_text("Nothing was saved: choose whose text to keep in “Alt text”.")
    words.get_by_label("Take mine").check()
    save.click()
    expect(words.locator("[data-card-saved]")).to_have_text("Saved")
    expect(words).not_to_contain_text("somebody else")
    stored.refresh_from_db()
    assert (stored.alt_text, stored.caption) == ("A crane", "At the dock.")
    assert complaints(desk) == []


def test_words_are_filled_in_beside_the_picture_and_the_printed_credit_is_seen_while_typing(desk):
    page = desk.open(UPLOAD)
    let_fall(page, [a_file("words.jpg")], on="body", by="paste")
    page.get_by_role("button", name="Upload 1 picture").click()
    words = card(page, "words.jpg")
    words.get_by_label("Alt text").fill("A crane over the dock")
    words.get_by_label("Credit", exact=True).fill("Ana Ruiz/Pool/Harbour Wire")
    expect(words.locator("[data-card-printed]")).to_have_text("Ana Ruiz/Pool/Harbour Wire")
    expect(words.get_by_label("Pool")).to_be_checked()
    words.get_by_label("Supplier").fill("Example Pictures")
    printed = "Ana Ruiz/Pool/Harbour Wire via Example Pictures"
    expect(words.locator("[data-card-printed]")).to_have_text(printed)
    words.get_by_role("button", name="Save").click()
    expect(words.locator("[data-card-saved]")).to_have_text("Saved")
    image = Image.objects.get(original_name="words.jpg")
    assert (image.alt_text, image.printed_credit) == ("A crane over the dock", printed)
    assert complaints(desk) == []


def test_a_credit_is_applied_to_all_that_were_taken(desk):
    page = desk.open(UPLOAD)
    page.set_input_files("#id_file", [a_file("all-1.jpg"), a_file("all-2.jpg")])
    page.locator("[data-upload-go]").click()
    for name in ("all-1.jpg", "all-2.jpg"):
        expect(card(page, name)).to_contain_text("In the library")
    page.locator("#all_credit").fill("Jo Li/Harbour Wire")
    page.get_by_role("button", name="Apply to all").click()
    for name in ("all-1.jpg", "all-2.jpg"):
        expect(card(page, name).locator("[data-card-printed]")).to_have_text("Jo Li/Harbour Wire")
    found = Image.objects.filter(original_name__startswith="all-")
    assert {image.printed_credit for image in found} == {"Jo Li/Harbour Wire"}


def test_words_that_are_being_typed_survive_what_is_saved_beside_them(desk):
    page = desk.open(UPLOAD)
    page.set_input_files("#id_file", [a_file("typing.jpg")])
    page.locator("[data-upload-go]").click()
    words = card(page, "typing.jpg")
    expect(words).to_contain_text("In the library")
    words.get_by_label("Alt text").fill("A crane over the dock")
    page.locator("#all_credit").fill("Jo Li/Harbour Wire")
    page.get_by_role("button", name="Apply to all").click()
    expect(words.locator("[data-card-printed]")).to_have_text("Jo Li/Harbour Wire")
    expect(words.get_by_label("Alt text")).to_have_value("A crane over the dock")
    expect(words.locator("[data-card-saved]")).to_have_text("not saved yet")
    words.get_by_role("button", name="Save").click()
    expect(words.locator("[data-card-saved]")).to_have_text("Saved")
    image = Image.objects.get(original_name="typing.jpg")
    assert (image.alt_text, image.creator) == ("A crane over the dock", "Jo Li")


def test_the_page_says_in_sight_how_many_files_came_in_and_what_was_written_into_them(desk):
    page = desk.open(UPLOAD)
    once = a_file("sum-1.jpg")
    page.set_input_files(
        "#id_file", [once, {**once, "name": "sum-2.jpg"}, a_file("sum-3.jpg", b"no picture")]
    )
    page.locator("[data-upload-go]").click()
    expect(page.locator("[data-upload-sum]")).to_have_text(
        "3 of 3 files: 1 added to the library, 1 already in it, 1 refused."
    )
    page.locator("#all_keywords").fill("harbour")
    page.get_by_role("button", name="Apply to all").click()
    expect(page.locator("[data-upload-applied]")).to_have_text("Written into 1 picture.")


def test_what_still_wants_words_is_named_and_all_that_is_typed_is_saved_at_once(desk):
    page = desk.open(UPLOAD)
    page.set_input_files(
        "#id_file", [a_file("two-1.jpg"), a_file("two-2.jpg"), a_file("two-3.jpg", b"no picture")]
    )
    page.locator("[data-upload-go]").click()
    to_do = page.locator("[data-upload-to-do]")
    expect(to_do).to_contain_text("Refused (1): two-3.jpg")
    expect(to_do).to_contain_text("Without credit (2): two-1.jpg, two-2.jpg")
    to_do.get_by_role("link", name="two-3.jpg").press("Enter")
    expect(card(page, "two-3.jpg").locator("h3")).to_be_focused()
    card(page, "two-1.jpg").get_by_label("Alt text").fill("The old pier")
    card(page, "two-2.jpg").get_by_label("Creator").fill("Jo Li")
    unsaved = page.locator("[data-upload-unsaved]")
    expect(unsaved).to_contain_text("2 pictures are not saved yet.")
    page.get_by_role("button", name="Save all").click()
    expect(unsaved).to_be_hidden()
    expect(card(page, "two-2.jpg").locator("h3")).to_be_focused()
    expect(to_do).to_contain_text("Without credit (1): two-1.jpg")
    expect(to_do).to_contain_text("Without alt text (1): two-2.jpg")
    card(page, "two-1.jpg").get_by_label("Credit", exact=True).fill("Ana Ruiz/Pool")
    expect(card(page, "two-1.jpg").locator("[data-card-printed]")).to_have_text("Ana Ruiz/Pool")
    page.keyboard.press("Control+s")
    expect(to_do).not_to_contain_text("Without credit")
    expect(card(page, "two-1.jpg").get_by_label("Credit", exact=True)).to_be_focused()
    one, two = (Image.objects.get(original_name=f"two-{number}.jpg") for number in (1, 2))
    assert (one.alt_text, one.printed_credit, two.creator) == (
        "The old pier", "Ana Ruiz/Pool", "Jo Li",
    )  # fmt: skip
    assert complaints(desk) == []


def test_the_same_picture_again_leads_to_the_one_that_is_there(desk):
    file = a_file("once.jpg")
    page = desk.open(UPLOAD)
    page.set_input_files("#id_file", [file])
    page.locator("[data-upload-go]").click()
    expect(card(page, "once.jpg")).to_contain_text("In the library")
    page.set_input_files("#id_file", [{**file, "name": "twice.jpg"}])
    page.locator("[data-upload-go]").click()
    image = Image.objects.get(original_name="once.jpg")
    link = card(page, "twice.jpg").get_by_role("link", name="once.jpg")
    expect(link).to_have_attribute("href", change_url(image))
    assert complaints(desk) == []


def test_a_broken_connection_is_said_and_the_file_can_be_sent_again(desk):
    page = desk.open(UPLOAD)
    page.route(f"**{UPLOAD}", lambda route: route.abort())
    page.set_input_files("#id_file", [a_file("again.jpg")])
    page.locator("[data-upload-go]").click()
    expect(card(page, "again.jpg")).to_contain_text("The connection broke")
    page.unroute(f"**{UPLOAD}")
    page.get_by_role("button", name="Upload 1 picture").click()
    expect(card(page, "again.jpg")).to_contain_text("In the library")


def test_words_of_a_picture_are_sent_again_when_a_gateway_answers_in_place_of_the_newsroom(desk):
    page = desk.open(UPLOAD)
    page.set_input_files("#id_file", [a_file("gateway.jpg")])
    page.locator("[data-upload-go]").click()
    words = card(page, "gateway.jpg")
    words.get_by_label("Alt text").fill("The old pier")
    page.route("**/quick/", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    words.get_by_role("button", name="Save").click()
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text("The server did not answer. What you typed is still here.")
    page.unroute("**/quick/")
    expect(words.locator("[data-card-saved]")).to_have_text("Saved")
    expect(notice).to_have_count(0)
    assert Image.objects.get(original_name="gateway.jpg").alt_text == "The old pier"


def test_without_javascript_the_page_takes_files_too(browser, site, desk):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(desk.context.cookies())
    page = context.new_page()
    page.goto(site.url + UPLOAD)
    page.set_input_files("#id_file", [a_file("plain-1.jpg"), a_file("plain-2.jpg", b"x")])
    page.fill("#batch_credit", "Ana Ruiz/Harbour Wire")
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".upload-plain.is-accepted")).to_contain_text("plain-1.jpg")
    expect(page.locator(".upload-plain.is-refused")).to_contain_text("This is not a picture")
    assert Image.objects.get(original_name="plain-1.jpg").agency == "Harbour Wire"
    context.close()


# --- While writing -------------------------------------------------------------------------------


def test_pictures_are_uploaded_from_the_dialog_with_their_words_and_inserted(writer):
    page = writer.write()
    page.fill("#id_headline", "Uploaded from inside")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Before.")
    page.keyboard.press("Enter")
    page.locator("[data-name='insert:picture']").click()
    page.set_input_files("dialog input[type=file]", [a_file("in-1.jpg"), a_file("in-2.jpg")])
    first = arrival(page, "in-1.jpg")
    first.locator("[name=alt_text]").fill("The first pier")
    expect(arrival(page, "in-2.jpg").locator("[name=credit]")).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(page.get_by_role("button", name="Insert 2 pictures")).to_be_in_viewport()
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    first.locator("[name=credit]").fill("Jo Li/Harbour Wire")
    page.get_by_role("button", name="Same credit for all").click()
    page.get_by_role("button", name="Insert 2 pictures").click()
    page.locator("dialog").wait_for(state="detached")
    expect(page.locator(".element-figure")).to_have_count(2)
    writer.save()
    images = [Image.objects.get(original_name=f"in-{number}.jpg") for number in (1, 2)]
    assert images[0].alt_text == "The first pier"
    assert {image.printed_credit for image in images} == {"Jo Li/Harbour Wire"}
    body = Article.objects.get(headline="Uploaded from inside").body
    assert [f'data-image="{image.uuid}"' in body for image in images] == [True, True]
    assert complaints(writer) == []


def test_who_describes_one_picture_goes_on_when_the_next_one_arrives(writer):
    page = writer.write()
    page.locator("[data-name='insert:picture']").click()
    on_their_way = []
    page.route(f"**{UPLOAD}", lambda route: on_their_way.append(route))
    page.set_input_files("dialog input[type=file]", [a_file("early.jpg"), a_file("late.jpg")])
    early, late = arrival(page, "early.jpg"), arrival(page, "late.jpg")
    arrive(page, on_their_way)
    # The keyboard stands where the first words are wanted, before all files are there.
    expect(early.locator("[name=alt_text]")).to_be_focused()
    early.locator("[name=credit]").focus()
    page.keyboard.type("Jo Li/Har")
    arrive(page, on_their_way)
    late.locator("[name=credit]").wait_for()
    page.keyboard.type("bour Wire")
    expect(early.locator("[name=credit]")).to_have_value("Jo Li/Harbour Wire")
    expect(early.locator("[name=alt_text]")).to_have_value("")


@pytest.mark.parametrize("by", ["drop", "paste"])
def test_files_that_fall_into_the_text_stand_there_when_they_are_in_the_library(writer, by):
    page = writer.write()
    page.fill("#id_headline", f"By {by}")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Before.")
    let_fall(page, [a_file(f"{by}.jpg"), a_file("not.jpg", b"x")], on=".ProseMirror p", by=by)
    page.keyboard.type(" And on.")
    page.locator(".element-figure img").wait_for()
    refused = page.locator(".arrival-place", has_text="not.jpg")
    expect(refused).to_contain_text("This is not a picture")
    refused.get_by_role("button", name="Leave it out").click()
    expect(page.locator(".arrival-place")).to_have_count(0)
    writer.save()
    image = Image.objects.get(original_name=f"{by}.jpg")
    assert Article.objects.get(headline=f"By {by}").body == (
        f'<p>Before. And on.</p><figure data-image="{image.uuid}" data-layout="normal"></figure>'
    )
    assert complaints(writer) == []


def test_a_text_that_is_saved_while_a_picture_is_on_its_way_holds_no_half_figure(writer):
    page = writer.write()
    page.fill("#id_headline", "Half way")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Before.")
    # No answer comes while the text is saved.
    page.route(f"**{UPLOAD}", lambda route: None)
    let_fall(page, [a_file("half.jpg")], on=".ProseMirror p")
    page.locator(".arrival-place").wait_for()
    writer.save()
    assert Article.objects.get(headline="Half way").body == "<p>Before.</p>"


def test_the_grid_of_pictures_is_walked_by_arrows(writer):
    for _number in range(3):
        make_image(title="Walked by arrows")
    page = writer.write()
    page.locator("[data-name='insert:picture']").click()
    search = page.locator("dialog .pick-search")
    search.fill("Walked by arrows")
    options = page.locator("dialog [role=option]")
    expect(options).to_have_count(3)
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"):
        search.press(key)
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    search.press("ArrowUp")
    expect(page.locator("dialog [aria-selected=true]")).to_have_count(0)
    search.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    expect(page.locator(".element-figure")).to_have_count(0)


def test_a_figure_and_the_lead_picture_are_cropped_by_keyboard(writer):
    image = make_image(800, 400, title="To be cropped")
    article = make_article(
        by=writer.user, lead_image=image,
        body=f'<p>Before.</p><figure data-image="{image.uuid}"></figure>',
    )  # fmt: skip
    page = writer.write(change_url(article))
    page.locator(".element-figure").get_by_role("button", name="Crop…").click()
    frame = page.locator(".crop-box")
    expect(frame).to_be_focused()
    page.get_by_label("Corner: lower right").press("Shift+ArrowLeft")
    frame.focus()
    frame.press("ArrowRight")
    expect(page.locator(".crop-said")).to_contain_text("95 % × 100 %")
    page.get_by_role("button", name="Use this crop").click()
    page.locator(".element-figure .cropped-picture").wait_for()

    page.locator(".picture-tools").get_by_role("button", name="Crop…").click()
    page.get_by_label("1:1").check()
    page.get_by_role("button", name="Use this crop").click()
    page.locator(".picture-shown .cropped-picture").wait_for()
    writer.save()
    article.refresh_from_db()
    assert article.lead_crop == "0.2500,0.0000,0.5000,1.0000"
    assert 'data-crop="0.0100,0.0000,0.9500,1.0000"' in article.body
    assert complaints(writer) == []


def test_another_lead_picture_starts_whole(writer):
    image = make_image(800, 400)
    other = make_image(title="The other lead")
    article = make_article(by=writer.user, lead_image=image, lead_crop="0.1,0.1,0.5,0.5")
    page = writer.write(change_url(article))
    page.get_by_role("button", name="Choose or upload…").click()
    page.locator("dialog .pick-search").fill("The other lead")
    page.locator("dialog [role=option]", has_text="The other lead").click()
    expect(page.locator(".pick-image .pick-chosen")).to_contain_text("The other lead")
    writer.save()
    article.refresh_from_db()
    assert (article.lead_image, article.lead_crop) == (other, "")


def test_a_crop_is_drawn_with_the_mouse(writer):
    image = make_image(800, 400)
    article = make_article(by=writer.user, lead_image=image)
    page = writer.write(change_url(article))
    page.locator(".picture-tools").get_by_role("button", name="Crop…").click()
    stage = page.locator(".crop-stage").bounding_box()
    corner = page.get_by_label("Corner: upper left").bounding_box()
    page.mouse.move(corner["x"] + 5, corner["y"] + 5)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Use this crop").click()
    x, y, width, height = map(float, page.locator("[name=lead_crop]").input_value().split(","))
    assert (x, y) == pytest.approx((0.5, 0.5), abs=0.02)
    assert (x + width, y + height) == pytest.approx((1, 1), abs=0.001)


# --- A post's own picture ------------------------------------------------------------------------

QUICK = "/admin/feed/post/quick/"
#: Puts a picture into the clipboard, as copying it in another program does.
_COPY = """async (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const item = new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) });
  await navigator.clipboard.write([item]);
}"""


@pytest.fixture
def contributor(browser, site) -> Iterator[Writer]:
    """Their posts wait for review: nothing is published from here."""
    writer = Writer(browser, site, Role.CONTRIBUTOR)
    writer.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    yield writer
    writer.context.close()


def test_a_picture_is_pasted_into_a_quick_post_described_and_cropped_on_a_phone(contributor):
    page = contributor.open(QUICK)
    page.fill("[name=headline]", "Fog from the ferry.")
    let_fall(page, [a_file("pasted.jpg"), a_file("second.jpg")], on="[name=text]", by="paste")
    # One is asked for: the first.
    expect(page.locator(".arrival")).to_have_count(1)
    page.get_by_label("Alt text: what the picture shows").fill("The ferry in fog")
    page.get_by_label("Credit, as it is printed").fill("Jo Li/Harbour Wire")
    page.get_by_role("button", name="Use the picture").click()
    choose = page.get_by_role("button", name="Picture: Choose or upload…")
    expect(choose).to_be_focused()
    expect(page.locator(".pick-chosen")).to_contain_text("Jo Li/Harbour Wire")
    expect(page.locator(".picture-said")).to_be_empty()
    page.get_by_role("button", name="Crop…").press("Enter")
    page.get_by_label("1:1").check()
    page.get_by_role("button", name="Use this crop").press("Enter")
    page.locator(".picture-shown .cropped-picture").wait_for()
    assert page.evaluate(TOO_WIDE) == []
    page.get_by_role("button", name="Submit for review").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Submitted for review.")
    post = Post.objects.get(headline="Fog from the ferry.")
    image = Image.objects.get(original_name="pasted.jpg")
    assert (image.alt_text, image.printed_credit) == ("The ferry in fog", "Jo Li/Harbour Wire")
    assert (post.image, post.image_crop) == (image, "0.1875,0.0000,0.6250,1.0000")
    assert complaints(contributor) == []


def test_the_clipboard_is_read_where_there_is_no_key_to_paste_with(contributor):
    contributor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = contributor.open("/admin/feed/post/add/")
    page.get_by_role("button", name="Choose or upload…").press("Enter")
    paste = page.get_by_role("button", name="Paste from the clipboard")
    page.evaluate("navigator.clipboard.writeText('Words')")
    paste.press("Enter")
    expect(page.locator(".pictures-drop")).to_contain_text("There is no picture in the clipboard.")
    content = picture_bytes(640, 400, format="PNG", number=next(_numbers))
    page.evaluate(_COPY, base64.b64encode(content).decode())
    paste.press("Enter")
    expect(page.locator(".arrival")).to_contain_text("pasted.png")
    page.get_by_label("Credit, as it is printed").fill("Jo Li/Harbour Wire")
    page.get_by_role("button", name="Use the picture").press("Enter")
    expect(page.locator(".pick-image .pick-chosen")).to_contain_text("Jo Li/Harbour Wire")
    # What it still lacks is said, and mended without leaving the post.
    said = page.locator(".picture-said")
    expect(said).to_have_text("It has no alt text yet.")
    page.get_by_role("button", name="Alt text and credit…").press("Enter")
    page.get_by_label("Alt text: what the picture shows").fill("Fog over the pier")
    page.locator("dialog").get_by_role("button", name="Save").press("Enter")
    expect(said).to_be_empty()
    assert Image.objects.filter(alt_text="Fog over the pier").count() == 1
    assert complaints(contributor) == []


def test_the_librarys_words_are_typed_over_nobodys_without_a_question(contributor):
    page = contributor.open("/admin/feed/post/add/")
    let_fall(page, [a_file("words-of-two.jpg")], on=".pick-image")
    page.get_by_label("Alt text: what the picture shows").fill("Fog")
    page.get_by_label("Credit, as it is printed").fill("Jo Li")
    page.get_by_role("button", name="Use the picture").click()
    page.get_by_role("button", name="Alt text and credit…").click()
    page.get_by_label("Credit, as it is printed").fill("Jo Li/Harbour Wire")
    stored = Image.objects.get(original_name="words-of-two.jpg")
    Image.objects.filter(pk=stored.pk).update(creator="Jo Lind", caption="The pier at dawn.")
    save = page.locator("dialog").get_by_role("button", name="Save")
    save.click()
    expect(page.locator("dialog")).to_contain_text("somebody else saved “Jo Lind” here")
    expect(page.get_by_label("Credit, as it is printed")).to_have_value("Jo Li/Harbour Wire")
    save.click()
    expect(page.locator("dialog")).to_contain_text("choose whose text to keep in “Credit”")
    page.get_by_label("Take mine").check()
    save.click()
    expect(page.locator(".pick-image .pick-chosen")).to_contain_text("Jo Li/Harbour Wire")
    stored.refresh_from_db()
    assert (stored.printed_credit, stored.caption) == ("Jo Li/Harbour Wire", "The pier at dawn.")


def test_a_file_that_falls_beside_a_posts_picture_is_sent_and_a_second_takes_its_place(contributor):
    page = contributor.open("/admin/feed/post/add/")
    page.locator(".pick-image").wait_for()
    let_fall(page, [a_file("wrong.jpg")], on=".pick-image")
    expect(page.locator(".arrival")).to_contain_text("Added to the library.")
    page.set_input_files("dialog input[type=file]", [a_file("right.jpg")])
    expect(page.locator(".arrival")).to_contain_text("right.jpg")
    page.get_by_role("button", name="Use the picture").click()
    page.locator("dialog").wait_for(state="detached")
    right = Image.objects.get(original_name="right.jpg")
    expect(page.locator("[name=image]")).to_have_value(str(right.uuid))


# --- Portraits and posters -----------------------------------------------------------------------

FORMS = {"portrait": "/admin/articles/author/add/", "poster": "/admin/media/video/add/"}


@pytest.mark.parametrize("field", FORMS)
def test_a_picture_is_uploaded_and_credited_beside_the_form_that_wants_it(writer, field):
    page = writer.open(FORMS[field])
    page.get_by_role("button", name="Choose or upload…").press("Enter")
    page.set_input_files("dialog input[type=file]", [a_file(f"{field}.jpg")])
    words = arrival(page, f"{field}.jpg")
    words.get_by_label("Alt text").fill("A keeper of lights")
    words.get_by_label("Credit, as it is printed").fill("Jo Li/Harbour Wire")
    page.get_by_role("button", name="Use the picture").click()
    expect(page.locator(".pick-image .pick-chosen")).to_contain_text("Jo Li/Harbour Wire")
    expect(page.locator(".picture-said")).to_be_empty()
    # No part of it is cut out for this use.
    expect(page.get_by_role("button", name="Crop…")).to_be_hidden()
    name = f"Ana of the {field}"
    page.fill("#id_name" if field == "portrait" else "#id_title", name)
    if field == "poster":
        page.fill("#id_url", "https://vimeo.com/1")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text(name)
    image = Image.objects.get(original_name=f"{field}.jpg")
    assert (image.alt_text, image.printed_credit) == ("A keeper of lights", "Jo Li/Harbour Wire")
    holder = Author.objects.get(name=name) if field == "portrait" else Video.objects.get(title=name)
    assert getattr(holder, field) == image
    assert complaints(writer) == []


@pytest.mark.parametrize("field", FORMS)
def test_axe_finds_nothing_on_the_form_of_a_portrait_or_poster(writer, field):
    need("axe")
    page = writer.open(FORMS[field])
    let_fall(page, [a_file(f"axe-{field}.jpg")], on=".pick-image")
    page.get_by_role("button", name="Use the picture").click()
    expect(page.locator(".picture-said")).to_contain_text("It has no credit yet.")
    look_with_axe(page)
    assert page.evaluate(CUT_OFF) == []


# --- The focal point -----------------------------------------------------------------------------


def test_the_focal_point_is_set_by_keyboard_and_by_mouse(desk):
    image = make_image(800, 400)
    page = desk.open(change_url(image))
    point = page.locator(".focal-point")
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowUp"):
        point.press(key)
    expect(page.locator("#id_focal_x")).to_have_value("0.61")
    expect(page.locator("#id_focal_y")).to_have_value("0.49")
    expect(point).to_have_accessible_name("Focal point: 61 % from the left, 49 % from the top")
    stage = page.locator(".focal-stage").bounding_box()
    page.mouse.click(stage["x"] + stage["width"] * 0.2, stage["y"] + stage["height"] * 0.8)
    page.locator("[name=_save]").click()
    page.locator(".messagelist").wait_for()
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == pytest.approx((0.2, 0.8), abs=0.01)
    assert complaints(desk) == []


# --- Another file in its place -------------------------------------------------------------------


def test_the_new_file_stands_beside_the_old_one_with_what_it_would_cost(desk):
    image = make_image(800, 400)
    page = desk.open(change_url(image).replace("change/", "replace/"))
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.set_input_files("[data-replacement]", [a_file("smaller.jpg")])
    new = page.locator("[data-new-picture]")
    expect(new).to_contain_text("New: 640 × 400 px")
    expect(new).to_contain_text("It has fewer pixels than the old one.")
    expect(new).to_contain_text("It has a different shape")
    assert page.evaluate(TOO_WIDE) == []
    page.set_input_files("[data-replacement]", [a_file("b.jpg", picture_bytes(1600, 800))])
    expect(new).to_contain_text("New: 1600 × 800 px")
    expect(new).not_to_contain_text("It has")


# --- For everybody -------------------------------------------------------------------------------


def look_with_axe(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate(RUN_AXE, []) == [], (scheme, size)
        assert page.evaluate(TOO_WIDE) == [], size


def test_axe_finds_nothing_on_the_upload_page(desk):
    need("axe")
    page = desk.open(UPLOAD)
    look_with_axe(page)
    page = desk.open(UPLOAD)
    page.set_input_files("#id_file", [a_file("axe-1.jpg"), a_file("axe-2.jpg", b"x")])
    page.locator("[data-upload-go]").click()
    expect(card(page, "axe-1.jpg")).to_contain_text("In the library")
    expect(card(page, "axe-2.jpg")).to_contain_text("This is not a picture")
    look_with_axe(page)


def test_axe_finds_nothing_in_the_dialogs(writer):
    need("axe")
    article = make_article(by=writer.user, lead_image=make_image(800, 400))
    page = writer.write(change_url(article))
    page.locator("[data-name='insert:picture']").click()
    page.locator("dialog [role=option]").first.wait_for()
    look_with_axe(page)
    page.set_input_files("dialog input[type=file]", [a_file("axe-3.jpg")])
    page.locator("dialog [name=alt_text]").wait_for()
    look_with_axe(page)
    page.keyboard.press("Escape")
    page.locator(".picture-tools").get_by_role("button", name="Crop…").click()
    page.locator(".crop-box").wait_for()
    look_with_axe(page)


def test_axe_finds_nothing_on_a_quick_post_with_a_picture(contributor):
    need("axe")
    page = contributor.open(QUICK)
    let_fall(page, [a_file("axe-4.jpg")], on="[name=headline]", by="paste")
    page.locator("dialog [name=alt_text]").wait_for()
    look_with_axe(page)
    page.get_by_role("button", name="Use the picture").click()
    expect(page.locator(".picture-said")).to_contain_text("It has no alt text yet.")
    look_with_axe(page)


def test_axe_finds_nothing_at_the_focal_point(desk):
    need("axe")
    image = make_image(800, 400)
    page = desk.open(change_url(image))
    page.locator(".focal-point").wait_for()
    assert desk.said == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = page.evaluate(
            "async () => (await axe.run('.focal', { resultTypes: ['violations'] }))"
            ".violations.map((rule) => rule.id)"
        )
        assert found == [], scheme
