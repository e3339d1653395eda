"""What becomes of the files of a killed story's pictures."""

import pytest

from media import library, rendition_queue, renditions
from media.models import RenditionRequest
from media.storage import renditions_storage
from newsroom.accounts.roles import Role
from newsroom.delivery import followers
from newsroom.editorial import takedowns
from tests.conftest import person
from tests.factories import make_article, publish_article
from tests.settling import recompile_all

from .factories import make_film, make_image, make_video

pytestmark = pytest.mark.django_db


@pytest.fixture
def kill(chief, django_capture_on_commit_callbacks):
    def run(article):
        with django_capture_on_commit_callbacks(execute=True):
            takedowns.kill(article, by=chief, kind="legal", note="Court", confirmation="kill")
            followers.run()
        rendition_queue.settle_due()

    return run


@pytest.fixture
def other_chief(db):
    return person(Role.MANAGING_EDITOR, username="second-chief")


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


def test_nothing_brings_the_files_of_a_killed_story_back_but_another_story(kill, client):
    image = make_image()
    address = f"/files/{image.renditions.first().file_name}"
    kill(publish_article(lead_image=image))
    make_article(lead_image=image)
    renditions.request(image)
    assert rendition_queue.run_due() == 1
    rendition_queue.settle_due()
    assert client.get(address).status_code == 404
    publish_article(lead_image=image)
    followers.run()
    while rendition_queue.run_due():
        pass
    assert client.get(address).status_code == 200


def test_a_reinstated_story_has_its_files_when_it_is_restored(kill, chief, other_chief):
    image = make_image()
    article = publish_article(lead_image=image)
    kill(article)
    takedowns.reinstate(article, by=other_chief, note="The court lifted it")
    takedowns.restore(article, by=chief, note="The court lifted it")
    followers.run()
    while rendition_queue.run_due():
        pass
    assert has_files(image)


def test_the_film_of_a_killed_story_is_gone_until_another_story_shows_it(kill, client):
    film = make_film()
    body = f'<p>W.</p><div data-video="{film.uuid}"></div>'
    addresses = [f"/files/{film.file_name}", f"/files/{film.captions_file_name}"]
    kill(publish_article(body=body))
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    publish_article(body=body)
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_the_poster_of_a_killed_storys_film_goes_and_so_does_what_a_copy_became(kill):
    poster, copy, kept = make_image(), make_image(), make_image()
    video = make_video(poster=poster)
    body = f'<p>W.</p><div data-video="{video.uuid}"></div>'
    article = publish_article(lead_image=copy, body=body)
    library.give_way(copy, into=kept)
    recompile_all()
    kill(article)
    assert not has_files(poster)
    assert not has_files(copy)
    assert not has_files(kept)
