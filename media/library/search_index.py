"""The words of images, for the library's search."""

from newsroom.lib.fulltext import Column, CreateIndex, WordIndex

INDEX = WordIndex(
    table="media_image",
    fts_table="media_image_fts",
    gin_name="media_image_words",
    columns=(Column("title", "A", 10.0), Column("names", "B", 4.0), Column("text", "D", 1.0)),
    tokenizer="unicode61 remove_diacritics 2",
    by_prefix=True,
)


class CreateLibraryIndex(CreateIndex):
    """The migration's operation, for this index."""

    def __init__(self) -> None:
        super().__init__(INDEX)
