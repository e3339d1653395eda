"""The kernel's tables: abstract Item, Revision, Edition, Shared; ledger, log, takedowns."""

from .addresses import Address
from .bases import (
    DESK_COLUMNS,
    DESK_FIELDS,
    KERNEL_COLUMNS,
    NEWEST_SAVED,
    SHARED_COLUMNS,
    Item,
    Revision,
    Shared,
    Signed,
    StampedField,
)
from .desk_words import DeskIndexed, DeskPostings, DeskWord
from .editions import Edition, EditionQuerySet, EditionRelation, document_of
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
