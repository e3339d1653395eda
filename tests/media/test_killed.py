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


@pytest.fixture
def kill(chief, django_capture_on_commit_callbacks):
    def run(article):
        with django_capture_on_commit_callbacks(execute=True):
            takedowns.kill(article, by=chief, kind="legal", note="Court", confirmation="kill")
            followers.run()

    return run


def has_files(image) -> bool:
    storage = renditions_storage()
    return any(storage.exists(r.file_name) for r in image.renditions.all())


def test_the_files_of_a_killed_story_go_with_it(kill):
    image, figure = make_image(), make_image()
    body = f'<p>W.</p><figure data-image="{figure.uuid}"></figure>'
    article = publish_article(lead_image=image, body=body)
    assert has_files(image)
    kill(article)
    assert not has_files(image)
    assert not has_files(figure)


def test_a_picture_that_another_story_shows_or_will_show_stays(kill):
    image = make_image()
    article, _other = publish_article(lead_image=image), publish_article(lead_image=image)
    kill(article)
    assert has_files(image)


def test_a_withheld_story_keeps_its_files_it_may_come_back(chief):
    image = make_image()
    article = publish_article(lead_image=image)
    takedowns.withhold(article, by=chief, note="Wait")
    followers.run()
    assert has_files(image)


def test_files_are_asked_for_again_when_the_picture_is_shown_again(kill):
    image = make_image()
    kill(publish_article(lead_image=image))
    RenditionRequest.objects.all().delete()
    publish_article(lead_image=image)
    followers.run()
    assert RenditionRequest.objects.filter(image=image).exists()
    renditions.make(image)
    assert has_files(image)
