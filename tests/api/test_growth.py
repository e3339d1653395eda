"""v1 only grows: what a client was promised stays."""

import copy
import json
from pathlib import Path

import pytest

from newsroom.api import growth, schema

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "openapi-v1.json"


@pytest.fixture
def kept() -> dict:
    return growth.promised(schema.openapi())


def test_the_api_keeps_the_contract_in_the_file(kept):
    assert list(growth.taken_back(json.loads(CONTRACT.read_text(encoding="utf-8")), kept)) == []


def test_additions_are_growth(kept):
    new = copy.deepcopy(kept)
    new["paths"]["/api/v1/columns"] = new["paths"]["/api/v1/articles"]
    new["components"]["schemas"]["Article"]["properties"]["mood"] = {"type": "string"}
    operation = new["paths"]["/api/v1/articles"]["get"]
    operation["parameters"].append({"name": "mood", "in": "query", "schema": {"type": "string"}})
    operation["responses"]["418"] = {}
    _parameter(operation, "limit")["schema"]["maximum"] = 200
    assert list(growth.taken_back(kept, new)) == []


def _parameter(operation: dict, name: str) -> dict:
    return next(each for each in operation["parameters"] if each["name"] == name)


def _articles(described: dict) -> dict:
    return described["paths"]["/api/v1/articles"]["get"]


def _article(described: dict) -> dict:
    return described["components"]["schemas"]["Article"]


NARROWINGS = {
    "an address goes": lambda new: new["paths"].pop("/api/v1/posts"),
    "a parameter goes": lambda new: _articles(new)["parameters"].pop(),
    "a parameter is needed": lambda new: _parameter(_articles(new), "tag").update(required=True),
    "a bound moves": lambda new: _parameter(_articles(new), "limit")["schema"].update(maximum=50),
    "a value goes": lambda new: _parameter(_articles(new), "order")["schema"]["enum"].pop(),
    "a status goes": lambda new: _articles(new)["responses"].pop("304"),
    "a member goes": lambda new: _article(new)["properties"].pop("byline"),
    "a member may be missing": lambda new: _article(new)["required"].remove("byline"),
    "a member has another type": lambda new: _article(new)["properties"].update(
        byline={"type": "integer"}
    ),
    "a member may be null": lambda new: _article(new)["properties"].update(
        byline={"anyOf": [{"type": "string"}, {"type": "null"}]}
    ),
    "a shape goes": lambda new: new["components"]["schemas"].pop("Image"),
}


@pytest.mark.parametrize("narrow", NARROWINGS.values(), ids=NARROWINGS)
def test_what_is_taken_back_is_named(kept, narrow):
    new = copy.deepcopy(kept)
    narrow(new)
    assert list(growth.taken_back(kept, new))
