"""``/changes``: what became public, changed or went, in the ledger's order and compacted.

The head is read first and nothing above it is told: an entry that becomes visible meanwhile has a
higher number and is met by the next call. An item that changes while somebody pages moves forward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from newsroom.editorial import registry
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import ledger
from newsroom.lib import instants, surrogate_keys

from . import documents, fields, moments, parameters, shapes, shared
from .errors import wrong
from .parameters import Parameter
from .shapes import (
    VERSION,
    Schema,
    array,
    boolean,
    const,
    enum,
    instant,
    integer,
    obj,
    public_id,
    ref,
    string,
)
from .views import ReadView, answer_in_parts, answer_printed

POLL_AFTER_SECONDS = 5
#: How many entries are read at once while an answer is sent.
PART = 100
_HIGHEST = 10**18 - 1


def types() -> list[str]:
    """Everything the ledger tells of."""
    items = [t.name for t in registry.item_types()]
    return sorted(items + [t.name for t in registry.shared_types()])


SINCE = Parameter(
    "since", parameters.integer(0, _HIGHEST),
    gettext_lazy("The “next” of the call before; absent or 0: from the start. The initial load and "
                 "every later call are the same call."),
    {"type": "integer", "minimum": 0, "maximum": _HIGHEST, "default": 0}, default=0,
)  # fmt: skip
LIMIT = Parameter(
    "limit", parameters.integer(1, 500), gettext_lazy("How many entries to give at most."),
    {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, default=100,
)  # fmt: skip
INCLUDE = Parameter(
    "include", parameters.choice(("resource",)),
    gettext_lazy("“resource” adds each upserted resource as it is now."),
    {"type": "string", "enum": ["resource"]},
)  # fmt: skip


def change_shapes() -> dict[str, Schema]:
    """The shapes of entries; a resource has the shape of its type."""
    type_name = enum(*types())
    of_all = {
        "seq": integer("The entry's number in the ledger.", minimum=1),
        "type": type_name,
        "id": public_id(),
        "version": VERSION,
        "at": instant(),
    }
    resources = {"anyOf": [ref(_shape_of(name)) for name in types()]}
    return {
        "Upsert": obj(
            "Something became public or changed.",
            {
                **of_all,
                "op": const("upsert"),
                "cause": string(
                    "published, updated, corrected, restored, imported, recompiled, changed, "
                    "or rights: those of a picture began or ended."
                ),
                "resource": resources,
            },
            optional=("resource",),
        ),
        "Removal": obj(
            "Something is public no longer.",
            {
                **of_all,
                "op": const("remove"),
                "reason": enum("withdrawn", "withheld", "retracted", "legal", "privacy", "merged"),
                "note": string("What readers are told."),
                "into": public_id("What it was merged into."),
            },
            optional=("note", "into"),
        ),
        "Change": {"oneOf": [ref("Upsert"), ref("Removal")]},
        "Changes": obj(
            "Entries after a number.",
            {
                "data": array(ref("Change")),
                "next": string("The “since” of the next call."),
                "more": boolean("Whether there is more at once."),
                "poll_after": integer("Seconds to wait before the next call.", minimum=0),
            },
        ),
    }


def types_parameter() -> Parameter:
    return Parameter(
        "types", parameters.several(types()),
        gettext_lazy("Entries of these types only, separated by commas; absent: of all."),
        parameters.some_of(types()),
    )  # fmt: skip


class ChangesView(ReadView):
    """The entries after a number, oldest first, one for each resource: its newest."""

    operation = "list_changes"

    def answers(self) -> Schema:
        return shapes.ref("Changes")

    @property
    def parameters(self):  # type: ignore[override]
        return (SINCE, types_parameter(), LIMIT, INCLUDE)

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponseBase:
        head = ledger.head()
        if asked["since"] > head:
            raise wrong(
                "since",
                _("the ledger has not come to this number. Begin again without “since”."),
                "ahead_of_ledger",
            )
        around = None
        if asked["include"]:
            # Read before the resources: what ends meanwhile lets nobody keep the answer.
            around = moments.now(t.name for t in registry.item_types())
        entries = ledger.since(asked["since"], types=asked["types"]).filter(seq__lte=head)
        found = list(entries[: min(asked["limit"], PART) + 1])
        if around is not None and min(len(found), asked["limit"]) > PART:
            printed = _in_parts(entries, found, asked["limit"], head)
            return answer_in_parts(printed, keys=(surrogate_keys.CHANGES,), around=around)
        if asked["limit"] > PART and len(found) > PART:
            found = list(entries[: asked["limit"] + 1])
        shown, more = found[: asked["limit"]], len(found) > asked["limit"]
        document = {
            "data": _with_resources(shown) if asked["include"] else [_entry(e) for e in shown],
            **_further(shown[-1].seq if more else head, more=more),
        }
        return answer_printed(request, document, keys=(surrogate_keys.CHANGES,), around=around)


def _shape_of(type_name: str) -> str:
    in_library = {"image": "LibraryImage", "video": "LibraryVideo"}
    return in_library.get(type_name, type_name.capitalize())


def _further(last: int, *, more: bool) -> dict[str, Any]:
    """How to go on after the entries."""
    return {"next": str(last), "more": more, "poll_after": 0 if more else POLL_AFTER_SECONDS}


def _in_parts(
    entries: QuerySet[LedgerEntry], found: list[LedgerEntry], limit: int, head: int
) -> Iterator[bytes]:
    """The same document as it is read: an initial load holds no more than a part in memory.

    ``found`` are the entries of the first part and one more.
    """
    yield b'{"data":['
    comma, more = b"", True
    while True:
        size = min(limit, PART)
        shown, more, limit = found[:size], len(found) > size, limit - size
        for told in _with_resources(shown):
            yield comma + orjson.dumps(told)
            comma = b","
        if not more or not limit:
            break
        found = list(entries.filter(seq__gt=shown[-1].seq)[: min(limit, PART) + 1])
    rest = orjson.dumps(_further(shown[-1].seq if more else head, more=more))
    yield b"]," + rest[1:]


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    told: dict[str, Any] = {
        "seq": entry.seq,
        "op": entry.op,
        "type": entry.type,
        "id": str(entry.uuid),
        "version": entry.seq,
        "at": instants.to_text(entry.at),
    }
    if entry.op == LedgerEntry.Op.UPSERT:
        return {**told, "cause": entry.cause}
    told["reason"] = entry.reason
    if entry.note:
        told["note"] = entry.note
    if entry.into:
        told["into"] = str(entry.into)
    return told


def _with_resources(entries: list[LedgerEntry]) -> list[dict[str, Any]]:
    """The entries, each upsert with its resource as it is live now.

    A resource that has ended since is not printed, and an upsert without it would say nothing: the
    entry is left out, and the removal follows under a higher number. A resource that has changed
    since is printed as it is now, with its own version; the entry of that change follows too.
    """
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for entry in entries:
        if entry.op == LedgerEntry.Op.UPSERT:
            wanted[entry.type].append(entry.uuid)
    live = {type_name: _resources(type_name, ids) for type_name, ids in wanted.items()}
    told = []
    for entry in entries:
        if entry.op != LedgerEntry.Op.UPSERT:
            told.append(_entry(entry))
        elif entry.uuid in live[entry.type]:
            told.append({**_entry(entry), "resource": live[entry.type][entry.uuid]})
    return told


def _resources(type_name: str, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    if registry.is_item(type_name):
        shown = fields.shown(_shape_of(type_name), {}, usual=fields.USUAL)
        return documents.live_by_id(type_name, ids, shown)
    return shared.public_by_id(type_name, ids)
