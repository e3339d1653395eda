"""Who may choose which picture: what somebody may not see, no list, hint or preview tells of."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from media import access
from media.intake import uploads
from media.library import editing, search
from media.models import Image, Video
from media.renditions import previews
from newsroom.editorial.acts import publishing
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.drafts import revisions
from tests.admin.pages import change_url, form_values, text_of
from tests.factories import make_article, publish_article

from .factories import make_image, photo_bytes

pytestmark = pytest.mark.django_db

PAGE = "/admin/media/image/upload/"


@pytest.fixture
def own(contributor) -> Image:
    return make_image(title="Mine", by=contributor)


@pytest.fixture
def secret() -> Image:
    """In use in the library, and nowhere that a contributor could have seen it."""
    return make_image(title="The minister at night", restrictions="Not before the verdict")


@pytest.fixture
def public(secret) -> Image:
    """Readers see it."""
    image = make_image(title="Source: J. Wozzeck", caption="Cranes return.", restrictions="Prepaid")
    publish_article(headline="Cranes are back", lead_image=image)
    return Image.objects.get(pk=image.pk)


def offered(user, words: str = "") -> list[str]:
    return [choice.id for choice in autocomplete.find("image", user, words)]


def ids(*images: Image) -> list[str]:
    return [str(image.uuid) for image in images]


def send(client, content: bytes) -> dict:
    file = ContentFile(content, name="same.jpg")
    return client.post(PAGE, {"file": file}, headers={"accept": "application/json"}).json()


def test_contributors_choose_among_their_own_and_what_readers_see(
    own, secret, public, contributor, reporter
):
    assert sorted(offered(contributor)) == sorted(ids(own, public))
    assert sorted(offered(reporter)) == sorted(ids(own, secret, public))


def test_what_an_editor_put_into_their_draft_may_stay_and_be_used_in_it(
    client, secret, contributor
):
    article = make_article(by=contributor, lead_image=secret)
    revisions.save(article, by=contributor)
    assert offered(contributor) == ids(secret)
    client.force_login(contributor)
    assert client.get(previews.url(secret)).status_code == 200


def test_of_what_is_anothers_the_list_says_what_readers_know(public, contributor, reporter):
    assert [choice.title for choice in autocomplete.find("image", contributor, "")] == [
        "Cranes return."
    ]
    assert "Source: J. Wozzeck" in [
        choice.title for choice in autocomplete.find("image", reporter, "")
    ]


def test_what_is_anothers_is_not_found_by_the_newsrooms_own_words(own, public, contributor):
    assert offered(contributor, "crane") == ids(public)
    assert offered(contributor, "paid") == []
    assert offered(contributor, "doe") == []
    assert offered(contributor, "mine") == ids(own)


@pytest.mark.parametrize("word", ["Source: J. Wozzeck", "source-j-wozzeck.jpg"])
def test_a_typed_word_that_is_the_newsrooms_own_names_nothing_of_anothers(
    word, own, public, contributor, reporter
):
    Image.objects.filter(pk=public.pk).update(original_name="source-j-wozzeck.jpg")
    with pytest.raises(ValidationError):
        autocomplete.resolve("image", contributor, word)
    assert autocomplete.resolve("image", reporter, word) == public
    assert autocomplete.resolve("image", contributor, "mine") == own
    assert autocomplete.resolve("image", contributor, str(public.uuid)) == public


def test_a_picture_they_may_not_see_has_no_preview_and_no_words(
    client, secret, public, contributor
):
    client.force_login(contributor)
    assert client.get(previews.url(secret)).status_code == 404
    assert client.get(previews.url(public)).status_code == 200
    quick = reverse("admin:media_image_quick", args=[secret.uuid])
    assert client.get(quick).status_code == 404
    told = client.get(reverse("admin:media_image_quick", args=[public.uuid])).json()
    assert told["image"]["fields"]["caption"] == "Cranes return."
    assert "Prepaid" not in json.dumps(told)
    assert "Wozzeck" not in json.dumps(told)


def test_the_lead_picture_is_refused_where_they_may_not_see_it(secret, contributor):
    with pytest.raises(ValidationError, match="There is no"):
        autocomplete.resolve("image", contributor, str(secret.uuid))


def test_a_picture_in_the_text_is_refused_where_they_may_not_see_it(
    client, secret, public, contributor
):
    article = make_article(by=contributor)
    revisions.save(article, by=contributor)
    client.force_login(contributor)
    for image, is_refused in ((secret, True), (public, False)):
        values = form_values(client.get(change_url(article)))
        body = f'<figure data-image="{image.uuid}"></figure><p>Text.</p>'
        answer = client.post(change_url(article), {**values, "body": body}, follow=True)
        assert ("You may not use one of the pictures" in text_of(answer)) == is_refused
        article.refresh_from_db()
        assert (str(image.uuid) in article.body) != is_refused


def test_a_retired_lead_picture_may_stay_when_the_article_is_saved(client, desk):
    image = make_image()
    article = make_article(by=desk, lead_image=image)
    revisions.save(article, by=desk)
    editing.retire(image)
    client.force_login(desk)
    values = form_values(client.get(change_url(article)))
    client.post(change_url(article), {**values, "headline": "Another headline"}, follow=True)
    article.refresh_from_db()
    assert (article.headline, article.lead_image) == ("Another headline", image)


def test_where_their_own_picture_is_used_is_told_as_readers_know_it(client, own, contributor, desk):
    article = make_article(headline="Pier opens", lead_image=own)
    revisions.save(article, by=desk)
    publishing.publish(article, by=desk)
    article.headline = "Pier was bought with dirty money"
    revisions.save(article, by=desk)
    client.force_login(contributor)
    page = text_of(client.get(reverse("admin:media_image_change", args=[own.pk])))
    assert "Pier opens" in page
    assert "dirty money" not in page


# --- Hints at uploading --------------------------------------------------------------------------


def test_the_file_of_a_picture_they_may_not_see_is_refused_without_a_word_of_it(
    client, contributor, reporter
):
    content = photo_bytes(seed=5)
    secret = uploads.store(ContentFile(content), title="The minister at night", by=reporter).image
    article = make_article(by=reporter, headline="The minister falls", lead_image=secret)
    revisions.save(article, by=reporter)
    client.force_login(contributor)
    answer = send(client, content)
    assert (answer["status"], answer["code"]) == ("refused", "not_yours")
    assert "image" not in answer
    assert "minister" not in json.dumps(answer)
    plain = client.post(PAGE, {"file": ContentFile(content, name="x.jpg")})
    assert "minister" not in text_of(plain)
    assert "already has this file" in text_of(plain)
    client.force_login(reporter)
    assert send(client, content)["image"]["title"] == "The minister at night"


def test_a_likeness_is_told_of_what_they_may_choose(client, contributor, reporter):
    secret = uploads.store(ContentFile(photo_bytes(seed=6)), title="Night", by=reporter).image
    client.force_login(contributor)
    small = photo_bytes(240, 160, seed=6)
    answer = send(client, small)
    assert (answer["status"], answer["near"]) == ("accepted", [])
    give_way = reverse("admin:media_image_give_way", args=[answer["image"]["id"]])
    assert client.post(give_way, {"into": str(secret.uuid)}).status_code == 404
    client.force_login(reporter)
    other = send(client, photo_bytes(200, 133, seed=6))
    assert str(secret.uuid) in [near["id"] for near in other["near"]]


def test_a_hint_names_stories_that_they_may_know_of_and_only_as_readers_do(
    client, contributor, desk
):
    content = photo_bytes(seed=7)
    image = uploads.store(
        ContentFile(content), title="Internal", alt_text="A pier", caption="The pier.",
        creator="Jon Reyes",
    ).image  # fmt: skip
    live = make_article(headline="Pier opens", lead_image=image)
    revisions.save(live, by=desk)
    publishing.publish(live, by=desk)
    live.headline = "Pier was bought with dirty money"
    revisions.save(live, by=desk)
    draft = make_article(headline="Secret plan", lead_image=image)
    revisions.save(draft, by=desk)
    client.force_login(contributor)
    told = send(client, content)
    assert told["status"] == "duplicate"
    assert told["image"]["title"] == "The pier."
    assert told["image"]["change_url"] == ""
    assert [use["title"] for use in told["image"]["uses"]] == ["Pier opens"]
    assert "Internal" not in json.dumps(told)
    client.force_login(desk)
    told = send(client, content)
    assert told["image"]["uses"][0]["title"] == "Pier was bought with dirty money"


def test_a_posters_picture_is_one_that_they_may_choose_or_the_one_it_has(
    client, secret, public, contributor
):
    client.force_login(contributor)
    words = {"title": "Bridge", "slug": "bridge", "url": "https://videos.example/1"}
    refused = client.post("/admin/media/video/add/", {**words, "poster": str(secret.uuid)})
    assert "poster" in refused.context["adminform"].form.errors
    client.post("/admin/media/video/add/", {**words, "poster": str(public.uuid)})
    video = Video.objects.get()
    assert video.poster == public


def test_without_somebody_every_picture_in_use_is_choosable(secret):
    images = access.choosable(Image.objects.all(), None)
    assert images.get() == secret
    assert list(search.matching_choices(images, "minister")) == [secret]


def test_choices_that_were_narrowed_to_nobody_are_found_by_public_words_alone(secret):
    assert list(search.matching_choices(Image.objects.all(), "minister")) == []
    assert search.named(Image.objects.all(), secret.title) is None
