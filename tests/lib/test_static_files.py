"""Static files are collected when one has changed, compressed once, and found by their hash."""

import os
import subprocess
import sys

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import override_settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

from newsroom.lib import static_files


@pytest.fixture
def source(tmp_path, settings):
    """A folder of static files that stands for those of all apps."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "theme.css").write_text("p { color: black; }\n" * 50)
    (source / "editor.js.map").write_text('{"version": 3}' * 500)
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "newsroom.lib.static_files.StaticStorage"},
    }
    with override_settings(
        STATIC_ROOT=tmp_path / "collected",
        STATICFILES_DIRS=[source],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES=storages,
    ):
        yield source


def collected(tmp_path, pattern: str) -> list[str]:
    return sorted(path.name for path in (tmp_path / "collected").glob(pattern))


def test_what_pages_name_is_compressed_and_source_maps_are_not(source, tmp_path):
    assert static_files.collect()
    name = staticfiles_storage.stored_name("theme.css")
    assert collected(tmp_path, "*.br") == [f"{name}.br"]
    assert collected(tmp_path, "*.gz") == [f"{name}.gz"]


def test_nothing_is_done_again_until_a_file_changes(source, tmp_path):
    static_files.collect()
    first = collected(tmp_path, "theme.*.css")
    assert not static_files.collect()
    (source / "theme.css").write_text("p { color: navy; }\n" * 50)
    assert static_files.collect()
    assert len(collected(tmp_path, "theme.*.css")) == len(first) + 1


def test_a_file_compressed_once_is_not_compressed_again(source, tmp_path):
    static_files.collect()
    compressed = next((tmp_path / "collected").glob("theme.*.css.br"))
    os.utime(compressed, (1, 1))
    (source / "other.css").write_text("a { color: red; }\n" * 50)
    assert static_files.collect()
    assert compressed.stat().st_mtime == 1


def test_a_module_that_others_import_has_one_name(source, tmp_path):
    (source / "start.js").write_text('import { said } from "./said.js";\nimport("./said.js");\n')
    (source / "said.js").write_text("export const said = [];\n")
    static_files.collect()
    name = staticfiles_storage.stored_name("said.js")
    start = (tmp_path / "collected" / staticfiles_storage.stored_name("start.js")).read_text()
    assert start.count(f"./{name}") == 2
    assert "./said.js" not in start


def test_modules_may_import_modules_through_ten_levels(source):
    for level in range(10):
        (source / f"level{level}.js").write_text(f'import "./level{level + 1}.js";\n')
    (source / "level10.js").write_text("export {};\n")
    assert static_files.collect()


def test_bundles_of_others_are_read_once(source, tmp_path, monkeypatch):
    passes = []
    whole = CompressedManifestStaticFilesStorage._post_process

    def noted(storage, paths, *others):
        passes.append(set(paths))
        return whole(storage, paths, *others)

    monkeypatch.setattr(CompressedManifestStaticFilesStorage, "_post_process", noted)
    bundle = source / "drf_spectacular_sidecar" / "bundle.js"
    bundle.parent.mkdir()
    bundle.write_text("export const all = 1;\n" * 50)
    (source / "start.js").write_text('import "./said.js";\n')
    (source / "said.js").write_text('import "./drf_spectacular_sidecar/bundle.js";\n')
    static_files.collect()
    first, *later = passes
    assert "drf_spectacular_sidecar/bundle.js" in first
    assert all("drf_spectacular_sidecar/bundle.js" not in each for each in later)
    assert {"start.js", "said.js"} <= later[0]
    start = (tmp_path / "collected" / staticfiles_storage.stored_name("start.js")).read_text()
    said = (tmp_path / "collected" / staticfiles_storage.stored_name("said.js")).read_text()
    assert staticfiles_storage.stored_name("said.js") in start
    assert staticfiles_storage.stored_name("drf_spectacular_sidecar/bundle.js") in said


BESIDE = """
import django
django.setup()
from newsroom.lib import static_files
with static_files.collected_beside():
    print(static_files.are_collected())
print(static_files.are_collected())
"""


def test_they_are_collected_beside_other_work(tmp_path):
    told = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", BESIDE], env={**os.environ, **told}, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"False", b"True"]
