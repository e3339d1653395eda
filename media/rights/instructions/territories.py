"""Where an image may not be shown, or where alone it may."""

import re
from collections.abc import Iterator

from . import places
from .readings import Bar, Circumstances, Reading, Scope, Sentence

_OUT = re.compile(
    r"(?:\b(?:COUNTRIES|TERRITORIES|CLIENTS|SUBSCRIBERS|MEDIA) )?OUT\b(?! OF\b)"
    r"(?P<but>\W{0,3}(?:EXCEPT|EXCLUDING|BUT NOT|APART FROM)(?: FOR)?(?: IN)?\b)?"
)
_OUT_LIST = re.compile(r"\b(?:COUNTRIES |TERRITORIES )?OUT ?(?:IN|:|-) ")


def out(sentence: Sentence, given: Circumstances) -> None:
    """ "AUSTRIA, SWITZERLAND OUT", "NORTH AMERICA OUT EXCEPT CANADA"."""
    for bar in list(_out(sentence.text)):
        # An empty list would mean everywhere.
        sentence.read(bar.reading if bar.reading.places else None, bar.start, bar.end)


def bars(text: str) -> Iterator[Bar]:
    """All denials for places, each where it stands."""
    yield from (bar for bar in _out(text) if bar.reading.places)
    yield from _named(text)
    for found in _ONLY_AFTER.finditer(text):
        listed = places.after(text, found.end())
        if listed and "OUTSIDE" in found[0]:
            reading = _only(listed.codes, found[0])
            yield Bar(reading, found.start(), listed.end, is_whole=False)


def _out(text: str) -> Iterator[Bar]:
    for found in _OUT.finditer(text):
        listed = places.before(text, found.start())
        if not listed or text[listed.end : found.start()].strip(" )/-'\""):
            listed = None
        start, end = (listed.start if listed else found.start()), found.end()
        if not listed and _OUT_LIST.match(text, found.start()):
            listed = places.after(text, found.end())
            end = listed.end if listed else end
        if not listed:
            continue
        codes = listed.codes
        if found["but"] and (but := places.after(text, found.end())):
            codes, end = tuple(code for code in codes if code not in but.codes), but.end
        yield Bar(Reading("deny", places=codes), start, end)


_ONLY_BEFORE = re.compile(
    r"(?P<what>(?: (?:EDITORIAL|USE|USAGE|RIGHTS|PUBLICATIONS?|MEDIA|CLIENTS|SUBSCRIBERS"
    r"|CUSTOMERS|COUNTRIES|MARKETS?|TERRITORY|SALES|IN|AND|ONLINE)\b){0,5}) ?\bONLY\b"
)
_ONLY_AFTER = re.compile(
    r"\b(?:(?:ONLY|SOLELY|EXCLUSIVELY)(?: (?:TO BE|BE|FOR|USED?|USAGE|PUBLICATION|PUBLISHED"
    r"|AVAILABLE|EDITORIAL|SALES?)\b){0,4} (?:IN|WITHIN|TO)"
    r"|(?:RESTRICTED|LIMITED) TO(?: USE)?(?: IN)?"
    r"|(?:NO|NOT)\b(?: (?:TO BE|FOR|BE|ANY|USED?|USAGE|PUBLICATION|PUBLISHED|SALES?|DISTRIBUTION"
    r"|AVAILABLE|EDITORIAL)\b){0,5} OUTSIDE(?: OF)?) "
)


def only(sentence: Sentence, given: Circumstances) -> None:
    """ "FOR USE IN THE UK ONLY", "NO USE OUTSIDE GERMANY"."""
    for found in list(_ONLY_BEFORE.finditer(sentence.text)):
        listed = places.before(sentence.text, found.start())
        if listed and not sentence.text[listed.end : found.start()].strip(" )-'\""):
            sentence.read(_only(listed.codes, found["what"]), listed.start, found.end())
    for found in list(_ONLY_AFTER.finditer(sentence.text)):
        listed = places.after(sentence.text, found.end())
        if listed:
            sentence.read(_only(listed.codes, found[0]), found.start(), listed.end)


def _only(codes: tuple[str, ...], what: str) -> Reading:
    scope: Scope = "syndication" if "SALE" in what else "publication"
    return Reading("allow", scope, places=codes)


_NAMED = re.compile(
    r"\b(?:(?P<but>EXCEPT|EXCLUDING|EXCL|EXCLUDES|APART FROM|OTHER THAN)|NO|NOT|NEVER|DON'T)\b"
    r"(?P<what>(?: (?:ANY|ALL|FOR|TO|BE|USED?|USAGE|EDITORIAL|PUBLICATION|PUBLISH(?:ED)?"
    r"|COMMERCIAL (?:OR|AND) EDITORIAL|PRINT(?:ED)?|SALES?|SOLD|RE-?SALES?|DISTRIBUT(?:ION|ED)"
    r"|BROADCAST|AVAILABLE|RELEASED?|RIGHTS"
    r"|IN|WITHIN|TO CLIENTS)\b){0,8}) (?:THE )?"
)
_SALES = re.compile(r"\b(?:RE-?)?(?:SALES?|SOLD)\b")
_WHAT_AFTER = re.compile(
    r" ?(?:(?P<sales>(?:RE-?)?SALES?)|(?:ONLINE |PRINT |EDITORIAL )?(?:USE|USAGE|PUBLICATION))\b"
)


def named(sentence: Sentence, given: Circumstances) -> None:
    """ "NOT FOR USE IN JAPAN", "NO UK SALES", "WORLDWIDE EXCEPT FRANCE"."""
    for bar in list(_named(sentence.text)):
        sentence.read(bar.reading, bar.start, bar.end)


def _named(text: str) -> Iterator[Bar]:
    for found in _NAMED.finditer(text):
        listed = places.after(text, found.end())
        # "NO MALI ARMY": a name must follow at once.
        if not listed or text[found.end() : listed.start].strip():
            continue
        after = _WHAT_AFTER.match(text, listed.end)
        is_sale = bool(_SALES.search(found["what"]) or (after and after["sales"]))
        scope: Scope = "syndication" if is_sale else "publication"
        reading = Reading("deny", scope, places=listed.codes)
        # "FREE IN EUROPE EXCEPT FRANCE UNTIL …" says until when it is free.
        yield Bar(reading, found.start(), after.end() if after else listed.end, not found["but"])
