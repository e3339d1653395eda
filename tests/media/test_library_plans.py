"""On PostgreSQL the library's lists walk one range of an index, however large it is."""

from datetime import timedelta

import pytest

from media.library import search
from media.models import Collection, CollectionImage, Image, Lease, LeaseKind
from newsroom.editorial import clock
from newsroom.lib import instants
from tests.plans import Asked, asked_by, assert_narrow

from .many import many_images

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,  # it explains its plans
    pytest.mark.usefixtures("served_plans"),
]
ROWS = 6000
#: No list of sixty reads more rows of a table than this, whatever the library holds.
MOST_ROWS = 700
LIST = "/admin/media/image/"
LISTS = [
    "", "?show=table", "?use=all", "?use=retired", "?q=harbour", "?q=harb+jon", "?q=zebra",
    "?agency=Harbour+Wire", "?agency=Nordlys", "?category=agency", "?category=handout",
    "?rights=ending-24h", "?rights=ending-7d", "?rights=ended", "?rights=barred",
    "?rights=undecided", "?lacks=credit", "?lacks=alt", "?uploader={user}",
    "?collection={collection}", "?format=heic", "?shape=square", "?shape=portrait",
    "?since={day}", "?until={day}", "?q=zebra&agency=Nordlys", "?q=harbour&lacks=credit",
]  # fmt: skip
#: What few or many may have: statistics decide whether a list begins there.
WITH_STATISTICS = {
    "?q=zebra", "?q=zebra&agency=Nordlys", "?rights=barred", "?rights=undecided",
    "?collection={collection}",
}  # fmt: skip


@pytest.fixture
def archive(picture_editor) -> dict:
    """Mostly alike, and a few old ones that each filter looks for."""
    images = many_images(ROWS)
    now = clock.now()
    rare = images[-10:]
    keys = [image.pk for image in rare]
    until = now + timedelta(hours=3)
    Image.objects.filter(pk__in=keys).update(
        title="Zebra", agency="Nordlys", rights_category="handout", format="heic", width_px=300,
        height_px=300, uploaded_by=picture_editor, alt_text="",
    )  # fmt: skip
    for image in Image.objects.filter(pk__in=keys):
        search.index(image)
    Image.objects.filter(pk=keys[0]).update(agency="", creator="")
    Image.objects.filter(pk=keys[1]).update(retired_at=now)
    Image.objects.filter(pk=keys[2]).update(height_px=500)
    # A library of agency pictures: most had a lease that has ended.
    begun = instants.to_text(now - timedelta(days=9))
    ended = [image.pk for image in images[1000:4000]]
    Image.objects.filter(pk__in=ended).update(windows=[[None, begun]])
    Image.objects.filter(pk=keys[3]).update(
        windows=[[None, instants.to_text(until)]], rights_due_at=until
    )
    Lease.objects.bulk_create(
        [
            *(
                Lease(image_id=pk, kind=LeaseKind.ALLOW, ends_at=now - timedelta(days=9))
                for pk in ended
            ),
            Lease(image_id=keys[3], kind=LeaseKind.ALLOW, ends_at=until, is_proposed=True),
        ]
    )
    collection = Collection.objects.create(name="Storm")
    CollectionImage.objects.bulk_create(
        CollectionImage(collection=collection, image_id=pk) for pk in keys
    )
    return {
        "user": picture_editor.pk,
        "collection": collection.pk,
        "day": f"{images[3000].created_at:%Y-%m-%d}",
    }


def test_no_list_reads_more_than_about_the_rows_it_prints(client, archive, picture_editor):
    client.force_login(picture_editor)
    asked: dict[bool, list[Asked]] = {False: [], True: []}
    for template in LISTS:
        url = LIST + template.format(**archive)
        for _page in range(2):
            answer, more = asked_by(client.get, url, MOST_ROWS)
            asked[template in WITH_STATISTICS] += more
            following = answer.context["next_url"]
            if not following:
                break
            url = LIST + following
    assert_narrow(asked[False], bloat=lambda: many_images(ROWS), analysed=asked[True])
