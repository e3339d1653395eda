"""Where a caption ends, and what agencies write behind it: credits, restrictions, copyright.

Whatever is taken off comes back in a part of its own: nothing that a file says is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .parser import (
    BETWEEN_PIECES,
    COPYRIGHT,
    VIA,
    WELL_KNOWN,
    Names,
    bare_label,
    is_copyright,
    labelled_by_agency,
    read_credit,
    shouted_agency,
    starts_like_one,
    trailing_parenthesis,
    unwrapped,
)

_MOST_CREDIT = 200
_MOST_PARTS = 8
# What joins a caption and the credit behind it.
_RAGGED = " \t\n-–—/|*,;="


@dataclass
class Caption:
    """A caption taken apart. ``credits`` are as printed, in their order."""

    text: str
    credits: tuple[str, ...] = ()
    copyright: str = ""
    restrictions: str = ""
    #: What stands behind "*** Local Caption ***": names, or the caption in another language.
    local: str = ""


def split_caption(text: str, *, names: Names = WELL_KNOWN) -> tuple[str, str]:
    """Split "Caption. (Name/Pool/AFP via Getty Images)" into caption and printed credit.

    A credit stands at the end: in parentheses, after a label, or beginning or ending with an
    agency. Of several the one with the most names counts. Without a credit the text comes back as
    it was, and "".
    """
    parts = taken_apart(text, names=names)
    return (parts.text, richest(parts.credits, names)) if parts.credits else (text.strip(), "")


def taken_apart(text: str, *, names: Names = WELL_KNOWN) -> Caption:
    """The caption and what stands behind it."""
    before, marker, local = _LOCAL.search(text), "", ""
    if before:
        text, local = text[: before.start()], text[before.end() :].strip()
        marker = before[0]
    parts = Caption(text.strip(), local=local)
    for _part in range(_MOST_PARTS):
        if not (_take_restrictions(parts, names) or _take_credit(parts, names)):
            break
    if not (parts.credits or parts.restrictions or parts.copyright or marker):
        return Caption(text.strip())
    return parts


def richest(credits: tuple[str, ...], names: Names) -> str:
    """The credit that says most: the others of a caption repeat it."""
    return max(credits, key=lambda one: _weight(one, names), default="")


def _weight(printed: str, names: Names) -> int:
    credit = read_credit(printed, names=names).credit
    return sum(map(bool, (credit.creator, credit.pool, credit.agency, credit.supplier)))


# --- What may be done with it ---------------------------------------------------------------------

_LOCAL = re.compile(r"\*{2,3}\s*Local\s+Caption\s*\*{2,3}", re.IGNORECASE)
_BAR = (
    r"(?:no\s+(?:re-?sales?|sales?|archiv\w*|internet|web|online|mobile|mag(?:azine)?s?|tv|books?|"
    r"print|marketing|advertising|commercial\w*|third[- ]part(?:y|ies)|syndication|licensing|"
    r"reproduction|export|wire|libraries|use|usage|cropping)\b|mandatory\s+credit\b|"
    r"editorial\s+use\s+only|for\s+editorial\s+use|restricted\s+to\b|not\s+for\s+\w+|"
    r"attention\s+editors|editors'?\s+note|best\s+quality\s+available|"
    r"this\s+(?:image|picture|photo)\s+(?:was|has|is)\b|tpx\s+images?\s+of\s+the\s+day|bestpix\b|"
    r"one[- ]time\s+use|one\s+use\s+only|strictly\s+\w+|embargoed\b|"
    r"achtung\b|nur\s+(?:zur|für)\s+redaktionelle|usage\s+éditorial|(?:solo|solamente)\s+uso\s+editorial|"
    r"uso\s+editoriale|apenas\s+uso\s+editorial|crédito\s+obligatorio|mention\s+obligatoire|"
    r"\+{2,3}(?=[^+]{2,60}\+{2,3})|"
    r"(?-i:[A-Z]{2,}(?:\s[A-Z]+)?\sOUT)(?=\s*(?:$|[-–,;./])))"
)
# Behind a credit, what such a word opens is all about the picture's use, in capitals or not.
_OPENS_A_NOTE = re.compile(
    r"ATTENTION\s+EDITORS\b|ACHTUNG\b|EDITORS'?\s+NOTE\b|MANDATORY\s+CREDIT\b|\+{2,3}[^+]+\+{2,3}"
)
# These are known without capitals, too.
_PLAIN_BAR = (
    r"(?:(?:for\s+)?editorial\s+use\s+only|no\s+(?:re-?)?sales?|no\s+archiv\w*|no\s+internet|"
    r"no\s+commercial\s+use|mandatory\s+credit(?::[^.]*)?|one[- ]time\s+use(?:\s+only)?|"
    r"nur\s+(?:zur|für)\s+redaktionellen?\s+\w+|usage\s+éditorial\s+(?:uniquement|seulement)|"
    r"(?:solo|solamente|apenas)\s+(?:para\s+)?uso\s+editorial|solo\s+(?:per\s+)?uso\s+editoriale)"
)
_BAR_AT_A_START = re.compile(rf"(?:^|(?<=[\s)\]/*.,;–—-])){_BAR}", re.IGNORECASE)
_BAR_ALONE = re.compile(_PLAIN_BAR, re.IGNORECASE)
_BETWEEN_BARS = re.compile(r"\s*(?:[.,;/!]|\s[-–—]+\s|\n)\s*")
_BEFORE_A_BAR = re.compile(r"(?:^|[.!?)\]\"”’]|\n|\s\s|\s[-–—/*=]+)\s*\Z")
# A point that ends a sentence, not "St." or "Mt.".
_AFTER_A_SENTENCE = re.compile(r"(?:\w{4}|\d|[)\]\"”’])[.!?]?[\s=]*\Z|\n\s*\Z")
# The number of a picture: "(PTI06_01_2023_000123B)".
_PICTURE_NUMBER = re.compile(r"\s*\(([A-Z]{2,}[\w-]*\d[\w-]{3,})\)\s*\Z")
# "(c)" is lower case in the loudest of texts.
_QUOTED = re.compile(r"\(c\)|[\"“][^\"“”]*[\"”]|'[^']*'")


def _take_restrictions(parts: Caption, names: Names) -> bool:
    number = _PICTURE_NUMBER.search(parts.text)
    if number and _credit_at_the_end(parts.text[: number.start()], names, is_first=True)[1]:
        parts.text = parts.text[: number.start()]
        parts.restrictions = _joined(number[1], parts.restrictions)
        return True
    for found in _BAR_AT_A_START.finditer(parts.text):
        rest = parts.text[found.start() :]
        before = parts.text[: found.start()]
        is_loud = _is_shouted(rest) and not (_is_shouted(before) and not parts.credits)
        opens_a_note = bool(_OPENS_A_NOTE.match(rest))
        # A caption of capitals may begin so and tell of something else.
        is_alone = not before.strip() and not parts.credits
        if not (_is_all_bars(rest) or (not is_alone and (is_loud or opens_a_note))):
            continue
        is_behind_a_credit = bool(_credit_at_the_end(before, names, is_first=True)[1])
        # In the middle of a sentence they are what it tells of.
        if is_behind_a_credit or (_BEFORE_A_BAR.search(before) and (is_loud or not opens_a_note)):
            parts.text = before.rstrip(_RAGGED)
            parts.restrictions = _joined(rest.strip(" \t\n-–—/|*"), parts.restrictions)
            return True
    return False


def _is_shouted(text: str) -> bool:
    """Whether it is written in capitals, but for what is quoted."""
    bare = _QUOTED.sub("", text)
    return any(c.isupper() for c in bare) and not any(c.islower() for c in bare)


def _is_all_bars(text: str) -> bool:
    pieces = [piece for piece in _BETWEEN_BARS.split(text.strip()) if piece]
    return all(_BAR_ALONE.fullmatch(piece) for piece in pieces)


def _joined(first: str, second: str) -> str:
    return "\n".join(filter(None, (first, second)))


# --- Credits --------------------------------------------------------------------------------------


def _take_credit(parts: Caption, names: Names) -> bool:
    before, credit = _credit_at_the_end(parts.text, names, is_first=not parts.credits)
    if not credit:
        return False
    if is_copyright(credit):
        if parts.copyright:
            return False
        parts.copyright = credit
    else:
        parts.credits = (credit, *parts.credits)
    parts.text = before
    return True


def _credit_at_the_end(text: str, names: Names, *, is_first: bool) -> tuple[str, str]:
    """What stands before the last credit, and the credit; "" without one."""
    caption, inner = trailing_parenthesis(text)
    if inner and _looks_like_credit(inner, names, after=caption, is_first=is_first):
        name = _name_before_a_house(caption) if names.is_house(inner) else ""
        if not name:
            return caption, inner
        return caption[: -len(name)].rstrip(_RAGGED), f"{name} ({inner})"
    for start in _starts(text):
        rest = text[start:]
        credit = unwrapped(rest).strip(" *=/|-–—").removesuffix(".")
        is_enough = bool(start) or (is_first and " " in credit)
        if is_enough and len(rest) <= _MOST_CREDIT and _is_bare_credit(credit, names):
            is_anew = not start or _BEFORE_A_BAR.search(text[:start])
            if names.is_house(credit) and not credit.isupper():
                is_anew = is_anew and _AFTER_A_SENTENCE.search(text[:start])
            if is_anew or _is_unmistakable(credit, names):
                return text[:start].rstrip(_RAGGED), credit
    return text, ""


_WORD_START = re.compile(r"(?:^|(?<=[\s/|=([]))(?=[\w©(/])")


def _starts(text: str) -> Iterator[int]:
    """Where a credit may begin, the leftmost first: at each of the last words."""
    least = max(0, len(text) - _MOST_CREDIT)
    return (found.start() for found in _WORD_START.finditer(text) if found.start() >= least)


# Agencies and words of credits that are written small.
_SMALL_WORDS = frozenset(
    "dpa imago picture alliance via pool handout file photo stringer for by apa ap afp epa images "  # noqa: SIM905
    "scanpix ansa foto".split()
)


def _is_bare_credit(text: str, names: Names) -> bool:
    """Whether nothing but names, agencies and what joins them stands here, with an agency."""
    copyright_ = COPYRIGHT.match(text)
    rest = text[copyright_.end() :] if copyright_ else text
    label = starts_like_one(rest) or bare_label(rest, names)
    if (
        not rest
        or _ends_a_sentence(rest)
        or not all(map(_is_word_of_a_credit, _words(rest, label)))
    ):
        return False
    if label or copyright_ or labelled_by_agency(rest, names):
        return True
    if "/" in rest or VIA.search(rest) or "|" in rest:
        pieces = [piece.strip() for piece in re.split(r"/|\||\s+via\s+", rest, flags=re.I)]
        return any(map(names.is_house, pieces)) and len(pieces) > 1
    is_one = names.is_house(rest) and len(rest) > (1 if rest.isupper() else 3)
    return is_one or bool(shouted_agency(rest, names))


def _words(text: str, label: int) -> list[str]:
    return re.sub(r"[/|,&()\[\]:]", " ", text[label:]).split()


def _is_word_of_a_credit(word: str) -> bool:
    return (
        word[0].isdigit()
        or (word[0].isalpha() and not word[0].islower())
        or word.casefold() in _PARTICLES
        # "dpa-Zentralbild" is dpa.
        or word.casefold().partition("-")[0] in _SMALL_WORDS
        or not any(c.isalnum() for c in word)
    )


_NAME_BEFORE_A_HOUSE = re.compile(
    r"(?:^|(?<=[.!?)\]\"”’]\s))(?:(?P<label>[^\W\d_.]+\s*[:：]\s*)|(?=[^a-zß-ÿ]+\Z))"
    r"(?:[^\W\d_][\w.'’-]*)(?:\s[^\W\d_][\w.'’-]*){1,3}\Z"
)


def _name_before_a_house(caption: str) -> str:
    """The name of "Fotografía: Jane Dole (EFE)" and "JANE DOLE (AFP)" behind the caption; or ""."""
    found = _NAME_BEFORE_A_HOUSE.search(caption)
    if not found or not found.start() or (found["label"] and not starts_like_one(found[0])):
        return ""
    return found[0]


def _is_unmistakable(credit: str, names: Names) -> bool:
    """In the middle of a sentence only "REUTERS/Jane Dole" and a label before an agency count."""
    label = starts_like_one(credit)
    pieces = [piece.strip() for piece in credit[label:].split("/")]
    if label:
        return any(map(names.is_house, pieces))
    first, second = (*pieces, "")[:2]
    is_agency = first.isupper() and len(first) > 1 and names.is_house(first)
    return is_agency and bool(second) and not names.is_house(second)


# --- Does it read like a credit? -----------------------------------------------------------------

# Where somebody stands in the image, not who took it.
_PLACES = frozenset(
    "l r c left right centre center top bottom back front middle above below".split()  # noqa: SIM905
)
_PARTICLES = frozenset(
    "al and bin da das de del della den der di do dos du e el et for ibn la le of the "  # noqa: SIM905
    "ten ter und van vom von y zu &".split()
)
# Who somebody is to those named before them: "Dole and partner (Ann Roe)" names who is seen.
_RELATIVES = frozenset(
    "aunt boyfriend brother child colleague companion cousin daughter father fiancé fiancée friend "  # noqa: SIM905
    "girlfriend grandson granddaughter husband mother neighbour neighbor nephew niece partner "
    "sister son spouse uncle widow widower wife bruder ehefrau ehemann frau freund freundin gatte "
    "gattin kollege kollegin lebensgefährte lebensgefährtin mann mutter partnerin schwester sohn "
    "tochter vater witwe witwer ami amie compagne compagnon conjoint époux épouse femme fille fils "
    "frère mari mère père sœur amigo amiga esposa esposo hermana hermano hija hijo madre marido "
    "mujer padre pareja".split()
)
_MOST_WORDS_ABOUT_SOMEBODY = 6
_ENDS = ".!?…\"”'’"
_SENTENCE_END = re.compile(r"[^\W\d]{5,}[.!?]\s|[!?…;]")


def _looks_like_credit(inner: str, names: Names, *, after: str, is_first: bool) -> bool:
    if len(inner) > _MOST_CREDIT or not inner[0].isalpha() or _ends_a_sentence(inner):
        return False
    if starts_like_one(inner) or bare_label(inner, names) or re.search(r"\bPool\b", inner):
        return True
    if inner == "PA" and after and after[-1] not in _ENDS:
        # A state, behind the name of a town.
        return False
    if re.search(r"\s[-–—]\s", inner):
        return any(map(names.is_house, BETWEEN_PIECES.split(inner)))
    if "/" in inner or VIA.search(inner):
        return all(
            _begins_a_name(part.strip()) for part in re.split(r"/|\s+via\s+", inner, flags=re.I)
        )
    # Before another credit, a name in parentheses is somebody who is seen.
    return _is_a_name(inner, names, after=after) if is_first else names.is_house(inner)


def _begins_a_name(part: str) -> bool:
    return bool(part) and part[0].isalpha() and not part[0].islower()


def _is_a_name(inner: str, names: Names, *, after: str) -> bool:
    """One to six capitalised words; a single unknown word only after a finished sentence."""
    words = inner.replace(",", " ").split()
    if names.is_agency(inner) or names.is_supplier(inner):
        return True
    capitalised = [word for word in words if word[0].isupper()]
    if not 1 <= len(capitalised) <= 6 or any(
        word.strip(".").casefold() in _PLACES for word in words
    ):
        return False
    if not words[0][0].isupper() or not all(_is_name_word(word) for word in words):
        return False
    if after and len(after.split()) <= 4 and all(map(_is_name_word, after.split())):
        # Behind somebody's name stands what they are: "Jane Dole (Liberal Party)".
        return False
    sentence = re.split(r"[.!?]\s+", after)[-1].casefold().split()
    if len(sentence) <= _MOST_WORDS_ABOUT_SOMEBODY and sentence[-1:] and sentence[-1] in _RELATIVES:
        return False
    return len(words) > 1 or not after or after[-1] in _ENDS


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or word in _PARTICLES


def _ends_a_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))
