"""Pictures that came before their files were read, or read as well, are read again."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from media.intake import examination, kept_originals, uploads
from media.library import editing, search
from media.models import Image, Lease, RenditionRequest
from media.rights import leases
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import log, revisions
from newsroom.editorial.publication import recompilation
from tests.factories import make_article
from tests.requirements import PROJECT
from tests.settling import recompile_all

from .factories import make_agency, picture_bytes
from .metadata_files import jpeg_with_xmp, xmp
from .test_taking_over import FOURTEEN_DAYS, agency_file

pytestmark = [pytest.mark.django_db, pytest.mark.files]

SENTENCE = FOURTEEN_DAYS.removesuffix(".")
LINE = "Zoë Ångström/AFP"


def make_old(file=None, *, arrived_days_ago: int = 400, **words) -> Image:
    """A picture as a version left it that read nothing from files."""
    file = file or agency_file(Credit=LINE, Headline="Pier opens", City="Wendhaven")
    return age(uploads.store(file).image, arrived_days_ago=arrived_days_ago, **words)


def age(image: Image, *, arrived_days_ago: int = 400, **words) -> Image:
    image.leases.all().delete()
    none = {name: Image._meta.get_field(name).get_default() for name in editing.FIELDS - {"uuid"}}
    Image.objects.filter(pk=image.pk).update(
        **{**none, **words},
        house_credit="", metadata={}, read_with=None, windows=None, syndication_windows=None,
        rights_due_at=None, phash="", phash_0=None, phash_1=None, phash_2=None, phash_3=None,
        created_at=clock.now() - timedelta(days=arrived_days_ago),
    )  # fmt: skip
    image.refresh_from_db()
    search.index(image)
    RenditionRequest.objects.all().delete()
    return image


def told(*args) -> list[dict]:
    out = StringIO()
    call_command("reread_images", *args, "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def shown(article) -> dict | None:
    """The lead picture as readers have it."""
    recompile_all()
    return article.editions.live(clock.now()).get().card["lead_image"]


def everything() -> dict:
    return {
        "images": list(Image.objects.order_by("pk").values()),
        "leases": list(Lease.objects.order_by("pk").values()),
        "log": log.LogEntry.objects.count(),
        "requests": list(RenditionRequest.objects.values("image", "number")),
    }


def test_what_comes_in_today_is_up_to_date():
    image = uploads.store(agency_file()).image
    assert image.read_with == examination.READER
    assert told() == []


def test_an_old_picture_gets_its_hash_its_record_and_its_empty_words():
    old = make_old()
    (line,) = told()
    image = Image.objects.get(pk=old.pk)
    assert image.phash
    assert image.phash_0 is not None
    assert image.metadata["headline"] == "Pier opens"
    assert (image.title, image.city, image.caption) == ("Pier opens", "Wendhaven", "The pier.")
    assert image.printed_credit == LINE
    assert image.read_with == examination.READER
    assert line["id"] == str(old.uuid)
    assert line["result"] == "filled"
    assert line["filled"] == [
        "agency", "caption", "city", "creator", "metadata", "phash", "rights_category", "title",
    ]  # fmt: skip
    assert line["left"] == []


def test_an_old_picture_is_found_by_its_likeness_and_its_words_afterwards():
    old = make_old()
    told()
    copy = uploads.examine(agency_file(caption="Another one."))
    assert [near.image for near in copy.near] == [old]
    assert list(search.matching(Image.objects.all(), "wendh")) == [old]


def test_what_people_wrote_stays_and_is_told():
    old = make_old(title="Our pier", caption="Boats.", creator="Ana Ruiz")
    (line,) = told()
    image = Image.objects.get(pk=old.pk)
    assert (image.title, image.caption, image.city) == ("Our pier", "Boats.", "Wendhaven")
    # A credit is one thing: whoever wrote a part of it wrote the whole.
    assert image.printed_credit == "Ana Ruiz"
    assert image.rights_category == ""
    assert line["left"] == ["agency", "caption", "creator", "rights_category", "title"]


def test_a_category_that_people_chose_gets_no_licence_beside_it():
    address = "https://creativecommons.org/licenses/by/4.0/"
    packet = f"<xmpRights:WebStatement>{address}</xmpRights:WebStatement>"
    old = make_old(ContentFile(jpeg_with_xmp(xmp(packet)), name="x.jpg"), rights_category="agency")
    told()
    image = Image.objects.get(pk=old.pk)
    assert (image.rights_category, image.licence) == ("agency", "")


def test_what_somebody_emptied_stays_empty():
    old = make_old(city="Wendhaven", alt_text="")
    old.city = ""
    editing.save(old)
    (line,) = told()
    assert Image.objects.get(pk=old.pk).city == ""
    assert "city" in line["left"]


def test_a_decorative_picture_gets_no_alt_text():
    packet = (
        '<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">A pier'
        "</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>"
    )
    content = jpeg_with_xmp(xmp(packet))
    old = make_old(ContentFile(content, name="x.jpg"), is_decorative=True)
    (line,) = told()
    assert Image.objects.get(pk=old.pk).alt_text == ""
    assert line["left"] == ["alt_text"]


def test_names_are_printed_as_the_agencys_record_has_them_and_its_contract_fills_nothing():
    make_agency("Agence", aliases=["AFP"], credit_format="{agency}: {creator}",
                cost="per_use", restrictions="Ask first", lease_days=3)  # fmt: skip
    old = make_old()
    told("--propose-rights", "all")
    image = Image.objects.get(pk=old.pk)
    assert image.printed_credit == "Agence: Zoë Ångström"
    assert (image.cost, image.restrictions) == ("", "")
    assert not image.leases.exists()


def test_stories_that_readers_see_show_the_credit_that_came_in(desk):
    old = uploads.store(agency_file(Credit=LINE), alt_text="A pier").image
    article = make_article(lead_image=old)
    revisions.save(article, by=desk)
    publishing.publish(article, by=desk)
    recompilation.changed(age(old, alt_text="A pier"))
    assert not shown(article)["credit"]["line"]
    told()
    assert shown(article)["credit"]["line"] == LINE
    assert RenditionRequest.objects.filter(image=old).exists()


def test_it_says_in_the_log_what_it_filled():
    old = make_old()
    told()
    (entry,) = log.of(old).filter(act="reread")
    assert entry.by is None
    assert entry.data["changed"]["title"] == ["", "Pier opens"]


def test_a_second_run_changes_nothing():
    make_old()
    make_old(agency_file(seed=2, Credit="AFP", Instructions=FOURTEEN_DAYS))
    told("--propose-rights", "all")
    before = everything()
    assert told("--propose-rights", "all") == []
    assert told() == []
    assert everything() == before


def test_read_by_an_older_reader_it_is_taken_again(monkeypatch):
    old = make_old()
    told()
    monkeypatch.setattr(examination, "READER", examination.READER + 1)
    (line,) = told()
    assert (line["id"], line["result"], line["filled"]) == (str(old.uuid), "unchanged", [])
    assert Image.objects.get(pk=old.pk).read_with == examination.READER
    assert told() == []


def test_a_dry_run_says_the_same_and_writes_nothing():
    make_old()
    make_old(agency_file(seed=2, Credit="AFP", Instructions=FOURTEEN_DAYS))
    before = everything()
    dry = told("--dry-run", "--propose-rights", "all")
    assert everything() == before
    assert told("--propose-rights", "all") == dry


# --- Rights --------------------------------------------------------------------------------------


def make_limited(**words) -> Image:
    return make_old(agency_file(Credit="AFP", Instructions=FOURTEEN_DAYS), **words)


def test_limits_are_told_and_kept_in_words_and_close_nothing_unless_asked():
    old = make_limited()
    (line,) = told()
    image = Image.objects.get(pk=old.pk)
    assert not image.leases.exists()
    assert image.is_usable(clock.now())
    assert image.restrictions == FOURTEEN_DAYS
    assert [lease["words"] for lease in line["proposed_rights"]] == [SENTENCE]
    assert line["rights"] == "told"


def test_asked_for_the_limits_of_unused_pictures_become_proposals_from_the_day_they_came():
    old = make_limited()
    told()
    (line,) = told("--propose-rights", "unused")
    (lease,) = old.leases.all()
    assert lease.is_proposed
    assert lease.ends_at == old.created_at + timedelta(days=14)
    assert not Image.objects.get(pk=old.pk).is_usable(clock.now())
    assert (line["result"], line["rights"]) == ("unchanged", "proposed")


def test_a_picture_that_readers_see_keeps_standing_until_somebody_says_all(desk):
    old = make_limited(alt_text="A pier", creator="Ana Ruiz")
    article = make_article(lead_image=old)
    revisions.save(article, by=desk)
    publishing.publish(article, by=desk)
    (line,) = told("--propose-rights", "unused")
    assert (line["rights"], line["stories"]) == ("shown", 1)
    assert shown(article)
    (line,) = told("--propose-rights", "all")
    assert (line["rights"], line["stories"]) == ("proposed", 1)
    assert not shown(article)


def test_a_proposal_that_was_dismissed_or_decided_is_not_made_again():
    old = make_limited()
    told("--propose-rights", "all")
    leases.dismiss_lease(old.leases.get(), by=None, note="We bought it.")
    Image.objects.update(read_with=None)
    told("--propose-rights", "all")
    assert old.leases.count() == 1
    assert Image.objects.get(pk=old.pk).is_usable(clock.now())


# --- What cannot be read -------------------------------------------------------------------------


def test_a_protected_source_is_said_so_and_gets_only_what_the_eye_sees():
    image = uploads.store(agency_file(Credit=LINE), protect_source=True).image
    Image.objects.update(read_with=None, phash="", phash_0=None)
    (line,) = told()
    image.refresh_from_db()
    assert (line["result"], line["filled"]) == ("protected", ["phash"])
    assert line["notes"] == ["Its source is protected: the file that came in was not kept."]
    assert image.phash
    assert (image.metadata, image.title) == ({}, "")
    assert told() == []


def test_a_missing_or_damaged_file_stops_nothing_and_is_tried_again():
    missing, damaged, fine = (
        make_old(),
        make_old(agency_file(seed=2)),
        make_old(agency_file(seed=3)),
    )
    missing.original.storage.delete(missing.original.name)
    with damaged.original.storage.open(damaged.original.name, "wb") as file:
        file.write(picture_bytes(number=77))
    lines = told()
    assert [line["result"] for line in lines] == ["unreadable", "unreadable", "filled"]
    assert all(line["reason"].endswith(".") for line in lines[:2])
    assert Image.objects.get(pk=missing.pk).read_with is None
    with pytest.raises(CommandError):
        call_command("reread_images", stdout=StringIO())
    assert Image.objects.get(pk=fine.pk).phash


def test_a_file_that_was_replaced_meanwhile_is_left_to_the_next_run(monkeypatch):
    old = make_old()
    real = examination.examine_again

    def replaced(image):
        examined = real(image)
        Image.objects.filter(pk=image.pk).update(sha256="f" * 64)
        return examined

    monkeypatch.setattr(examination, "examine_again", replaced)
    (result,) = kept_originals.read_again()
    assert result.outcome == "unreadable"
    assert "replaced in the meantime" in result.reason
    assert Image.objects.get(pk=old.pk).title == ""


def test_the_text_says_it_in_words():
    make_limited()
    out = StringIO()
    call_command("reread_images", stdout=out)
    first, *_more, last = out.getvalue().splitlines()
    assert "Filled from the file: agency, caption, creator" in first
    assert SENTENCE in first
    assert last == (
        "1 picture was read again; something came in of 1; protected: 0; unreadable: 0. "
        "Limits in the files that are not in force: 1. See --propose-rights."
    )


KILLED_IN_THE_MIDDLE = """
import os, sys, django
django.setup()
from django.core.files.base import ContentFile
from django.core.management import call_command
from media.library import search
real, seen = search.index, []
def index(image):
    seen.append(image)
    if len(seen) == 2 and sys.argv[1] == "kill":
        os.kill(os.getpid(), 9)
    return real(image)
