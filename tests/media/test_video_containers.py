"""Looking at videos: what is taken, what is refused, and what a public video does not tell."""

import contextlib
import io
import json
import shutil
import struct
import subprocess

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from media.videos import containers
from media.videos.containers import Cleaned, Patch, VideoRefused, examine

from .sample_videos import TURNED, box, element, full, mp4, sound_entry, tags, webm

KNOWN_AS = (b"Kettle Bridge", b"Harbour Camera", b"Harbour Coder", b"+59.3293")


def cleaned(content: bytes) -> bytes:
    """The video as readers get it."""
    file = io.BytesIO(content)
    return Cleaned(file, examine(file).patches).read()


def apple_keys(**values: str) -> bytes:
    """QuickTime's metadata: keys and their values."""
    names = [f"com.apple.quicktime.{name}".encode() for name in values]
    keys = full(
        b"keys",
        struct.pack(">I", len(names)),
        *(struct.pack(">I", len(name) + 8) + b"mdta" + name for name in names),
    )
    items = [
        box(struct.pack(">I", place), box(b"data", struct.pack(">II", 1, 0), value.encode()))
        for place, value in enumerate(values.values(), 1)
    ]
    handler = full(b"hdlr", bytes(4), b"mdta", bytes(13))
    return box(b"meta", handler, keys, box(b"ilst", *items))


def position(text: bytes) -> bytes:
    return box(b"\xa9xyz", struct.pack(">HH", len(text), 0x15C7), text)


LOCI = full(
    b"loci", b"\0\0Kettle Bridge\0\0", struct.pack(">iii", 0x123456, 0x3B543A, 0), b"earth\0\0"
)
XMP = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), b"<x>Kettle Bridge</x>")


# --- What is taken -------------------------------------------------------------------------------


def test_an_mp4_tells_its_sides_and_length():
    video = examine(io.BytesIO(mp4(width=1280, height=720, seconds=95)))
    assert (video.media_type, video.suffix) == ("video/mp4", "mp4")
    assert (video.width_px, video.height_px, video.duration_seconds) == (1280, 720, 95)


def test_a_video_that_a_phone_held_upright_has_the_sides_that_are_seen():
    video = examine(io.BytesIO(mp4(width=1280, height=720, matrix=TURNED)))
    assert (video.width_px, video.height_px) == (720, 1280)


def test_sound_and_time_codes_may_go_with_the_picture():
    assert examine(io.BytesIO(mp4(handlers=(b"soun", b"vide", b"tmcd")))).width_px == 640


@pytest.mark.parametrize("is_live", [False, True])
def test_a_webm_tells_its_sides_and_length(is_live):
    video = examine(io.BytesIO(webm(seconds=94.4, kinds=(2, 1), is_live=is_live)))
    assert (video.media_type, video.suffix) == ("video/webm", "webm")
    assert (video.width_px, video.height_px, video.duration_seconds) == (640, 360, 94)


def test_a_webm_that_a_browser_recorded_has_no_length():
    assert examine(io.BytesIO(webm(seconds=None, is_live=True))).duration_seconds is None


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", "empty", "Choose the video again."),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "unknown_format", "Export it as MP4"),
        (b"<html>" * 9, "unknown_format", "Export it as MP4"),
        (b"GIF89a", "unknown_format", "Export it as MP4"),
        (mp4(brand=b"qt  "), "unknown_format", "QuickTime video"),
        (mp4()[24:], "unknown_format", "QuickTime video"),
        (mp4(brand=b"heic"), "unknown_format", "to the pictures"),
        (mp4(codec=b"hvc1"), "unplayable", "HEVC"),
        (mp4(codec=b"encv"), "unplayable", "encrypted"),
        (mp4(handlers=(b"soun",)), "no_picture", "only sound or data"),
        (mp4(handlers=()), "no_picture", "only sound or data"),
        (mp4(width=0, height=0), "broken", "damaged or incomplete"),
        (mp4()[:-20], "broken", "damaged or incomplete"),
        (webm(doc_type="matroska"), "unplayable", "Matroska"),
        (webm(codec="V_MPEG4/ISO/AVC"), "unplayable", "V_MPEG4"),
        (webm(kinds=(2,)), "no_picture", "only sound or data"),
        (webm()[:-3], "broken", "damaged or incomplete"),
        (webm() + webm(), "broken", "damaged or incomplete"),
    ],
)  # fmt: skip
def test_what_is_no_video_for_every_browser_is_refused_with_a_sentence(content, code, sentence):
    with pytest.raises(VideoRefused, match=sentence) as refusal:
        examine(io.BytesIO(content))
    assert refusal.value.code == code


WITH_SOUND = (b"vide", b"soun")


