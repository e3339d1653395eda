"""Stored documents as the API prints them: with their version, and of the body what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from newsroom.editorial import registry
from newsroom.editorial.models import document_of
from newsroom.editorial.publication import ledger

from .fields import Shown


def whole(card: dict[str, Any], body: dict[str, Any], version: int) -> dict[str, Any]:
    """The document with what is printed into it."""
    return {**document_of(card, body), "version": version}


def of_rows(
    item_type: str, rows: list[dict[str, Any]], shown: Shown
) -> tuple[list[dict[str, Any]], list]:
    """The documents of a page in its order, and the facts their ETag is made of. One query.

    They are printed as their cards are, with the forms of the body that are shown.

    A document that was compiled again since the rows were read is printed as it is now, and its
    facts say so.
    """
    editions = registry.item_type(item_type).editions
    columns = ["pk", "compile_number", "schema_number", "card", *(["body"] if shown.parts else [])]
    stored = {
        each["pk"]: each
        for each in editions.filter(pk__in=[row["edition_key"] for row in rows]).values(*columns)
    }
    documents, facts = [], []
    for row in rows:
        edition = stored.get(row["edition_key"])
        if edition is None:
            continue
        version, body = row["ledger_number"], edition.get("body")
        document = {**edition["card"], "version": version, "body": body}
        documents.append(shown.pick(document))
        stored_facts = (edition[name] for name in ("pk", "compile_number", "schema_number"))
        facts.append((*stored_facts, row["ledger_number"]))
    return documents, facts


def live_by_id(item_type: str, public_ids: Iterable[UUID], shown: Shown) -> dict[UUID, Any]:
    """What is live of these items at the public instant, by public id. One query."""
    rows: QuerySet = registry.item_type(item_type).editions.live_of_items(ledger.instant_in_sql())
    rows = rows.filter(item__uuid__in=list(public_ids))
    columns = {"public_id": F("item__uuid"), "ledger_number": F("item__version")}
    return {
        row["public_id"]: shown.pick(whole(row["card"], row["body"], row["ledger_number"]))
        for row in rows.values("card", "body", **columns)
    }
