"""Files whose metadata lies, swells or breaks off: it costs nothing but its own part."""

import io
import json
import struct
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.decoding import decoder
from media.intake import metadata
from media.intake.metadata import exif, gif, iim, jpeg, png, rdf, texts, xmp
from tests.pace import cpu_seconds_at_most

from . import metadata_files as files
from .factories import picture_bytes
from .metadata_files import found_in
from .test_metadata import three_blocks

HEADLINE = "<photoshop:Headline>The ferry</photoshop:Headline>"


def lines_run(act) -> int:
    """How much work an act is, in lines of our own code: a clock would measure the machine."""
    count = 0

    def trace(frame, event, _argument):
        nonlocal count
        count += event == "line"
        return trace if "media" in frame.f_code.co_filename else None

    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(None)
    return count


# --- XMP -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE x [<!ENTITY b "lol"><!ENTITY a "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_document_type_costs_the_packet_and_nothing_else(document_type):
    body = document_type + files.xmp("<photoshop:Headline>&a;</photoshop:Headline>", mark="")
    content = files.jpeg(
        files.segment(0xE1, files.XMP_NAME + body.encode()),
        files.app13(files.resource(0x0404, files.dataset(2, 110, b"Harbour Wire"))),
    )
    found = found_in(content)
    assert found.blocks["xmp"] == {}
    assert found.credit_line == "Harbour Wire"


def test_an_xmp_of_ten_megabytes_is_left_unread():
    packet = files.xmp(f"{HEADLINE}<photoshop:City>{'x' * 10_000_000}</photoshop:City>").encode()
    webp_file = io.BytesIO()
    webp_file.write(picture_bytes(format="WEBP", xmp=packet))
    assert found_in(webp_file.getvalue()).headline == ""
    compressed = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(packet)
    # The guards of opening refuse the swollen text before it is read here.
    with pytest.raises(decoder.ImageRefused):
        found_in(files.png(files.chunk(b"iTXt", compressed)))
    assert png.read(files.png(files.chunk(b"iTXt", compressed))).xmp == []


def test_a_long_text_is_cut_to_what_a_field_may_hold():
    packet = files.xmp(f"<photoshop:City>{'x' * 1_000_000}</photoshop:City>{HEADLINE}").encode()
    found = found_in(picture_bytes(format="WEBP", xmp=packet))
    assert len(found.city) == texts.MAX_CHARACTERS
    assert found.headline == "The ferry"


@pytest.mark.parametrize(
    "swollen",
    ["<a>" * 100_000, "<rdf:li>" * 200_000, "<a/>" * 400_000, "<photoshop:City><rdf:Bag>" * 50_000],
)
def test_a_packet_that_is_deep_or_swells_is_read_up_to_there(swollen):
    packet = files.xmp(HEADLINE + swollen).encode()
    found = found_in(picture_bytes(format="WEBP", xmp=packet))
    assert found.headline == "The ferry"
    assert json.dumps(found.as_json())


@pytest.mark.parametrize("left", [0.2, 0.5, 0.8, 0.95])
def test_a_packet_that_breaks_off_is_read_up_to_there(left):
    rest = "".join(f"<dc:x{n}>{'y' * 50}</dc:x{n}>" for n in range(50))
    packet = files.xmp(HEADLINE + rest).encode()
    start = packet.index(b"</photoshop:Headline>") + 30
    cut = packet[: start + int((len(packet) - start) * left)]
    assert found_in(files.jpeg_with_xmp(cut)).headline == "The ferry"


def test_control_characters_do_not_come_through():
    packet = files.xmp("<photoshop:Headline>The\x00 fer\x1b[31mry\x07</photoshop:Headline>")
    assert found_in(files.jpeg_with_xmp(packet)).headline == "The fer[31mry"
    found = found_in(files.jpeg_with_iim(files.dataset(2, 105, b"The\0 fer\x1b[31mry")))
    assert found.headline == "The fer[31mry"


