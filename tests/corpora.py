"""Inputs that lie in files: small ones of our own, and collected ones where they are at hand.

``tests/material`` is part of the project. ``../shared/corpora`` lies beside it on some machines; a
test that reads it runs on our own files alone elsewhere, and says what it has skipped.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .requirements import PROJECT, SHARED

OWN = PROJECT / "tests" / "material"
COLLECTED = SHARED / "corpora"


def folders(name: str) -> list:
    """For ``parametrize``: the folder or file of this name, our own and the collected one."""
    is_absent = not (COLLECTED / name).exists()
    skip = pytest.mark.skipif(is_absent, reason=f"../shared/corpora/{name} is not there.")
    return [
        pytest.param(OWN / name, id="own"),
        pytest.param(COLLECTED / name, id="collected", marks=skip),
    ]


def files(name: str, pattern: str = "*") -> list[Path]:
    """All files below the folders of this name that are there, our own first."""
    return [
        path
        for folder in (OWN / name, COLLECTED / name)
        for path in sorted(folder.rglob(pattern))
        if path.is_file()
    ]


def title(path: Path) -> str:
    """A short name of a file for the list of tests."""
    top = OWN if path.is_relative_to(OWN) else COLLECTED
    return str(path.relative_to(top))[-60:]


def hostile() -> list[str]:
    """Every attack and every naughty text that is there."""
    found: list[str] = []
    for path in [*files("xss", "*.json"), *files("text", "*.json")]:
        for one in json.loads(path.read_text(encoding="utf-8")):
            found += _payloads(one) if isinstance(one, dict) else [str(one)]
    return found


def naughty() -> list[str]:
    """Texts that programs stumble over: odd characters, numbers, words of other scripts."""
    return [
        text
        for path in files("text", "*.json")
        for text in json.loads(path.read_text(encoding="utf-8"))
    ]


def _payloads(pair: dict) -> list[str]:
    expected = pair.get("expected", [])
    return [pair["payload"], *(expected if isinstance(expected, list) else [expected])]
