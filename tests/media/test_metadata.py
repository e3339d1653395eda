"""What a picture file says: every container, every encoding, and what is believed."""

import json
import re
import shutil
import subprocess
import zlib

import pytest
from django.core.files.base import ContentFile
from PIL.PngImagePlugin import PngInfo

from media.decoding import decoder

from .factories import picture_bytes
from .metadata_files import (
    UTF8,
    app13,
    chunk,
    dataset,
    exif,
    extensions,
    found_in,
    gif_with_xmp,
    jpeg,
    jpeg_with_exif,
    jpeg_with_iim,
    jpeg_with_xmp,
    png,
    raw_profile,
    resource,
    segment,
    xmp,
)

HEADLINE = "<photoshop:Headline>Ferry “Zoë” läuft ein</photoshop:Headline>"
WANTED = "Ferry “Zoë” läuft ein"


# --- Containers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_and_exif_are_read_from_every_format_that_has_them(format):
    block = (b"Exif\0\0" if format == "JPEG" else b"") + exif({0x013B: "Zoë Ångström\0".encode()})
    packet = PngInfo()
    packet.add_itxt("XML:com.adobe.xmp", xmp(HEADLINE))
    content = picture_bytes(format=format, xmp=xmp(HEADLINE).encode(), exif=block, pnginfo=packet)
    found = found_in(content)
    assert found.headline == WANTED
    assert found.creators == ["Zoë Ångström"]


def test_the_xmp_of_a_gif_is_read():
    assert found_in(gif_with_xmp(xmp(HEADLINE).encode())).headline == WANTED


@pytest.mark.parametrize("last", [False, True])
def test_compressed_xmp_of_a_png_is_read_before_and_after_the_pixels(last):
    body = b"XML:com.adobe.xmp\0\1\0en\0\0" + zlib.compress(xmp(HEADLINE).encode())
    assert found_in(png(chunk(b"iTXt", body), last=last)).headline == WANTED


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt"])
def test_the_raw_profiles_of_a_png_are_read(kind):
    def profile(name: bytes, body: bytes) -> bytes:
        keyword, text = raw_profile(name, body)
        return chunk(kind, keyword + (b"\0" + zlib.compress(text) if kind == b"zTXt" else text))

    resources = resource(0x0404, dataset(2, 110, b"Harbour Wire"))
    found = found_in(
        png(
            profile(b"iptc", resources),
            profile(b"exif", b"Exif\0\0" + exif({0x8298: b"(c) Harbour Wire\0"})),
            profile(b"xmp", xmp(HEADLINE).encode()),
        )
    )
    assert found.credit_line == "Harbour Wire"
    assert found.copyright == "(c) Harbour Wire"
    assert found.headline == WANTED


def test_iim_over_several_segments_is_joined():
    body = UTF8 + dataset(2, 120, ("ü" * 990).encode()) + dataset(2, 40, b"NO SALES")
    resources = resource(0x03ED, b"\0" * 16, b"odd") + resource(0x0404, body)
    found = found_in(jpeg(app13(resources[:700]), app13(resources[700:])))
    assert found.caption == "ü" * 990
    assert found.instructions == "NO SALES"


def test_iim_and_xmp_inside_of_exif_are_read():
    said = {0x02BC: xmp(HEADLINE).encode(), 0x83BB: dataset(2, 110, b"Harbour Wire")}
    found = found_in(jpeg_with_exif(said))
    assert (found.headline, found.credit_line) == (WANTED, "Harbour Wire")


def test_an_extended_xmp_is_joined_in_its_order_and_only_under_its_name():
    guid, other = "0123456789ABCDEF" * 2, "F" * 32
    long = xmp(f"{HEADLINE}<photoshop:Instructions>{'Long. ' * 20_000}END</photoshop:Instructions>")
    parts = extensions(guid, long.encode())
    assert len(parts) > 2
    strange = extensions(other, xmp("<photoshop:City>Elsewhere</photoshop:City>").encode())
    main = segment(
        0xE1,
        b"http://ns.adobe.com/xap/1.0/\0"
        + xmp("", f'xmpNote:HasExtendedXMP="{guid}" photoshop:Credit="Harbour Wire"').encode(),
    )
    found = found_in(jpeg(*strange, *reversed(parts), main))
    assert found.credit_line == "Harbour Wire"
    assert found.headline == WANTED
    assert found.instructions.startswith("Long. Long.")
    assert found.city == ""