search.index = index
call_command("reread_images", "--json")
"""

PREPARED = """
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.management import call_command
call_command("migrate", verbosity=0)
from media.intake import uploads
from media.models import Image
from tests.media.test_taking_over import agency_file
for seed in (1, 2, 3):
    uploads.store(agency_file(seed=seed, Credit="AFP", Headline="Pier opens"))
Image.objects.update(read_with=None, title="", phash="")
"""

REPORTED = """
import django
django.setup()
from media.models import Image
print([(i.title, bool(i.phash), i.read_with) for i in Image.objects.order_by("pk")])
"""


def test_killed_in_the_middle_and_run_again_it_goes_on(tmp_path):
    environment = {
        **os.environ, "VAR_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}", "PYTHONPATH": str(PROJECT),
    }  # fmt: skip

    def run(code: str, *args: str):
        return subprocess.run([sys.executable, "-c", code, *args], env=environment, cwd=PROJECT,
                              capture_output=True, text=True, check=False)  # fmt: skip

    assert run(PREPARED).returncode == 0
    killed, after = run(KILLED_IN_THE_MIDDLE, "kill"), run(REPORTED)
    assert killed.returncode == -9
    done, nothing = ("Pier opens", True, examination.READER), ("", False, None)
    assert after.stdout.strip() == str([done, nothing, nothing])
    again = run(KILLED_IN_THE_MIDDLE, "go on")
    assert [json.loads(line)["result"] for line in again.stdout.splitlines()] == ["filled"] * 2
    assert run(REPORTED).stdout.strip() == str([done] * 3)


def test_the_walk_takes_what_is_out_of_date_in_batches(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(kept_originals, "BATCH", 2)
    for seed in range(5):
        make_old(agency_file(seed=seed))
    assert len(told()) == 5
    with django_assert_max_num_queries(2):
        assert told() == []
