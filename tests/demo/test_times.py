"""Whatever the hour of the load, things happen in the order that their ages say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from newsroom.demo.times import instant

ZONES = [ZoneInfo("UTC"), ZoneInfo("Europe/Oslo"), ZoneInfo("America/St_Johns")]


@given(
    minutes=st.integers(0, 6 * 365 * 24 * 60),
    ages=st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)),
    zone=st.sampled_from(ZONES),
)
def test_the_older_of_two_never_comes_after_the_younger(minutes, ages, zone):
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    older, younger = max(ages), min(ages)
    first = instant(timedelta(minutes=older), now=now, zone=zone)
    second = instant(timedelta(minutes=younger), now=now, zone=zone)
    assert first <= second <= now
