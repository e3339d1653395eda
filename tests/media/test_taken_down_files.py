"""What becomes of the files of a killed story's pictures."""

import io
from datetime import timedelta

import pytest

from media.library import editing
from media.models import RenditionRequest
from media.renditions import image_files, queue
from media.rights import leases, taken_down_files
from media.storage.disk import PublicFileStorage
from media.storage.stores import names_in, renditions_storage
from media.videos import video_records
from newsroom.accounts.roles import Role
from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from tests.conftest import person
from tests.factories import make_article, publish_article
from tests.settling import recompile_all

from .factories import make_image, make_own_video, make_video
from .sample_videos import mp4

pytestmark = pytest.mark.django_db


@pytest.fixture
def kill(chief, django_capture_on_commit_callbacks):
    def run(article):
        with django_capture_on_commit_callbacks(execute=True):
            takedowns.kill(article, by=chief, kind="legal", note="Court", confirmation="kill")
            followers.run()
        queue.settle_due()

    return run


@pytest.fixture
def other_chief(db):
    return person(Role.MANAGING_EDITOR, username="second-chief")


def has_files(image) -> bool:
    storage = renditions_storage()
    return any(storage.exists(r.file_name) for r in image.renditions.all())


def follow():
    """What the worker does."""
    followers.run()
    queue.settle_due()


def public_files_of(video) -> list[str]:
    return names_in(renditions_storage(), video.uuid.hex)


