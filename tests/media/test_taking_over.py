"""A file's own words, credit and limits are in the library from the moment it came in."""

import io
import json
from datetime import timedelta
from xml.sax.saxutils import escape

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from articles.importers.conversion import ImageUse
from articles.importers.images import words_of
from media.intake import examination, uploads
from media.models import Image, Lease
from newsroom.editorial import clock

from .factories import draw_photo, make_agency

pytestmark = pytest.mark.django_db

FOURTEEN_DAYS = "MAY BE USED ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION."

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">{}</rdf:Description>\
</rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def agency_file(
    *, seed: int = 1, creator: str = "Zoë Ångström", caption: str = "The pier.", **photoshop: str
) -> ContentFile:
    """A photograph as an agency sends it, with XMP; other fields are Photoshop's, by their name."""
    fields = "".join(
        f"<photoshop:{name}>{escape(value)}</photoshop:{name}>" for name, value in photoshop.items()
    )
    fields += f"<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>"
    fields += (
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(caption)}</rdf:li></rdf:Alt></dc:description>"
    )
    out = io.BytesIO()
    draw_photo(seed=seed).save(out, "JPEG", xmp=_PACKET.format(fields).encode())
    return ContentFile(out.getvalue(), name="pier.jpg")


def test_an_agencys_picture_comes_in_with_its_words_and_its_credit_exactly():
    line = "Zoë Ångström/Pool/AFP via Getty Images"
    file = agency_file(
        caption=f"The pier. ({line})", Credit=line, Source="AFP", Headline="Pier opens",
        Instructions="NO SALES", City="Wendhaven", DateCreated="2026-03-02T08:40:00",
    )  # fmt: skip
    image = uploads.store(file).image
    assert image.printed_credit == line
    assert (image.creator, image.is_pool, image.agency, image.supplier) == (
        "Zoë Ångström", True, "AFP", "Getty Images",
    )  # fmt: skip
    assert (image.caption, image.title, image.city) == ("The pier.", "Pier opens", "Wendhaven")
    assert image.restrictions == "NO SALES"
    assert image.date_created == "2026-03-02T08:40:00"
    assert image.rights_category == "pool"
    assert image.metadata["credit_line"] == line
    assert Image.objects.get(pk=image.pk).metadata == image.metadata


def test_what_somebody_typed_wins():
    file = agency_file(Credit="AFP", Headline="Pier opens")
    image = uploads.store(file, creator="Ana Ruiz", caption="Boats.").image
    assert (image.printed_credit, image.caption, image.title) == (
        "Ana Ruiz", "Boats.", "Pier opens",
    )  # fmt: skip


def test_a_limit_in_the_instructions_is_a_proposed_lease_in_force(monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    image = uploads.store(agency_file(Credit="AFP", Instructions=FOURTEEN_DAYS)).image
    (lease,) = image.leases.all()
    assert lease.is_proposed
    assert lease.kind == "allow"
    assert lease.ends_at == now + timedelta(days=14)
    assert image.is_usable(now)
    assert not image.is_usable(now + timedelta(days=14))
    assert Image.objects.get(pk=image.pk).windows == image.windows


def test_the_contract_does_not_widen_what_the_file_allows():
    make_agency("AFP", lease_days=60)
    image = uploads.store(agency_file(Credit="AFP", Instructions=FOURTEEN_DAYS)).image
    assert [lease.is_proposed for lease in image.leases.all()] == [True]
    assert not image.is_usable(clock.now() + timedelta(days=20))
    other = uploads.store(agency_file(Credit="AFP", seed=2)).image
    assert [lease.is_proposed for lease in other.leases.all()] == [False]
    assert other.is_usable(clock.now() + timedelta(days=20))


def test_of_a_protected_source_the_limits_stay_and_the_words_go():
    file = agency_file(Credit="AFP", Instructions=FOURTEEN_DAYS)
    image = uploads.store(file, protect_source=True).image
    assert image.metadata == {}
    assert (image.caption, image.printed_credit, image.restrictions) == ("", "", "")
    assert [lease.words for lease in Lease.objects.filter(image=image)] == [""]
    assert not image.is_usable(clock.now() + timedelta(days=15))


def test_a_sentence_that_sounds_like_a_limit_and_could_not_be_read_is_told():
    examined = uploads.examine(agency_file(Instructions="Restricted to friends of the harbour."))
    assert any("friends of the harbour" in note for note in examined.notes)


def test_an_import_that_names_no_credit_leaves_the_files():
    use = ImageUse(src="/a.jpg", alt="A pier", caption="", credit_line="")
    image = uploads.store(agency_file(Credit="AFP"), **words_of([use])).image
    assert image.printed_credit == "Zoë Ångström/AFP"
    assert image.alt_text == "A pier"
    # The old publication showed it without a caption, and so does this one.
    assert image.caption == ""


def test_a_folder_tells_the_rights_that_are_proposed(tmp_path):
    content = agency_file(Credit="AFP", Instructions=FOURTEEN_DAYS).read()
    (tmp_path / "pier.jpg").write_bytes(content)
    out = io.StringIO()
    call_command("import_images", str(tmp_path), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["credit"] == "Zoë Ångström/AFP"
    (lease,) = told["proposed_rights"]
    assert lease["kind"] == "allow"
    assert lease["ends_at"]
    assert "14 DAYS" in lease["words"].upper()


def test_an_image_remembers_which_reader_read_its_file():
    assert uploads.store(agency_file()).image.read_with == examination.READER
