"""What tests look for in vain must be words that no hash, id, date or token can spell by chance."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
#: Letters that hashes and ids have, and what stands in dates.
_HEX = re.compile(r"[0-9a-fA-F:.+TZ-]*")
#: Tokens and nonces have letters of all kinds: a short word turns up in them sooner or later.
_SHORT = re.compile(r"[0-9A-Za-z_-]{0,4}")
_IS_A_PAGE = re.compile(r"\b(content|decode|html|text|page|said|str|dumps|read)\b")
_IS_A_CANARY = re.compile(r"CANARY|BAIT|SECRET|PLANTED")


def faults(source: str) -> list[tuple[int, str]]:
    """Line and word of each canary that chance could spell."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotIn):
            word = _word(node.left)
            is_page = _IS_A_PAGE.search(ast.unparse(node.comparators[0]))
            if word and (_HEX.fullmatch(word) or (is_page and _SHORT.fullmatch(word))):
                found.append((node.lineno, word))
        elif isinstance(node, ast.Assign) and _IS_A_CANARY.search(ast.unparse(node.targets[0])):
            word = _word(node.value)
            if word and _HEX.fullmatch(word):
                found.append((node.lineno, word))
    return found


def _word(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value or "")


@pytest.mark.parametrize(
    "source",
    [
        'assert "ada" not in names',
        'assert b"dead-beef" not in answer',
        'assert "59.3293" not in metadata',
        'assert "Doe" not in response.content.decode()',
        'assert "2026" not in page',
        'CANARY = "decade"',
    ],
)
def test_a_word_that_chance_can_spell_is_found(source):
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        'assert "Doe" not in names',
        'assert "xyzzyplugh" not in response.content.decode()',
        'assert "<p>" not in html',
        'CANARY = "xyzzyplugh"',
    ],
)
def test_other_words_are_left_alone(source):
    assert faults(source) == []


def test_no_canary_of_the_suite_can_be_spelt_by_chance():
    found = [
        f"{path.relative_to(TESTS)}:{line}: {word!r}"
        for path in sorted(TESTS.rglob("*.py"))
        if path != Path(__file__)
        for line, word in faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []
