"""A post's own picture: the part of it that the post shows, and how it comes onto a quick post."""

import json
import re

import pytest
from django.utils.timezone import localtime

from feed.forms import PostForm
from feed.models import Post
from media.models import Image
from media.renditions import image_files
from newsroom.editorial.admin.conflicts import staleness
from newsroom.editorial.clock import now
from newsroom.editorial.drafts import revisions
from newsroom.editorial.publication import compilation
from newsroom.editorial.rules import visibility
from tests.admin.pages import change_url, form_values, text_of
from tests.factories import edit, make_post, publish_post
from tests.media.factories import make_image
from tests.settling import recompile_all

pytestmark = pytest.mark.django_db

CROP = "0.1000,0.2000,0.5000,0.5000"
OTHER = "0.0000,0.0000,0.5000,0.5000"
FORM, QUICK = "post_form", "/admin/feed/post/quick/"


def draw(image: Image) -> None:
    """What the worker does: the files, then the documents that show them."""
    image_files.make(Image.objects.get(pk=image.pk))
    recompile_all()


def live(post: Post):
    return visibility.standing(post, now()).live


# --- The draft -----------------------------------------------------------------------------------


def test_the_crop_stands_in_the_snapshot_and_comes_back_with_a_revision(desk):
    post = make_post(image=make_image(), image_crop="0.1,0.2,0.5,0.5")
    assert revisions.latest(post).snapshot["image_crop"] == CROP
    edit(post, by=desk, image_crop="")
    assert post.revision == 2
    revisions.restore(post, 1, by=desk)
    post.refresh_from_db()
    assert post.image_crop == CROP


def test_a_revision_without_a_crop_brings_the_whole_picture_back(desk):
    post = make_post(image=make_image())
    edit(post, by=desk, image_crop=CROP)
    revisions.restore(post, 1, by=desk)
    post.refresh_from_db()
    assert post.image_crop == ""


def test_a_crop_goes_with_the_picture_it_is_one_of(desk):
    post = make_post(image=make_image(), image_crop=CROP)
    edit(post, by=desk, image=None)
    assert post.image_crop == ""


def test_a_draft_asks_for_the_files_of_its_crop():
    image = make_image()
    make_post(image=image, image_crop=CROP)
    assert [crop.box for crop in image.crops.all()] == [CROP]


@pytest.mark.parametrize(
    ("typed", "problem"), [(CROP, False), ("", False), ("0.9,0,0.5,1", True), ("left", True)]
)
def test_a_typed_crop_is_a_part_of_the_picture_or_an_error_of_its_field(desk, typed, problem):
    class Form(PostForm):
        user = desk

    form = Form({"image_crop": typed})
    form.is_valid()
    assert ("image_crop" in form.errors) == problem


# --- What readers get ----------------------------------------------------------------------------


def test_a_post_compiles_again_to_the_very_document_it_has():
    post = publish_post(image=make_image())
    edition = live(post)
    assert compilation.is_current(edition, compilation.compile_again(edition, at=now()))


def test_the_part_reaches_every_surface_once_its_files_are_drawn(client):
    image = make_image(640, 480, rights_category="staff")
    post = publish_post(image=image, image_crop=CROP)
    whole = urls_of(image, crop="")
    # Until then the whole picture stands for it.
    assert live(post).card["image"]["src"] in whole
    draw(image)
    shown, part = live(post).card["image"], urls_of(image, crop=CROP)
    assert (shown["width"], shown["height"]) == (320, 240)
    assert {file["url"] for file in shown["renditions"]} == part
    for path in surfaces(post):
        found = client.get(path).content.decode()
        assert any(url in found for url in part), path
        assert not any(url in found for url in whole), path


def urls_of(image: Image, *, crop: str) -> set[str]:
    return {file.url for file in image.renditions.filter(crop=crop)}


def surfaces(post: Post) -> list[str]:
    day, api = live(post).published_at, f"/api/v1/posts/{post.uuid}"
    return [
        f"/feed/{post.uuid}/", "/feed/", f"{localtime(day):/feed/%Y/%m/%d/}",
        "/feed/rss.xml", "/feed/atom.xml", "/feed/feed.json",
        api, f"{api}?format=ninjs", "/api/v1/posts",
    ]  # fmt: skip


def test_the_page_names_the_part_to_networks_and_search_engines(client):
    image = make_image(640, 480)
    post = publish_post(image=image, image_crop=CROP)
    draw(image)
    html = client.get(f"/feed/{post.uuid}/").content.decode()
    said = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html))
    part = urls_of(image, crop=CROP)
    assert said["og:image"] == said["twitter:image"]
    assert said["og:image"] in part
    assert said["og:image:alt"] == "The sun over the harbour"
    assert said["twitter:card"] == "summary_large_image"
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert {each["url"] for each in told[0]["image"]} <= part


