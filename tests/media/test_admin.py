"""The library in the admin."""

import pytest
from django.urls import reverse

from media.library import editing
from media.models import Image, RenditionRequest, Video

from .factories import make_image, make_video, picture_file

pytestmark = pytest.mark.django_db

ADD = "/admin/media/image/add/"
UPLOAD = "/admin/media/image/upload/"
LIST = "/admin/media/image/"


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def change_of(thing) -> str:
    return reverse(f"admin:media_{thing._meta.model_name}_change", args=[thing.pk])


def errors(answer) -> dict:
    return answer.context["adminform"].form.errors


def test_adding_a_picture_leads_to_the_page_that_takes_many(editor):
    for answer in (editor.get(ADD), editor.post(ADD, {"file": picture_file()})):
        assert (answer.status_code, answer["Location"]) == (302, UPLOAD)
    assert not Image.objects.exists()


def test_a_saved_credit_reaches_files_and_kernel(editor):
    image = make_image(creator="Jon Reyes", agency="")
    RenditionRequest.objects.all().delete()
    answer = editor.post(
        change_of(image),
        {"creator": "Ana Ruiz", "is_pool": "on", "focal_x": "0.5", "focal_y": "0.5"},
    )
    assert answer.status_code == 302
    image.refresh_from_db()
    assert image.printed_credit == "Ana Ruiz/Pool"
    assert RenditionRequest.objects.filter(image=image).exists()


def test_the_page_says_whether_the_source_is_protected(editor):
    assert "The original file is kept" in editor.get(change_of(make_image())).content.decode()
    image = make_image()
    Image.objects.filter(pk=image.pk).update(is_source_protected=True)
    assert "only a clean copy is kept" in editor.get(change_of(image)).content.decode()


def test_a_keyword_with_a_comma_stays_one_keyword(editor):
    image = make_image()
    image.keywords = ["Ruiz, Ana", "harbour"]
    image.save(update_fields=["keywords"])
    form = editor.get(change_of(image)).context["adminform"].form
    shown = form["keywords"].value()
    editor.post(change_of(image), {"keywords": shown, "focal_x": "0.5", "focal_y": "0.5"})
    image.refresh_from_db()
    assert image.keywords == ["Ruiz, Ana", "harbour"]


def test_a_focal_point_outside_is_an_error(editor):
    image = make_image()
    answer = editor.post(change_of(image), {"focal_x": "1.5", "focal_y": "0.5"})
    assert "focal_x" in errors(answer)


def test_the_form_shows_the_picture_and_where_it_is_used(editor):
    image = make_image(700, 400)
    page = editor.get(change_of(image)).content.decode()
    assert reverse("admin:media_image_preview", args=[image.uuid, 1280]) in page
    assert "No story uses it." in page
    assert image.original.name not in page


def test_nothing_is_deleted(editor):
    image = make_image()
    assert editor.post(f"{LIST}{image.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_role_that_only_looks_cannot_upload(client, legal):
    client.force_login(legal)
    assert client.get(LIST).status_code == 200
    assert client.get(ADD, follow=True).status_code == 403
    assert client.get(LIST).content.decode().count(UPLOAD) == 0


def test_a_video_is_added_with_a_poster(editor):
    poster = make_image()
    answer = editor.post(
        "/admin/media/video/add/",
        {
            "title": "How bearings wear out",
            "slug": "bearings",
            "url": "https://vimeo.com/1",
            "poster": str(poster.uuid),
            "duration_seconds": 94,
        },
    )
    assert answer.status_code == 302
    video = Video.objects.get()
    assert (video.poster, video.provider) == (poster, "Vimeo")
    page = editor.get("/admin/media/video/").content.decode()
    assert "1:34" in page
    assert editor.get(change_of(video)).status_code == 200


def test_a_video_needs_a_web_address_and_a_slug_of_its_own(editor):
    make_video(slug="bearings")
    answer = editor.post(
        "/admin/media/video/add/",
        {"title": "x", "slug": "bearings", "url": "javascript:alert(1)"},
    )
    found = errors(answer)
    assert "url" in found
    assert "Another one has, or had, the slug" in str(found)


def test_only_images_in_use_are_offered_as_posters(editor):
    shown, retired = make_image(title="Shown"), make_image(title="Retired")
    editing.retire(retired)
    answer = editor.get("/admin/pick/image/", {"q": ""})
    assert [row["id"] for row in answer.json()["results"]] == [str(shown.uuid)]


def test_a_poster_that_was_retired_may_stay(editor):
    video = make_video(slug="bearings", poster=make_image())
    editing.retire(video.poster)
    words = {"title": "Bearings", "slug": "bearings", "url": "https://vimeo.com/1"}
    held = str(video.poster.uuid)
    answer = editor.post(change_of(video), {**words, "poster": held})
    assert answer.status_code == 302
    video.refresh_from_db()
    assert (video.title, str(video.poster.uuid)) == ("Bearings", held)
    editor.post(change_of(video), {**words, "poster": ""})
    video.refresh_from_db()
    assert video.poster is None


def test_a_credit_typed_behind_the_caption_stays_and_is_offered_to_move(editor):
    image = make_image(caption="The pier. (Ana Ruiz/AFP)", creator="", agency="", credit_line="")
    editor.post(change_of(image), {"caption": image.caption, "focal_x": "0.5", "focal_y": "0.5"})
    image.refresh_from_db()
    assert image.caption == "The pier. (Ana Ruiz/AFP)"
    page = editor.get(change_of(image)).content.decode()
    assert "The caption ends with a credit: “Ana Ruiz/AFP”." in page
    move = reverse("admin:media_image_move_credit", args=[image.pk])
    assert move in page
    editor.get(move)
    image.refresh_from_db()
    assert image.caption.endswith("AFP)"), "only a press of the button moves it"
    assert editor.post(move).status_code == 302
    image.refresh_from_db()
    assert (image.caption, image.creator, image.agency) == ("The pier.", "Ana Ruiz", "AFP")
    assert move not in editor.get(change_of(image)).content.decode()
    answer = editor.post(move, follow=True)
    assert "no longer ends with a credit" in answer.content.decode()


def test_who_may_not_change_a_picture_moves_no_credit(client, legal):
    image = make_image(caption="The pier. (Ana Ruiz/AFP)")
    client.force_login(legal)
    client.post(reverse("admin:media_image_move_credit", args=[image.pk]))
    image.refresh_from_db()
    assert image.caption == "The pier. (Ana Ruiz/AFP)"
