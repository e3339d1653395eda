"""The words of what is live, for the readers' search."""

from __future__ import annotations

from newsroom.lib.fulltext import Column, CreateIndex, WordIndex

INDEX = WordIndex(
    table="site_searchentry",
    fts_table="site_search_fts",
    gin_name="site_search_gin",
    columns=(
        Column("title", "A", 10.0, ("simple", "english")),
        Column("summary", "B", 4.0, ("english",)),
        Column("names", "B", 4.0, ("simple",)),
        Column("text", "D", 1.0, ("english",)),
    ),
    tokenizer="porter unicode61 remove_diacritics 2",
)


class CreateSearchIndex(CreateIndex):
    """The migration's operation, for this index."""

    def __init__(self) -> None:
        super().__init__(INDEX)