def test_a_post_without_a_picture_names_none_to_networks(client):
    html = client.get(f"/feed/{publish_post().uuid}/").content.decode()
    assert "og:image" not in html
    assert '<meta name="twitter:card" content="summary">' in html


# --- Two who write at once, and the history ------------------------------------------------------


def test_history_tells_a_crop_in_words(client, desk):
    client.force_login(desk)
    post = make_post(by=desk, image=make_image())
    edit(post, by=desk, image_crop=CROP)
    url = change_url(post).replace("/change/", "/compare/")
    text = text_of(client.get(url, {"from": 1, "to": 2}))
    assert "a part of 50 % × 50 %, 10 % from the left, 20 % from the top" in text


def test_a_stale_save_keeps_a_crop_that_the_writer_left_alone(client, desk, chief):
    client.force_login(desk)
    post = make_post(by=desk, image=make_image())
    values = form_values(client.get(change_url(post)), FORM)
    edit(post, by=chief, image_crop=CROP)
    response = client.post(change_url(post), {**values, "headline": "Mine."})
    typed = form_values(response, FORM)
    # Nobody touched it here: the stored crop stands in the form, and nothing is asked.
    assert typed["image_crop"] == CROP
    assert "take-image_crop" not in response.content.decode()
    client.post(change_url(post), typed)
    post.refresh_from_db()
    assert (post.headline, post.image_crop, post.revision) == ("Mine.", CROP, 3)


@pytest.mark.parametrize("taken", ["theirs", "mine"])
def test_no_crop_is_put_on_another_picture_than_its_own(client, desk, chief, taken):
    client.force_login(desk)
    first, second = make_image(title="First pier"), make_image(title="Second pier")
    post = make_post(by=desk, image=first, image_crop=CROP)
    values = form_values(client.get(change_url(post)), FORM)
    edit(post, by=chief, image=second, image_crop="")
    response = client.post(change_url(post), {**values, "image_crop": OTHER})
    typed = form_values(response, FORM)
    # One question for both, and the answer names both.
    assert "take-image_crop" not in typed
    assert "First pier" in text_of(response)
    assert "0 % from the left" in text_of(response)
    client.post(change_url(post), {**typed, "take-image": taken})
    post.refresh_from_db()
    kept = (second, "") if taken == "theirs" else (first, OTHER)
    assert (post.image, post.image_crop) == kept


def test_who_takes_the_stored_picture_takes_its_crop_too(desk):
    first, second = make_image(), make_image()
    post = make_post(image=first, image_crop=CROP)
    post.image, post.image_crop = second, OTHER
    staleness.take_theirs(post, ["image"])
    assert (post.image, post.image_crop) == (first, CROP)


# --- The quick post ------------------------------------------------------------------------------


def quick(client, **words):
    return client.post(
        QUICK, {"headline": "Fog on the river.", "text": "Kept.", "_step": "publish", **words},
        follow=True,
    )  # fmt: skip


def test_a_quick_post_goes_out_with_its_picture_and_the_part_of_it(client, reporter):
    client.force_login(reporter)
    image = make_image(64, 48)
    response = quick(client, image=str(image.uuid), image_crop=CROP)
    assert "Published: readers see it now." in text_of(response)
    draw(image)
    shown = live(Post.objects.get()).card["image"]
    assert (shown["width"], shown["credit"]["line"]) == (32, "Jon Reyes/Harbour Wire")


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"creator": "", "agency": ""}, "Add a credit line to the picture"),
        ({"alt_text": ""}, "Say in the alt text what"),
    ],
)
def test_a_quick_post_with_an_unready_picture_stays_where_it_can_be_mended(
    client, reporter, lacking, sentence
):
    client.force_login(reporter)
    image = make_image(**lacking)
    response = quick(client, image=str(image.uuid), image_crop=CROP)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Post.objects.exists()
    html = response.content.decode()
    for kept in ("Kept.", str(image.uuid), CROP):
        assert kept in html
    # A draft may wait for its picture's words.
    quick(client, image=str(image.uuid), _step="draft")
    assert Post.objects.get().image == image


def test_a_contributor_hands_a_quick_post_in_with_a_picture_that_lacks_its_words(
    client, contributor
):
    client.force_login(contributor)
    image = make_image(alt_text="", by=contributor)
    quick(client, image=str(image.uuid))
    post = Post.objects.get()
    assert (post.image, post.state) == (image, "in_review")


def test_the_quick_form_stands_with_its_picture_where_posts_are_listed(client, reporter):
    client.force_login(reporter)
    for path in (QUICK, "/admin/feed/post/"):
        html = client.get(path).content.decode()
        for part in (
            'data-crop-of="image"', 'name="image-upload-url"', 'name="image-quick-url"',
            "media/image_field.js", "media/choosing.css", "data-takes-pictures",
        ):  # fmt: skip
            assert part in html, (path, part)
