"""The words of images, for the library's search."""

from newsroom.lib.fulltext import Column, CreateIndex, WordIndex

INDEX = WordIndex(
    table="media_image",
    fts_table="media_image_fts",
    gin_name="media_image_words",
    columns=(Column("title", "A"), Column("names", "B"), Column("text", "D")),
    tokenizer="unicode61 remove_diacritics 2",
)


class CreateLibraryIndex(CreateIndex):
    """The migration's operation, for this index."""

    def __init__(self) -> None:
        super().__init__(INDEX)
