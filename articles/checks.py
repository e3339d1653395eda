"""Django system checks: does each part of a body say all that is needed of it?"""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.checks import Error, Tags, register

from .body.part import Part, kinds
from .body.vocabulary import BLOCKS

_NEEDED = ("write", "html", "text")
#: The nodes that the editor brings along.
_NODES = frozenset(["paragraph", "codeBlock", "horizontalRule", "table"])
_EDITOR = Path(__file__).parent / "static" / "articles" / "editor"


@register(Tags.models)
def parts_of_bodies_are_whole(app_configs, **kwargs) -> list[Error]:
    """What a class lacks would fail in the middle of a save or a publication."""
    return [
        Error(
            f"{kind.__module__}.{kind.__name__} {problem}",
            hint="Say so in the class; articles/body/part.py explains each part of it.",
            obj=kind,
            id="articles.E001",
        )
        for kind in kinds()
        for problem in _problems(kind)
    ]


def _problems(kind: type[Part]) -> list[str]:
    names = [name for name in ("type", "node", "description") if not getattr(kind, name)]
    names += [name for name in _NEEDED if _is_missing(kind, name)]
    if kind.element and _is_missing(kind, "read") and _is_missing(kind, "of"):
        names.append("of")
    problems = [f"has no {name!r}." for name in names]
    if kind.element and kind.element not in BLOCKS:
        problems.append(f"stands in {kind.element!r}, which is not an element of a body.")
    if kind.flag and not kind.flag.startswith("data-"):
        problems.append(f"has the flag {kind.flag!r}, which does not begin with “data-”.")
    if kind.script and not finders.find(kind.script):
        problems.append(f"names the script {kind.script!r}, which is not a static file.")
    elif kind.node and kind.node not in _NODES and f'name: "{kind.node}"' not in _scripts(kind):
        problems.append(f"has the node {kind.node!r}, which no script of the editor defines.")
    claim = (kind.element, kind.flag, kind.value)
    if kind.element and any(
        other is not kind and (other.element, other.flag, other.value) == claim for other in kinds()
    ):
        problems.append("stands in the same element as another part.")
    return problems


def _scripts(kind: type[Part]) -> str:
    """The scripts that may define its node: the one it names, or those of our editor."""
    named = finders.find(kind.script) if kind.script else None
    files = [Path(named)] if named else _EDITOR.glob("*.js")
    return "".join(file.read_text(encoding="utf-8") for file in files)


def _is_missing(kind: type[Part], name: str) -> bool:
    method = getattr(kind, name)
    return getattr(method, "__func__", method) is getattr(
        getattr(Part, name), "__func__", getattr(Part, name)
    )
