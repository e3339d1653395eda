"""Make the pictures of this folder: ``python -m tests.material.make_pictures``. Needs ExifTool.

Pictures as cameras and agencies send them, each with what it says of itself, and pictures that
somebody has made to do harm.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import zlib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from pillow_heif import register_heif_opener

from tests.media.colour_profiles import ADOBE, P3, of_rgb

FOLDER = Path(__file__).parent / "images"

#: File → what ExifTool writes into it.
SAID = {
    "metadata/jpg/everything.jpg": [
        "-XMP-dc:Description=The north pier, seen from the quay.",
        "-XMP-photoshop:Headline=Pier closes",
        "-XMP-dc:Creator=Mara Lind", "-XMP-dc:Creator=Henrik Sol",
        "-XMP-photoshop:Credit=Mara Lind/Harbour Wire", "-XMP-dc:Rights=© Harbour Wire",
        "-XMP-xmpRights:UsageTerms=Editorial use only.",
        "-XMP-xmpRights:WebStatement=https://wire.example/terms",
        "-XMP-plus:LicensorURL=https://wire.example/buy",
        "-XMP-iptcCore:AltTextAccessibility=A pier with two cranes",
        "-XMP-iptcExt:DigitalSourceType="
        "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        "-XMP-dc:Subject=pier", "-XMP-dc:Subject=cranes", "-XMP-dc:Title=pier-0412",
        "-XMP-photoshop:City=Saltmere", "-XMP-photoshop:State=Fjord County",
        "-XMP-photoshop:Country=Norway", "-XMP-photoshop:Instructions=Mandatory credit.",
        "-XMP-photoshop:AuthorsPosition=Staff", "-XMP-photoshop:CaptionWriter=hs",
        "-XMP-photoshop:TransmissionReference=HW0412", "-XMP-iptcCore:CountryCode=NOR",
        "-XMP-iptcCore:Location=North pier", "-XMP-iptcExt:Event=Closing",
    ],
    "metadata/jpg/iim-utf8.jpg": [
        "-IPTC:CodedCharacterSet=UTF8", "-IPTC:Caption-Abstract=Ærø får ny færge.",
        "-IPTC:Headline=Færge", "-IPTC:By-line=Åse Ørn", "-IPTC:Credit=Åse Ørn/Havnen",
        "-IPTC:Source=Havnen", "-IPTC:CopyrightNotice=© Havnen",
        "-IPTC:SpecialInstructions=No sales.", "-IPTC:DateCreated=2026:03:02",
        "-IPTC:Keywords=færge", "-IPTC:Keywords=ø", "-IPTC:City=Marstal",
        "-IPTC:ObjectName=faerge", "-IPTC:By-lineTitle=Freelance",
        "-IPTC:Country-PrimaryLocationName=Denmark", "-IPTC:Province-State=Fyn",
    ],
    "metadata/jpg/exif-alone.jpg": [
        "-EXIF:ImageDescription=Low tide.", "-EXIF:Artist=Jon Reyes", "-EXIF:Copyright=Jon Reyes",
        "-EXIF:DateTimeOriginal=2026:03:02 07:15:00", "-EXIF:Orientation#=6",
    ],
    "metadata/jpg/xmp-over-iim-over-exif.jpg": [
        "-XMP-dc:Description=From XMP.", "-IPTC:Caption-Abstract=From IIM.",
        "-EXIF:ImageDescription=From EXIF.", "-IPTC:Headline=Headline from IIM",
        "-EXIF:Artist=Artist from EXIF",
    ],
    "metadata/jpg/unsafe-addresses.jpg": [
        "-XMP-xmpRights:WebStatement=javascript:alert(1)",
        "-XMP-plus:LicensorURL=JavaScript:alert(2)",
        "-XMP-dc:Description=Addresses that nobody may follow.",
    ],
    "gps/jpg/position.jpg": [
        "-EXIF:GPSLatitude=59.9139", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=10.7522",
        "-EXIF:GPSLongitudeRef=E",
    ],
    "metadata/png/harbour.png": [
        "-XMP-dc:Description=Harbour at night.", "-XMP-photoshop:Credit=Quay Pictures",
        "-XMP-exif:GPSLatitude=59.9139", "-XMP-exif:GPSLongitude=10.7522",
    ],
    "metadata/webp/ferry.webp": [
        "-XMP-dc:Description=Ferry in fog.", "-XMP-dc:Creator=Mara Lind",
        "-EXIF:Copyright=Mara Lind",
    ],
}  # fmt: skip
#: What the ground truth holds; ``tests/media/test_metadata_corpus.py`` reads it.
ASKED = [
    "File:FileType", "File:MIMEType", "File:ImageWidth", "File:ImageHeight", "PNG:ImageWidth",
    "PNG:ImageHeight", "RIFF:ImageWidth", "RIFF:ImageHeight", "GIF:ImageWidth", "GIF:ImageHeight",
    "EXIF:Orientation", "EXIF:GPSLatitude", "EXIF:GPSLongitude", "EXIF:Artist", "EXIF:Copyright",
    "EXIF:ImageDescription", "XMP:GPSLatitude", "XMP:GPSLongitude", "XMP:Description",
    "XMP:Headline", "XMP:Creator", "XMP:Credit", "XMP:Rights", "XMP:UsageTerms",
    "XMP:WebStatement", "XMP:LicensorURL", "XMP:AltTextAccessibility", "XMP:DigitalSourceType",
    "IPTC:Caption-Abstract", "IPTC:Headline", "IPTC:By-line", "IPTC:Credit", "IPTC:Source",
    "IPTC:CopyrightNotice", "IPTC:SpecialInstructions", "IPTC:DateCreated", "IPTC:Keywords",
    "IPTC:City", "IPTC:ObjectName",
]  # fmt: skip
#: How a camera held so turns the picture: the way back from each EXIF orientation.
TURNED = {
    1: [], 2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_90], 7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_270],
}  # fmt: skip


def pier(width: int = 96, height: int = 64) -> Image.Image:
    """A picture that looks different from every side."""
    picture = Image.new("RGB", (width, height), (150, 180, 205))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 2 // 3, width, height), fill=(40, 80, 110))
    pen.polygon([(8, height * 2 // 3), (8, 12), (30, 20), (30, height * 2 // 3)], fill=(90, 70, 60))
    pen.ellipse((width - 30, 6, width - 14, 22), fill=(240, 210, 120))
    return picture.filter(ImageFilter.GaussianBlur(1))


def main() -> None:
    register_heif_opener()
    _write_said()
    _write_orientations()
    _write_formats()
    _write_hostile()
    _write_truth()


def _save(name: str, picture: Image.Image, **options) -> Path:
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, **options)
    return path


def _write(name: str, content: bytes) -> None:
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _write_said() -> None:
    for name, arguments in SAID.items():
        path = _save(name, pier())
        _exiftool("-q", "-overwrite_original", "-codedcharacterset=utf8", "-n", *arguments, path)


def _write_orientations() -> None:
    for number, steps in TURNED.items():
        picture = pier()
        for step in steps:
            picture = picture.transpose(step)
        exif = Image.Exif()
        exif[0x0112] = number
        _save(f"orientation/Landscape_{number}.jpg", picture, exif=exif, quality=90)


def _write_formats() -> None:
    _save("formats/p3.png", pier(), icc_profile=of_rgb(P3, 2.2))
    _save("formats/prophoto.png", pier(), icc_profile=of_rgb(ADOBE, 1.8))
    _save("formats/cmyk.jpg", pier().convert("CMYK"))
    _save("formats/grey16.png", pier().convert("I;16"))
    _save("formats/transparent.png", pier().convert("LA"))
    frames = [pier().rotate(angle) for angle in (0, 20, 40)]
    _save("formats/turning.gif", frames[0], save_all=True, append_images=frames[1:], loop=0)
    _save("formats/turning.webp", frames[0], save_all=True, append_images=frames[1:], loop=3)
    _save("formats/small.avif", pier())
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:03:02 07:15:00"
    packet = _exiftool("-b", "-XMP", FOLDER / "metadata/png/harbour.png")
    _save("metadata/heic/pier.heic", pier(), exif=exif, xmp=packet.encode(), quality=50)
    whole = _bytes("JPEG")
    _write("formats/truncated.jpg", whole[: len(whole) // 2])


def _bytes(format: str) -> bytes:
    out = io.BytesIO()
    pier().save(out, format)
    return out.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(width: int, height: int, *chunks: bytes, rows: bytes = b"\0") -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    data = _chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + data + _chunk(b"IEND", b"")


def _write_hostile() -> None:
    jpeg, png = _bytes("JPEG"), _bytes("PNG")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>x</script></svg>'
    frames = Image.new("1", (1, 1))
    many = io.BytesIO()
    frames.save(many, "GIF", save_all=True, append_images=[frames.copy()] * 2, duration=10)
    one_frame = b"\x21\xf9\x04\0\1\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    flood = many.getvalue()[:-1] + one_frame * 3000 + b";"
    for name, content in {
        "bomb-30000x30000.png": _png(30_000, 30_000, rows=b"\0" * (3751 * 300)),
        "lie-60000x60000.png": _png(60_000, 60_000),
        "profile-bomb.png": _png(
            8, 8, _chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 32_000_000, 9)), rows=b"\0\0" * 8
        ),
        "text-bomb.png": _png(
            8, 8, _chunk(b"zTXt", b"x\0\0" + zlib.compress(b" " * 32_000_000, 9)), rows=b"\0\0" * 8
        ),
        "empty.jpg": b"",
        "only-start.jpg": jpeg[:2],
        "svg.svg": svg,
        "svg-named.jpg": svg,
        "html-named.jpg": b"<!doctype html><script>alert(1)</script>",
        "png-named.jpg": png,
        "zip-behind.jpg": jpeg + b"PK\3\4" + b"\0" * 30,
        "html-behind.png": png + b"<script>alert(1)</script>",
        "program-in-comment.jpg": jpeg[:2] + b"\xff\xfe\0\x1b<script>alert(1)</script>" + jpeg[2:],
        "frames.gif": flood,
        "picture.php.jpg": jpeg,
        "pier;.html.jpg": jpeg,
        "pier 照片 صورة.jpg": jpeg,
    }.items():
        _write(f"hostile/hostile/{name}", content)


def _write_truth() -> None:
    paths = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    names = [str(path.relative_to(FOLDER.parent)) for path in paths if path.suffix != ".json"]
    asked = [f"-{tag}" for tag in ASKED]
    said = _exiftool("-json", "-G", "-n", *asked, *names, cwd=FOLDER.parent)
    entries = json.dumps(json.loads(said), ensure_ascii=False, indent=1, sort_keys=True)
    (FOLDER / "exiftool-ground-truth.json").write_text(entries + "\n", encoding="utf-8")


def _exiftool(*arguments, cwd: Path | None = None) -> str:
    command = ["exiftool", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, text=True, cwd=cwd).stdout


if __name__ == "__main__":
    main()
