"""Public files go when their rights end, whatever happens on the way."""

from datetime import timedelta

import pytest
import time_machine

from media.library import editing
from media.models import Image
from media.renditions import image_files, queue
from media.rights import leases
from media.storage.disk import PublicFileStorage
from media.storage.stores import renditions_storage
from newsroom.editorial import clock
from newsroom.editorial.models import LogEntry
from newsroom.editorial.publication import ledger
from newsroom.editorial.publication.announcements import announce_due
from newsroom.editorial.refusals import NotAllowed
from tests.factories import make_author, publish_article
from tests.settling import recompile_all

from .factories import make_image, make_video

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def files_of(image) -> list[str]:
    try:
        return renditions_storage().listdir(image.uuid.hex)[1]
    except FileNotFoundError:
        return []


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def leased():
    image, end = make_image(), clock.now() + HOUR
    leases.add_lease(image, by=None, kind="allow", ends_at=end)
    return image, end


def test_a_storage_that_is_away_at_the_end_of_a_lease_is_asked_again(leased, monkeypatch):
    image, end = leased

    def away(*args, **kwargs):
        raise OSError("The storage does not answer.")

    with time_machine.travel(end, tick=False):
        with monkeypatch.context() as broken:
            broken.setattr(PublicFileStorage, "delete", away)
            assert leases.tick() == 1, "the clock is not held up"
            with pytest.raises(OSError, match="does not answer"):
                queue.settle_due()
        assert files_of(image)
    with time_machine.travel(end + 11 * SECOND, tick=False):
        assert leases.overdue(at=clock.now() - 10 * SECOND) == 1
        assert leases.announce_due() == 0, "told once"
        assert queue.settle_due() == 1
        assert files_of(image) == []
        assert leases.overdue(at=clock.now()) == 0
        assert queue.settle_due() == 0


def test_one_picture_that_cannot_be_deleted_holds_up_no_other(leased, monkeypatch):
    image, end = leased
    other = make_image()
    leases.add_lease(other, by=None, kind="allow", ends_at=end)
    real = PublicFileStorage.delete_folder

    def partly(self, folder):
        if folder == image.uuid.hex:
            raise OSError("Not this one.")
        real(self, folder)

    monkeypatch.setattr(PublicFileStorage, "delete_folder", partly)
    with time_machine.travel(end, tick=False):
        leases.tick()
        assert queue.settle_due() == 1
    assert files_of(image)
    assert files_of(other) == []


def test_who_is_killed_after_barring_a_picture_has_its_files_deleted_by_the_worker():
    image = make_image()
    # The callbacks of this commit are never run: as after a kill -9 in between.
    leases.add_lease(image, by=None, kind="deny")
    assert files_of(image)
    assert queue.settle_due() == 1
    assert files_of(image) == []


def test_files_deleted_while_somebody_allows_the_picture_again_come_back(after_commit):
    image = make_image()
    lease = leases.add_lease(image, by=None, kind="deny")
    with after_commit():
        leases.dismiss_lease(lease, by=None)
    while queue.run_due():
        pass
    assert files_of(image)
    # What the bar asked for comes late, in another process.
    image_files.settle(image)
    while queue.run_due():
        pass
    image.refresh_from_db()
    assert image_files.is_current(image, image_files.files_key(image))


def test_a_picture_that_is_barred_while_it_is_drawn_leaves_no_file(after_commit, monkeypatch):
    image = make_image()
    image_files.delete_files(image)
    image_files.request(image)
    real = image_files.write

    def barred_meanwhile(drawn):
        leases.add_lease(Image.objects.get(pk=image.pk), by=None, kind="deny")
        real(drawn)

    monkeypatch.setattr(image_files, "write", barred_meanwhile)
    with after_commit():
        queue.run_due()
    assert files_of(image) == []


def test_a_short_window_has_its_files_when_it_opens():
    image, now = make_image(), clock.now()
    begin = now + HOUR
    leases.add_lease(image, by=None, kind="allow", starts_at=begin, ends_at=begin + 20 * SECOND)
    queue.settle_due()
    assert files_of(image) == []
    with time_machine.travel(begin - 70 * SECOND, tick=False):
        assert leases.tick() == 1
        assert queue.run_due() == 1
        assert files_of(image)
        assert leases.tick() == 0, "not asked for again and again"