@pytest.mark.parametrize(
    "sound",
    [
        sound_entry(),
        sound_entry(aac=b"\x2b\x92\x08\0"),
        sound_entry(object_type=0x67),
        sound_entry(object_type=0x6B, aac=b""),
        sound_entry(b"Opus"),
        sound_entry(b"fLaC"),
    ],
    ids=["AAC", "HE-AAC", "AAC of MPEG-2", "MP3", "Opus", "FLAC"],
)
def test_sound_that_every_browser_plays_is_taken(sound):
    assert examine(io.BytesIO(mp4(handlers=WITH_SOUND, sound=sound))).width_px == 640
    # Old cameras write the header of QuickTime's sound, which is longer.
    longer = box(sound[4:8], bytes(8) + b"\0\1" + bytes(34) + sound[36:])
    assert examine(io.BytesIO(mp4(handlers=WITH_SOUND, sound=longer))).width_px == 640


@pytest.mark.parametrize(
    ("sound", "name"),
    [
        (sound_entry(b"ac-3"), "Dolby AC-3"),
        (sound_entry(b"ec-3"), "Dolby E-AC-3"),
        (sound_entry(b"alac"), "Apple Lossless"),
        (sound_entry(b"sowt"), "PCM"),
        (sound_entry(b"samr"), "AMR"),
        (sound_entry(b"dtsc"), "DTS"),
        (sound_entry(b"enca"), "encrypted"),
        (sound_entry(b"xyz "), "xyz"),
        (sound_entry(object_type=0xA5), "Dolby AC-3"),
        (sound_entry(object_type=0xDD), "Vorbis"),
        (sound_entry(object_type=0x20), "mp4a.20"),
        (sound_entry(aac=b"\xf9\x46\x40"), "mp4a.40.42"),
        (sound_entry(aac=b"\xf8\xe8\x50"), "mp4a.40.39"),
    ],
)
def test_an_mp4_whose_sound_browsers_cannot_play_is_refused_with_advice(sound, name):
    with pytest.raises(VideoRefused, match=r"sound.*H\.264 and AAC") as refusal:
        examine(io.BytesIO(mp4(handlers=WITH_SOUND, sound=sound)))
    assert f"({name})" in str(refusal.value)
    assert refusal.value.code == "unplayable"


def test_a_webm_whose_sound_browsers_cannot_play_is_refused_with_advice():
    assert examine(io.BytesIO(webm(kinds=(1, 2), sound="A_VORBIS"))).width_px == 640
    with pytest.raises(VideoRefused, match=r"sound.*A_AC3.*AAC"):
        examine(io.BytesIO(webm(kinds=(1, 2), sound="A_AC3")))


@given(st.binary(max_size=60))
def test_descriptors_of_sound_may_be_any_bytes(descriptors):
    entry = box(b"mp4a", bytes(28), full(b"esds", descriptors))
    with contextlib.suppress(VideoRefused):
        assert examine(io.BytesIO(mp4(handlers=WITH_SOUND, sound=entry))).width_px == 640


@pytest.mark.parametrize("handler", [b"meta", b"camm", b"data", b"text", b"sbtl", b"subt"])
def test_a_track_in_which_a_camera_writes_its_way_is_refused(handler):
    with pytest.raises(VideoRefused, match="Export it with picture and sound alone") as refusal:
        examine(io.BytesIO(mp4(handlers=(b"vide", handler))))
    assert refusal.value.code == "data_track"


@pytest.mark.parametrize("kind", [17, 33])
def test_such_a_track_of_a_webm_is_refused_too(kind):
    with pytest.raises(VideoRefused, match="picture and sound alone"):
        examine(io.BytesIO(webm(kinds=(1, kind))))


def test_a_video_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.VIDEO_MAX_MB = 1
    with pytest.raises(VideoRefused, match="The video has 2 MB; the limit is 1 MB"):
        examine(io.BytesIO(b"\0" * (1024 * 1024 + 1)))


def test_a_video_in_endlessly_many_pieces_is_refused():
    pieces = box(b"free") * 400_001
    with pytest.raises(VideoRefused, match="too many pieces"):
        examine(io.BytesIO(mp4() + pieces))


# --- What readers do not get ---------------------------------------------------------------------


def test_nothing_moves_when_a_video_is_cleaned():
    raw = mp4(in_moov=box(b"udta", position(b"+59.3293+018.0686/")), after=XMP)
    public = cleaned(raw)
    assert len(public) == len(raw)
    assert public[: raw.index(b"moov")] == raw[: raw.index(b"moov")]
    again = examine(io.BytesIO(public))
    assert (again.width_px, again.duration_seconds) == (640, 94)
    assert cleaned(public) == public


