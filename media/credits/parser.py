"""Image credits: the printed line and its parts.

A credit is printed as "Name/Pool/Agency via Supplier". Source: IPTC Photo Metadata Standard
(Creator, Credit Line, Source) and the way news agencies write captions.
"""

import re
from dataclasses import dataclass, replace

from media.models.credit import Credit
from newsroom.lib.folding import key_of

# Organisations that stand alone in a credit: "Reuters", "AFP via Getty Images". It is what an empty
# library knows; the agencies of a library come on top, see ``Names``.
_AGENCIES_OF_ONE_WORD = frozenset(
    "AAP AGERPRES ANADOLU ANI ANP AFP ANSA ANTARA AP APA ATS BELGA BERNAMA BLOOMBERG BNS CNS CTK ČTK "  # noqa: SIM905, E501
    "DPA EFE ELTA EPA HINA IRNA JIJI KCNA KEYSTONE KEYSTONE-SDA KYODO LAPRESSE LEHTIKUVA LETA LUSA "
    "MAXPPP MTI NTB NURPHOTO PA PAP PTI REUTERS RIA SCANPIX SDA SIPA SPUTNIK TANJUG TASR TASS TT "
    "UKRINFORM UNIAN UPI XINHUA YONHAP ZUMA".split()
)
AGENCIES = _AGENCIES_OF_ONE_WORD | {
    "AAP IMAGE", "AGENCE FRANCE-PRESSE", "ANADOLU AGENCY", "ASSOCIATED PRESS", "BELGA PHOTO",
    "CANADIAN PRESS", "DPA PICTURE-ALLIANCE", "DPA-ZENTRALBILD", "EPA-EFE", "JIJI PRESS",
    "KEYSTONE SDA", "KYODO NEWS", "LA PRESSE", "LA PRESSE CANADIENNE", "NTB SCANPIX", "PA IMAGES",
    "PA MEDIA", "PA WIRE", "PICTURE ALLIANCE", "PICTURE ALLIANCE / DPA",
    "PICTURE ALLIANCE/DPA", "PICTURE-ALLIANCE", "RITZAU SCANPIX", "SCANPIX DANMARK",
    "THE ASSOCIATED PRESS", "THE CANADIAN PRESS", "TT NEWS AGENCY", "TT NYHETSBYRÅN", "UPI PHOTO",
    "XINHUA NEWS AGENCY", "YONHAP NEWS", "ZUMA PRESS", "ZUMA PRESS WIRE",
    "ТАСС", "РИА НОВОСТИ", "УКРИНФОРМ", "УКРІНФОРМ", "新华社", "中新社",
    "共同通信", "共同通信社", "共同", "時事通信", "時事通信社", "연합뉴스",
}  # fmt: skip
SUPPLIERS = frozenset(
    {
        "alamy", "alamy live news", "alamy stock photo", "getty images", "getty", "imago",
        "imago images", "istock", "shutterstock",
    }
)  # fmt: skip
# Agencies that also hand on the pictures of others: before another agency they are the supplier.
_DISTRIBUTORS = frozenset({"PICTURE ALLIANCE", "PICTURE-ALLIANCE"})

