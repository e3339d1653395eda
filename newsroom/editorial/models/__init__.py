"""The kernel's tables: abstract Item, Revision, Edition, Shared; ledger, log, takedowns."""

from .addresses import Address
from .bases import (
    DESK_COLUMNS,
    DESK_FIELDS,
    KERNEL_COLUMNS,
    NEWEST_SAVED,
    SHARED_COLUMNS,
    Edition,
    EditionQuerySet,
    EditionRelation,
    Item,
    Revision,
    Shared,
    Signed,
    StampedField,
    document_of,
)
from .desk_words import DeskIndexed, DeskPostings, DeskWord
from .ledger import LedgerEntry, LedgerHead, NamingAuthority
from .records import Correction, LogEntry, Mention, RecompileRequest, Takedown

__all__ = [
    "DESK_COLUMNS",
    "DESK_FIELDS",
    "KERNEL_COLUMNS",
    "NEWEST_SAVED",
    "SHARED_COLUMNS",
    "Address",
    "Correction",
    "DeskIndexed",
    "DeskPostings",
    "DeskWord",
    "Edition",
    "EditionQuerySet",
    "EditionRelation",
    "Item",
    "LedgerEntry",
    "LedgerHead",
    "LogEntry",
    "Mention",
    "NamingAuthority",
    "RecompileRequest",
    "Revision",
    "Shared",
    "Signed",
    "StampedField",
    "Takedown",
    "document_of",
]
