"""Tables fit together, whatever spans they came with."""

from hypothesis import given
from hypothesis import strategies as st

from articles.body.clean import clean
from articles.body.parts.tables import Cell, fitted

cells = st.builds(
    Cell,
    spans=st.just(()),
    is_header=st.booleans(),
    colspan=st.integers(1, 5),
    rowspan=st.integers(1, 5),
)
rows = st.lists(st.lists(cells, max_size=4), max_size=5)


def occupied(group) -> list[tuple[int, int]]:
    """Every place that a cell covers, as (row, column)."""
    taken: list[tuple[int, int]] = []
    for place, row in enumerate(group):
        column = 0
        for cell in row:
            while (place, column) in taken:
                column += 1
            taken += [
                (place + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            ]
            column += cell.colspan
    return taken


def heads(table) -> int:
    count = 0
    while count < len(table) and all(cell.is_header for cell in table[count]):
        count += 1
    return count


@given(rows)
def test_no_cell_overlaps_another_or_leaves_its_group(table):
    table = fitted(table)
    for group in (table[: heads(table)], table[heads(table) :]):
        taken = occupied(group)
        assert len(taken) == len(set(taken))
        assert all(row < len(group) for row, _ in taken)


@given(rows)
def test_every_row_has_a_cell_and_fitting_twice_changes_nothing(table):
    once = fitted(table)
    assert all(once)
    assert fitted(once) == once
    assert sum(map(len, once)) == sum(map(len, table))


def test_a_column_in_which_nothing_begins_is_taken_out():
    assert clean("<table><tr><td colspan=3>a</td></tr><tr><td colspan=3>b</td></tr></table>") == (
        "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"
    )


def test_cells_of_the_head_are_headers():
    assert clean("<table><thead><tr><td>a<td>b</thead><tr><td>c<td>d</table>") == (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
    )


def test_blocks_in_a_cell_become_lines():
    assert clean("<table><tr><td><p>a</p><ul><li>b</li></ul></td><td>c</td></tr></table>") == (
        "<table><tbody><tr><td>a<br>b</td><td>c</td></tr></tbody></table>"
    )


def test_a_table_without_words_is_none():
    assert clean("<table><tr><td></td><td> </td></tr></table>") == ""
