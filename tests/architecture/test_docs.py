"""The docs name what there is: commands, make targets, settings, addresses, logins.

That the handbook's table of roles is the product's is tested in ``tests/access/test_table.py``.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, get_resolver, resolve

from newsroom.accounts.roles import Role
from newsroom.demo.reading import read
from tests.requirements import PROJECT

README = PROJECT / "README.md"
DOCS = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
#: Old entries of the changelog and decisions may name what is gone.
PRESENT = [path for path in DOCS if path.name != "CHANGELOG.md" and path.parent.name != "adr"]

OURS = {name for name, app in get_commands().items() if not app.startswith("django.")}
FOREIGN = {"allauth.account", "taggit", "drf_spectacular", "rest_framework"}
COMMANDS = {name for name in OURS if get_commands()[name] not in FOREIGN}


def code_in(text: str) -> list[str]:
    """What stands between backticks, and each indented line of code."""
    spans = re.findall(r"`([^`\n]+)`", text.replace(r"\|", "|"))
    return [*spans, *re.findall(r"^ {4}(.+)$", text, re.MULTILINE)]


def cells(heading: str) -> list[str]:
    """The first cells of the README's table under a heading."""
    section = README.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.replace(r"\|", "/").splitlines() if line.startswith("|")]
    return [row.split("|")[1] for row in rows[2:]]


def every_code() -> list[tuple[str, str]]:
    return [(path.name, code) for path in PRESENT for code in code_in(path.read_text("utf-8"))]


# --- Commands ------------------------------------------------------------------------------------


def test_every_command_of_ours_is_named_in_the_docs():
    named = {word for _file, code in every_code() for word in re.findall(r"[a-z_]+", code)}
    assert COMMANDS - named == set()


def test_every_command_and_make_target_that_the_docs_name_exists():
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    wrong = [
        f"{file}: {kind} {name}"
        for file, code in every_code()
        for kind, name in re.findall(r"(?:^|\W)(manage\.py|make) ([a-z][a-z0-9_-]*)", code)
        if name not in (targets if kind == "make" else get_commands())
    ]
    assert wrong == []


def test_the_readme_has_each_command_in_its_table():
    """A cell may name several; the words before the first option or value are the command."""
    names = set()
    for cell in cells("Commands"):
        for span in re.findall(r"`([^`]+)`", cell):
            words = span.removeprefix("python manage.py ").split()
            names.add(words[1] if words[0] == "make" else words[0])
    assert COMMANDS - names - {"start", "bench"} == set()


# --- Settings ------------------------------------------------------------------------------------


def settings_read() -> set[str]:
    text = (PROJECT / "newsroom" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'\benv\.[a-z_]+\(\s*"([A-Z0-9_]+)"', text))


def test_the_readme_has_every_environment_value_and_no_other():
    named = {name for cell in cells("Settings") for name in re.findall(r"`([A-Z0-9_]+)`", cell)}
    assert named == settings_read()


def test_every_value_that_the_docs_name_is_one():
    """Of the environment, of Django's settings, of make or of compose."""
    files = [PROJECT / "Makefile", PROJECT / "compose.yaml", *(PROJECT / "tests").glob("**/*.py")]
    elsewhere = "".join(path.read_text(encoding="utf-8") for path in files)
    wrong = [
        f"{file}: {name}"
        for file, code in every_code()
        for name in re.findall(r"^([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=.*)?$", code)
        if not (
            name in settings_read()
            or hasattr(settings, name)
            or name.startswith("AWS_")
            or re.search(rf"\b{name}\b", elsewhere)
            or _is_constant(name)
        )
    ]
    assert wrong == []


