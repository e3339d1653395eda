"""``/changes``: what became public, changed or went, in the ledger's order and compacted.

The head is read first and nothing above it is listed: an entry that becomes visible meanwhile has a
higher number and is met by the next call. An item that changes while somebody pages moves forward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Exists, QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from newsroom.editorial import clock, registry
from newsroom.editorial.models import LedgerEntry, LedgerHead
from newsroom.editorial.publication import compilation, ledger
from newsroom.lib import instants, surrogate_keys

from . import conditional, documents, fields, moments, narrowing, parameters, shapes, shared
from .conditional import Freshness
from .errors import wrong
from .moments import Moments
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
from .views import ReadView, answer_in_parts, answer_json, answer_printed

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
    {"type": "integer", "minimum": 0, "maximum": _HIGHEST, "default": 0}, default=0, example=48213,
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
                "reason": enum(
                    "withdrawn",
                    "withheld",
                    "retracted",
                    "legal",
                    "privacy",
                    "merged",
                    "out_of_filter",
                ),
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
        return (SINCE, types_parameter(), *narrowing.filters().values(), LIMIT, INCLUDE)

    def answer(self, request: Request, asked: dict[str, Any], **place: Any) -> HttpResponseBase:
        state = State.read()
        if asked["since"] > state.head:
            raise wrong(
                "since",
                _("the ledger has not reached this number. Begin again without “since”."),
                "ahead_of_ledger",
            )
        given = sorted(parameters.given(request).items())
        fresh = state.freshness(given)
        if fresh is not None and conditional.is_unchanged(request, fresh):
            return conditional.not_modified(fresh)
        if (parts := _in_parts(asked, state.head)) is not None and state.around is not None:
            return answer_in_parts(parts, keys=(surrogate_keys.CHANGES,), around=state.around)
        document = _printed(asked, state.head)
        if fresh is None or State.read() != state:
            # Something has changed while it was printed, or nobody was told yet: by its bytes.
            return answer_printed(
                request, document, keys=(surrogate_keys.CHANGES,), around=state.around
            )
        return answer_json(document, fresh)


@dataclass(frozen=True)
class State:
    """All that the answers depend on besides the parameters: one query."""

    head: int
    facts: tuple[Any, ...]
    #: Whether a shared thing changed by the clock and the ledger has not told of it yet.
    is_overdue: bool = False
    around: Moments | None = field(default=None, compare=False)

    @classmethod
    def read(cls) -> State:
        now = clock.in_sql()
        columns: dict[str, Any] = moments.columns(t.name for t in registry.item_types())
        for each in registry.shared_types():
            # What shows another thing changes with it, and that is among these itself.
            if (due := each.changes_at) and "__" not in due:
                rows = each.model._base_manager.filter(**{f"{due}__lte": now})
                columns[f"{each.name}_overdue"] = Exists(rows)
        row: Any = LedgerHead.objects.filter(pk=1).values("seq", "plans", **columns).first()
        if row is None:
            return cls(0, (), is_overdue=True, around=Moments(ledger.public_instant()))
        passed = (row[name] for name in sorted(row) if name.endswith(("_last_start", "_last_end")))
        # Not of what is planned: nobody may notice that.
        facts = (compilation.settings_hash(), *map(str, passed))
        overdue = any(row[name] for name in row if name.endswith("_overdue"))
        return cls(row["seq"], facts, overdue, moments.around(row))

    def freshness(self, given: list[tuple[str, str]]) -> Freshness | None:
        """Of the answer to these parameters; None: only its bytes can tell."""
        if self.is_overdue or self.around is None:
            return None
        etag = conditional.etag_of("/changes", self.head, self.facts, given)
        keys = (surrogate_keys.CHANGES,)
        return Freshness(etag, self.around.at, holds_until=self.around.holds_until, keys=keys)


def _printed(asked: Mapping[str, Any], head: int) -> dict[str, Any]:
    """The answer up to the head's number."""
    wanted = {name: asked[name] for name in narrowing.NAMES if asked[name] is not None}
    entries = ledger.since(asked["since"], types=asked["types"]).filter(seq__lte=head)
    if wanted:
        page = narrowing.page_of(entries, wanted, asked)
    else:
        found = list(entries[: asked["limit"] + 1])
        shown = found[: asked["limit"]]
        told = [(entry, True) for entry in shown]
        page = narrowing.Page(told, shown[-1].seq if len(found) > len(shown) else None)
    live = _resources_of(e for e, is_told in page.entries if is_told) if asked["include"] else None
    data = (_told(entry, live) if is_told else _left(entry) for entry, is_told in page.entries)
    return {"data": [entry for entry in data if entry is not None], **_further(page.last, head)}


