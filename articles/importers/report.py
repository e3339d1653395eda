"""What an import did, for people and for programs: every item, what was changed, what was left out.

An import drops nothing in silence. Whatever has no place here becomes a note of its item, or of
the whole file.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # edited here since it came in: left as it is
    FAILED = "failed"


class NoteKind(StrEnum):
    CHANGED = "changed"
    LEFT_OUT = "left_out"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Note:
    kind: NoteKind
    text: str
    """One full sentence."""


@dataclass
class Notes:
    """The notes of one item, in the order in which its text is read; each is kept once."""

    entries: list[Note] = field(default_factory=list)

    def changed(self, text: str) -> None:
        self._add(NoteKind.CHANGED, text)

    def left_out(self, text: str) -> None:
        self._add(NoteKind.LEFT_OUT, text)

    def problem(self, text: str) -> None:
        self._add(NoteKind.PROBLEM, text)

    def _add(self, kind: NoteKind, text: str) -> None:
        note = Note(kind, text)
        if note not in self.entries:
            self.entries.append(note)

    def of(self, kind: NoteKind) -> list[str]:
        return [note.text for note in self.entries if note.kind == kind]

    def __iter__(self):
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


@dataclass
class Line:
    """One thing of the import: ``kind`` is a word of the product ("article", "tag", "image" …)."""

    kind: str
    name: str
    outcome: Outcome
    became: str = ""
    """How it came in: "live", "planned for …", "draft"; empty for things without a life cycle."""
    address: str = ""
    notes: Notes = field(default_factory=Notes)


@dataclass
class Report:
    source: str
    is_dry_run: bool = False
    lines: list[Line] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    """What concerns the file as a whole."""

    def add(self, line: Line) -> Line:
        self.lines.append(line)
        return line

    @property
    def failed(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == Outcome.FAILED]

    def counts(self) -> dict[str, dict[str, int]]:
        """How many of each kind had which outcome: ``{"article": {"created": 9, …}, …}``."""
        table: dict[str, Counter[str]] = {}
        for line in self.lines:
            table.setdefault(line.kind, Counter())[line.outcome] += 1
        return {
            kind: {str(outcome): found[outcome] for outcome in Outcome}
            for kind, found in table.items()
        }

    def as_dict(self) -> dict:
        return {
            "source": self.source,
            "dry_run": self.is_dry_run,
            "counts": self.counts(),
            "notes": _plain(self.notes),
            "items": [
                {
                    "kind": line.kind,
                    "name": line.name,
                    "outcome": str(line.outcome),
                    "became": line.became,
                    "address": line.address,
                    "notes": _plain(line.notes),
                }
                for line in self.lines
            ],
        }

    def as_json(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """A table of counts, then every item that has something to tell, then the whole file."""
        parts = [self._heading(), self._table(), *self._items()]
        if self.notes:
            parts.append("\n".join([_("The file as a whole"), *_bullets(self.notes)]))
        return "\n\n".join(parts) + "\n"

    def _heading(self) -> str:
        if self.is_dry_run:
            return _("%(source)s: a dry run, nothing was written.") % {"source": self.source}
        return _("%(source)s: imported.") % {"source": self.source}

    def _table(self) -> str:
        columns = [str(outcome) for outcome in Outcome]
        rows = [
            [kind, *(str(found[column] or "–") for column in columns)]
            for kind, found in self.counts().items()
        ]
        return _aligned([["", *columns], *rows])

    def _items(self) -> list[str]:
        return [
            "\n".join([_title(line), *_bullets(line.notes)])
            for line in self.lines
            if line.notes or line.outcome in (Outcome.FAILED, Outcome.KEPT)
        ]


_LABELS = {
    NoteKind.CHANGED: "~",
    NoteKind.LEFT_OUT: "-",
    NoteKind.PROBLEM: "!",
}


def _plain(notes: Notes) -> list[dict[str, str]]:
    return [{"kind": str(note.kind), "text": note.text} for note in notes]


def _bullets(notes: Notes) -> list[str]:
    return [f"  {_LABELS[note.kind]} {note.text}" for note in notes]


def _title(line: Line) -> str:
    how = ", ".join(filter(None, [str(line.outcome), line.became]))
    return f"{line.kind} “{line.name}” ({how})"


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