def _is_constant(name: str) -> bool:
    """A name of a module: the docs say which rule stands there."""
    packages = [PROJECT / name for name in ("newsroom", "articles", "feed", "media")]
    return any(
        re.search(rf"^{name}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
        for package in packages
        for path in Path(package).rglob("*.py")
    )


# --- Code ----------------------------------------------------------------------------------------


def test_every_file_that_the_docs_name_exists():
    wrong = [
        f"{file}: {name}"
        for file, code in every_code()
        for name in re.findall(
            r"^(?:newsroom|articles|feed|media|tests|docs|deploy)/[\w./-]*$", code
        )
        if not (PROJECT / name).exists()
        and not (PROJECT / "articles" / "templates" / name).exists()
    ]
    assert wrong == []


def test_every_function_and_class_that_the_docs_name_is_in_its_module():
    """Of `module.name`, where a module of ours has that name."""
    wrong = [
        f"{file}: {code}"
        for file, code in every_code()
        for module, name in re.findall(r"^(?:\w+\.)*([a-z_]+)\.(\w+)(?:\(.*\))?$", code)
        if module in _words_of_modules()
        and name not in _words_of_modules()[module]
        and name not in {"py", "lock", "json", "NAME", "example"}
    ]
    assert wrong == []


@cache
def _words_of_modules() -> dict[str, set[str]]:
    """Every word in the modules of a name; of a package, those of its modules too."""
    words: dict[str, set[str]] = {}
    for package in ("newsroom", "articles", "feed", "media"):
        for path in (PROJECT / package).rglob("*.py"):
            found = {path.stem, *re.findall(r"\w+", path.read_text(encoding="utf-8"))}
            for name in {path.stem, path.parent.name}:
                words.setdefault(name, set()).update(found)
    return words


# --- Addresses -----------------------------------------------------------------------------------

_PATH = re.compile(r"(?:^|\s)(/(?:\{[^}]+\}|[^\s?#`,;])*)")
#: Paths on other machines, or of other programs; the last follows another path.
ELSEWHERE = (
    "/srv/",
    "/etc/",
    "/var/",
    "/tmp/",
    "/rss/",
    "/slug/",
    "/:",
    "/dev/",
    "/app/",
    "/static/",
    "/{id or slug}",
)
VALUES = {
    "yyyy": "2026", "mm": "03", "dd": "02", "slug": "a-slug", "type": "article", "code": "gone",
    "id": "6f1c9f6e-3b0a-4d0e-9d39-5f2f6a0d7c11",
}  # fmt: skip


@cache
def _routes() -> list[str]:
    """Every route by its literal beginning."""
    return list(_below(get_resolver(), "/"))


def _below(resolver, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).removeprefix("^")
        yield from _below(each, route) if hasattr(each, "url_patterns") else [route]


def addresses_named() -> list[tuple[str, str]]:
    return [
        (file, path)
        for file, code in every_code()
        if code.startswith("/")
        for path in _PATH.findall(code)
        if not path.startswith(ELSEWHERE)
    ]


@pytest.mark.parametrize(("file", "path"), sorted(set(addresses_named())))
def test_every_address_that_the_docs_name_exists(file, path):
    filled = re.sub(r"\{([^}]+)\}", lambda part: VALUES[part[1]], path).removesuffix("…")
    candidates = [filled, f"/api/v1{filled}"] if file == "api.md" else [filled]
    assert any(_leads_somewhere(candidate, path) for candidate in candidates)


def _leads_somewhere(filled: str, path: str) -> bool:
    """It is an address, or more than the root of several."""
    if len(filled) > 1 and any(route.startswith(filled) for route in _routes()):
        return True
    try:
        name = resolve(filled).url_name
    except Resolver404:
        return False
    # The last patterns take every word: they prove nothing of an address that names one.
    return name == "page" if path == "/{slug}/" else name not in ("page", "api-unknown")


# --- People --------------------------------------------------------------------------------------


def test_the_readme_names_the_demos_logins_and_their_roles_exist():
    text = " ".join(README.read_text(encoding="utf-8").split())
    named = re.search(r"Demo logins: `([a-z ]+)`", text)
    logins = read().logins
    assert named
    assert sorted(named[1].split()) == sorted(login.username for login in logins.values())


def test_every_role_is_named_in_the_handbook():
    text = (PROJECT / "docs" / "handbook.md").read_text(encoding="utf-8").lower()
    assert [role for role in Role if role.value not in text] == []
