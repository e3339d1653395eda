"""The part of the lead picture that a story shows."""

import pytest

from articles.draft_fields import crops_in
from articles.forms import ArticleForm
from newsroom.editorial.admin.conflicts import staleness
from newsroom.editorial.drafts import revisions
from tests.factories import make_article, make_page, make_post
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db

CROP = "0.1000,0.2000,0.5000,0.5000"


def test_the_crop_stands_in_the_snapshot_and_comes_back_with_a_revision(desk):
    article = make_article(lead_image=make_image(), lead_crop="0.1,0.2,0.5,0.5")
    assert revisions.latest(article).snapshot["lead_crop"] == CROP
    number = article.revision
    article.lead_crop = ""
    revisions.save(article, by=desk)
    assert article.revision == number + 1
    revisions.restore(article, number, by=desk)
    article.refresh_from_db()
    assert article.lead_crop == CROP


def test_a_revision_without_a_crop_brings_the_whole_picture_back(desk):
    article = make_article(lead_image=make_image())
    number = article.revision
    article.lead_crop = CROP
    revisions.save(article, by=desk)
    revisions.restore(article, number, by=desk)
    article.refresh_from_db()
    assert article.lead_crop == ""


def test_who_takes_the_stored_text_takes_its_whole_picture_too(desk):
    article = make_article(lead_image=make_image())
    article.lead_crop = CROP
    staleness.take_theirs(article, ["lead_crop"])
    assert article.lead_crop == ""


def test_without_a_lead_picture_there_is_no_crop(desk):
    article = make_article(lead_image=make_image(), lead_crop=CROP)
    article.lead_image = None
    revisions.save(article, by=desk)
    assert article.lead_crop == ""


@pytest.mark.parametrize(
    ("typed", "problem"),
    [(CROP, False), ("", False), ("0,0,1,1", False), ("0.9,0,0.5,1", True), ("left half", True)],
)
def test_a_typed_crop_is_a_part_of_the_picture_or_an_error_of_its_field(desk, typed, problem):
    class Form(ArticleForm):
        user = desk

    form = Form({"lead_crop": typed})
    form.is_valid()
    assert ("lead_crop" in form.errors) == problem


def test_a_draft_says_which_crops_it_asks_for_each_once():
    lead, other = make_image(), make_image()
    figure = f'<figure data-image="{other.uuid}" data-crop="{CROP}"></figure>'
    article = make_article(
        lead_image=lead, lead_crop=CROP,
        body=f'{figure}{figure}<figure data-image="{lead.uuid}"></figure>'
        f'<figure data-image="{"0" * 8}-0000-4000-8000-{"0" * 12}" data-crop="{CROP}"></figure>',
    )  # fmt: skip
    assert crops_in(article.body) == [(other, CROP)]
    for image in (lead, other):
        assert [crop.box for crop in image.crops.all()] == [CROP]


def test_a_draft_without_crops_asks_for_nothing():
    article = make_article(lead_image=make_image(), body="<p>Words.</p>")
    assert not article.lead_image.crops.exists()


@pytest.mark.parametrize("make", [make_page, make_post])
def test_pages_and_posts_ask_for_the_crops_of_their_figures(make):
    image = make_image()
    make(body=f'<p>W.</p><figure data-image="{image.uuid}" data-crop="{CROP}"></figure>')
    assert [crop.box for crop in image.crops.all()] == [CROP]