def test_an_extended_xmp_that_lacks_a_part_gives_what_stands_before():
    guid = "A" * 32
    long = xmp(f"{HEADLINE}<photoshop:City>{'x' * 150_000}</photoshop:City>").encode()
    main = segment(
        0xE1,
        b"http://ns.adobe.com/xap/1.0/\0" + xmp("", f'xmpNote:HasExtendedXMP="{guid}"').encode(),
    )
    found = found_in(jpeg(main, extensions(guid, long)[0]))
    assert (found.headline, found.city) == (WANTED, "")


def exiftool_wrote(folder, format: str) -> bytes:
    """A picture into which ExifTool wrote every field that the format can hold."""
    if not shutil.which("exiftool"):
        pytest.skip("exiftool is not installed.")
    path = folder / f"written.{format.lower()}"
    path.write_bytes(picture_bytes(format=format))
    tags = {
        "XMP-dc:Description": "Die Fähre „Zoë“ läuft ein.",
        "XMP-dc:Creator": "Zoë Ångström",
        "XMP-dc:Rights": "© Harbour Wire",
        "XMP-dc:Subject": "Fähre",
        "XMP-photoshop:Credit": "Zoë Ångström/Pool/Harbour Wire via Tide Pictures",
        "XMP-photoshop:Instructions": "USE ONLY FOR 14 DAYS",
        "XMP-photoshop:DateCreated": "2026:03:02 18:04:05+01:00",
        "XMP-xmpRights:WebStatement": "https://licence.example/terms",
        "XMP-plus:LicensorURL": "https://licence.example/buy",
        "XMP-iptcCore:AltTextAccessibility": "A ferry at the pier",
        "XMP-iptcExt:LocationShownCity": "Tallinn",
        "XMP-exif:GPSLatitude": "59.43",
        "IFD0:Artist": "Zoë Ångström",
        "IFD0:Copyright": "© Harbour Wire",
    }
    if format == "JPEG":
        tags |= {
            "IPTC:CodedCharacterSet": "UTF8",
            "IPTC:By-line": "Zoë Ångström",
            "IPTC:Credit": "Zoë Ångström/Pool/Harbour Wire via Tide Pictures",
            "IPTC:DateCreated": "2026:03:02",
            "IPTC:TimeCreated": "18:04:05+01:00",
        }
    arguments = [f"-{tag}={value}" for tag, value in tags.items()]
    subprocess.run(
        ["exiftool", "-q", "-m", "-charset", "utf8", "-codedcharacterset=utf8", *arguments, path],
        check=True, capture_output=True,
    )  # fmt: skip
    return path.read_bytes()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_exiftool_writes_is_read(tmp_path, format):
    found = found_in(exiftool_wrote(tmp_path, format))
    assert found.caption == "Die Fähre „Zoë“ läuft ein."
    assert found.creators == ["Zoë Ångström"]
    assert found.copyright == found.blocks["exif"]["copyright"] == "© Harbour Wire"
    assert found.keywords == ["Fähre"]
    assert found.credit_line == "Zoë Ångström/Pool/Harbour Wire via Tide Pictures"
    assert found.instructions == "USE ONLY FOR 14 DAYS"
    assert found.date_created == "2026-03-02T18:04:05+01:00"
    assert found.web_statement == "https://licence.example/terms"
    assert found.licensor_url == "https://licence.example/buy"
    assert found.alt_text == "A ferry at the pier"
    assert found.city == "Tallinn"
    assert found.has_position
    assert found.conflicts == []


# --- XMP -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
def test_xmp_is_read_in_every_unicode_encoding(encoding):
    assert found_in(jpeg_with_xmp(xmp(HEADLINE).encode(encoding))).headline == WANTED


def test_xmp_in_the_encoding_that_it_declares():
    declared = f'<?xml version="1.0" encoding="ISO-8859-1"?>{xmp(HEADLINE, mark="")}'
    plain = declared.replace("“", "'").replace("”", "'").encode("latin-1")
    assert found_in(jpeg_with_xmp(plain)).headline == "Ferry 'Zoë' läuft ein"


def test_latin_letters_in_xmp_that_says_utf8_are_kept():
    packet = xmp(HEADLINE).encode().replace("läuft".encode(), b"l\xe4uft")
    assert found_in(jpeg_with_xmp(packet)).headline == WANTED


