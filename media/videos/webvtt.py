"""Captions: WebVTT that browsers will show as it was meant (source: W3C WebVTT, 6 March 2025).

A browser drops what it does not understand without a word; here the line is named instead.
"""

import re
from itertools import pairwise

from django.utils.translation import gettext as _

from newsroom.editorial import refusals

MAX_BYTES = 2 * 1024 * 1024

_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+\S.*)?", re.ASCII)
_ENDS = re.compile("\r\n|\r|\n")


class CaptionsRefused(refusals.Refused):
    """Captions that are not taken; the message names the line and says what to do."""

    code = "captions"


def decoded(content: bytes) -> str:
    """The text of a captions file. Raises ``CaptionsRefused``."""
    if len(content) > MAX_BYTES:
        raise CaptionsRefused(_("The captions have more than 2 MB. Choose a WebVTT file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaptionsRefused(
            _("The captions are not in UTF-8. Save the file in that encoding.")
        ) from error


def checked(text: str) -> str:
    """The captions with plain line ends; empty stays empty. Raises ``CaptionsRefused``."""
    if not text.strip():
        return ""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise CaptionsRefused(_("The captions have more than 2 MB. Choose a WebVTT file."))
    lines = _ENDS.split(text.removeprefix("\ufeff").replace("\0", "").rstrip())
    _check_header(lines)
    starts = [
        _check_block(lines, first, end)
        for first, end in _blocks(lines)
        if not _is_note(lines[first])
    ]
    if not starts:
        raise CaptionsRefused(_("The captions have no cue: no line with a time, “-->” and a time."))
    for (line, before), (next_line, start) in pairwise(starts):
        if start < before:
            raise _wrong(
                next_line, _("it begins before the cue of line %(line)d. Put them in order.")
                % {"line": line + 1},
            )  # fmt: skip
    return "\n".join(lines) + "\n"


def _check_header(lines: list[str]) -> None:
    first = lines[0]
    if first != "WEBVTT" and not first.startswith(("WEBVTT ", "WEBVTT\t")):
        raise _wrong(0, _("the file must begin with WEBVTT. Export the captions as WebVTT."))
    if len(lines) > 1 and "-->" in lines[1]:
        raise _wrong(1, _("a blank line must stand between WEBVTT and the first cue."))


def _blocks(lines: list[str]):
    """The first line of each block after the header, and the line that ends it."""
    at = 1
    while at < len(lines) and lines[at].strip():
        at += 1
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
        yield at, end
        at = end


def _is_note(line: str) -> bool:
    return line in ("NOTE", "STYLE", "REGION") or line.startswith(("NOTE ", "NOTE\t"))


def _check_block(lines: list[str], first: int, end: int) -> tuple[int, int]:
    """The line of a cue's times and when it begins, in thousandths of a second."""
    at = first if "-->" in lines[first] else first + 1
    if at >= end or "-->" not in lines[at]:
        raise _wrong(first, _("a cue needs its times: 00:01.000 --> 00:04.000."))
    found = _TIMING.fullmatch(lines[at].strip())
    if not found:
        raise _wrong(at, _("the times must be written as 00:01.000 --> 00:04.000."))
    start, stop = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if stop <= start:
        raise _wrong(at, _("the cue ends before it begins. Correct its times."))
    for line in range(at + 1, end):
        if "-->" in lines[line]:
            raise _wrong(line, _("a blank line must stand before the next cue."))
    return at, start


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _wrong(line: int, what: str) -> CaptionsRefused:
    return CaptionsRefused(
        _("Line %(line)d of the captions: %(what)s") % {"line": line + 1, "what": what}
    )
