"""Image credits: the printed line, its parts, and where a caption ends and its credit begins.

A credit is printed as "Name/Pool/Agency via Supplier". Source: IPTC Photo Metadata Standard
(Creator, Credit Line, Source) and the way news agencies write captions.
"""

from .captions import split_caption, taken_apart
from .parser import (
    AGENCIES,
    SUPPLIERS,
    WELL_KNOWN,
    Names,
    Printed,
    credit_fields,
    is_copyright,
    parse_credit,
    read_credit,
    same_words,
    without_copyright,
    without_repeated,
)

__all__ = [
    "AGENCIES",
    "SUPPLIERS",
    "WELL_KNOWN",
    "Names",
    "Printed",
    "credit_fields",
    "is_copyright",
    "parse_credit",
    "read_credit",
    "same_words",
    "split_caption",
    "taken_apart",
    "without_copyright",
    "without_repeated",
]