FORMS = {
    "attribute": ("", 'dc:creator="Ana Ruiz" photoshop:City="Tallinn"'),
    "element": ("<dc:creator>Ana Ruiz</dc:creator><photoshop:City>Tallinn</photoshop:City>", ""),
    "list": (
        "<dc:creator><rdf:Seq><rdf:li>Ana Ruiz</rdf:li></rdf:Seq></dc:creator>"
        "<photoshop:City><rdf:Alt><rdf:li xml:lang='x-default'>Tallinn</rdf:li></rdf:Alt>"
        "</photoshop:City>",
        "",
    ),
    "qualified": (
        "<dc:creator><rdf:Bag><rdf:li rdf:parseType='Resource'><rdf:value>Ana Ruiz</rdf:value>"
        "<dc:type>person</dc:type></rdf:li></rdf:Bag></dc:creator>"
        "<photoshop:City><rdf:Description><rdf:value>Tallinn</rdf:value></rdf:Description>"
        "</photoshop:City>",
        "",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_properties_are_read_in_every_form_of_rdf(form):
    found = found_in(jpeg_with_xmp(xmp(*FORMS[form])))
    assert (found.creators, found.city) == (["Ana Ruiz"], "Tallinn")


@pytest.mark.parametrize(
    "licensors",
    [
        "<rdf:Seq><rdf:li rdf:parseType='Resource'><plus:LicensorURL>{}</plus:LicensorURL></rdf:li>"
        "</rdf:Seq>",
        "<rdf:Seq><rdf:li><rdf:Description><plus:LicensorURL>{}</plus:LicensorURL>"
        "</rdf:Description></rdf:li></rdf:Seq>",
        "<rdf:Bag><rdf:li plus:LicensorURL='{}'/></rdf:Bag>",
        "<rdf:Bag><rdf:li><rdf:Description plus:LicensorURL='{}'/></rdf:li></rdf:Bag>",
        "<rdf:Seq><rdf:li plus:LicensorName='No address'/><rdf:li rdf:parseType='Resource'>"
        "<plus:LicensorURL rdf:resource='{}'/></rdf:li></rdf:Seq>",
    ],
)
def test_the_licensors_address_is_found_in_every_form_of_a_structure(licensors):
    address = "https://licence.example/buy?picture=7"
    body = f"<plus:Licensor>{licensors.format(address)}</plus:Licensor>"
    assert found_in(jpeg_with_xmp(xmp(body))).licensor_url == address


def test_of_several_languages_the_default_is_taken():
    caption = (
        "<dc:description><rdf:Alt><rdf:li xml:lang='de'>Die Fähre.</rdf:li>"
        "<rdf:li xml:lang='x-default'>The ferry.</rdf:li></rdf:Alt></dc:description>"
    )
    assert found_in(jpeg_with_xmp(xmp(caption))).caption == "The ferry."


def test_the_place_shown_is_the_place_where_nothing_else_is_said():
    shown = (
        "<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        "<Iptc4xmpExt:Sublocation>Pier 2</Iptc4xmpExt:Sublocation>"
        "<Iptc4xmpExt:City>Tallinn</Iptc4xmpExt:City>"
        "<Iptc4xmpExt:CountryCode>EST</Iptc4xmpExt:CountryCode>"
        "<Iptc4xmpExt:CountryName>Estonia</Iptc4xmpExt:CountryName>"
        "</rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
    )
    found = found_in(jpeg_with_xmp(xmp(shown)))
    place = (found.location, found.city, found.country, found.country_code)
    assert place == ("Pier 2", "Tallinn", "Estonia", "EST")
    # Parts of two places are never put together.
    found = found_in(jpeg_with_xmp(xmp(shown, 'photoshop:Country="Finland"')))
    assert (found.city, found.country) == ("", "Finland")


def test_accessible_texts_rights_and_statements_about_ai_are_read():
    found = found_in(
        jpeg_with_xmp(
            xmp(
                "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='x-default'>A ferry"
                "</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>"
                "<Iptc4xmpCore:ExtDescrAccessibility>A white ferry.\nTwo decks."
                "</Iptc4xmpCore:ExtDescrAccessibility>"
                "<plus:DataMining rdf:resource='http://ns.useplus.org/ldf/vocab/"
                "DMI-PROHIBITED-AIMLTRAINING'/>"
                "<xmpRights:UsageTerms>Editorial use only</xmpRights:UsageTerms>",
                "Iptc4xmpExt:DigitalSourceType="
                "'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'",
            )
        )
    )
    assert found.alt_text == "A ferry"
    assert found.extended_description == "A white ferry.\nTwo decks."
    assert found.usage_terms == "Editorial use only"
    assert found.data_mining == "DMI-PROHIBITED-AIMLTRAINING"
    assert found.digital_source_code == "trainedAlgorithmicMedia"
    assert found.digital_source_type.startswith("http://cv.iptc.org/")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("digsrctype:digitalCapture", "digitalCapture"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/screenCapture", "screenCapture"),
        ("made with a computer", ""),
    ],
)
def test_the_digital_source_is_told_by_its_code(written, code):
    packet = xmp("", f'Iptc4xmpExt:DigitalSourceType="{written}"')
    found = found_in(jpeg_with_xmp(packet))
    assert (found.digital_source_type, found.digital_source_code) == (written, code)


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("https://licence.example/Terms", "https://licence.example/Terms"),
        ("HTTP://Licence.Example/", "HTTP://Licence.Example/"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://licence.example/", ""),
        ("www.licence.example", ""),
        ("https://user:pass@licence.example/", ""),
        ("ask the agency", ""),
    ],
)
def test_only_web_addresses_are_taken_as_addresses(written, taken):
    found = found_in(jpeg_with_xmp(xmp("", f'xmpRights:WebStatement="{written}"')))
    assert found.web_statement == taken
    assert "script:" not in json.dumps(found.as_json())


