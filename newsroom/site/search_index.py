"""The full-text index that the first migration made, and a later one removes."""

from __future__ import annotations

from typing import Any

from newsroom.lib.fulltext import Column, CreateIndex, WordIndex


class CreateSearchIndex(CreateIndex):
    """The first migration's operation."""

    def __init__(self) -> None:
        columns = tuple(Column(name, "") for name in ("title", "summary", "names", "text"))
        super().__init__(
            WordIndex(
                table="site_searchentry",
                fts_table="site_search_fts",
                gin_name="site_search_gin",
                columns=columns,
                tokenizer="porter unicode61 remove_diacritics 2",
                prefixes="",
            )
        )


class RemoveSearchIndex(CreateSearchIndex):
    """The later migration's operation."""

    def database_forwards(self, *args: Any) -> None:
        super().database_backwards(*args)

    def database_backwards(self, *args: Any) -> None:
        super().database_forwards(*args)

    def describe(self) -> str:
        return "Remove the full-text index"
