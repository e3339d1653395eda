"""What a file might say, without a file."""

from dataclasses import dataclass, field


@dataclass
class Said:
    """The shape of ``media.intake.metadata.Found``: empty where a test does not care."""

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
