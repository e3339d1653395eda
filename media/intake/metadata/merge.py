"""One value of every field out of what the blocks say, and where they contradict each other."""

import re
import unicodedata

from . import dates
from .found import BLOCKS, IIM_LIMITS, Block, BlockConflict, BlockName, Said

# A cut may fall into a letter of up to four bytes, or leave a space that was taken off.
_SLACK_BYTES = 4
_SPACES = re.compile(r"\s+")


def merge(blocks: dict[BlockName, Block]) -> tuple[dict[str, Said], list[BlockConflict]]:
    """The values by field, XMP before IIM before EXIF, and the conflicts.

    A value that IIM's length cut gives way to the whole one, wherever that stands.
    """
    merged: dict[str, Said] = {}
    conflicts: list[BlockConflict] = []
    for name in dict.fromkeys(name for block in BLOCKS for name in blocks[block].said):
        said = {block: blocks[block].said[name] for block in BLOCKS if name in blocks[block].said}
        merged[name] = _best(name, list(said.values()))
        if any(_disagree(name, merged[name], other) for other in said.values()):
            conflicts.append(_conflict(name, said))
    return merged, conflicts


def _best(name: str, values: list[Said]) -> Said:
    best = values[0]
    for other in values[1:]:
        if _is_cut(name, best, other):
            best = other
    return best


def _conflict(name: str, said: dict[BlockName, Said]) -> BlockConflict:
    return {
        "field": name,
        "xmp": said.get("xmp", ""),
        "iim": said.get("iim", ""),
        "exif": said.get("exif", ""),
    }


def _disagree(name: str, best: Said, other: Said) -> bool:
    if isinstance(best, list) or isinstance(other, list):
        return _lists_disagree(name, _listed(best), _listed(other))
    if name == "date_created":
        return dates.disagree(best, other)
    # "DE" in XMP is "DEU" in IIM, which wants three letters.
    if name == "country_code" and len(best) != len(other):
        return False
    return _folded(best) != _folded(other) and not _is_cut(name, other, best)


def _lists_disagree(name: str, best: list[str], other: list[str]) -> bool:
    if name == "keywords":
        # An order means nothing there, and programs sort.
        best, other = sorted(best, key=_folded), sorted(other, key=_folded)
        if len(best) != len(other):
            return True
    # Of several creators, EXIF and many an IIM have the first alone.
    pairs = zip(best, other, strict=False)
    return any(_folded(a) != _folded(b) and not _is_cut(name, b, a) for a, b in pairs)


def _is_cut(name: str, short: Said, whole: Said) -> bool:
    """Whether the first is the second, cut at the length that IIM has for the field."""
    if isinstance(short, list) or isinstance(whole, list):
        return _is_cut_list(name, _listed(short), _listed(whole))
    if name not in IIM_LIMITS or len(short) >= len(whole):
        return False
    if not _folded(whole).startswith(_folded(short.rstrip("\ufffd"))):
        return False
    # Line ends had two bytes in many a file; some programs count letters instead of bytes.
    size = len(short.encode())
    lengths = {len(short), size, size + short.count("\n")}
    limit = IIM_LIMITS[name]
    return any(limit - _SLACK_BYTES <= length <= limit for length in lengths)


def _is_cut_list(name: str, short: list[str], whole: list[str]) -> bool:
    """Whether the whole one says more of the same: longer texts, or more creators."""
    if len(short) > len(whole) or (name == "keywords" and len(short) != len(whole)):
        return False
    pairs = list(zip(short, whole, strict=False))
    cuts = [_is_cut(name, a, b) for a, b in pairs]
    same = [_folded(a) == _folded(b) for a, b in pairs]
    says_more = any(cuts) or len(short) < len(whole)
    return says_more and all(a or b for a, b in zip(cuts, same, strict=True))


def _listed(said: Said) -> list[str]:
    return said if isinstance(said, list) else [said]


def _folded(text: str) -> str:
    """The text without what programs change on their own: forms of letters, spaces, "(C)"."""
    text = unicodedata.normalize("NFC", text).replace("(C)", "©").replace("(c)", "©")
    return _SPACES.sub(" ", text).strip()