def read(client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


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


@pytest.fixture
def withheld(chief):
    """A story with a picture, a figure and a video, withheld a moment ago."""
    image, figure, video = make_image(), make_image(), make_own_video()
    body = f'<figure data-image="{figure.uuid}"></figure><div data-video="{video.uuid}"></div>'
    article = publish_article(lead_image=image, body=body)
    takedowns.withhold(article, by=chief, note="Wait")
    return article, [image, figure], video


def addresses_of(images, video) -> list[str]:
    names = [rendition.file_name for image in images for rendition in image.renditions.all()]
    return [f"/files/{name}" for name in (*names, video.file_name, video.captions_file_name)]


def draw_all() -> None:
    follow()
    while queue.run_due():
        pass


def test_files_of_a_withheld_story_are_refused_at_once_and_then_deleted(withheld, client):
    _article, images, video = withheld
    for address in addresses_of(images, video):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store"), address
    follow()
    assert not any(has_files(image) for image in images)
    assert public_files_of(video) == []


def test_files_of_a_withheld_story_come_back_when_it_is_restored(withheld, client, chief):
    article, images, video = withheld
    follow()
    takedowns.restore(article, by=chief, note="It was true")
    draw_all()
    for address in addresses_of(images, video):
        assert client.get(address).status_code == 200, address


def test_files_of_a_story_restored_before_they_were_deleted_stay(withheld, client, chief):
    article, images, video = withheld
    followers.run()
    takedowns.restore(article, by=chief, note="It was true")
    draw_all()
    for address in addresses_of(images, video):
        assert client.get(address).status_code == 200, address


def test_files_stay_away_while_a_withheld_story_is_killed_and_reinstated(
    withheld, kill, chief, other_chief, client
):
    article, images, video = withheld
    kill(article)
    assert not any(has_files(image) for image in images)
    takedowns.reinstate(article, by=other_chief, note="The court lifted it")
    draw_all()
    assert not any(has_files(image) for image in images)
    assert {client.get(a).status_code for a in addresses_of(images, video)} == {404}
    takedowns.restore(article, by=chief, note="The court lifted it")
    draw_all()
    assert {client.get(a).status_code for a in addresses_of(images, video)} == {200}


def test_what_another_live_story_shows_stays_when_a_story_is_withheld(client, chief):
    image, video = make_image(), make_own_video()
    words = {"lead_image": image, "body": f'<div data-video="{video.uuid}"></div>'}
    first, second = publish_article(**words), publish_article(**words)
    takedowns.withhold(first, by=chief, note="Wait")
    follow()
    assert {client.get(a).status_code for a in addresses_of([image], video)} == {200}
    takedowns.withhold(second, by=chief, note="Wait too")
    assert {client.get(a).status_code for a in addresses_of([image], video)} == {404}
    follow()
    assert not has_files(image)
    takedowns.restore(first, by=chief, note="It was true")
    draw_all()
    assert {client.get(a).status_code for a in addresses_of([image], video)} == {200}


def test_files_of_stories_withheld_before_an_upgrade_go_too(withheld):
    _article, images, video = withheld
    assert taken_down_files.settle_left()
    follow()
    assert not any(has_files(image) for image in images)
    assert public_files_of(video) == []


def test_files_are_asked_for_again_when_the_picture_is_shown_again(kill):
    image = make_image()
    kill(publish_article(lead_image=image))
    RenditionRequest.objects.all().delete()
    publish_article(lead_image=image)
    followers.run()
    assert RenditionRequest.objects.filter(image=image).exists()
    image_files.make(image)
    assert has_files(image)


def test_nothing_brings_the_files_of_a_killed_story_back_but_another_story(kill, client):
    image = make_image()
    address = f"/files/{image.renditions.first().file_name}"
    kill(publish_article(lead_image=image))
    make_article(lead_image=image)
    image_files.request(image)
    assert queue.run_due() == 1
    queue.settle_due()
    assert client.get(address).status_code == 404
    publish_article(lead_image=image)
    followers.run()
    while queue.run_due():
        pass
    assert client.get(address).status_code == 200


def test_a_reinstated_story_has_its_files_when_it_is_restored(kill, chief, other_chief):
    image = make_image()
    article = publish_article(lead_image=image)
    kill(article)
    takedowns.reinstate(article, by=other_chief, note="The court lifted it")
    takedowns.restore(article, by=chief, note="The court lifted it")
    followers.run()
    while queue.run_due():
        pass
    assert has_files(image)


def test_the_video_of_a_killed_story_is_gone_until_another_story_shows_it(kill, client):
    video = make_own_video()
    body = f'<p>W.</p><div data-video="{video.uuid}"></div>'
    addresses = [f"/files/{video.file_name}", f"/files/{video.captions_file_name}"]
    before = [read(client, address) for address in addresses]
    kill(publish_article(body=body))
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert public_files_of(video) == []
    publish_article(body=body)
    follow()
    assert [read(client, address) for address in addresses] == before


def test_a_killed_storys_files_are_refused_before_they_are_gone(chief, client):
    image, video = make_image(), make_own_video()
    body = f'<div data-video="{video.uuid}"></div>'
    article = publish_article(lead_image=image, body=body)
    takedowns.kill(article, by=chief, kind="legal", note="Court", confirmation="kill")
    assert {client.get(a).status_code for a in addresses_of([image], video)} == {404}
    follow()
    assert public_files_of(video) == []


def test_a_killed_storys_video_is_kept_privately_and_comes_back_when_it_is_restored(
    kill, chief, other_chief, client
):
    video = make_own_video()
    article = publish_article(body=f'<div data-video="{video.uuid}"></div>')
    kill(article)
    takedowns.reinstate(article, by=other_chief, note="The court lifted it")
    takedowns.restore(article, by=chief, note="The court lifted it")
    follow()
    assert len(read(client, f"/files/{video.file_name}")) == video.bytes


def test_another_video_for_a_killed_storys_video_is_not_public_either(kill):
    video = make_own_video()
    kill(publish_article(body=f'<div data-video="{video.uuid}"></div>'))
    video.refresh_from_db()
    video_records.save(video, file=io.BytesIO(mp4(seconds=7)))
    assert public_files_of(video) == []
    follow()
    assert public_files_of(video) == []


def test_a_video_that_another_story_shows_or_will_show_stays(kill, desk):
    video, planned = make_own_video(), make_own_video()
    article = publish_article(
        body=f'<div data-video="{video.uuid}"></div><div data-video="{planned.uuid}"></div>'
    )
    publish_article(body=f'<div data-video="{video.uuid}"></div>')
    other = make_article(body=f'<div data-video="{planned.uuid}"></div>', section=article.section)
    publishing.publish(other, by=None, at=clock.now() + timedelta(days=1))
    kill(article)
    assert public_files_of(video)
    assert public_files_of(planned)


def test_the_files_go_with_the_last_story_that_shows_what_a_killed_one_showed(kill, chief):
    image, video = make_image(), make_own_video()
    words = {"lead_image": image, "body": f'<div data-video="{video.uuid}"></div>'}
    article, other = publish_article(**words), publish_article(**words)
    kill(article)
    takedowns.withdraw(other, by=chief, note="Old")
    follow()
    assert not has_files(image)
    assert public_files_of(video) == []


def test_the_files_go_when_a_planned_story_that_shows_the_same_is_given_up(kill, chief):
    image, video = make_image(), make_own_video()
    words = {"lead_image": image, "body": f'<div data-video="{video.uuid}"></div>'}
    article, other = publish_article(**words), make_article(**words)
    publishing.publish(other, by=None, at=clock.now() + timedelta(days=1))
    kill(article)
    assert has_files(image)
    publishing.unschedule(other, by=chief)
    # No reader saw anything of it, so the ledger does not tell.
    assert taken_down_files.settle_left() == 2
    follow()
    assert not has_files(image)
    assert public_files_of(video) == []
    assert taken_down_files.settle_left() == 0


def test_a_storage_that_is_away_when_a_video_must_go_is_asked_again(kill, monkeypatch):
    video = make_own_video()
    article = publish_article(body=f'<div data-video="{video.uuid}"></div>')

    def away(*args, **kwargs):
        raise OSError("The storage does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(PublicFileStorage, "delete", away)
        with pytest.raises(OSError, match="does not answer"):
            kill(article)
    assert public_files_of(video)
    assert leases.overdue(at=clock.now()) == 1
    assert queue.settle_due() == 1
    assert public_files_of(video) == []
    assert leases.overdue(at=clock.now()) == 0


def test_a_killed_storys_picture_is_refused_while_its_files_cannot_be_deleted(
    kill, client, monkeypatch, django_assert_num_queries
):
    image, other = make_image(), make_image()
    address, shown = (f"/files/{i.renditions.first().file_name}" for i in (image, other))
    article = publish_article(lead_image=image)

    def away(*args, **kwargs):
        raise OSError("Read-only file system")

    monkeypatch.setattr(PublicFileStorage, "delete", away)
    with pytest.raises(OSError, match="Read-only"):
        kill(article)
    assert has_files(image)
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    with django_assert_num_queries(1):
        assert client.get(shown).status_code == 200


def test_a_video_that_is_brought_back_while_its_story_is_killed_goes_again(kill, monkeypatch):
    video = make_own_video()
    body = f'<div data-video="{video.uuid}"></div>'
    kill(publish_article(body=body))
    other = publish_article(body=body)
    followers.run()
    real = PublicFileStorage.save_public

    def killed_meanwhile(self, name, content, *more):
        real(self, name, content, *more)
        if name.endswith(".mp4"):
            kill(other)

    with monkeypatch.context() as slow:
        slow.setattr(PublicFileStorage, "save_public", killed_meanwhile)
        queue.settle_due()
    queue.settle_due()
    assert public_files_of(video) == []


def test_the_poster_of_a_killed_storys_video_goes_and_so_does_what_a_copy_became(kill):
    poster, copy, kept = make_image(), make_image(), make_image()
    video = make_video(poster=poster)
    body = f'<p>W.</p><div data-video="{video.uuid}"></div>'
    article = publish_article(lead_image=copy, body=body)
    editing.give_way(copy, into=kept)
    recompile_all()
    kill(article)
    assert not has_files(poster)
    assert not has_files(copy)
    assert not has_files(kept)
