"""Hostile and messy texts of others, read where they lie beside the project."""

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "corpora"


def needs(name: str):
    """Skip a test by name where this part of the corpora is absent."""
    return pytest.mark.skipif(
        not (FOLDER / name).exists(), reason=f"../shared/corpora/{name} is not here"
    )


def load(name: str) -> list:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def pasted(name: str) -> str:
    return (FOLDER / "paste" / name).read_text(encoding="utf-8")


def hostile() -> list[str]:
    """Every payload of the corpora that are there."""
    found: list[str] = []
    if (FOLDER / "xss/payloadbox.json").exists():
        found += load("xss/payloadbox.json")
    if (FOLDER / "xss/dompurify-expect.json").exists():
        for pair in load("xss/dompurify-expect.json"):
            expected = pair["expected"]
            found += [pair["payload"], *(expected if isinstance(expected, list) else [expected])]
    if (FOLDER / "text/blns.json").exists():
        found += load("text/blns.json")
    return found
