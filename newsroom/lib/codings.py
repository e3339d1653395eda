"""In which form an answer is sent: whole, or compressed as the client likes it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

import brotli
import zstandard

#: Shorter answers are sent as they are.
SMALLEST = 500
_TEXT = re.compile(r"(?:text/|application/(?:[\w.+-]*(?:json|xml)|javascript))")


def is_text(content_type: str) -> bool:
    """Whether an answer of this type is worth compressing."""
    return _TEXT.match(content_type) is not None


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


#: In the order of the server's preference: how fast, and how small.
_WHOLE: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=4, mode=brotli.MODE_TEXT),
    "zstd": lambda body: zstandard.ZstdCompressor(level=6).compress(body),
    "gzip": _gzip,
}


def compress(body: bytes, coding: str) -> bytes:
    """The body in this coding; empty: as it is."""
    return _WHOLE[coding](body) if coding else body


def compress_parts(parts: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The same of a body that comes in parts; each goes on at once."""
    add, flush, end = _packer(coding)
    for part in parts:
        yield add(part) + flush()
    yield end()


def _packer(coding: str) -> tuple[Callable[[bytes], bytes], Callable[[], bytes], Any]:
    if coding == "br":
        to_brotli = brotli.Compressor(quality=4, mode=brotli.MODE_TEXT)
        return to_brotli.process, to_brotli.flush, to_brotli.finish
    if coding == "zstd":
        to_zstd = zstandard.ZstdCompressor(level=6).compressobj()
        block = partial(to_zstd.flush, zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        return to_zstd.compress, block, to_zstd.flush
    to_gzip = zlib.compressobj(6, zlib.DEFLATED, 31)
    return to_gzip.compress, partial(to_gzip.flush, zlib.Z_SYNC_FLUSH), to_gzip.flush


@lru_cache(maxsize=256)
def preferred(accepted: str) -> str:
    """The coding that the client prefers by its Accept-Encoding; empty: none (RFC 9110, 12.5.3)."""
    if not accepted:
        return ""
    weights = {}
    for given in accepted.lower().split(","):
        name, _semicolon, quality = given.partition(";")
        try:
            weights[name.strip()] = float(quality.replace(" ", "").removeprefix("q=") or 1)
        except ValueError:
            continue
    others = weights.get("*", 0.0)
    best = max(_WHOLE, key=lambda name: weights.get(name, others))
    return best if weights.get(best, others) > 0 else ""


_CODED_TAG = re.compile(rf'-(?:{"|".join(_WHOLE)})"$')


def tag_of_form(etag: str, coding: str) -> str:
    """The strong ETag of an answer in this coding: its bytes differ from the others'."""
    return f'{etag[:-1]}-{coding}"' if coding else etag


def tag_of_answer(etag: str) -> str:
    """The ETag that all forms of the answer have in common; W/ is what proxies add."""
    return _CODED_TAG.sub('"', etag.strip().removeprefix("W/"))
