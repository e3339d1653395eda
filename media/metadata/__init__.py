"""What a picture file says about itself."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Found:
    """Empty texts where the file says nothing."""

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
    digital_source_code: str = ""
    data_mining: str = ""
    has_position: bool = False
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    blocks: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(file) -> Found:
    return Found()
