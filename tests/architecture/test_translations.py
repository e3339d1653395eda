"""Whatever the product says can be translated: it is marked, and stands in the catalogues."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest

PACKAGES = ("newsroom", "articles", "feed", "media")
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
#: Names of formats and keys, the same in every language.
SAME = {"RSS", "Atom", "JSON Feed", "px"}
SAME_IN_GERMAN = {"API", "Illustration", "Video", "Videos", "Website"}

_OF_TEMPLATES = re.compile(
    r"{% *block (?:bodyclass|page_class|coltype)\b.*?endblock.*?%}"
    r"|{% *blocktranslate\b.*?{% *endblocktranslate *%}|{% *translate.*?%}|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
_SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt|data-hint)="([^"]*)"')
_KBD = re.compile(r"<kbd>.*?</kbd>", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][A-Za-z .,']+")
_TRANSLATED = re.compile(r"""{% *translate +(?:"([^"]*)"|'([^']*)')""")
_JS = re.compile(r'\b(?:n?gettext)\(\s*"((?:[^"\\]|\\.)*)"')
_PO = re.compile(r'^msgid((?: *"(?:[^"\\]|\\.)*"\n)+)', re.MULTILINE)
_ENTRY = re.compile(
    r'^msgid((?: *"(?:[^"\\]|\\.)*"\n)+)'
    r'(?:msgid_plural(?: *"(?:[^"\\]|\\.)*"\n)+)?'
    r'msgstr(?:\[0\])?((?: *"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE,
)  # fmt: skip
#: Sources of pages, feeds and answers that are for everybody.
_PUBLIC = re.compile(
    r"^(?:api|site)/|templates/(?:articles|feed)/(?!admin/)"
    r"|^people/(?:acceptance\.py|templates/people/(?:accept|closed|letter))"
    r"|^(?:answers|api|bylines|ninjs|structured_data|syndication|views)\.py$"
)


def sources(folder: str, suffix: str) -> Iterator[Path]:
    for package in PACKAGES:
        yield from Path(package).glob(f"**/{folder}/**/*.{suffix}")


def in_catalogue(language: str, domain: str) -> set[str]:
    found = set()
    for path in Path().glob(f"*/locale/{language}/LC_MESSAGES/{domain}.po"):
        for quoted in _PO.findall(path.read_text()):
            found.add("".join(ast.literal_eval(line.strip()) for line in quoted.splitlines()))
    return found


def test_every_word_of_a_template_is_marked():
    found = []
    for path in sources("templates", "html"):
        text = _OF_TEMPLATES.sub(" ", path.read_text())
        spoken = [*_SPOKEN.findall(text), re.sub(r"<[^>]*>|&\w+;", " ", _KBD.sub("", text))]
        words = {word.strip(" .,") for each in spoken for word in _WORD.findall(each)}
        found += [f"{path}: {word}" for word in sorted(words - SAME) if len(word) > 1]
    assert found == []


def said_in_python() -> Iterator[str]:
    for package in PACKAGES:
        for path in Path(package).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            source = path.read_text()
            assert not re.search(r"gettext\w* as (?!_$)\w+$", source, re.MULTILINE), path
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
                    if node.func.id in MARKERS and texts and isinstance(texts[0], str):
                        yield texts[1] if node.func.id == "pgettext" else texts[0]


def test_the_english_catalogue_has_all_that_is_marked():
    """``make messages`` writes it."""
    known = in_catalogue("en", "django")
    said = set(said_in_python())
    for path in sources("templates", "html"):
        found = _TRANSLATED.findall(path.read_text())
        # As Django writes a sign of percent in a template's message.
        said.update((one or other).replace("%", "%%") for one, other in found)
    assert sorted(said - known) == []


def test_the_english_catalogue_has_what_scripts_say():
    known = in_catalogue("en", "djangojs")
    said = {text for path in sources("static", "js") for text in _JS.findall(path.read_text())}
    assert len(said) > 100
    assert sorted(text for text in said if text.replace('\\"', '"') not in known) == []


def in_german(package: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each message, its translation, and the sources that say it."""
    text = Path(package, "locale", "de", "LC_MESSAGES", "django.po").read_text()
    for block in text.split("\n\n"):
        for quoted in _ENTRY.findall(block):
            english, german = (
                "".join(ast.literal_eval(line.strip()) for line in each.splitlines())
                for each in quoted
            )
            if english:
                yield english, german, " ".join(re.findall("^#: (.*)$", block, re.M)).split()


@pytest.mark.parametrize("package", PACKAGES)
def test_the_german_catalogue_is_compiled_as_it_stands(package):
    with Path(package, "locale", "de", "LC_MESSAGES", "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for english, german, _sources in in_german(package):
        if german:
            assert german in (compiled.gettext(english), compiled.ngettext(english, "", 1))
            holes = re.findall(r"%\(\w+\)[sd]", english)
            assert sorted(holes) == sorted(re.findall(r"%\(\w+\)[sd]", german)), english


@pytest.mark.parametrize("package", PACKAGES)
def test_all_that_readers_and_programs_are_told_is_in_german(package):
    entries = list(in_german(package))
    assert [english for english, german, _sources in entries if english == german
            and re.search("[A-Za-z]", re.sub(r"%\(\w+\)[sd]", "", english))
            and english not in SAME_IN_GERMAN] == []  # fmt: skip
    assert [english for english, german, files in entries
            if not german and any(map(_PUBLIC.search, files))] == []  # fmt: skip
