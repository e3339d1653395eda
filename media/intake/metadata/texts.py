"""What a field may hold: text without control characters, of bounded length, and web addresses."""

import re
from collections.abc import Iterable
from itertools import islice

from newsroom.lib import text, urls

MAX_CHARACTERS = 20_000
MAX_ITEMS = 500
MAX_ITEM_CHARACTERS = 1000

# Cameras write these where a caption belongs.
_JUNK = frozenset(
    {
        "applemark", "ascii", "casio computer co.,ltd", "cof", "created with gimp",
        "dav", "default", "digimax", "digital camera", "digital image", "edf", "exif jpeg",
        "exif_jpeg_picture", "exif-jpeg-picture", "hdr", "hdrpl", "image description", "jpeg",
        "jpg", "kodak digital still camera", "konica minolta digital camera",
        "lead technologies inc. v1.01", "maginon", "mde", "minolta digital camera",
        "my beautiful picture", "none", "null", "olympus digital camera", "oznor", "oznorwo",
        "pentax digital camera", "picture", "processed with vsco", "rhdr", "samsung",
        "samsung camera pictures", "samsung digital camera", "sdr", "sony dsc", "tmp", "ttp",
        "unknown", "untitled", "vivicam", "xiaomi", "zte",
    }
)  # fmt: skip
# "DSC_0042.JPG", "DCIM\100MEDIA\DJI_0001.JPG", "<KENOX S630  / Samsung S630>".
_JUNK_SHAPES = re.compile(
    r"[\w\\/:. -]{0,200}\.(?:jpe?g|png|heic|tiff?|dng)|dcim\b[^ ]{0,200}|<[^<>]{0,80}>"
    r"|(?:dsc|img|pict?|dcim)[_ -]?\d{1,10}",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def block(raw: str) -> str:
    """A text of several lines."""
    return text.tidy(raw[: 2 * MAX_CHARACTERS]).strip(text.SPACES)[:MAX_CHARACTERS]


def line(raw: str) -> str:
    """A text on one line."""
    return text.single_line(raw[: 2 * MAX_CHARACTERS], limit=MAX_CHARACTERS)


def lines(raw: Iterable[str]) -> list[str]:
    """The texts that are not empty, each once, in their order."""
    cut = (line(each[: 2 * MAX_ITEM_CHARACTERS])[:MAX_ITEM_CHARACTERS] for each in raw)
    return list(islice(dict.fromkeys(filter(None, cut)), MAX_ITEMS))


def caption(raw: str) -> str:
    """A caption; empty for what cameras and programs write on their own."""
    words = block(raw)
    folded = " ".join(words.casefold().split()).strip(". ")
    is_spoilt = "?" in folded and not any(c.isalnum() for c in folded)
    return "" if is_spoilt or folded in _JUNK or _JUNK_SHAPES.fullmatch(folded) else words


def address(raw: str) -> str:
    """What was written where an address belongs; empty when it would run a program."""
    words = line(raw)
    # Browsers pass over spaces in "java script:".
    scheme = _SCHEME.match("".join(words.split()))
    return "" if scheme and scheme[1].lower() not in ("http", "https") else words


def web_address(words: str) -> str:
    """An http(s) address that pages may link to, as it was written; or nothing."""
    is_absolute = words.lower().startswith(("http://", "https://"))
    clean = urls.web_address(words) if is_absolute else None
    # Hosts are the same in any case: the writer's is kept.
    return words if clean and clean.lower() == words.lower() else clean or ""


def decoded(raw: bytes) -> str:
    """UTF-8 where it is valid, else the Latin alphabet of Windows: what writers really use."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
