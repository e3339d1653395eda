"""The table of who may see and change what: the file says what the workflow's description says."""

import re
from pathlib import Path

import pytest

from newsroom.accounts.roles import Role
from newsroom.editorial import registry
from newsroom.editorial.rules import access, who_may

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook.md"

THINGS = ("text", "captions", "pictures", "posts", "see_library", "change_library", "see_names",
          "change_names", "others", "settings")  # fmt: skip
OPEN, OWN, UNTIL_LIVE = "own until handed in", "own and assigned", "own until live"
#: Word for word what the file has to say, one line for each role, in the order of ``THINGS``.
EXPECTED = {
    "contributor": (OPEN, OPEN, OPEN, OPEN, "live and own", UNTIL_LIVE, "live and in their drafts",
                    "none", "never", "none"),
    "reporter": (OWN, OWN, OWN, "any", "all", UNTIL_LIVE, "all", "add tags", "reads", "none"),
    "copy editor": ("any", "any", "none", "any", "all", "words", "all", "add tags", "reads",
                    "none"),
    "picture editor": ("none", "any", "any", "none", "all", "all", "all", "none", "reads", "none"),
    "legal": ("none", "none", "none", "none", "all", "rights", "all", "none", "reads", "none"),
    "desk editor": ("any", "any", "any", "any", "all", "all", "all", "all", "reads", "none"),
    "managing editor": ("any", "any", "any", "any", "all", "all", "all", "all", "reads", "all"),
}  # fmt: skip


def test_the_file_says_what_was_agreed():
    assert {role: tuple(row[t] for t in THINGS) for role, row in who_may.TABLE.items()} == EXPECTED
    assert all(set(row) == set(THINGS) for row in who_may.TABLE.values())


def test_the_handbook_has_the_same_table():
    lines = HANDBOOK.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = next(row for row in cells if row[0] == "role")
    rows = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in cells if len(row) == 11}
    assert {name: rows[name] for name in who_may.TABLE} == {
        name: {thing.replace("_", " "): word for thing, word in row.items()}
        for name, row in who_may.TABLE.items()
    }


def test_every_role_has_a_cell_for_every_thing():
    assert list(who_may.problems(who_may.TABLE)) == []
    assert set(who_may.TABLE) == {role.value for role in Role}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda table: table.pop("legal"), "The role 'legal' has no cell for 'text'."),
        (lambda table: table["legal"].pop("others"), "has no cell for 'others'"),
        (lambda table: table["legal"].update(text="all"), "'all' says nothing of 'text'"),
        (lambda table: table["legal"].update(wires="any"), "an unknown thing, 'wires'"),
        (lambda table: table.update(intern={}), "There is no role 'intern'."),
    ],
)
def test_a_table_that_is_not_whole_is_an_error_of_the_system_check(change, said):
    table = {role: dict(row) for role, row in who_may.TABLE.items()}
    change(table)
    assert re.search(re.escape(said), "\n".join(who_may.problems(table)))


def test_an_unknown_word_allows_nothing(monkeypatch, chief):
    table = {role: dict.fromkeys(THINGS, "everything") for role in who_may.TABLE}
    monkeypatch.setattr(who_may, "TABLE", table)
    assert who_may.cells(chief, "text") == frozenset()
    assert not access.sees_other_times(chief)


@pytest.mark.django_db
def test_every_word_of_a_snapshot_belongs_to_a_part():
    for item_type in registry.item_types():
        words = item_type.snapshot(item_type.model.objects.create(headline="A"))
        assert set(words) <= set(item_type.parts), item_type.name