def test_an_element_with_endless_attributes_costs_the_packet():
    attributes = " ".join(f'dc:a{number}=""' for number in range(100_000))
    packet = files.xmp(HEADLINE, attributes).encode()
    assert found_in(picture_bytes(format="WEBP", xmp=packet)).blocks["xmp"] == {}


# --- Lengths that lie ----------------------------------------------------------------------------

# A thousand entries that all name the whole block.
SAME_BYTES = (
    b"MM\0*\0\0\0\x08\x03\xe8"
    + struct.pack(">HHII", 0x010E, 2, 1_000_000, 8) * 1000
    + b"\0" * 1_000_000
)
SWELLING = files.chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b" " * 1_900_000, 9))


def test_an_extension_that_claims_more_than_a_file_has_is_left_out():
    guid = "A" * 32
    lie = files.EXTENSION_NAME + guid.encode() + struct.pack(">II", 2**32 - 1, 0) + b"<x/>"
    packet = files.xmp(HEADLINE, f'xmpNote:HasExtendedXMP="{guid}"').encode()
    content = files.jpeg(files.segment(0xE1, lie), files.segment(0xE1, files.XMP_NAME + packet))
    assert found_in(content).headline == "The ferry"


LI = b"<rdf:li>x</rdf:li>"
LIST = files.xmp(f"<dc:subject><rdf:Bag>{LI.decode() * 45_000}</rdf:Bag></dc:subject>").encode()


@pytest.mark.parametrize(
    "packets",
    [
        [b'<a xmlns:z="urn:' + b"x" * 1_000_000 + b'">' + b"<z:b/>" * 49_000],
        [b'<a xmlns="urn:' + b"x" * 1_000_000 + b'">' + b"<b/>" * 49_000],
        [b"<a>" + b"\x80" * 2_000_000],
        [b"<a>" + b"\x80a" * 1_000_000],
        [LIST + b" " * number for number in range(4)],
        [b"<a>" + b'<b c="1"/>' * 190_000 + b" " * number for number in range(4)],
        [b"<a " + b" ".join(b'a%d="1"' % number for number in range(150_000)) + b"/>"],
        [b"<a>" + b"&#65;" * 390_000],
        [b"<!DOCTYPE a>" + b"<a>" * 100_000],
        [b"\xff\xfe\0\0" + b"\xff" * 2_000_000],
    ],
    ids=[
        "a long namespace in every name", "a long default namespace", "no UTF-8", "half UTF-8",
        "endless keywords", "endless elements", "endless attributes", "endless references",
        "a document type", "no UTF-32",
    ],
)  # fmt: skip
def test_packets_cost_little_whatever_is_in_them(packets):
    # Measured: half a second at most; without limits up to a minute.
    with cpu_seconds_at_most(6):
        xmp.read(packets, {})


def test_all_packets_of_a_file_share_one_ration():
    packets = [LIST, LIST.replace(b"<rdf:li>x<", b"<rdf:li>y<"), files.xmp(HEADLINE).encode()]
    assert xmp.read(packets[:1], {}).said == {"keywords": ["x"]}
    assert "headline" not in xmp.read(packets, {}).said


def test_an_exif_directory_that_points_at_itself_ends():
    loop = struct.pack(">HHII", 0x8769, 4, 1, 8) + struct.pack(">HHII", 0x8825, 4, 1, 8)
    block = b"MM\0*\0\0\0\x08\0\x02" + loop + b"\0\0\0\x08"
    assert exif.read([block]).block.said == {}


@pytest.mark.parametrize("count", [0xFFFF, 1])
def test_an_exif_entry_outside_of_its_block_is_left_out(count):
    entries = struct.pack(">HHII", 0x010E, 2, 0xFFFFFFFF, 0xFFFFFFF0)
    entries += struct.pack(">HHI4s", 0x013B, 2, 4, b"Ana\0")
    block = b"MM\0*\0\0\0\x08" + struct.pack(">H", 2) + entries
    assert exif.read([block]).block.said == {"creators": ["Ana"]}


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (lambda content: exif.read([content]), SAME_BYTES),
        (png.read, files.png(SWELLING * 3000, last=True)),
        (png.read, b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0iTXt\0\0\0\0" * 1_000_000),
        (gif.read, b"GIF89a" + b"\0" * 7 + b"\x21\xfe\0" * 3_000_000),
        (gif.read, b"GIF89a" + b"\0" * 7 + b"\x21\xfe" + b"\1\1" * 5_000_000),
        (lambda content: iim.read([content]), b"\x1c\x02\x19\0\0" * 2_000_000),
    ],
)
def test_many_tiny_blocks_are_bounded_work(reader, content):
    assert lines_run(lambda: reader(content)) < 2_500_000


# --- Anything ------------------------------------------------------------------------------------

WHOLE = [
    three_blocks("One.", b"Two.", b"Three."),
    files.jpeg(
        *files.extensions("A" * 32, files.xmp(HEADLINE).encode(), 300),
        files.segment(
            0xE1, files.XMP_NAME + files.xmp("", f'xmpNote:HasExtendedXMP="{"A" * 32}"').encode()
        ),
    ),
    files.png(
        files.chunk(
            b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(files.xmp(HEADLINE).encode())
        ),
        files.chunk(b"tEXt", b"\0".join(files.raw_profile(b"iptc", files.dataset(2, 105, b"F")))),
    ),
    files.gif_with_xmp(files.xmp(HEADLINE).encode()),
    *(
        picture_bytes(
            format=format, xmp=files.xmp(HEADLINE).encode(), exif=files.exif({0x010E: b"Ferry\0"})
        )
        for format in ("WEBP", "AVIF")
    ),
]


@given(data=st.data())
@settings(max_examples=300, deadline=None)
@pytest.mark.filterwarnings("ignore")
def test_damage_anywhere_gives_what_can_be_read_or_a_refusal(data):
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _hit in range(data.draw(st.integers(1, 8))):
        # Where the metadata stands, most often.
        where = data.draw(st.integers(0, len(content) - 1) | st.integers(0, 900))
        splice = data.draw(st.binary(min_size=1, max_size=12))
        content[where : where + data.draw(st.integers(0, 12))] = splice
    try:
        found = found_in(bytes(content))
    except decoder.ImageRefused:
        return
    assert json.loads(json.dumps(found.as_json())) == found.as_json()


@given(content=st.binary(max_size=400), head=st.sampled_from(sorted(
    [b"", b"\x1c\x02\x78", b"MM\0*\0\0\0\x08", b"II*\0\x08\0\0\0", b"8BIM\x04\x04\0\0", b"<x",
     b"\xff\xfe<\0", b"\0\0\0<", b"\xff\xd8\xff\xed", b"GIF89a", b"RIFF", b"\0\0\0\x20meta"]
)))  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_every_reader_takes_any_bytes(content, head):
    block = head + content
    for reader in (png.read, gif.read):
        reader(block)
    jpeg.read([("APP1", block), ("APP13", block)])
    assert iim.read([block]).has_position is False
    assert isinstance(exif.read([block]).block.said, dict)
    assert isinstance(xmp.read([block], {}).said, dict)


@given(st.text(alphabet="<>/=\"' abrdf:xli&;#0", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_packet_or_none(text):
    root = rdf.tree(files.xmp(text))
    assert root is None or isinstance(rdf.properties(root), dict)


def test_reading_is_cheap_beside_opening():
    content = three_blocks("One.", b"Two.", b"Three.")
    # Measured: 2 ms each; a bomb that goes off takes seconds.
    with cpu_seconds_at_most(10):
        for _time in range(20):
            metadata.read(io.BytesIO(content))