# --- IIM -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "raw"),
    [
        (UTF8, "Café à Genève".encode()),
        (b"", "Café à Genève".encode()),
        (b"", "Café à Genève".encode("latin-1")),
        (dataset(1, 90, b"\x1b-A"), "Café à Genève".encode("latin-1")),
        (UTF8, "Café à Genève".encode("latin-1")),
    ],
)
def test_iim_is_read_by_its_charset_or_by_what_it_is(declared, raw):
    found = found_in(jpeg_with_iim(declared, dataset(2, 120, raw)))
    assert found.caption == "Café à Genève"


def test_typographic_quotes_of_windows_are_read():
    found = found_in(jpeg_with_iim(dataset(2, 105, b"\x93Zoe\x94 \x96 ferry")))
    assert found.headline == "“Zoe” – ferry"


def test_a_letter_that_the_limit_of_iim_cut_in_two_is_dropped():
    raw = ("x" * 31 + "é").encode()[:32]
    assert found_in(jpeg_with_iim(dataset(2, 110, raw))).credit_line == "x" * 31


def test_repeated_datasets_are_lists():
    found = found_in(
        jpeg_with_iim(
            dataset(2, 80, b"Ana Ruiz"),
            dataset(2, 80, b"Jon Reyes"),
            dataset(2, 25, b"ferry"),
            dataset(2, 25, b" "),
            dataset(2, 25, b"ferry"),
            dataset(2, 25, b"harbour"),
        )
    )
    assert found.creators == ["Ana Ruiz", "Jon Reyes"]
    assert found.keywords == ["ferry", "harbour"]


def test_an_extended_dataset_is_read():
    long = b"\x1c\x02\x78\x80\x04" + (2500).to_bytes(4, "big") + b"y" * 2500
    found = found_in(jpeg_with_iim(long, dataset(2, 110, b"Harbour Wire")))
    assert len(found.caption) == 2500
    assert found.credit_line == "Harbour Wire"


def test_what_stands_before_a_length_that_lies_is_read():
    lie = b"\x1c\x02\x78\x40\x00too short"
    found = found_in(jpeg_with_iim(dataset(2, 110, b"Harbour Wire"), lie))
    assert (found.credit_line, found.caption) == ("Harbour Wire", "")


# --- Dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019", "2019"),
        ("2019-10", "2019-10"),
        ("2019-10-16", "2019-10-16"),
        ("2019-10-16T19:01", "2019-10-16T19:01"),
        ("2019-10-16T19:01:03.25+02:00", "2019-10-16T19:01:03+02:00"),
        ("2019-10-16T19:01:03Z", "2019-10-16T19:01:03Z"),
        ("2019:10:16 19:01:03", "2019-10-16T19:01:03"),
        ("2019-00-00", "2019"),
        ("2019-02-30", "2019-02"),
        ("2019-10-16T25:00:00", "2019-10-16"),
        ("2019-10-16T19:01:03+99:00", "2019-10-16T19:01:03"),
        ("0000-00-00", ""),
        ("yesterday", ""),
        ("９９９９", ""),
    ],
)
def test_dates_of_xmp_are_no_finer_than_they_were(written, read):
    found = found_in(jpeg_with_xmp(xmp("", f'photoshop:DateCreated="{written}"')))
    assert found.date_created == read


