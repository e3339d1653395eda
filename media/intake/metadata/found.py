"""What was found in an image file, ready for a form and for a JSON column."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypedDict

#: Field → the most bytes that IIM has for one value of it. Source: IIM 4.2, chapter 6.
IIM_LIMITS = {
    "title": 64,
    "caption": 2000,
    "headline": 256,
    "creators": 32,
    "creator_job": 32,
    "credit_line": 32,
    "source": 32,
    "copyright": 128,
    "instructions": 256,
    "keywords": 64,
    "city": 32,
    "location": 32,
    "region": 32,
    "country_code": 3,
    "country": 64,
    "job_id": 32,
    "caption_writer": 32,
}

BlockName = Literal["xmp", "iim", "exif"]
BLOCKS: tuple[BlockName, ...] = ("xmp", "iim", "exif")

Said = str | list[str]


@dataclass(frozen=True)
class Block:
    """What one block says, cleaned; fields of which it says nothing are left out."""

    said: dict[str, Said] = field(default_factory=dict)
    has_position: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "said", {name: its for name, its in self.said.items() if its})


class BlockConflict(TypedDict):
    """What each block says of a field; empty where it says nothing."""

    field: str
    xmp: Said
    iim: Said
    exif: Said


# The command and the stored JSON use the word that picture desks know for it.
_RENAMED = {"region": "state"}


@dataclass(frozen=True)
class Found:
    """Everything is plain text without control characters; what was not there is empty.

    Addresses are http(s) or empty. ``date_created`` is ISO text, maybe partial. The sides are those
    of the image as seen, ``orientation`` is EXIF's 1 to 8. Of a position it says only whether there
    is one. ``blocks`` has what each block said of each field.
    """

    caption: str = ""
    headline: str = ""
    creators: list[str] = field(default_factory=list)
    credit_line: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    instructions: str = ""
    alt_text: str = ""
    extended_description: str = ""
    date_created: str = ""
    keywords: list[str] = field(default_factory=list)
    city: str = ""
    region: str = ""
    country: str = ""
    web_statement: str = ""
    licensor_url: str = ""
    digital_source_type: str = ""
    width: int = 0
    height: int = 0
    orientation: int = 1
    has_position: bool = False
    conflicts: list[BlockConflict] = field(default_factory=list)
    title: str = ""
    country_code: str = ""
    location: str = ""
    event: str = ""
    persons: list[str] = field(default_factory=list)
    creator_job: str = ""
    caption_writer: str = ""
    job_id: str = ""
    digital_source_code: str = ""
    data_mining: str = ""
    blocks: dict[BlockName, dict[str, Said]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """All fields by name, as JSON has them; the region is ``state`` there."""
        return {_RENAMED.get(name, name): value for name, value in asdict(self).items()}