@pytest.mark.parametrize(
    "raw",
    [
        mp4(in_moov=box(b"udta", position(b"+59.3293+018.0686/"), LOCI)),
        mp4(in_trak=box(b"udta", position(b"+59.3293+018.0686/"))),
        mp4(in_trak=apple_keys(**{"location.ISO6709": "+59.3293+018.0686/"})),
        mp4(in_moov=apple_keys(make="Harbour Camera", software="Kettle Bridge")),
        mp4(in_moov=box(b"free", b"Kettle Bridge, from a box that was deleted")),
        mp4(in_moov=box(b"GPS ", b"+59.3293")),
        mp4(after=XMP),
        mp4(after=box(b"udta", position(b"+59.3293+018.0686/"))),
        mp4(after=struct.pack(">I", 0) + b"mark" + b"Kettle Bridge"),
        mp4(after=struct.pack(">I", 1) + b"mark" + struct.pack(">Q", 29) + b"Kettle Bridge"),
        webm(in_segment=tags("LOCATION", "+59.3293+018.0686/")),
        webm(in_segment=tags("LOCATION", "+59.3293+018.0686/"), is_live=True),
        webm(in_segment=element(0x1941A469, "Kettle Bridge"), is_live=True),
        webm(),
    ],
)
def test_where_and_with_what_a_video_was_made_is_gone(raw):
    assert any(word in raw for word in KNOWN_AS)
    public = cleaned(raw)
    assert not any(word in public for word in KNOWN_AS)
    assert examine(io.BytesIO(public)).width_px == 640


def exiftool(content: bytes, tmp_path, *arguments: str) -> dict:
    path = tmp_path / f"film.{'webm' if content.startswith(bytes([0x1A])) else 'mp4'}"
    path.write_bytes(content)
    command = ["exiftool", "-j", "-G1", "-ee", "-U", *arguments, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[0]


needs_exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="No exiftool here.")
PLACE = "59.3293, 18.0686"


@needs_exiftool
@pytest.mark.parametrize(
    "written",
    [
        [f"-UserData:GPSCoordinates={PLACE}"],
        [f"-Keys:GPSCoordinates={PLACE}", "-Keys:Make=Harbour", "-Keys:Model=Nine"],
        [f"-ItemList:GPSCoordinates={PLACE}", "-ItemList:Artist=Jon Reyes"],
        ["-XMP-exif:GPSLatitude=59.3293", "-XMP-exif:GPSLongitude=18.0686"],
        ["-UserData:LocationInformation=Kettle Bridge Role=shooting Lat=59.3 Lon=18.0"],
    ],
)
def test_exiftool_finds_no_place_in_a_public_video(tmp_path, written):
    path = tmp_path / "raw.mp4"
    path.write_bytes(mp4())
    subprocess.run(["exiftool", "-q", "-overwrite_original", *written, str(path)], check=True)
    raw = path.read_bytes()
    told = exiftool(raw, tmp_path)
    assert any("59" in str(value) and "Track" not in name for name, value in told.items())
    found = exiftool(cleaned(raw), tmp_path)
    assert not [
        name for name in found
        if any(word in name for word in ("GPS", "Location", "Make", "Model", "XMP", "Artist"))
    ]  # fmt: skip
    assert found["QuickTime:ImageWidth" if "QuickTime:ImageWidth" in found else "Track1:ImageWidth"]
    assert not [
        n for n, v in found.items() if "Date" in n and "System" not in n and "2026" in str(v)
    ]


@needs_exiftool
def test_exiftool_finds_no_tags_in_a_public_webm(tmp_path):
    raw = webm(in_segment=tags("LOCATION", "+59.3293+018.0686/"))
    assert "+59.3293+018.0686/" in json.dumps(exiftool(raw, tmp_path))
    told = exiftool(cleaned(raw), tmp_path)
    assert "+59.3293+018.0686/" not in json.dumps(told)
    assert "Kettle Bridge" not in json.dumps(told)


# --- Whatever comes ------------------------------------------------------------------------------


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_video_is_taken_or_refused_and_nothing_else(data):
    whole = bytearray(data.draw(st.sampled_from([mp4(), webm(), webm(is_live=True)])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    file = io.BytesIO(whole[: data.draw(st.integers(1, len(whole)))])
    try:
        video = examine(file)
    except containers.VideoRefused:
        return
    ends = [0, *(patch.end for patch in video.patches)]
    assert all(patch.at >= end for patch, end in zip(video.patches, ends, strict=False))
    assert len(Cleaned(file, video.patches).read()) == len(file.getvalue())


@given(
    st.binary(max_size=60),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 12), st.binary(max_size=4)), max_size=6),
    st.integers(1, 20),
)
def test_a_video_reads_the_same_in_pieces_as_in_one(content, places, step):
    patches, end = [], 0
    for at, length, head in sorted(places):
        if at >= end:
            patches.append(Patch(at, length, head[:length]))
            end = at + length
    file = io.BytesIO(content)
    reading = Cleaned(file, tuple(patches))
    pieces = b"".join(iter(lambda: reading.read(step), b""))
    reading.seek(0)
    assert pieces == reading.read()
    expected = bytearray(content)
    for patch in patches:
        new = patch.head.ljust(patch.length, b"\0")[: max(0, len(content) - patch.at)]
        expected[patch.at : patch.at + len(new)] = new
    assert pieces == bytes(expected)
