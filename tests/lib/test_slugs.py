"""Slugs are made of any name, in any script, and never empty; typed ones keep their script."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib import slugs


def made(text: str, limit: int = 60) -> str:
    return slugs.made(text, limit=limit, fallback="article-1")


@pytest.mark.parametrize(
    ("language", "text", "slug"),
    [
        ("en", "Ærø får ny færge", "aero-far-ny-faerge"),
        ("da", "Ærø får ny færge", "aeroe-faar-ny-faerge"),
        ("nb", "Åpent på Ålesund sjømat", "aapent-paa-aalesund-sjoemat"),
        ("de", "Größere Türen für Öl", "groessere-tueren-fuer-oel"),
        ("de-AT", "A\u0308rger", "aerger"),
        ("sv", "Malmö på räls", "malmo-pa-rals"),
        ("en", "Новости города", "novosti-goroda"),
        ("en", "Łódź says “don’t”", "lodz-says-dont"),
        ("en", "Ferry 10:30—last/only", "ferry-10-30-last-only"),
        ("en", "🚢", "ship"),
        ("en", "新闻", "xinwen"),
        ("en", "?!", "article-1"),
        ("en", "", "article-1"),
        ("en", "a" * 100, "a" * 60),
    ],
)
def test_a_slug_is_spelt_as_the_newsroom_spells(settings, language, text, slug):
    settings.LANGUAGE_CODE = language
    assert made(text) == slug


def test_a_long_slug_is_cut_between_words():
    assert made("Harbour bridge closes for months", limit=20) == "harbour-bridge"


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("harbour-bridge", "harbour-bridge"),
        ("Новости города", "новости-города"),
        ("cafe\u0301", "café"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("ภาษาไทย", "ภาษาไทย"),
        (" two  words ", "two-words"),
        ("İstanbul", "istanbul"),
        ("so\u00adft-\u200bsto\ufeffry", "soft-story"),
        ("\u200eпорт\u200f", "порт"),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),
        ("\u200cпорт\u200d", "порт"),
        ("ﬁsh", "fish"),
        ("ｗｉｄｅ", "wide"),
        ("☃️".replace("☃", "é"), "é"),
    ],
)
def test_a_typed_slug_keeps_its_script(typed, slug):
    assert slugs.typed(typed) == slug


@pytest.mark.parametrize(
    "typed",
    [
        "a/b",
        "a.b",
        "?",
        "a#b",
        "a%20b",
        "🚢",
        "--",
        "²\u20dd/",
        "\u0301a",
        "a·b",
        "a\x00b",
        "\u202e",
    ],
)
def test_a_typed_slug_without_the_signs_of_an_address_is_refused(typed):
    with pytest.raises(ValidationError, match="Use letters of any script"):
        slugs.typed(typed)


@given(st.text())
def test_a_made_slug_is_short_lower_ascii_and_never_empty(text):
    slug = made(text)
    assert slug
    assert slug.isascii()
    assert slug == slug.lower()
    assert len(slug) <= 60
    assert slugs.is_slug(slug)
