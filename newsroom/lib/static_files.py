"""Static files: names that carry a hash of the content, compressed once, collected when changed."""

from __future__ import annotations

import hashlib
import re
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import brotli
import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

_HASHED = re.compile(r"\.[0-9a-f]{12}\.")
# Source maps are larger than all the rest together and nobody but a debugger asks for them.
_NOT_COMPRESSED = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
# The last two steps make files 5 % smaller and take twenty times as long.
_BROTLI_QUALITY = 9
_STAMP = ".collected"
# Bundles of others import nothing. To search them in each pass took most of the time.
_BUNDLES = ("admin/js/vendor/", "drf_spectacular_sidecar/")


class _Compressor(Compressor):  # type: ignore[misc]
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        compressed: bytes = brotli.compress(data, quality=_BROTLI_QUALITY)
        return compressed


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, but it compresses only what pages name, and no file twice."""

    # Otherwise a module that a page names and another imports would run twice, under two names.
    support_js_module_import_aggregation = True
    # One pass for each level of modules that import modules.
    max_post_process_passes = 12

    def _post_process(
        self, paths: dict[str, Any], adjustable_paths: list[str], hashed_files: dict[str, str]
    ) -> Iterator[tuple[str, str, bool, bool]]:
        searched = [path for path in adjustable_paths if not path.startswith(_BUNDLES)]
        open_paths = {path: paths[path] for path in paths if path in searched or not hashed_files}
        yield from super()._post_process(open_paths, searched, hashed_files)

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return _Compressor(**{**kwargs, "extensions": _NOT_COMPRESSED})

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        # A hashed name stands for one content: what was compressed under it once still is right.
        new = {name for name in paths if _HASHED.search(name) and not self.exists(f"{name}.br")}
        yield from super().compress_files(new)


def are_collected() -> bool:
    """Whether no static file has changed since they were collected."""
    return _stamped() == _fingerprint()


def collect() -> bool:
    """Collect the static files if any has changed since the last time; returns whether."""
    found = _fingerprint()
    if _stamped() == found:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    _stamp().write_text(found, encoding="ascii")
    return True


@contextmanager
def collected_beside() -> Iterator[None]:
    """Collect in another process, if any file has changed, while something else is done."""
    if are_collected():
        yield
        return
    with ProcessPoolExecutor(1, get_context("spawn"), _begin_beside) as beside:
        collecting = beside.submit(collect)
        yield
        collecting.result()


def _begin_beside() -> None:
    """Whoever breaks off the start speaks to the process that waits for this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()


def _stamped() -> str:
    stamp = _stamp()
    return stamp.read_text(encoding="ascii") if stamp.exists() else ""


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / _STAMP


def _fingerprint() -> str:
    """A digest of the names, sizes and times of all files that would be collected, and of how."""
    digest = hashlib.sha256(f"{version('django')} {version('whitenoise')}".encode())
    digest.update(Path(__file__).read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
