"""What public files say: credit, rights and words as the library has them, and nothing else."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PilImage

from media.intake import uploads
from media.library import editing
from media.models import Image, Rendition
from media.renditions import embedded_metadata, image_files
from media.renditions.embedded_metadata import Statement
from media.storage.stores import renditions_storage

from .factories import draw_picture, make_image, picture_file

pytestmark = pytest.mark.files

CREDIT = {
    "creator": "Zoë Ångström <&> 照片",
    "is_pool": True,
    "agency": "Harbour Wire",
    "supplier": "Quay Pictures",
    "copyright_notice": "© 2026 Zoë Ångström",
    "caption": "“Ships” & <cranes>\nat the quay",
    "alt_text": "Two cranes above a ship",
    "usage_terms": "One use only.",
}
LINE = "Zoë Ångström <&> 照片/Pool/Harbour Wire via Quay Pictures"
ADDRESSES = {
    "web_statement": "https://harbourwire.example/rights?a=1&b=2",
    "licensor_url": "https://harbourwire.example/buy/17",
    "digital_source_type": "compositeWithTrainedAlgorithmicMedia",
    "data_mining": "DMI-PROHIBITED-AIMLTRAINING",
}

exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")


def opened(rendition: Rendition) -> PilImage.Image:
    with renditions_storage().open(rendition.file_name) as file:
        picture = PilImage.open(io.BytesIO(file.read()))
    picture.load()
    return picture


def read_back(paths: list[str]) -> list[dict]:
    """All tags of some files, as exiftool reads them; one call for all."""
    answer = subprocess.run(
        ["exiftool", "-j", "-a", "-G1", "-struct", "-charset", "iptc=UTF8", "-@", "-"],
        input="\n".join(paths), capture_output=True, check=True, text=True,
    )  # fmt: skip
    return json.loads(answer.stdout)


def with_secrets() -> ContentFile:
    """A photograph that says more than it should."""
    exif = PilImage.Exif()
    exif[0x010F] = "SecretCameras"
    exif[0x0131] = "SecretSoftware"
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (50.0, 26.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0)})
    exif[0x8825] = gps
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretHistory</x:xmpmeta>"
    return picture_file(700, 400, exif=exif.tobytes(), comment=b"SecretComment", xmp=packet)


def stored(**fields) -> Image:
    """An image in the library with these fields, whoever may set them at upload."""
    image = uploads.store(with_secrets(), **CREDIT).image
    for name, value in fields.items():
        setattr(image, name, value)
    image.save()
    image_files.make(image)
    return image


def paths(image: Image) -> list[str]:
    return [renditions_storage().path(r.file_name) for r in image.renditions.all()]


@exiftool
@pytest.mark.django_db
def test_every_file_says_who_and_on_what_terms_as_exiftool_reads_it():
    found = read_back(paths(stored(**ADDRESSES)))
    assert {one["File:FileType"] for one in found} == {"JPEG", "Extended WEBP", "AVIF"}
    for one in found:
        assert one["XMP-dc:Creator"] == [CREDIT["creator"]]
        assert one["XMP-photoshop:Credit"] == LINE
        assert one["XMP-photoshop:Source"] == "Quay Pictures"
        assert one["XMP-dc:Rights"] == CREDIT["copyright_notice"]
        assert one["XMP-xmpRights:Marked"] is True
        assert one["XMP-xmpRights:UsageTerms"] == "One use only."
        assert one["XMP-xmpRights:WebStatement"] == ADDRESSES["web_statement"]
        assert one["XMP-plus:Licensor"] == [{"LicensorURL": ADDRESSES["licensor_url"]}]
        assert one["XMP-dc:Description"] == CREDIT["caption"]
        assert one["XMP-iptcCore:AltTextAccessibility"] == CREDIT["alt_text"]
        assert one["XMP-iptcExt:DigitalSourceType"].endswith(ADDRESSES["digital_source_type"])
        assert "PROHIBITED" in one["XMP-plus:DataMining"].upper()
        assert one["IFD0:Artist"] == CREDIT["creator"]
        assert one["IFD0:Copyright"] == CREDIT["copyright_notice"]
        assert one["IFD0:ImageDescription"] == CREDIT["caption"]
        assert "ExifTool:Warning" not in one
        assert not carried_too_much(one)
        assert "Secret" not in json.dumps(one)


@exiftool
@pytest.mark.django_db
def test_a_jpeg_has_it_for_older_programs_too_cut_between_letters():
    jpegs = [one for one in read_back(paths(stored())) if one["File:FileType"] == "JPEG"]
    assert jpegs
    for one in jpegs:
        assert one["IPTC:CodedCharacterSet"] == "UTF8"
        assert one["IPTC:By-line"] == CREDIT["creator"]
        assert one["IPTC:Credit"] == "Zoë Ångström <&> 照片/Pool/"
        assert one["IPTC:Source"] == "Quay Pictures"
        assert one["IPTC:CopyrightNotice"] == CREDIT["copyright_notice"]
        assert one["IPTC:Caption-Abstract"] == "“Ships” & <cranes> at the quay"


@exiftool
def test_a_png_can_carry_it_as_well(tmp_path):
    carried = embedded_metadata.carrying(Statement(creator="Zoë", credit=LINE, copyright="© Zoë"))
    draw_picture().save(tmp_path / "x.png", **carried.options("png"))
    (one,) = read_back([str(tmp_path / "x.png")])
    assert one["XMP-dc:Creator"] == ["Zoë"]
    assert one["XMP-photoshop:Credit"] == LINE
    assert one["IFD0:Copyright"] == "© Zoë"


@pytest.mark.django_db
def test_the_source_that_is_protected_is_not_named():
    image = stored(is_source_protected=True, credit_line="Submitted picture")
    for path in paths(image):
        content = Path(path).read_bytes()
        assert "Ångström <&>".encode() not in content
        assert "Ångström &lt;&amp;&gt;".encode() not in content
        assert b"Submitted picture" in content


@pytest.mark.django_db
def test_a_public_licence_is_named_by_its_address():
    image = stored(licence="CC BY 4.0")
    assert b"https://creativecommons.org/licenses/by/4.0/" in embedded_metadata.of(image).xmp
    image.web_statement = "https://own.example/"
    assert b"https://own.example/" in embedded_metadata.of(image).xmp
    assert b"creativecommons" not in embedded_metadata.of(image).xmp


@pytest.mark.django_db
def test_what_is_decorative_has_no_alt_text():
    image = stored(is_decorative=True)
    assert b"AltText" not in embedded_metadata.of(image).xmp


@pytest.mark.django_db
def test_a_printed_override_is_what_the_files_say():
    image = make_image(credit_line="AP Photo/Jon Reyes", creator="Jon Reyes", agency="AP")
    for rendition in image.renditions.all():
        packet = opened(rendition).info["xmp"].decode()
        assert "<photoshop:Credit>AP Photo/Jon Reyes</photoshop:Credit>" in packet


@pytest.mark.django_db
def test_a_corrected_credit_is_in_new_files_under_new_names():
    image = make_image()
    before = {r.file_name for r in image.renditions.all()}
    image.creator = "Ana Ruiz"
    editing.save(image)
    image_files.make(image)
    assert not before & {r.file_name for r in image.renditions.all()}
    assert b"Ana Ruiz" in opened(image.renditions.first()).info["xmp"]


@pytest.mark.django_db
def test_a_picture_of_which_nothing_is_known_says_nothing():
    image = uploads.store(with_secrets()).image
    for rendition in image.renditions.all():
        picture = opened(rendition)
        assert "xmp" not in picture.info
        assert not picture.getexif()


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(min_value=1, max_value=40))
def test_texts_are_cut_between_characters(text, most):
    assert len(embedded_metadata.cut(text, most).encode()) <= most
    assert text.startswith(embedded_metadata.cut(text, most))


@given(st.builds(Statement, *[st.text(max_size=50) for _field in range(11)]))
def test_any_words_make_blocks_that_can_be_read(said):
    carried = embedded_metadata.carrying(said)
    out = io.BytesIO()
    draw_picture().save(out, "JPEG", **carried.options("jpeg"))
    picture = PilImage.open(out)
    assert picture.getxmp() or not carried.xmp
    credit = embedded_metadata.storable(said.credit)
    if credit:
        description = picture.getxmp()["xmpmeta"]["RDF"]["Description"]
        assert description["Credit"] == credit


def test_words_without_end_still_fit_a_jpeg():
    said = Statement(*["é&<照" * 20_000 for _field in range(11)])
    carried = embedded_metadata.carrying(said)
    out = io.BytesIO()
    draw_picture().save(out, "JPEG", **carried.options("jpeg"))
    assert "Credit" in PilImage.open(out).getxmp()["xmpmeta"]["RDF"]["Description"]
    assert len(embedded_metadata.iim_segment(carried.iim)) < 65_000


# What may stand in a public file, by exiftool's groups. Everything else is a leak.
ALLOWED = {
    "XMP-dc:Creator", "XMP-dc:Rights", "XMP-dc:Description", "XMP-photoshop:Credit",
    "XMP-photoshop:Source", "XMP-xmpRights:Marked", "XMP-xmpRights:UsageTerms",
    "XMP-xmpRights:WebStatement", "XMP-plus:Licensor", "XMP-plus:DataMining",
    "XMP-iptcCore:AltTextAccessibility", "XMP-iptcExt:DigitalSourceType",
    "IFD0:Artist", "IFD0:Copyright", "IFD0:ImageDescription",
    "IPTC:CodedCharacterSet", "IPTC:ApplicationRecordVersion", "IPTC:By-line", "IPTC:Credit",
    "IPTC:Source", "IPTC:CopyrightNotice", "IPTC:Caption-Abstract", "SourceFile",
}  # fmt: skip
# How the file is built, not what it says.
TECHNICAL = {"ExifTool", "System", "File", "JFIF", "RIFF", "Composite", "Meta", "QuickTime",
             "ItemList", "Track1", "Track2"}  # fmt: skip


def carried_too_much(tags: dict) -> set[str]:
    found = {key for key in tags if key not in ALLOWED and key.split(":")[0] not in TECHNICAL}
    return found | {key for key in tags if any(word in key.lower() for word in FORBIDDEN)}


FORBIDDEN = ("gps", "serial", "owner", "software", "thumbnail", "comment", "xmpmm", "documentid",
             "instanceid", "maker", "model", "uniqueid")  # fmt: skip


def test_the_statement_has_what_the_library_says():
    image = Image(creator="Ana Ruiz", agency="Harbour Wire", data_mining="DMI-PROHIBITED")
    said = embedded_metadata.statement_of(image)
    assert said.credit == image.printed_credit == "Ana Ruiz/Harbour Wire"
    assert said.data_mining == "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"
