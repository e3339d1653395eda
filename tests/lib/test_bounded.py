"""A store that is bounded by bytes."""

from __future__ import annotations

from newsroom.lib.bounded import BoundedStore
from tests.editorial.racing import at_once, raised


def test_what_was_used_longest_ago_goes_first():
    store: BoundedStore[str] = BoundedStore(800)
    for name in "abcdefgh":
        store.put(name, name.upper(), 100)
    assert store.get("a") == "A"
    store.put("i", "I", 100)
    assert store.get("b") is None
    assert [store.get(name) for name in "acdefghi"] == list("ACDEFGHI")
    assert (len(store), store.bytes) == (8, 800)


def test_a_value_that_would_push_out_most_others_is_not_kept():
    store: BoundedStore[str] = BoundedStore(800)
    store.put("small", "s", 100)
    store.put("large", "l", 101)
    assert store.get("large") is None
    assert store.get("small") == "s"


def test_a_new_value_takes_the_place_and_the_bytes_of_the_old_one():
    store: BoundedStore[str] = BoundedStore(800)
    store.put("a", "old", 100)
    store.put("a", "new", 40)
    assert (store.get("a"), store.bytes) == ("new", 40)
    store.clear()
    assert (store.get("a"), store.bytes, len(store)) == (None, 0, 0)


def test_its_count_of_bytes_is_right_after_many_threads():
    store: BoundedStore[int] = BoundedStore(8_000)

    def use(seed: int) -> None:
        for number in range(2_000):
            store.put((seed * number) % 173, number, number % 97)
            store.get(number % 173)

    assert raised(at_once(*(lambda seed=seed: use(seed) for seed in (3, 5, 7, 11)))) == []
    assert store.bytes == sum(size for _value, size in store._values.values()) <= 8_000
