"""What becomes of the files of a killed story's pictures."""

import pytest

from media import renditions
from media.models import RenditionRequest
from media.storage import renditions_storage
from newsroom.delivery import followers
from newsroom.editorial import takedowns
from tests.factories import publish_article

from .factories import make_image

pytestmark = pytest.mark.django_db


def kill(article, by, kind="legal"):
    takedowns.kill(article, by=by, kind=kind, note="Court order", confirmation="kill")
    followers.run()


def has_files(image) -> bool:
    storage = renditions_storage()
    return any(storage.exists(r.file_name) for r in image.renditions.all())


def test_the_files_of_a_killed_story_go_with_it(chief):
    image, figure = make_image(), make_image()
    body = f'<p>W.</p><figure data-image="{figure.uuid}"></figure>'
    article = publish_article(lead_image=image, body=body)
    assert has_files(image)
    kill(article, chief)
    assert not has_files(image)
    assert not has_files(figure)


def test_a_picture_that_another_story_shows_or_will_show_stays(chief):
    image = make_image()
    article, _other = publish_article(lead_image=image), publish_article(lead_image=image)
    kill(article, chief)
    assert has_files(image)


def test_a_withheld_story_keeps_its_files_it_may_come_back(chief):
    image = make_image()
    article = publish_article(lead_image=image)
    takedowns.withhold(article, by=chief, note="Wait")
    followers.run()
    assert has_files(image)


def test_files_are_asked_for_again_when_the_picture_is_shown_again(chief):
    image = make_image()
    kill(publish_article(lead_image=image), chief)
    RenditionRequest.objects.all().delete()
    publish_article(lead_image=image)
    followers.run()
    assert RenditionRequest.objects.filter(image=image).exists()
    renditions.make(image)
    assert has_files(image)
