"""Every collected picture: what is read equals what ExifTool reads."""

import json
import re
import shutil
import subprocess

import pytest
from django.core.files.base import File

from media.decoding import decoder
from media.intake import metadata
from tests import corpora

# ExifTool's name → ours, by block.
GROUND = {
    "XMP": {
        "Description": "caption",
        "Headline": "headline",
        "Creator": "creators",
        "Credit": "credit_line",
        "Rights": "copyright",
        "UsageTerms": "usage_terms",
        "WebStatement": "web_statement",
        "LicensorURL": "licensor_url",
        "AltTextAccessibility": "alt_text",
        "DigitalSourceType": "digital_source_type",
    },
    "IPTC": {
        "Caption-Abstract": "caption",
        "Headline": "headline",
        "By-line": "creators",
        "Credit": "credit_line",
        "Source": "source",
        "CopyrightNotice": "copyright",
        "SpecialInstructions": "instructions",
        "DateCreated": "date_created",
        "Keywords": "keywords",
        "City": "city",
        "ObjectName": "title",
    },
    "EXIF": {"ImageDescription": "caption", "Artist": "creators", "Copyright": "copyright"},
}
OURS = {"XMP": "xmp", "IPTC": "iim", "EXIF": "exif"}
# What the ground truth leaves out, asked of ExifTool itself where it is installed.
MORE = {
    "XMP-dc:Subject": ("xmp", "keywords"),
    "XMP-dc:Title": ("xmp", "title"),
    "XMP-photoshop:Source": ("xmp", "source"),
    "XMP-photoshop:Instructions": ("xmp", "instructions"),
    "XMP-photoshop:City": ("xmp", "city"),
    "XMP-photoshop:State": ("xmp", "region"),
    "XMP-photoshop:Country": ("xmp", "country"),
    "XMP-photoshop:AuthorsPosition": ("xmp", "creator_job"),
    "XMP-photoshop:CaptionWriter": ("xmp", "caption_writer"),
    "XMP-photoshop:TransmissionReference": ("xmp", "job_id"),
    "XMP-photoshop:DateCreated": ("xmp", "date_created"),
    "XMP-iptcCore:Location": ("xmp", "location"),
    "XMP-iptcCore:CountryCode": ("xmp", "country_code"),
    "XMP-iptcExt:PersonInImage": ("xmp", "persons"),
    "XMP-iptcExt:Event": ("xmp", "event"),
    "IPTC:Sub-location": ("iim", "location"),
    "IPTC:Province-State": ("iim", "region"),
    "IPTC:Country-PrimaryLocationName": ("iim", "country"),
    "IPTC:Country-PrimaryLocationCode": ("iim", "country_code"),
    "IPTC:By-lineTitle": ("iim", "creator_job"),
    "IPTC:Writer-Editor": ("iim", "caption_writer"),
    "IPTC:OriginalTransmissionReference": ("iim", "job_id"),
    "ExifIFD:DateTimeOriginal": ("exif", "date_created"),
}


def normalised(value, field):
    """ExifTool's value in our form: nothing is changed but what stands here.

    Numbers are texts (ExifTool's JSON prints "2006" as a number); spaces at the ends go, and runs
    of them are one; what is empty is not there; dates have hyphens instead of colons. An address
    that would run a program is dropped, and of several licensors the first counts.
    """
    values = value if isinstance(value, list) else [value]
    values = [re.sub(r"\s+", " ", str(v)).strip() for v in values]
    values = [v for v in values if v and not v.lower().startswith("javascript:")]
    if field == "date_created":
        values = [
            re.sub(r"^(\d{4}):(\d\d):(\d\d)", r"\1-\2-\3", v).replace(" ", "T") for v in values
        ]
        values = [re.sub(r"\.\d+", "", v) for v in values if not v.startswith("0000")]
    if field in ("creators", "keywords", "persons"):
        return values
    return values[0] if values else ""


def flat(value):
    """Ours, with runs of spaces as one: captions keep their lines."""
    if isinstance(value, list):
        return [flat(each) for each in value]
    return re.sub(r"\s+", " ", value)


