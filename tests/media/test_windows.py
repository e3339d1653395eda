"""Stretches of time, against a reckoning minute by minute."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from media.rights import windows

START = datetime(2026, 3, 2, tzinfo=UTC)
minutes = st.integers(0, 30)
bounds = st.none() | minutes.map(lambda n: START + timedelta(minutes=n))
pairs = st.lists(st.tuples(bounds, bounds), max_size=6)


def covers(window: windows.Window, at: datetime) -> bool:
    begin, until = window
    return (begin is None or begin <= at) and (until is None or at < until)


def instants() -> list[datetime]:
    return [START + timedelta(seconds=30 * n) for n in range(-4, 70)]


@given(pairs)
def test_a_union_covers_what_one_of_them_covers_in_disjoint_windows_in_order(found):
    joined = windows.union(found)
    for at in instants():
        assert sum(covers(w, at) for w in joined) == any(covers(w, at) for w in found)
    ends = [w[1] for w in joined[:-1]]
    assert all(end is not None for end in ends)
    assert [w[0] for w in joined[1:]] == sorted(w[0] for w in joined[1:])


@given(pairs, pairs)
def test_a_difference_covers_what_is_allowed_and_not_barred(allowed, barred):
    left = windows.difference(allowed, barred)
    for at in instants():
        wanted = any(covers(w, at) for w in allowed) and not any(covers(w, at) for w in barred)
        assert any(covers(w, at) for w in left) == wanted


def test_all_time_less_nothing_is_all_time():
    assert windows.difference([windows.ALWAYS], []) == [windows.ALWAYS]
    assert windows.difference([windows.ALWAYS], [windows.ALWAYS]) == []
