"""What stands where a name belongs and is none: fillers, addresses, telephone numbers."""

import re

# Written by programs and forms whose field nobody filled in.
_FILLERS = frozenset(
    {
        "", "admin", "administrator", "anonymous", "artist", "author", "by", "byline", "camera",
        "copyright", "creator", "credit", "credit line", "creditline", "credits", "default",
        "empty", "enter name", "enter your name", "false", "field", "foto", "fotograf", "image",
        "inconnu", "keine angabe", "n a", "n/a", "na", "name", "nan", "nil", "no author",
        "no byline", "no credit", "no name", "none", "not available", "not provided", "not set",
        "not specified", "null", "owner", "photo", "photo by", "photo credit", "photographe",
        "photographer", "photographer name", "photographer unknown", "picasa", "picture", "source",
        "tba", "tbc", "tbd", "test", "unbekannt", "undefined", "unknown", "unknown artist",
        "unknown author", "unknown creator", "unknown photographer", "unspecified", "untitled",
        "user", "username", "windows user", "your name", "your name here",
        # In other languages, and what cameras write.
        "auteur", "auteur inconnu", "autor", "autor desconocido", "autore", "desconhecido",
        "desconocido", "digital camera", "fotograf okänd", "fotograf unbekannt", "fotografo",
        "fotógrafo", "olympus digital camera", "okänd", "onbekend", "photographe inconnu",
        "sans auteur", "sconosciuto", "sin autor", "sony dsc", "tuntematon", "ukendt", "ukjent",
        "xxx", "автор неизвестен", "не указан", "неизвестен", "неизвестный", "неизвестно", "不明",
        "不详", "佚名", "未知",
    }
)  # fmt: skip
_ELSEWHERE = re.compile(r"credit\s+too\s+long|see\s+(?:the\s+)?caption|siehe\s+bild", re.IGNORECASE)

_ADDRESS = re.compile(
    r"(?:mailto:)?[\w.+%'-]{1,64}(?:@|\s?[\[({]at[\])}]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
    r"|(?:https?://|www\.)\S{1,300}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w+])(?:\+|\(\+?)?\d[\d\s().·/-]{5,24}\d(?!\w)")
_NUMBER_LABEL = re.compile(
    r"[\s,;|/-]*\b(?:tel(?:ephone|efon)?|phone|ph|mob(?:ile|il)?|cell|handy|fax|e-?mail|mail|web"
    r"(?:site)?|contact|whatsapp|[mtpf](?=[.:]))\b\.?:?\s*(?=[\s,;|/)\]>-]*(?:\Z|[,;|]))",
    re.IGNORECASE,
)
_LEAST_DIGITS = 7
_EMPTY_BRACKETS = re.compile(r"[(\[<]\s*[)\]>]")
_RAGGED_ENDS = " \t\n,;:|/-–—<>·•☎✆📞📱✉"


def cleaned(text: str) -> str:
    """A name or a printed credit without fillers and without ways to reach somebody."""
    return without_fillers(without_contacts(text))


def without_contacts(text: str) -> str:
    """The text without e-mail addresses, web addresses and telephone numbers."""
    bare = _ADDRESS.sub(" ", text)
    bare = _NUMBER.sub(lambda found: " " if _is_a_number(found[0]) else found[0], bare)
    if bare == text:
        return text
    bare = _NUMBER_LABEL.sub(" ", _EMPTY_BRACKETS.sub(" ", bare) + " ")
    bare = re.sub(r"\s+", " ", re.sub(r"\s+([,;])", r"\1", bare))
    bare = re.sub(r"([,;|])(?:\s*[,;|])+", r"\1", bare)
    return _NUMBER_LABEL.sub("", bare.strip(_RAGGED_ENDS)).strip(_RAGGED_ENDS)


def _is_a_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _LEAST_DIGITS


def without_fillers(text: str) -> str:
    """The text, or those of its names that are some: "Unknown/AFP" is "AFP"."""
    if is_filler(text) or _ELSEWHERE.search(text):
        return ""
    before, via, supplier = _via(text)
    parts = [part.strip() for part in before.split("/")]
    kept = [part for part in parts if not is_filler(part)]
    if len(kept) == len(parts) and not (via and is_filler(supplier)):
        return text
    names = "/".join(kept)
    if is_filler(supplier):
        return names
    return f"{names} via {supplier}" if names else supplier


def _via(text: str) -> tuple[str, str, str]:
    found = list(re.finditer(r"\s+via\s+", text, re.IGNORECASE))
    if not found:
        return text, "", ""
    return text[: found[-1].start()], found[-1][0], text[found[-1].end() :]


def is_filler(text: str) -> bool:
    """Whether this is nobody's name: "null", "CREDIT", "?????", "-"."""
    folded = " ".join(text.casefold().split()).strip(" .,:;-–—_*?!()[]<>\"'“”")
    return folded in _FILLERS
