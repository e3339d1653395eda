"""The package: what a wheel holds, and that it asks for everything the product imports."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from email.message import Message
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.requirements import PROJECT

pytestmark = pytest.mark.xdist_group("wheel")

PACKAGES = ("newsroom", "articles", "feed", "media")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that ``pip wheel .`` builds, opened."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(folder), str(PROJECT)],
        check=True,
    )
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as opened:
        yield opened


@pytest.fixture
def metadata(wheel) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_bytes(wheel.read(name))


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel):
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == {
        path.relative_to(PROJECT).as_posix()
        for package in PACKAGES
        for path in (PROJECT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_wheel_offers_the_extras_and_the_command(wheel, metadata):
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(metadata.get_all("Provides-Extra")) == set(project["optional-dependencies"])
    (scripts,) = (name for name in wheel.namelist() if name.endswith("/entry_points.txt"))
    assert "newsroom = newsroom.command_line:main" in wheel.read(scripts).decode()


def test_every_package_that_the_product_imports_is_asked_for_with_a_lower_bound(metadata):
    asked = [Requirement(line) for line in metadata.get_all("Requires-Dist")]
    assert [str(one) for one in asked if not any(s.operator == ">=" for s in one.specifier)] == []
    names = {canonicalize_name(one.name) for one in asked if not _is_for_developers(one)}
    distributions = packages_distributions()
    missing = {
        package
        for package in _imported() - set(sys.stdlib_module_names) - set(PACKAGES)
        if not names & {canonicalize_name(name) for name in distributions.get(package, [])}
    }
    assert missing == set()


def _is_for_developers(one: Requirement) -> bool:
    return str(one.marker) == 'extra == "dev"'


def _imported() -> set[str]:
    found = set()
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return found
