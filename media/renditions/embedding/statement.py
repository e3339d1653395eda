"""What a public file says of its picture, in the words of the standards."""

from __future__ import annotations

from dataclasses import dataclass

from media.models import Image
from media.models.choices import DATA_MINING_PREFIX, DIGITAL_SOURCE_PREFIX, LICENCE_ADDRESSES


@dataclass(frozen=True)
class Statement:
    """Empty text says nothing. The last two are addresses of terms of IPTC and PLUS."""

    creator: str = ""
    credit: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    licensor_url: str = ""
    caption: str = ""
    alt_text: str = ""
    digital_source: str = ""
    data_mining: str = ""


def of(image: Image) -> Statement:
    """What the library says of the image now. A protected source is not named."""
    protected = image.is_source_protected
    return Statement(
        creator="" if protected else image.creator,
        credit=image.printed_credit,
        source=image.supplier,
        copyright=image.copyright_notice,
        usage_terms=image.usage_terms,
        web_statement=image.web_statement or dict(LICENCE_ADDRESSES).get(image.licence, ""),  # type: ignore[call-overload]
        licensor_url=image.licensor_url,
        caption=image.caption,
        alt_text="" if image.is_decorative else image.alt_text,
        digital_source=_term(DIGITAL_SOURCE_PREFIX, image.digital_source_type),
        data_mining=_term(DATA_MINING_PREFIX, image.data_mining),
    )


def _term(prefix: str, value: str) -> str:
    return f"{prefix}{value}" if value else ""