@pytest.mark.parametrize(
    ("date", "time", "read"),
    [
        (b"20191016", b"190103+0200", "2019-10-16T19:01:03+02:00"),
        (b"20191016", b"190103", "2019-10-16T19:01:03"),
        (b"20191016", b"", "2019-10-16"),
        (b"20191000", b"190103+0200", "2019-10"),
        (b"20190000", b"", "2019"),
        (b"2019-10-16", b"19:01:03+02:00", "2019-10-16T19:01:03+02:00"),
        (b"20191016", b"999999+0200", "2019-10-16"),
        (b"16.10.19", b"190103", ""),
    ],
)
def test_date_and_time_of_iim_are_one(date, time, read):
    found = found_in(jpeg_with_iim(dataset(2, 55, date), dataset(2, 60, time)))
    assert found.date_created == read


@pytest.mark.parametrize(
    ("original", "offset", "read"),
    [
        (b"2019:10:16 19:01:03\0", b"+02:00\0", "2019-10-16T19:01:03+02:00"),
        (b"2019:10:16 19:01:03\0", b"   :  \0", "2019-10-16T19:01:03"),
        (b"0000:00:00 00:00:00\0", b"", ""),
        (b"    :  :     :  :  \0", b"", ""),
    ],
)
def test_the_date_of_exif_has_its_offset(original, offset, read):
    found = found_in(jpeg_with_exif({}, below={0x8769: {0x9003: original, 0x9011: offset}}))
    assert found.date_created == read


# --- EXIF ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "junk",
    [b"OLYMPUS DIGITAL CAMERA         \0", b"SONY DSC\0", b"   \0", b"\0\0\0\0\0\0",
     b"DSC_0042.JPG\0",
     b"DCIM\\100MEDIA\\DJI_0042.JPG\0", b"<KENOX S630  / Samsung S630>\0"],
)  # fmt: skip
def test_what_cameras_write_on_their_own_is_no_caption(junk):
    assert found_in(jpeg_with_exif({0x010E: junk})).caption == ""


def test_exif_is_utf8_or_latin():
    found = found_in(
        jpeg_with_exif({0x010E: "Fähre\0".encode(), 0x013B: "Zoë; Ana Ruiz\0".encode("latin-1")})
    )
    assert found.caption == "Fähre"
    assert found.creators == ["Zoë", "Ana Ruiz"]


def test_the_editors_copyright_of_exif_has_its_own_line():
    found = found_in(jpeg_with_exif({0x8298: b"Ana Ruiz \0Harbour Wire\0"}))
    assert found.copyright == "Ana Ruiz\nHarbour Wire"


def wide(text: str) -> bytes:
    """As Windows writes it: UTF-16."""
    return f"{text}\0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("description", "tags", "caption"),
    [
        (b"?????", {0x9C9B: wide("Вокзал")}, "Вокзал"),
        (b"?????? ? ??????", {0x9C9B: wide("Вокзал и мосты, утро")}, "Вокзал и мосты, утро"),
        (b"Caf? in ??????", {0x9C9B: wide("Café in Москве")}, "Café in Москве"),
        (b"?????", {0x9C9F: wide("码头的早晨")}, "码头的早晨"),
        (b"?????", {0x9C9C: wide("港の朝です")}, "港の朝です"),
        (b"?????", {}, ""),
        (b"??? ?!", {0x9C9B: wide("")}, ""),
        (b"Who is it?", {0x9C9B: wide("A portrait")}, "Who is it?"),
        (b"The pier.", {0x9C9B: wide("Pier")}, "The pier."),
    ],
)
def test_a_caption_of_question_marks_gives_way_to_what_windows_wrote_beside_it(
    description, tags, caption
):
    found = found_in(jpeg_with_exif({0x010E: description + b"\0", **tags}))
    assert found.caption == caption


def test_a_name_of_question_marks_gives_way_too():
    assert found_in(jpeg_with_exif({0x013B: b"???\0", 0x9C9D: wide("Зоя")})).creators == ["Зоя"]