# --- Copies --------------------------------------------------------------------------------------
def test_the_files_of_a_copy_follow_the_rights_of_the_picture_that_took_its_place(
    client, after_commit
):
    copy, kept = make_image(), make_image()
    address = f"/files/{copy.renditions.first().file_name}"
    editing.give_way(copy, into=kept)
    end = clock.now() + HOUR
    leases.add_lease(kept, by=None, kind="allow", ends_at=end)
    with time_machine.travel(end - 10 * SECOND, tick=False):
        assert client.get(address)["Cache-Control"] == "public, max-age=10, must-revalidate"
    with time_machine.travel(end, tick=False):
        assert client.get(address).status_code == 404
        leases.tick()
        assert queue.settle_due() == 2
    assert files_of(copy) == files_of(kept) == []


def test_a_copy_that_gives_way_to_a_barred_picture_has_no_files(after_commit):
    copy, kept = make_image(), make_image()
    leases.add_lease(kept, by=None, kind="deny")
    with after_commit():
        editing.give_way(copy, into=kept)
    assert files_of(copy) == []


def test_posters_and_portraits_are_those_of_the_picture_that_took_the_copys_place(client):
    copy, kept = make_image(), make_image()
    video, author = make_video(poster=copy), make_author(portrait=copy)
    article = publish_article(authors=[author], body=f'<div data-video="{video.uuid}"></div>')
    editing.give_way(copy, into=kept)
    recompile_all()
    asked = {
        f"/api/v1/videos/{video.uuid}": "poster", f"/api/v1/authors/{author.uuid}": "portrait",
    }  # fmt: skip
    for address, member in asked.items():
        assert client.get(address).json()[member]["id"] == str(kept.uuid)
    leases.add_lease(kept, by=None, kind="deny")
    recompile_all()
    for address, member in asked.items():
        assert client.get(address).json()[member] is None
    for public_id in (copy.uuid.hex, kept.uuid.hex):
        assert public_id not in client.get(article.editions.live().get().path).content.decode()


def test_giving_way_is_for_who_may_change_the_picture_and_stands_in_the_log(reporter, legal):
    theirs, kept = make_image(by=reporter), make_image()
    with pytest.raises(NotAllowed):
        editing.give_way(theirs, into=kept, by=legal)
    with pytest.raises(NotAllowed):
        editing.give_way(kept, into=theirs, by=reporter)
    editing.give_way(theirs, into=kept, by=reporter)
    (entry,) = LogEntry.objects.filter(act="merge")
    assert (entry.by, entry.data) == (reporter, {"into": str(kept.uuid)})


# --- Clocks --------------------------------------------------------------------------------------
def test_a_machine_whose_clock_is_behind_gives_out_no_file_that_the_pages_have_dropped(
    client, leased
):
    image, end = leased
    article = publish_article(lead_image=image)
    address = f"/files/{image.renditions.first().file_name}"
    with time_machine.travel(end + SECOND, tick=False):
        announce_due()
    with time_machine.travel(end - SECOND, tick=False):
        assert ledger.public_instant() > end
        assert image.uuid.hex not in client.get(f"/api/v1/articles/{article.uuid}").content.decode()
        assert client.get(address).status_code == 404


def test_a_worker_that_slept_over_several_windows_tells_how_it_stands_now(client):
    image, now = make_image(), clock.now()
    article = publish_article(lead_image=image)
    for hour in (1, 3, 5):
        leases.add_lease(
            image, by=None, kind="allow", starts_at=now + hour * HOUR,
            ends_at=now + (hour + 1) * HOUR,
        )  # fmt: skip
    recompile_all()
    for hour, is_shown in ((4.5, False), (5.5, True), (7, False)):
        with time_machine.travel(now + hour * HOUR, tick=False):
            announce_due()
            leases.tick()
            recompile_all()
            queue.settle_due()
            card = client.get(f"/api/v1/articles/{article.uuid}").json()
            assert bool(card["lead_image"]) is is_shown, hour
            image.refresh_from_db()
            assert image.is_announced is is_shown, hour
            while queue.run_due():
                pass
            assert bool(files_of(image)) is is_shown, hour
