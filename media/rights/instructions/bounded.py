"""Bars that hold for a time: "UK OUT UNTIL MARCH 5", "NO SALES FOR 28 DAYS", "FROM MONDAY: NO WEB".

A bar whose time cannot be read, or can be read in two ways, holds for good and is shown to the
desk: what is proposed is never laxer than the words.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from . import moments, spans, territories, uses
from .readings import Bar, Circumstances, Sentence


@dataclass(frozen=True)
class _Bounds:
    """From when to when a bar holds; it is not clear where the words say it in no known way."""

    end: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_clear: bool = True

    @property
    def is_for_good(self) -> bool:
        """ "UNTIL FURTHER NOTICE"."""
        return self.is_clear and self.starts_at is None and self.ends_at is None


def bars(sentence: Sentence, given: Circumstances) -> None:
    """Denials with a time right after or before them."""
    text = sentence.text
    for bar in [*territories.bars(text), *uses.bars(text)]:
        # Of two bars that overlap, the first is the whole.
        if sentence.text[bar.start : bar.end] != text[bar.start : bar.end]:
            continue
        if bounds := _after(sentence.text, bar.end, given):
            _read(sentence, bar, bounds, bar.start, bounds.end)
        elif found := _before(sentence.text, bar.start, given):
            _read(sentence, bar, found[1], found[0], bar.end)


def _read(sentence: Sentence, bar: Bar, bounds: _Bounds, start: int, end: int) -> None:
    reading = bar.reading
    if bounds.is_clear and bar.is_whole:
        reading = replace(reading, starts_at=bounds.starts_at, ends_at=bounds.ends_at)
    elif not bounds.is_for_good:
        sentence.is_unclear = True
    sentence.read(reading, start, end)


_WORD = re.compile(
    r"[ ,:(]{0,3}\b(?:(?P<until>UNTIL|UNTILL|TILL?|(?P<through>THROUGH|THRU)|UP TO|BEFORE|PRIOR TO"
    r"|EARLIER THAN|AHEAD OF|BIS)"
    r"|(?P<after>AFTER|PAST|BEYOND|LATER THAN|FOLLOWING)"
    r"|(?P<since>(?:EFFECTIVE )?FROM|AS OF|ON OR AFTER|STARTING|BEGINNING|BETWEEN|SINCE|AB)"
    r"|(?P<span>FOR|WITHIN|DURING|IN)"
    r"|(?P<on>ON))\b"
    r"(?P<included> AND INCLUDING| INCLUDING)?"
    r"(?: (?:ON|THE|AT|DATE|FIRST|NEXT|A MAXIMUM OF|(?P<last>END OF)(?= (?:THE )?(?:\d|[A-Z]+DAY))"
    r")\b)*[ :,(]{1,3}"
)
_UNTIL_AFTER_SINCE = re.compile(r"[ ,]*(?:AND|TO|UNTIL|TILL?|THROUGH|THRU|BIS|-)[ ,]*")
_FURTHER_NOTICE = re.compile(r"FURTHER NOTICE\b")
_WINDOW = 80
# "NO SALES FOR BOOKS", "NO SALES IN CHINA" speak of no time.
_MAY_BE_NO_TIME = ("span", "on", "since")


def _after(text: str, at: int, given: Circumstances) -> _Bounds | None:
    """What a time at a position says of the bar before it; None without one."""
    word = _WORD.match(text, at)
    if not word:
        return None
    if notice := _FURTHER_NOTICE.match(text, word.end()):
        return _Bounds(notice.end())
    if moment := _moment(text, word.end(), given):
        return _of_moment(text, word, moment, given)
    span = next(spans.find(text[word.end() : word.end() + _WINDOW]), None)
    if span and span.start == 0:
        return _of_span(text, word, span, given)
    if any(word[name] for name in _MAY_BE_NO_TIME):
        return None
    return _Bounds(word.end(), is_clear=False)


def _before(text: str, end: int, given: Circumstances) -> tuple[int, _Bounds] | None:
    """Where a time begins that ends right before a bar, and what it says of it."""
    starts = [0, *(found.end() for found in re.finditer(r",", text[:end]))]
    for start in starts:
        bounds = _after(text, start + len(text[start:end]) - len(text[start:end].lstrip()), given)
        if bounds and bounds.end <= end and not text[bounds.end : end].strip(" ,:)"):
            return start, bounds
    return None


def _moment(text: str, at: int, given: Circumstances) -> moments.Moment | None:
    """The date at a position, else the next such weekday or time of day."""
    near = next(moments.find(text[at : at + _WINDOW], given), None)
    if near and near.start <= 1:
        return replace(near, start=at + near.start, end=at + near.end)
    return moments.bare(text, at, after=given.received_at, zone=given.zone)


def _of_moment(
    text: str, word: re.Match[str], moment: moments.Moment, given: Circumstances
) -> _Bounds:
    if not moment.day:
        return _Bounds(moment.end, is_clear=False)
    is_last = (
        moment.is_midnight
        or moment.is_end
        or bool(word["included"] or word["last"] or word["through"])
    )
    if word["until"]:
        return _Bounds(moment.end, ends_at=moment.is_over() if is_last else moment.begins())
    if word["after"]:
        starts_at = moment.begins() if moment.is_midnight else moment.is_over()
        return _Bounds(moment.end, starts_at=starts_at)
    if word["on"]:
        return _Bounds(moment.end, moment.begins(), moment.is_over())
    if word["span"]:
        return _Bounds(moment.end, is_clear=False)
    return _range(text, moment, given)


def _range(text: str, first: moments.Moment, given: Circumstances) -> _Bounds:
    """ "FROM 1 MARCH 2026" alone, or with the day on which it ends, which belongs to it."""
    to = _UNTIL_AFTER_SINCE.match(text, first.end)
    last = _moment(text, to.end(), given) if to else None
    if not last:
        return _Bounds(first.end, starts_at=first.begins())
    begins, ends = first.begins(), last.is_over() if last.day else None
    is_clear = ends is not None and begins < ends
    return _Bounds(last.end, begins, ends, is_clear=is_clear)


def _of_span(text: str, word: re.Match[str], span: spans.Span, given: Circumstances) -> _Bounds:
    begins, end = spans.begins(text, word.end() + span.end, given)
    at = span.after(begins) if begins else None
    if not at or word["on"] or word["since"]:
        return _Bounds(end, is_clear=False)
    return _Bounds(end, starts_at=at) if word["after"] else _Bounds(end, ends_at=at)