def test_the_authors_tag_of_windows_is_a_creator():
    found = found_in(jpeg_with_exif({0x9C9D: "Zoë;Ana Ruiz\0".encode("utf-16-le")}))
    assert found.creators == ["Zoë", "Ana Ruiz"]


@pytest.mark.parametrize("last", [False, True])
def test_a_png_stands_as_it_says_and_none_of_its_pixels_is_decoded(last):
    said = chunk(b"eXIf", exif({0x0112: 6, 0x8298: b"(c) Harbour Wire\0"}))
    whole = png(said, last=last)
    assert decoder.read(ContentFile(whole)).pixels.size == (48, 64)
    at = whole.index(b"IDAT")
    for content in (whole, whole[: at + 8] + b"\xff\xff" + whole[at + 10 :]):
        found = found_in(content)
        assert (found.width, found.height, found.orientation) == (48, 64, 6)
        assert found.copyright == "(c) Harbour Wire"
    # Without any EXIF there is nothing to look for after the pixels either.
    plain = picture_bytes(format="PNG")
    at = plain.index(b"IDAT")
    assert found_in(plain[: at + 8] + b"\xff\xff" + plain[at + 10 :]).orientation == 1


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_sides_are_those_of_the_picture_as_seen(orientation):
    found = found_in(jpeg_with_exif({0x0112: orientation}))
    assert found.orientation == orientation
    assert (found.width, found.height) == ((64, 48) if orientation < 5 else (48, 64))


# --- Position ------------------------------------------------------------------------------------

WHERE = b"\0\0\0\x3b\0\0\0\x01" * 3


@pytest.mark.parametrize(
    ("content", "has_position"),
    [
        (jpeg_with_exif({}, below={0x8825: {2: WHERE, 4: WHERE}}), True),
        (jpeg_with_exif({}, below={0x8825: {0: b"\2\2\0\0", 29: b"2019:10:16\0"}}), False),
        (jpeg_with_xmp(xmp("", 'exif:GPSLatitude="59,26.1N" exif:GPSLongitude="24,45E"')), True),
        (jpeg_with_xmp(xmp("<exif:GPSLongitude>24,45E</exif:GPSLongitude>")), True),
        (jpeg_with_xmp(xmp("", 'drone:GpsLatitude="59.43"')), True),
        (jpeg_with_xmp(xmp("", 'exif:GPSVersionID="2.2.0.0"')), False),
        (jpeg(), False),
    ],
)
def test_of_a_position_is_only_told_that_there_is_one(content, has_position):
    found = found_in(content)
    assert found.has_position is has_position
    assert not re.search(r"\b59\b", json.dumps(found.as_json()))


# --- What is believed ----------------------------------------------------------------------------


def three_blocks(said_xmp: str, said_iim: bytes, said_exif: bytes) -> bytes:
    """A caption in each block."""
    return jpeg(
        segment(0xE1, b"Exif\0\0" + exif({0x010E: said_exif + b"\0"})),
        segment(
            0xE1,
            b"http://ns.adobe.com/xap/1.0/\0"
            + xmp(f"<dc:description>{said_xmp}</dc:description>").encode(),
        ),
        app13(resource(0x0404, dataset(2, 120, said_iim))),
    )


def test_xmp_goes_before_iim_and_iim_before_exif():
    found = found_in(three_blocks("One.", b"Two.", b"Three."))
    assert found.caption == "One."
    assert found.conflicts == [{"field": "caption", "xmp": "One.", "iim": "Two.", "exif": "Three."}]
    assert {name: said["caption"] for name, said in found.blocks.items()} == {
        "xmp": "One.",
        "iim": "Two.",
        "exif": "Three.",
    }
    found = found_in(three_blocks("", b"Two.", b"Three."))
    assert (found.caption, found.conflicts[0]["xmp"]) == ("Two.", "")
    assert found_in(three_blocks("", b" ", b"Three.")).caption == "Three."


def test_blocks_that_say_the_same_are_no_conflict():
    found = found_in(three_blocks("The  ferry\nZoe.", b"The ferry Zoe. ", b"The ferry Zoe."))
    assert found.conflicts == []


