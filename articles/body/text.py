"""The words of a body: for search, feeds, structured data and counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newsroom.lib.text import count_words

WORDS_A_MINUTE = 220

# Cards, embedded posts and pull quotes show words of elsewhere: they are not read as the story's.
_NOT_COUNTED = frozenset({"figure", "card", "video", "post", "quote", "embed"})


def plain_text(blocks: Sequence[dict[str, Any]]) -> str:
    """All words that the blocks show, a blank line between two blocks."""
    return "\n\n".join(filter(None, map(_of_block, blocks)))


def word_count(blocks: Sequence[dict[str, Any]]) -> int:
    """The words of the story itself: no captions, cards, pull quotes or embedded posts."""
    return sum(count_words(_of_block(b)) for b in blocks if b["_type"] not in _NOT_COUNTED)


def reading_minutes(words: int) -> int:
    """Whole minutes at 220 words a minute, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def printed_credit(image: dict[str, Any]) -> str:
    """The credit as it stands behind a caption: "(Name/Pool/Agency via Supplier)", or nothing.

    The parentheses are text, so that feeds and programs that know no style sheet print them too.
    """
    line = (image.get("credit") or {}).get("line", "")
    return f"({line})" if line else ""


def of_children(block: dict[str, Any]) -> str:
    """The words of what has ``children``."""
    return "".join(span["text"] for span in block["children"])


def _of_block(block: dict[str, Any]) -> str:
    match block["_type"]:
        case "block":
            return of_children(block)
        case "code":
            return block["code"]
        case "figure":
            return _joined([block["image"]["caption"], printed_credit(block["image"])], " ")
        case "card":
            source = _joined([block["publication"], block["author"]], " · ")
            return _joined([block["title"], block["excerpt"], source])
        case "video":
            return _joined([block["video"]["title"], block["video"].get("summary", "")])
        case "post":
            return _joined([block["post"]["headline"], plain_text(block["post"]["blocks"])])
        case "quote":
            return _joined([plain_text(block["blocks"]), block["attribution"]])
        case "factbox":
            return _joined([block["title"], plain_text(block["blocks"])], "\n\n")
        case "embed":
            return _joined([block["title"] or block["url"], block["provider"]])
        case "table":
            return _joined([block["caption"], *_rows(block)])
    return ""


def _rows(table: dict[str, Any]) -> Iterator[str]:
    for row in table["rows"]:
        yield _joined(map(of_children, row["cells"]), "\t")


def _joined(texts: Iterable[str | None], separator: str = "\n") -> str:
    return separator.join(text for text in texts if text)
