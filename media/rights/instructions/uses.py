"""Media that are shut out, and whether an image may be passed on."""

import re
from collections.abc import Iterator

from .readings import Bar, Circumstances, Reading, Sentence

_ONLINE = (
    r"(?:THE )?(?:INTERNET|ONLINE|ON-LINE|WEB ?SITES?|WORLD WIDE WEB|WEB|DIGITAL)"
    r"(?: (?:USE|USAGE|PUBLICATIONS?|PUBLISHING|MEDIA|RIGHTS|EDITIONS?))?"
)
_NOT_ONLINE = re.compile(
    rf"\b(?:NO[ -]*(?:(?:USE|USAGE|PUBLICATION) (?:ON|IN|FOR) )?{_ONLINE}"
    rf"|NOT (?:TO BE |BE )?(?:FOR |USED? |PUBLISHED |AVAILABLE )*(?:ON |IN )?{_ONLINE}"
    rf"|{_ONLINE} OUT"
    r"|(?:PRINT(?:ED)?|NEWSPAPERS?)(?: (?:MEDIA|USE|USAGE|EDITIONS?|PUBLICATIONS?|RIGHTS))? ONLY"
    r"|ONLY (?:FOR|IN) PRINT(?:ED)?(?: (?:USE|MEDIA|EDITIONS?|PUBLICATIONS?))?)\b"
)
# With these after it, the sentence means less than all use on the web.
_LESS = re.compile(
    r"[ /-]{0,3}(?:ARCHIV|GAM|STREAM|SALE|ADVERT|BETTING|VIDEO|GALLER|WITHOUT|BEFORE|UNTIL"
    r"|FOR \d|PRIOR|AFTER|WITHIN|EXCEPT|UNLESS|MANIPUL|ALTER|WITH\b|OTHER"
    r"|(?:AND|OR|&) (?:ONLINE|WEB|DIGITAL|INTERNET))"
)
_NOT_PASSED_ON = re.compile(
    r"\bNO(?:T FOR|T TO BE|T)?[ -]*(?:(?:ANY|FOR|EDITORIAL|ONWARD|FURTHER|PICTURE|PHOTO|IMAGE) )*"
    r"(?:(?:RE-? ?)?(?:SALES?|SELL(?:ING)?|SOLD)|SYNDICAT(?:ION|ED|E)|ARCHIV(?:E[DS]?|ING|AL)"
    r"|(?:(?:3RD|THIRD)[ -]?PART(?:Y|IES)|THIRDPARTY)"
    r"(?: (?:SALES?|USE|USAGE|DISTRIBUTION|LICEN[CS]ING|RIGHTS))?"
    r"|RE-?DISTRIBUT(?:ION|ED)|(?:DISTRIBUTION|TRANSFER|LICEN[CS]ING|SUPPLY) TO"
    r" (?:ANY )?(?:3RD|THIRD)[ -]?PART(?:Y|IES)|SUB-?LICEN[CS](?:ING|E|ED)|RE-?USE)\b"
    r"|\bNO LICEN[CS]ING\b|\bNOT? (?:FOR )?USE BY (?:[A-Z]+ ){0,3}THIRD[ -]PART(?:Y|IES)\b"
    r"|\b(?:ONE|1|SINGLE)[ -]?(?:TIME|OFF)?[ -]?(?:EDITORIAL )?"
    r"(?:USE|USAGE|PUBLICATION)(?: ONLY)?\b"
    r"|\bUSE (?:ONLY )?ONCE(?: ONLY)?\b|\bONCE[ -]?ONLY\b"
)
_AND_SO_ON = re.compile(
    r"(?:[ ,/&+-]|AND|OR|NOR)*(?:(?:RE-?)?SALES?|ARCHIV(?:E[DS]?|ING|AL)|SYNDICATION|RESALE)\b"
    r"(?: USE| PURPOSES)?"
)


def bars(text: str) -> Iterator[Bar]:
    """All denials of a use, each where it stands."""
    for found in _NOT_ONLINE.finditer(text):
        yield Bar(Reading("deny"), *found.span(), is_whole="ONLY" not in found[0])
    for bar in _not_passed_on(text):
        said = text[bar.start : bar.end]
        # The one use, and what is used again, is a use: its time is that of the image.
        if said.startswith("NO") and not _USED.search(said):
            yield bar


_USED = re.compile(r"\b(?:RE-?)?USED?\b(?! BY\b)")


def not_online(sentence: Sentence, given: Circumstances) -> None:
    """ "NO INTERNET", "PRINT ONLY": for a newsroom on the web there is nothing left."""
    for found in list(_NOT_ONLINE.finditer(sentence.text)):
        if not _LESS.match(sentence.original, found.end()):
            sentence.read(Reading("deny"), *found.span())


def not_passed_on(sentence: Sentence, given: Circumstances) -> None:
    """ "NO SALES", "NO ARCHIVES", "ONE TIME USE ONLY"."""
    for bar in list(_not_passed_on(sentence.text)):
        sentence.read(bar.reading, bar.start, bar.end)


def _not_passed_on(text: str) -> Iterator[Bar]:
    for found in _NOT_PASSED_ON.finditer(text):
        end = found.end()
        # "NO SALES OR ARCHIVES", "NO SALES/ARCHIVE".
        while following := _AND_SO_ON.match(text, end):
            end = following.end()
        # "NO ARCHIVE AFTER 30 DAYS" may mean that readers must not find it there any more.
        is_whole = "ARCHIV" not in text[found.start() : end]
        yield Bar(Reading("deny", "syndication"), found.start(), end, is_whole)
