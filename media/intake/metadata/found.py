"""What was found in a picture file, ready for a form and for a JSON column."""

from dataclasses import asdict, dataclass, field
from typing import Any

from .fields import BlockName, Said
from .merge import Conflict

# The command and the stored JSON use the word that picture desks know for it.
_RENAMED = {"region": "state"}


@dataclass(frozen=True)
class Found:
    """Everything is plain text without control characters; what was not there is empty.

    Addresses are http(s) or empty. ``date_created`` is ISO text, maybe partial. The sides are
    those of the picture as seen, ``orientation`` is EXIF's 1 to 8. Of a position only is told
    whether there is one. ``blocks`` has what each block said of each field.
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
    conflicts: list[Conflict] = field(default_factory=list)
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