@pytest.fixture(scope="module", params=corpora.folders("images/exiftool-ground-truth.json"))
def corpus(request):
    truth = request.param
    folder = truth.parent
    read = {}
    for entry in json.loads(truth.read_text()):
        path = folder.parent / entry["SourceFile"]
        with path.open("rb") as opened:
            try:
                read[path] = (entry, metadata.read(File(opened)))
            except decoder.ImageRefused:
                continue
    assert len(read) > (30 if folder.is_relative_to(corpora.OWN) else 150)
    return read


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("group", GROUND)
def test_each_block_says_what_exiftool_says(corpus, group):
    compared = 0
    for path, (entry, found) in corpus.items():
        block = found.blocks[OURS[group]]
        for tag, field in GROUND[group].items():
            wanted = normalised(entry.get(f"{group}:{tag}", ""), field)
            ours = flat(block.get(field, [] if isinstance(wanted, list) else ""))
            if field == "date_created":
                # The ground truth has the day of IIM, without its time.
                ours = ours[:10]
            assert ours == wanted, (path.name, field)
            compared += bool(wanted)
    own = {"XMP": 14, "IPTC": 12, "EXIF": 5}
    assert compared >= (own if len(corpus) < 150 else {"XMP": 50, "IPTC": 70, "EXIF": 20})[group]


@pytest.mark.filterwarnings("ignore")
def test_the_fields_are_those_of_xmp_then_iim_then_exif(corpus):
    for path, (entry, found) in corpus.items():
        for field in ("caption", "headline", "creators", "credit_line", "source", "copyright",
                      "instructions", "keywords", "city", "usage_terms", "alt_text"):  # fmt: skip
            wanted = [
                normalised(entry[f"{group}:{tag}"], field)
                for group, tags in GROUND.items()
                for tag, name in tags.items()
                if name == field and f"{group}:{tag}" in entry
            ]
            first = next(filter(None, wanted), None)
            ours = flat(getattr(found, field))
            if first is not None:
                assert ours == first, (path.name, field)


@pytest.mark.filterwarnings("ignore")
def test_addresses_are_exiftools_where_they_are_web_addresses(corpus):
    for path, (entry, found) in corpus.items():
        for tag, field in (("WebStatement", "web_statement"), ("LicensorURL", "licensor_url")):
            written = normalised(entry.get(f"XMP:{tag}", ""), field)
            wanted = written if written.startswith(("http://", "https://")) else ""
            assert getattr(found, field) == wanted, path.name


@pytest.mark.filterwarnings("ignore")
def test_sides_orientation_and_position_are_exiftools(corpus):
    for path, (entry, found) in corpus.items():
        # One WebP has a name before its EXIF that ExifTool passes over, and browsers turn it.
        orientation = entry.get("EXIF:Orientation", found.orientation)
        assert found.orientation == orientation, path.name
        sides = next(
            (entry[f"{group}:ImageWidth"], entry[f"{group}:ImageHeight"])
            for group in ("File", "PNG", "RIFF", "GIF", "XMP", "EXIF")
            if f"{group}:ImageWidth" in entry
        )
        if orientation >= 5:
            sides = sides[::-1]
        assert (found.width, found.height) == sides, path.name
        has_position = any(str(entry.get(f"{group}:GPSLatitude", "")) for group in ("EXIF", "XMP"))
        assert found.has_position == has_position, path.name


@pytest.mark.filterwarnings("ignore")
def test_what_the_ground_truth_leaves_out_equals_exiftool_too(corpus):
    if not shutil.which("exiftool"):
        pytest.skip("exiftool is not installed.")
    tags = [f"-{name}" for name in MORE]
    command = ["exiftool", "-json", "-G1", "-struct", *tags, *map(str, corpus)]
    said = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    compared = 0
    for entry in said:
        found = next(f for path, (_, f) in corpus.items() if str(path) == entry["SourceFile"])
        for tag, (block, field) in MORE.items():
            wanted = normalised(entry.get(tag, ""), field)
            ours = flat(found.blocks[block].get(field, [] if isinstance(wanted, list) else ""))
            # A time that stands beside its zone, or in two tags, is read as one.
            if field == "date_created":
                assert ours == wanted or ours.startswith(wanted), (entry["SourceFile"], tag)
            else:
                assert ours == wanted, (entry["SourceFile"], tag)
            compared += bool(wanted)
    assert compared > (15 if len(corpus) < 150 else 80)


@pytest.mark.parametrize(
    "path", corpora.files("images/metadata/heic", "*.[hH][eE][iI][cC]"), ids=corpora.title
)
def test_the_metadata_of_a_heic_is_found(path):
    with path.open("rb") as file:
        found = metadata.read(file)
    assert found.blocks["exif"]["date_created"].startswith("20")
    assert found.blocks["xmp"]