_POOL = "pool"
# "Photo" in the languages that agencies write.
_PHOTO = (
    r"(?:photo(?:graph|graphie|graphe|grapher)?s?|pictures?|images?|fot[oó]s?|foto's|fotograf(?:[ií]as?|ie|e|f)?|"
    r"fotoğraf|fot\.|bild(?:er)?|billede|beeld|(?:valo)?kuvat?|zdjęci[ea]|sn[ií]m(?:ek|ka|ak)|"
    r"фото(?:графия)?|світлина|φωτογραφία|写真|图片?|照片|사진|صورة|تصویر|צילום|תמונה)"
)
_PHOTO_LABEL = re.compile(
    r"(?:mandatory\s+credit\s*:\s*)?"
    rf"(?:{_PHOTO}(?:\s+credits?)?(?:\s+should\s+read)?"
    r"(?:(?<=read)\s|(?<=fot\.)\s|\s+(?:by|von|van|de|par|di|door|av|af)\b:?|\s*[:：])"
    r"|(?:cr[eé]ditos?|credits?|cr[eé]dits?)(?:\s+photos?)?\s*[:：])\s*",
    re.IGNORECASE,
)
_AGENCY_LABEL = re.compile(
    rf"(?P<agency>[^\s/,:]{{2,20}})\s+{_PHOTO}\s*[:：]\s*(?P<name>[^/]{{2,60}})", re.IGNORECASE
)
# "PHOTO JANE DOLE, LA PRESSE", "(foto Jane Dole/ANSA)": a label only before a whole credit.
_BARE_LABEL = re.compile(rf"{_PHOTO}\s+(?=[^\W\d_])", re.IGNORECASE)
BETWEEN_PIECES = re.compile(r"\s*[/|]\s*|\s*,\s+|\s+[-–—]\s+|\s+via\s+", re.IGNORECASE)
_DRAWN_LABEL = re.compile(
    r"(?:illustrations?|graphics?|cartoons?|maps?|collages?)(?:\s+by\b:?|\s*:)\s*", re.IGNORECASE
)
_CREDIT_WORD = re.compile(r"(?:courtesy\s+of\s|hand-?out\b)", re.IGNORECASE)
VIA = re.compile(r"\s+via\s+", re.IGNORECASE)
# "AP Photo/Jane Doe, Pool", "REUTERS/Jane Doe/File Photo", "AFP/Getty Images": the agency, or
# whoever sells for it, stands first. "HO-" is for what somebody handed out.
_AGENCY_FIRST = re.compile(
    r"(?P<agency>[^/,]{2,60}?)(?:\s+photo)?\s*/\s*(?:HO[-,]\s*)?(?P<name>[^/,]+?)"
    r"(?P<pool>\s*[,/]\s*pool)?(?:\s*[,/]\s*file(?:\s+photo)?)?",
    re.IGNORECASE,
)
_COURTESY = re.compile(r"courtesy\s+(?:of\s+)?(?P<supplier>[^/]+)", re.IGNORECASE)
# "Jane Doe | Reuters", "dpa | Jane Doe", "Jane Doe — AFP".
_DIVIDED = re.compile(r"(?P<left>[^|—–]{2,60}?)(?:\s*[|—–]\s*|\s-\s)(?P<right>[^|—–]{2,60})")
_AGENCY_AFTER = re.compile(r"(?P<name>[^/,()]{2,60})(?:, (?P<last>[^/,()]+)| \((?P<in>[^/,()]+)\))")
_AGENCY_ALONE = re.compile(
    r"(?P<agency>[^/]{2,60}?)\s+photo|/(?P<between>[^/]{2,60})/", re.IGNORECASE
)
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:-\d{2,4})?,?\s+)?(?=\S)", re.IGNORECASE)
_HANDOUT = re.compile(
    r"(?:(?P<creator>[^/]+?)\s*/\s*)?hand-?out(?:\s+via\s+(?P<supplier>[^/]+))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Names:
    """The names, by ``key_of``, that are not those of persons. Well-known ones need no listing."""

    agencies: frozenset[str] = frozenset()
    suppliers: frozenset[str] = frozenset()

    def is_agency(self, name: str) -> bool:
        return name.upper() in AGENCIES or key_of(name) in self.agencies

    def is_supplier(self, name: str) -> bool:
        return name.casefold() in SUPPLIERS or key_of(name) in self.suppliers

    def is_house(self, name: str) -> bool:
        """Whether it is one of both, as "AFP" or "AP Photo"."""
        bare = re.sub(r"\s+photos?$", "", name.strip(), flags=re.IGNORECASE)
        return self.is_agency(bare) or self.is_supplier(bare)


WELL_KNOWN = Names()


@dataclass(frozen=True)
class Printed:
    """The parts, and the words to print where the parts alone would print others."""

    credit: Credit = Credit()  # noqa: RUF009
    line: str = ""

    @property
    def fields(self) -> dict[str, str | bool]:
        """The credit's columns of ``media.Image``."""
        return {
            "creator": self.credit.creator,
            "is_pool": self.credit.pool,
            "agency": self.credit.agency,
            "supplier": self.credit.supplier,
            "credit_line": self.line,
        }

    @property
    def text(self) -> str:
        return self.line or self.credit.line


def parse_credit(line: str, *, names: Names = WELL_KNOWN) -> Credit:
    """Split a printed credit such as "(Ana Ruiz/Pool/AFP via Getty Images)".

    The last name after "via" is the supplier; "Pool" is no agency. Labels ("Photo:",
    "Illustration by") are left out. Text that fits no known shape comes back whole as
    ``creator``, so that ``parse_credit(line).line`` never loses a name.
    """
    text = _without_label(unwrapped(line), _PHOTO_LABEL, _DRAWN_LABEL)
    text = text[bare_label(text, names) :]
    *before, last = VIA.split(text)
    parts, supplier = (" via ".join(before), last) if before else (last, "")
    # Getty writes "Jane Dole - Pool/Getty Images".
    parts = re.sub(r"\s-\s(?=pool(?:/|$))", "/", parts, flags=re.IGNORECASE)
    if not before and names.is_supplier(parts) and not names.is_agency(parts):
        return Credit(supplier=parts)
    named = _named([part.strip() for part in parts.split("/")], supplier, names)
    return named or Credit(creator=text)


def credit_fields(line: str, *, names: Names = WELL_KNOWN) -> dict[str, str | bool]:
    """The fields of ``media.Image`` for a printed credit."""
    return read_credit(line, names=names).fields


def read_credit(line: str, *, names: Names = WELL_KNOWN) -> Printed:
    """The parts of a printed credit.

    Its ``line`` (the printed override) is set only where the parts would print anything else than
    the source did, be it a space: "AP Photo/Jane Doe", "Courtesy of Red Cross", "Ana / AFP".
    """
    printed = _without_label(unwrapped(line), _PHOTO_LABEL)
    printed = printed[bare_label(printed, names) :]
    credit = _in_other_words(printed, names) or parse_credit(printed, names=names)
    return Printed(credit, "" if credit.line == printed else printed)


def _named(parts: list[str], supplier: str, names: Names) -> Credit | None:
    """The shapes of one to three names; None when the names fit none of them."""
    if not all(parts) or (len(parts) > 1 and _stands_before_the_name(parts[0], names)):
        return None
    match parts:
        case [name] if _is_pool(name):
            return Credit(pool=True, supplier=supplier)
        case [name] if names.is_agency(name):
            return Credit(agency=name, supplier=supplier)
        case [name]:
            return Credit(creator=name, supplier=supplier)
        case [pool, agency] if _is_pool(pool):
            return Credit(pool=True, agency=agency, supplier=supplier)
        case [creator, pool] if _is_pool(pool):
            return Credit(creator=creator, pool=True, supplier=supplier)
        case [creator, agency]:
            return Credit(creator=creator, agency=agency, supplier=supplier)
        case [creator, pool, agency] if _is_pool(pool) and not _is_pool(creator):
            return Credit(creator=creator, pool=True, agency=agency, supplier=supplier)
    return None


def _stands_before_the_name(name: str, names: Names) -> bool:
    """Whether this is the agency of "AP/Jane Doe" or "AP Photo/Jane Doe", not a person."""
    return names.is_agency(re.sub(r"\s+photo$", "", name, flags=re.IGNORECASE))


def _in_other_words(text: str, names: Names) -> Credit | None:
    """What a credit says that prints its parts in an order or in words of its own."""
    if found := _COURTESY.fullmatch(text):
        return Credit(supplier=found["supplier"])
    if found := _HANDOUT.fullmatch(text):
        return Credit(creator=found["creator"] or "", supplier=found["supplier"] or "")
    if found := COPYRIGHT.match(text):
        rest = text[found.end() :]
        return _in_other_words(rest, names) or parse_credit(rest, names=names)
    if found := labelled_by_agency(text, names):
        return Credit(found["name"], agency=found["agency"])
    if credit := _with_the_agency_apart(text, names):
        return credit
    *before, last = VIA.split(text)
    if before and (credit := _agency_first(" via ".join(before), names)) and not credit.supplier:
        return replace(credit, supplier=last)
    return _agency_first(text, names)


def _with_the_agency_apart(text: str, names: Names) -> Credit | None:
    """The agency after a comma, a bar or a dash, in parentheses, between slashes, or alone; in
    capitals also before the name."""
    if (shouted := shouted_agency(text, names)) and shouted < len(text):
        return Credit(text[shouted:].strip(), agency=text[:shouted].strip())
    if (found := _AGENCY_ALONE.fullmatch(text)) and names.is_agency(
        agency := found["agency"] or found["between"]
    ):
        return Credit(agency=agency)
    if (found := _AGENCY_AFTER.fullmatch(text)) and names.is_agency(
        agency := found["last"] or found["in"]
    ):
        return Credit(found["name"], agency=agency)
    found = _DIVIDED.fullmatch(text)
    for name, other in (
        [(found["left"], found["right"]), (found["right"], found["left"])] if found else []
    ):
        if "/" not in name and not names.is_supplier(name) and not names.is_agency(name):
            if names.is_agency(other):
                return Credit(name, agency=other)
            if names.is_supplier(other):
                return Credit(name, supplier=other)
            agency, slash, supplier = other.partition("/")
            if slash and names.is_agency(agency.strip()) and names.is_supplier(supplier.strip()):
                return Credit(name, agency=agency.strip(), supplier=supplier.strip())
    return None


def shouted_agency(text: str, names: Names) -> int:
    """How long the agency of "BELGA PHOTO JANE DOLE" is; 0 unless one to four names follow it."""
    words = text.split()
    if not text.isupper() or re.search(r"[/|,(]", text):
        return 0
    for count in (3, 2, 1):
        opening = " ".join(words[:count])
        if names.is_agency(opening) and 1 <= len(words) - count <= 4 and opening in text:
            return len(opening)
    return 0


def _agency_first(text: str, names: Names) -> Credit | None:
    found = _AGENCY_FIRST.fullmatch(text)
    if not found:
        return None
    first, name = found["agency"], found["name"]
    is_of_a_house = names.is_agency(name) or names.is_supplier(name)
    if names.is_agency(name) and _hands_on(first, names):
        return Credit(agency=name, supplier=first)
    if names.is_supplier(first) and not names.is_agency(first):
        return None if is_of_a_house or _is_pool(name) else Credit(name, supplier=first)
    if not names.is_agency(first):
        return None
    if is_of_a_house:
        return Credit(agency=first, supplier=name)
    if _is_pool(name):
        return Credit(pool=True, agency=first)
    return Credit(creator=name, pool=bool(found["pool"]), agency=first)


def _hands_on(name: str, names: Names) -> bool:
    return name.upper() in _DISTRIBUTORS or (names.is_supplier(name) and not names.is_agency(name))


def _is_pool(name: str) -> bool:
    return name.casefold() in (_POOL, "pool photo")


def unwrapped(line: str) -> str:
    """One line of text without control characters, outer parentheses and the period after them."""
    text = " ".join("".join(c if c.isprintable() else " " for c in line).split())
    caption, inner = trailing_parenthesis(text)
    return inner if inner and not caption else text


def _without_label(text: str, *labels: re.Pattern) -> str:
    """The text after its label; a text that is nothing but a label stays."""
    for label in labels:
        if found := label.match(text):
            return text[found.end() :] or text
    return text


def starts_like_one(text: str) -> int:
    """How long the label, "Courtesy of" or "Handout" is with which a credit begins; 0 without."""
    found = filter(None, (p.match(text) for p in (_PHOTO_LABEL, _DRAWN_LABEL, _CREDIT_WORD)))
    return next((one.end() for one in found), 0)


def bare_label(text: str, names: Names) -> int:
    """How long a label without a colon is, before names with an agency among them; 0 without."""
    label = _BARE_LABEL.match(text)
    # "picture alliance/dpa" begins with no label.
    if not label or starts_like_one(text) or names.is_house(BETWEEN_PIECES.split(text)[0]):
        return 0
    pieces = BETWEEN_PIECES.split(text[label.end() :])
    return label.end() if any(map(names.is_house, pieces)) else 0


def labelled_by_agency(text: str, names: Names) -> re.Match | None:
    """The agency and the name of "MTI Fotó: Jane Dole"."""
    found = _AGENCY_LABEL.fullmatch(text)
    return found if found and names.is_agency(found["agency"]) else None


def is_copyright(line: str) -> bool:
    """ "(c) Jane Dole" says whose it is; "© Jane Dole/AFP" is a credit too."""
    return bool(COPYRIGHT.match(line)) and "/" not in line and not VIA.search(line)


def without_copyright(name: str) -> str:
    """ "(c) 2026 Jane Dole" in a creator's field is Jane Dole."""
    found = COPYRIGHT.match(name)
    return name[found.end() :] if found and is_copyright(name) else name


def same_words(left: str, right: str) -> bool:
    """Equal but for case and the space around slashes."""
    return re.sub(r"\s*/\s*", "/", left).casefold() == re.sub(r"\s*/\s*", "/", right).casefold()


def without_repeated(caption: str, line: str) -> str:
    """The caption without the credit that is printed beside it, be it all of it or in parentheses
    at its end."""
    if not line or not caption:
        return caption
    before, inner = trailing_parenthesis(caption)
    if inner and _is_credit(inner, line):
        return before
    return "" if _is_credit(unwrapped(caption), line) else caption


def _is_credit(text: str, line: str) -> bool:
    bare, said = (_without_label(each, _PHOTO_LABEL, _DRAWN_LABEL) for each in (text, line))
    return same_words(bare.removesuffix("."), said.removesuffix("."))


def trailing_parenthesis(text: str) -> tuple[str, str]:
    """The text before its last parenthesis and what stands inside; ("", "") without one."""
    closed = text.removesuffix(".").rstrip()
    if not closed.endswith(")"):
        return "", ""
    depth = 0
    for position in range(len(closed) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(closed[position], 0)
        if depth == 0:
            return closed[:position].rstrip(), closed[position + 1 : -1].strip()
    return "", ""
