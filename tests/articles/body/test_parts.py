"""The table of parts: an app adds one of its own, and every step of a body follows from it."""

from dataclasses import dataclass

import pytest
from django.core.checks import run_checks

from articles.body import part
from articles.body.blocks import parse
from articles.body.clean import clean
from articles.body.part import Part
from articles.body.parts.cards import ArticleCard, LinkCard
from articles.body.plain_lines import as_lines
from articles.body.render import plain_text, render
from articles.body.sanitiser import _cleaner
from articles.shapes import block_shapes
from newsroom.api.shapes import string
from newsroom.lib.html import escape, tag

from .library import Library


@dataclass(frozen=True, slots=True)
class Recipe(Part):
    dish: str

    type = "recipe"
    description = "A dish."
    members = {"dish": string()}
    node = "recipe"
    element = "div"
    flag = "data-recipe"
    words = {"data-recipe": 20}
    is_counted = True

    @classmethod
    def of(cls, element):
        dish = part.words(cls, element, "data-recipe")
        return cls(dish) if dish else None

    def write(self):
        return tag("div", {"data-recipe": self.dish})

    @staticmethod
    def html(block):
        return tag("aside", {"class": "recipe"}, escape(block["dish"]))

    @staticmethod
    def text(block):
        return block["dish"]


@pytest.fixture
def register(monkeypatch):
    """Registers parts for one test."""
    monkeypatch.setattr(part, "_registered", [*part._registered])
    monkeypatch.setattr(part, "_elements", {*part._elements})

    def add(*kinds):
        part.register(*kinds)
        _cleaner.cache_clear()

    yield add
    _cleaner.cache_clear()


def test_a_part_of_an_app_goes_through_every_step_of_a_body(register):
    register(Recipe)
    body = '<p>Cook.</p><div data-recipe="Soup &amp; bread"></div>'
    assert clean(body) == body
    blocks = parse(body, Library())
    assert blocks[1] == {"_type": "recipe", "_key": "b1", "dish": "Soup & bread"}
    assert render(blocks) == '<p>Cook.</p><aside class="recipe">Soup &amp; bread</aside>'
    assert plain_text(blocks) == "Cook.\n\nSoup & bread"
    assert as_lines(body, lambda kind, public_id: kind) == "Cook.\n[Soup & bread]"
    assert {"$ref": "#/components/schemas/RecipeBlock"} in block_shapes()["Block"]["oneOf"]
    assert clean(f'<div data-recipe="{"x" * 21}"></div>') == f'<div data-recipe="{"x" * 20}"></div>'


def test_a_part_without_all_it_needs_fails_the_check(register):
    class Poll(Part):
        type = "poll"
        element = "div"
        flag = "data-poll"
        script = "poll/node.js"

    class Again(Recipe):
        pass

    register(Poll, Recipe, Again)
    found = [error.msg.partition(" ")[2] for error in run_checks() if error.id == "articles.E001"]
    assert [*found[:7], found[-1]] == [
        "has no 'node'.",
        "has no 'description'.",
        "has no 'write'.",
        "has no 'html'.",
        "has no 'text'.",
        "has no 'of'.",
        "names the script 'poll/node.js', which is not a static file.",
        "stands in the same element as another part.",
    ]


def test_a_part_whose_node_no_script_defines_fails_the_check(register):
    """Without it the editor would show the part as its HTML."""
    register(Recipe)
    (error,) = [error for error in run_checks() if error.id == "articles.E001"]
    assert error.msg.endswith("has the node 'recipe', which no script of the editor defines.")


def test_two_kinds_of_cards_are_one_type_of_block():
    assert ArticleCard.html is LinkCard.html
    assert {kind.type for kind in (ArticleCard, LinkCard)} == {"card"}
