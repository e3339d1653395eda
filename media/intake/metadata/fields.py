"""The fields that more than one block has, and what one block says of them."""

from dataclasses import dataclass, field
from typing import Literal

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