def _further(last: int | None, head: int) -> dict[str, Any]:
    """How to go on: after ``last``, or where there is no more after the head."""
    more = last is not None
    return {
        "next": str(last if more else head),
        "more": more,
        "poll_after": 0 if more else POLL_AFTER_SECONDS,
    }


def _in_parts(asked: Mapping[str, Any], head: int) -> Iterator[bytes] | None:
    """The same document as it is read, so that an initial load holds no more than a part in
    memory; None where it is no longer than one part."""
    limit = asked["limit"]
    if not asked["include"] or limit <= PART or any(asked[name] for name in narrowing.NAMES):
        return None
    entries = ledger.since(asked["since"], types=asked["types"]).filter(seq__lte=head)
    found = list(entries[: PART + 1])
    return _parts(entries, found, limit, head) if len(found) > PART else None


def _parts(
    entries: QuerySet[LedgerEntry], found: list[LedgerEntry], limit: int, head: int
) -> Iterator[bytes]:
    """``found`` are the entries of the first part and one more."""
    yield b'{"data":['
    comma, more = b"", True
    while True:
        size = min(limit, PART)
        shown, more, limit = found[:size], len(found) > size, limit - size
        live = _resources_of(shown)
        for told in filter(None, (_told(entry, live) for entry in shown)):
            yield comma + orjson.dumps(told)
            comma = b","
        if not more or not limit:
            break
        found = list(entries.filter(seq__gt=shown[-1].seq)[: min(limit, PART) + 1])
    rest = orjson.dumps(_further(shown[-1].seq if more else None, head))
    yield b"]," + rest[1:]


def _shape_of(type_name: str) -> str:
    in_library = {"image": "LibraryImage", "video": "LibraryVideo"}
    return in_library.get(type_name, type_name.capitalize())


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


def _told(entry: LedgerEntry, live: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The entry, an upsert with its resource as it is live now if those were asked for.

    A resource that has ended since is not printed, and an upsert without it would say nothing: the
    entry is left out, and the removal follows under a higher number. A resource that has changed
    since is printed as it is now, with its own version; the entry of that change follows too.
    """
    if live is None or entry.op != LedgerEntry.Op.UPSERT:
        return _entry(entry)
    resource = live[entry.type].get(entry.uuid)
    return {**_entry(entry), "resource": resource} if resource is not None else None


def _left(entry: LedgerEntry) -> dict[str, Any]:
    """The removal of an item that no longer names what the filter asks for."""
    told = {name: value for name, value in _entry(entry).items() if name != "cause"}
    return told | {"op": LedgerEntry.Op.REMOVE.value, "reason": "out_of_filter"}


def _resources_of(entries: Iterable[LedgerEntry]) -> dict[str, dict[UUID, Any]]:
    """By type, what the upserts are about as it is live now."""
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for entry in entries:
        if entry.op == LedgerEntry.Op.UPSERT:
            wanted[entry.type].append(entry.uuid)
    return {type_name: _resources(type_name, ids) for type_name, ids in wanted.items()}


def _resources(type_name: str, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    if registry.is_item(type_name):
        shown = fields.shown(_shape_of(type_name), {}, usual=fields.USUAL)
        return documents.live_by_id(type_name, ids, shown)
    return shared.public_by_id(type_name, ids)
