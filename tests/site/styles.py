"""The style sheets of the public pages, and which of them a page loads and uses."""

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import brotli

from newsroom.site import style_sheets

FOLDER = Path(style_sheets.__file__).parent / "static" / "site"
SHEETS = {name: (FOLDER / f"{name}.css").read_text("utf-8") for name in style_sheets.ORDER}

_LINK = re.compile(r'<link rel="stylesheet" href="\S*?/site/(\w+)\.[\w.]*css">')
_NOT_RULES = re.compile(
    r"/\*.*?\*/|\"[^\"]*\"|@media[^{]*\{|:not\((?:[^()]|\([^()]*\))*\)", re.DOTALL
)
_CLASS = re.compile(r"\.([a-z][\w-]*)")


def selectors(css: str) -> Iterator[str]:
    """Each selector of a sheet by itself, without what it says of elements that it is not for."""
    for head in re.findall(r"([^{}]+)\{", _NOT_RULES.sub("", css)):
        yield from (each.strip() for each in re.split(r",(?![^(]*\))", head))


def alternatives(selector: str) -> list[set[str]]:
    """Sets of classes, one of which a page must have in full for the selector to match."""
    inside = re.search(r":is\(([^()]*)\)", selector)
    if inside is None:
        return [set(_CLASS.findall(selector))]
    return [
        found
        for each in inside[1].split(",")
        for found in alternatives(selector.replace(inside[0], each, 1))
    ]


def loaded(html: str) -> list[str]:
    return _LINK.findall(html)


def classes(html: str) -> set[str]:
    return {name for value in re.findall(r'\sclass="([^"]*)"', html) for name in value.split()}


def missed(html: str) -> list[str]:
    """Rules for what stands on the page, of sheets that it does not load."""
    present = classes(html)
    return [
        f"{name}: {selector}"
        for name in style_sheets.ORDER
        if name not in loaded(html)
        for selector in selectors(SHEETS[name])
        if any(needed <= present for needed in alternatives(selector))
    ]


def used(html: str) -> Iterator[str]:
    present = classes(html)
    for name in loaded(html):
        named = (each for css in selectors(SHEETS[name]) for each in alternatives(css))
        if any(each and each <= present for each in named):
            yield name


def main() -> None:
    """Print what the sheets of each kind of page weigh: plain, gzip, brotli, files."""
    for kind in style_sheets.BY_KIND:
        data = [(FOLDER.parent / name).read_bytes() for name in style_sheets.of_page(kind)]
        weights = (
            sum(len(pack(each)) for each in data)
            for pack in (bytes, gzip.compress, brotli.compress)
        )
        sys.stdout.write(f"{kind:12} {' '.join(map('{:7}'.format, weights))} {len(data)}\n")


if __name__ == "__main__":
    main()
