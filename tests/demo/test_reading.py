"""Mistakes in the material are told with their place, and times keep their order."""

import shutil
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.demo import reading, references
from newsroom.demo.ids import public_id
from newsroom.demo.table import MaterialError
from newsroom.demo.times import instant, parse_age

ZONES = [ZoneInfo("UTC"), ZoneInfo("Europe/Oslo"), ZoneInfo("America/St_Johns")]


@pytest.fixture
def folder(tmp_path):
    for name in ("people", "taxonomy", "agencies", "pictures", "videos", "posts"):
        shutil.copy(reading.HERE / f"{name}.toml", tmp_path)
    for name in ("stories", "pages"):
        shutil.copytree(reading.HERE / name, tmp_path / name)
    return tmp_path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("taxonomy.toml", 'name = "City"', 'nam = "City"', "taxonomy.toml, section 1 (city)"),
        ("taxonomy.toml", 'slug = "harbour"', 'slug = "city"', "taken already"),
        ("posts.toml", 'age = "12m"', 'age = "soon"', "“soon” is no age"),
        ("posts.toml", "pinned = true", 'pinned = "yes"', "should be a bool"),
        ("posts.toml", "[[post]]", "[[post]", "posts.toml"),
        ("stories/mermaid-seen-off-gannet-rock.html", '"spiked"', '"sunk"', "no fate"),
        ("stories/mermaid-seen-off-gannet-rock.html", "+++", "---", "+++ is missing"),
        ("stories/mermaid-seen-off-gannet-rock.html", "slugline", "slogline", "slugline"),
    ],
)
def test_a_mistake_is_told_with_its_place(folder, file, old, new, told):
    change(folder / file, old, new)
    with pytest.raises(MaterialError) as error:
        reading.read(folder)
    assert told in str(error.value)


def test_public_ids_are_the_same_on_every_machine():
    assert str(public_id("article", "a")) == "fa6cbd91-3ea2-5128-8e88-c2c42dfc663f"
    assert public_id("article", "a") != public_id("post", "a")


def test_references_become_ids_and_addresses():
    html = '<figure data-image="ref:pier"></figure><p><a href="ref:tag/port">port</a></p>'
    assert references.find(html) == [("image", "pier"), ("tag", "port")]
    done = references.resolve(html, address=lambda kind, name: f"/{kind}/{name}/")
    assert f'data-image="{public_id("image", "pier")}"' in done
    assert 'href="/tag/port/"' in done


@pytest.mark.parametrize(
    ("text", "minutes"), [("5m", 5), ("2h", 120), ("1d 2h 3m", 26 * 60 + 3), ("3d", 3 * 24 * 60)]
)
def test_ages_are_read(text, minutes):
    assert parse_age(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "h", "3", "2h 1d", "-1h"])
def test_what_is_no_age_is_refused(text):
    with pytest.raises(ValueError, match="is no age"):
        parse_age(text)


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


def test_nothing_of_an_earlier_day_appears_in_the_dead_of_night():
    now = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    for minutes in range(24 * 60, 5 * 24 * 60, 7):
        assert 5 <= instant(timedelta(minutes=minutes), now=now, zone=UTC).hour <= 23
