"""Headings and lists that go down one level at a time, as readers of screens need them, and numbers
of lists that are written where they do not follow from the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .part import Part
from .parts.text import TextBlock

#: The page's headline is level 1.
FIRST_HEADING = 2
LAST_HEADING = 6


def in_order(parts: Iterable[Part]) -> list[Part]:
    """The parts with headings that begin at h2, lists that begin at 1, and no level skipped.

    What stood at one level stays at one level: h3, h4, h4, h3 becomes h2, h3, h3, h2.
    """
    ordered: list[Part] = []
    headings: list[int] = []
    items: list[int] = []
    numbers: list[tuple[str, int]] = []
    for part in parts:
        if not isinstance(part, TextBlock) or not part.list_item:
            items, numbers = [], []
        if isinstance(part, TextBlock) and part.list_item:
            level = _depth(items, part.level)
            start = _start(numbers, part, level)
            if (level, start) != (part.level, part.start):
                part = replace(part, level=level, start=start)
        elif isinstance(part, TextBlock) and heading_level(part.style):
            depth = _depth(headings, heading_level(part.style))
            part = replace(part, style=f"h{FIRST_HEADING - 1 + depth}")
        ordered.append(part)
    return ordered


def heading_level(style: str) -> int:
    """The level of a heading's style, 0 for other styles."""
    return int(style[1]) if style[0] == "h" else 0


def lowered(style: str, levels: int) -> str:
    """A heading's style so many levels further down, at most h6; other styles as they are."""
    level = heading_level(style)
    return f"h{min(level + levels, LAST_HEADING)}" if level else style


def _depth(above: list[int], level: int) -> int:
    """How deep this level is under those that are open, which it joins."""
    while above and above[-1] > level:
        above.pop()
    if not above or level > above[-1]:
        above.append(level)
    return len(above)


def _start(numbers: list[tuple[str, int]], item: TextBlock, level: int) -> int | None:
    """The item's number where it must be written; ``numbers`` has the last of each open list."""
    del numbers[level:]
    continues = len(numbers) == level and numbers[-1][0] == item.list_item
    following = numbers.pop()[1] + 1 if continues else 1
    del numbers[level - 1 :]
    is_told = item.list_item == "number" and item.start not in (None, following)
    number = item.start if is_told and item.start is not None else following
    numbers.append((item.list_item, number))
    return number if is_told else None
