from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.backups import retention
from newsroom.backups.retention import Keep

NIGHT = datetime(2026, 11, 30, 2, tzinfo=UTC)


def nights(count: int) -> list[datetime]:
    return [NIGHT - timedelta(days=ago) for ago in range(count)]


def test_the_newest_of_each_of_the_last_days_weeks_and_months_stays():
    made = nights(400)
    kept = set(made) - set(retention.expired(made, Keep(7, 4, 12)))
    assert set(nights(7)) <= kept
    sundays = [at for at in made[1:25] if at.isoweekday() == 7]
    assert set(sundays[:3]) <= kept
    assert datetime(2026, 1, 31, 2, tzinfo=UTC) in kept
    assert datetime(2025, 11, 30, 2, tzinfo=UTC) not in kept
    assert len(kept) == 7 + 2 + 11


@given(st.lists(st.datetimes(timezones=st.just(UTC)), min_size=1, unique=True))
def test_the_newest_is_never_deleted_and_nothing_that_is_not_there(made):
    gone = retention.expired(made, Keep(0, 0, 0))
    assert set(gone) == set(made) - {max(made)}


def test_deleting_again_after_each_night_keeps_what_one_deletion_keeps():
    kept: list[datetime] = []
    for night in reversed(nights(400)):
        kept.append(night)
        gone = retention.expired(kept, Keep(7, 4, 12))
        kept = [at for at in kept if at not in gone]
    assert len(kept) == 7 + 2 + 11


@pytest.mark.parametrize("text", ["", "7", "7,4", "7,4,-1", "a,b,c"])
def test_what_is_no_rule_is_refused(text):
    with pytest.raises(ValueError):
        retention.parse(text)
