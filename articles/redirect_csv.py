"""Redirects as CSV: all of them out, and as many in as are right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.editorial.publication import ledger
from newsroom.lib import instants
from newsroom.lib.text import storable

from .models import Redirect
from .redirect_checks import stored_path
from .redirect_forms import RedirectForm
from .redirects import LONGEST

COLUMNS = ("old_path", "target", "hits", "last_hit_at")
MOST_LINES = 5_000
_BATCH = 2_000


@dataclass
class Result:
    """What became of each line; ``refused`` has number, old address and reason."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def lines() -> Iterator[str]:
    """All redirects, a line each under the names of the columns."""
    yield _line(COLUMNS)
    rows = Redirect.objects.select_related("article", "page").order_by("old_path")
    for row in rows.iterator(chunk_size=_BATCH):
        at = instants.to_text(row.last_hit_at) if row.last_hit_at else ""
        yield _line([row.old_path, _where(row), row.hits, at])


def take(text: str) -> Result:
    """Store the lines that are right: an old address, and where it leads.

    Columns stand in this order or under their names; between them are commas, semicolons or tabs. A
    line for an old address that is known changes where it leads.
    """
    result = Result()
    rows = list(_rows(storable(text)))
    with transaction.atomic():
        for number, old, target in rows[:MOST_LINES]:
            _take_one(number, old, target, result)
        if result.added or result.changed:
            ledger.raise_plans()
    if len(rows) > MOST_LINES:
        more = _("Only the first %(most)d lines are read. Import the others next.")
        result.refused.append((rows[MOST_LINES][0], "", more % {"most": MOST_LINES}))
    return result


def _take_one(number: int, old: str, target: str, result: Result) -> None:
    known = _known(old)
    if known is not None and target in (known.target, _where(known)):
        result.unchanged += 1
        return
    form = RedirectForm(
        {"old_path": known.old_path if known else old, "target": target}, instance=known
    )
    if not form.is_valid():
        said = " ".join(str(message) for each in form.errors.values() for message in each)
        result.refused.append((number, old, said))
        return
    form.save()
    if known is None:
        result.added += 1
    else:
        result.changed += 1


def _known(old: str) -> Redirect | None:
    wanted = [old.strip()]
    with suppress(ValidationError):
        wanted.append(stored_path(old))
    return Redirect.objects.select_related("article", "page").filter(old_path__in=wanted).first()


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    sign = next((sign for sign in "\t;," if sign in first), ",")
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=sign)
    old, target = 0, 1
    for cells in _readable(reader):
        names = [cell.strip().lower() for cell in cells]
        if "old_path" in names and "target" in names:
            old, target = names.index("old_path"), names.index("target")
        elif any(names):
            cells = [*cells, "", ""]
            yield reader.line_num, cells[old].strip(), cells[target].strip()


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """A cell that is longer than Python's reader takes is a line that is refused for its length."""
    while True:
        try:
            yield next(reader)
        except csv.Error:
            yield ["/" + "x" * LONGEST]
        except StopIteration:
            return


def _where(row: Redirect) -> str:
    item = row.article or row.page
    if item is None:
        return row.target
    newest = item.editions.order_by("-live_from").first()
    return newest.path if newest else ""


def _line(cells: object) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)  # type: ignore[arg-type]
    return out.getvalue()
