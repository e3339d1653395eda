"""Real servers under load, beside nginx, constant bytes and a peer: one table with its bars."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from . import servers
from .peer import Peer
from .servers import Rate, Server

#: At least so many times what is measured beside it: finished × constant, joined by the shared
#: number × constant, finished × the peer's page cache, one question × the peer without it. Two are
#: one for all.
FINISHED, CACHED_PEER = 0.6, 12
JOINED = {
    "article page": 0.5, "front": 0.2, "tag page": 0.25, "RSS, 30 entries": 0.25,
    "API: 20 articles": 0.2,
}  # fmt: skip
ASKED_PEER = {
    "article page": 100, "front": 80, "tag page": 70, "RSS, 30 entries": 50,
    "API: 20 articles": 100,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One address of the servers; None where there is nothing to compare."""

    name: str
    bytes: int
    finished: Rate
    #: Without a query, and without finished bytes.
    joined: Rate
    asked: Rate
    constant: Rate
    nginx: Rate
    peer_cached: Rate | None
    peer: Rate | None


@dataclass(frozen=True)
class Result:
    rows: list[Row]
    #: Of people who are logged in.
    staff: dict[str, Rate]
    #: Resident, of the newsroom's web process after it was asked for everything.
    megabytes: float


def measure(
    addresses: Mapping[str, str],
    staff: Mapping[str, str],
    cookie: str,
    *,
    seconds: float,
    peer: Peer | None,
) -> Result:
    """Needs wrk, nginx, taskset and two cores."""
    with ExitStack() as ends:
        kept = ends.enter_context(servers.newsroom(page_cache=True))
        asked = ends.enter_context(servers.newsroom(page_cache=False))
        joined = ends.enter_context(servers.newsroom(application="tests.bench.joined:application"))
        pages = {name: kept.get(path) for name, path in addresses.items()}
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        names = {name: str(number) for number, name in enumerate(pages)}
        files = {names[name]: content for name, content in pages.items()}
        plain = ends.enter_context(servers.nginx(folder / "nginx", files))
        theirs = _of_peer(peer, seconds)
        rows = []
        for name, path in addresses.items():
            size = len(pages[name])
            with servers.granian("tests.bench.constant:application", BYTES=str(size)) as constant:
                measured = (kept, joined, asked, constant)
                mine = [each.load(path, seconds=seconds) for each in measured]
            cached, uncached = theirs.get(name, (None, None))
            rows.append(
                Row(
                    name, size, finished=mine[0], joined=mine[1], asked=mine[2], constant=mine[3],
                    nginx=plain.load(f"/{names[name]}", seconds=seconds),
                    peer_cached=cached, peer=uncached,
                )
            )  # fmt: skip
        headers = {"Cookie": cookie}
        of_staff = {
            name: kept.load(path, seconds=seconds, headers=headers) for name, path in staff.items()
        }
        return Result(rows, of_staff, kept.megabytes())


def _of_peer(peer: Peer | None, seconds: float) -> dict[str, tuple[Rate, Rate]]:
    """With its page cache, and without."""
    if peer is None:
        return {}
    rates: list[dict[str, Rate]] = []
    for page_cache in (True, False):
        with peer.served(page_cache=page_cache) as server:
            rates.append(_all(server, peer.addresses(), seconds))
    return {name: (rates[0][name], rates[1][name]) for name in rates[0]}


def _all(server: Server, addresses: Mapping[str, str], seconds: float) -> dict[str, Rate]:
    return {name: server.load(path, seconds=seconds) for name, path in addresses.items()}


def table(result: Result) -> str:
    """In Markdown. A ratio that has a bar is followed by it."""
    lines = [
        "| page | bytes | finished, a second | p50 ms | p99 ms | CPU ms | × constant | × nginx "
        "| × peer cached | joined by the number, a second | p50 ms | p99 ms | CPU ms | × constant "
        "| one question, a second | p50 ms | p99 ms | CPU ms | × peer |",
        f"|---|{'--:|' * 18}",
    ]
    for row in result.rows:
        bar = ASKED_PEER.get(row.name)
        cells = [
            row.name, f"{row.bytes:,}", *_cells(row.finished),
            _times(row.finished, row.constant, FINISHED if bar else None),
            _times(row.finished, row.nginx),
            _times(row.finished, row.peer_cached, CACHED_PEER if bar else None),
            *_cells(row.joined), _times(row.joined, row.constant, JOINED.get(row.name)),
            *_cells(row.asked), _times(row.asked, row.peer, bar),
        ]  # fmt: skip
        lines.append(_line(cells))
    lines += [
        "",
        "| logged in | a second | p50 ms | p99 ms | CPU ms |",
        "|---|--:|--:|--:|--:|",
        *(_line([name, *_cells(rate)]) for name, rate in result.staff.items()),
        "",
        f"The web process has {result.megabytes:.0f} MB, its store included.",
    ]
    return "\n".join(lines)


def _cells(rate: Rate) -> list[str]:
    return [
        f"{rate.per_second:,.0f}", f"{rate.p50_ms:.1f}", f"{rate.p99_ms:.1f}", f"{rate.cpu_ms:.3f}",
    ]  # fmt: skip


def _times(ours: Rate, other: Rate | None, bar: float | None = None) -> str:
    if other is None or not other.per_second:
        return ""
    told = f"{ours.per_second / other.per_second:.3g}"
    return f"{told} (bar {bar:g})" if bar else told


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
