"""The picture desk's reports: short, true, and as quick in a large library as in a small one."""

import re
from datetime import timedelta

import pytest

from media.library import reports
from media.models import Image, RenditionRequest
from media.rights import leases
from newsroom.editorial import clock
from tests.admin.pages import text_of
from tests.factories import publish_article

from .factories import make_image
from .many import many_images

pytestmark = pytest.mark.django_db

URL = "/admin/media/image/reports/"
HOUR = timedelta(hours=1)


def images_of(lines) -> list[Image]:
    return [line.image for line in lines]


def test_what_ends_soon_is_listed_and_what_readers_see_comes_first():
    now = clock.now()
    first, live, later = make_image(), make_image(), make_image()
    publish_article(lead_image=live)
    leases.add_lease(first, by=None, kind="allow", ends_at=now + 2 * HOUR)
    leases.add_lease(live, by=None, kind="allow", ends_at=now + 50 * HOUR)
    leases.add_lease(later, by=None, kind="allow", ends_at=now + 500 * HOUR)
    now = clock.now()
    lines = reports.ending(now)
    assert images_of(lines) == [live, first]
    assert [line.is_live for line in lines] == [True, False]
    assert reports.count_ending(now, within=24 * HOUR) == 1


def test_a_bar_that_begins_soon_is_an_end():
    image, now = make_image(), clock.now()
    leases.add_lease(image, by=None, kind="deny", starts_at=now + HOUR)
    assert images_of(reports.ending(now)) == [image]


def test_live_pictures_without_credit_are_listed():
    bare, unseen = make_image(), make_image(creator="", agency="")
    publish_article(lead_image=bare)
    # Preflight lets none out like this; an old import may have.
    Image.objects.filter(pk=bare.pk).update(creator="", agency="")
    assert images_of(reports.without_credit(clock.now())) == [bare]
    assert unseen not in images_of(reports.without_credit(clock.now()))


def test_proposals_wait_the_oldest_first():
    one, two = make_image(), make_image()
    leases.add_lease(one, by=None, kind="deny", words="GERMANY OUT", is_proposed=True)
    leases.add_lease(two, by=None, kind="deny", is_proposed=True)
    assert images_of(reports.undecided()) == [one, two]
    assert reports.undecided()[0].note == "GERMANY OUT"


def test_the_most_used_and_what_is_paid_for_each_use_are_counted():
    often, once = make_image(), make_image()
    Image.objects.filter(pk=once.pk).update(cost="per_use")
    for _number in range(3):
        publish_article(lead_image=often)
    publish_article(lead_image=once)
    lines = reports.most_used(clock.now())
    assert [(line.image, line.number) for line in lines] == [(often, 3), (once, 1)]
    paid = reports.paid_per_use(clock.now())
    assert [(line.image, line.number) for line in paid] == [(once, 1)]


def test_files_that_could_not_be_made_are_listed_with_the_reason():
    image = make_image()
    RenditionRequest.objects.update_or_create(
        image=image, defaults={"failures": 3, "error": "No space left on device."}
    )
    (line,) = reports.failed()
    assert (line.image, line.number, line.note) == (image, 3, "No space left on device.")


@pytest.mark.parametrize("size", [20, 2000])
def test_the_page_asks_no_more_of_a_large_library(
    client, picture_editor, size, django_assert_max_num_queries
):
    many_images(size, creator="", agency="", is_announced=True)
    for _number in range(3):
        publish_article(lead_image=make_image())
    client.force_login(picture_editor)
    with django_assert_max_num_queries(24):
        answer = client.get(URL)
    assert "Most used, 30 days" in text_of(answer)


def test_a_line_says_until_when_it_may_be_shown_and_what_was_proposed(client, picture_editor):
    image = make_image()
    leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() + 5 * HOUR,
                     words="No sales", is_proposed=True)  # fmt: skip
    client.force_login(picture_editor)
    page = text_of(client.get(URL))
    assert re.search(r"until (tomorrow )?\d?\d:\d\d [AP]M", page)
    assert "just now · No sales" in page


def test_contributors_have_no_reports(client, contributor):
    client.force_login(contributor)
    assert client.get(URL).status_code == 403


def test_picture_editors_are_told_on_the_desk_what_ends_and_waits(client, picture_editor, reporter):
    image = make_image()
    until = clock.now() + 5 * HOUR
    leases.add_lease(image, by=None, kind="allow", ends_at=until, is_proposed=True)
    client.force_login(picture_editor)
    desk = text_of(client.get("/admin/"))
    assert "1 picture ends within 24 hours." in desk
    assert "1 proposal waits for a yes or a no." in desk
    client.force_login(reporter)
    assert "ends within 24 hours" not in text_of(client.get("/admin/"))