INSTRUCTIONS = (
    "RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT HARBOUR WIRE / THE ISLAND THEATRE - NO "
    "MARKETING NO ADVERTISING CAMPAIGNS - DISTRIBUTED AS A SERVICE TO CLIENTS OF THE WIRE AND "
    "ITS PARTNERS ON THE ISLANDS AND ON THE MAINLAND, AS SENT ON THE DAY - THIS IMAGE MAY BE USED "
    "ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION"
)


@pytest.mark.parametrize(
    ("said_xmp", "said_iim"),
    [(INSTRUCTIONS, INSTRUCTIONS[:256]), (INSTRUCTIONS[:256], INSTRUCTIONS)],
)
def test_what_the_limit_of_iim_cut_off_is_recovered(said_xmp, said_iim):
    assert "14 DAYS" not in INSTRUCTIONS[:256]
    packet = xmp(f"<photoshop:Instructions>{said_xmp}</photoshop:Instructions>")
    found = found_in(
        jpeg(
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode()),
            app13(resource(0x0404, dataset(2, 40, said_iim.encode()))),
        )
    )
    assert found.instructions == INSTRUCTIONS
    assert found.conflicts == []


TWO_CREATORS = "<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>"
TWO_KEYWORDS = "<dc:subject><rdf:Bag><rdf:li>b</rdf:li><rdf:li>a</rdf:li></rdf:Bag></dc:subject>"


def conflicts_of(properties: str, *datasets: bytes) -> list[str]:
    found = found_in(
        jpeg(
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(properties).encode()),
            app13(resource(0x0404, b"".join(datasets))),
        )
    )
    return [conflict["field"] for conflict in found.conflicts]


@pytest.mark.parametrize(
    ("field", "properties", "dataset_of_iim", "is_conflict"),
    [
        ("credit", "<photoshop:Credit>Zoë Ångström/Pool/AFP via Getty Images</photoshop:Credit>",
         dataset(2, 110, "Zoë Ångström/Pool/AFP via Getty Images".encode()[:32]), False),
        ("credit", "<photoshop:Credit>Ana Ruiz/Harbour Wire</photoshop:Credit>",
         dataset(2, 110, b"Ana Ruiz"), True),
        ("creators", TWO_CREATORS,
         dataset(2, 80, b"A"), False),
        ("creators", TWO_CREATORS,
         dataset(2, 80, b"B"), True),
        ("keywords", TWO_KEYWORDS,
         dataset(2, 25, b"a") + dataset(2, 25, b"b"), False),
        ("keywords", TWO_KEYWORDS,
         dataset(2, 25, b"a"), True),
        ("date", "<photoshop:DateCreated>2023-08-19</photoshop:DateCreated>",
         dataset(2, 55, b"20230921"), True),
        ("date", "<photoshop:DateCreated>2023-08</photoshop:DateCreated>",
         dataset(2, 55, b"20230819"), False),
        ("date", "<photoshop:DateCreated>2023-08-19T12:00:00Z</photoshop:DateCreated>",
         dataset(2, 55, b"20230819") + dataset(2, 60, b"140000+0200"), False),
        ("date", "<photoshop:DateCreated>2023-08-19T12:00:00Z</photoshop:DateCreated>",
         dataset(2, 55, b"20230819") + dataset(2, 60, b"120000+0200"), True),
        ("date", "<photoshop:DateCreated>2023-08-19T12:00:00</photoshop:DateCreated>",
         dataset(2, 55, b"20230819") + dataset(2, 60, b"120000+0200"), False),
        ("copyright", "<dc:rights>© Harbour Wire</dc:rights>",
         dataset(2, 116, b"(C) Harbour Wire"), False),
        ("code", "<Iptc4xmpCore:CountryCode>EE</Iptc4xmpCore:CountryCode>",
         dataset(2, 100, b"EST"), False),
    ],
)  # fmt: skip
def test_a_conflict_is_what_one_block_denies(field, properties, dataset_of_iim, is_conflict):
    assert bool(conflicts_of(properties, dataset_of_iim)) is is_conflict


def test_everything_found_is_json():
    said = found_in(three_blocks("One.", b"Two.", b"Three.")).as_json()
    assert json.loads(json.dumps(said)) == said
    assert said["state"] == ""
    assert "region" not in said


def test_nothing_found_is_nothing():
    found = found_in(picture_bytes())
    assert found.caption == ""
    assert found.creators == found.conflicts == []
    assert found.blocks == {"xmp": {}, "iim": {}, "exif": {}}
