"""What a file says of itself becomes the words, the credit and the rights of its picture."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.credits.agencies import Known
from media.credits.combined_credit import combined
from media.credits.lines import Names
from media.intake import examination
from media.intake.prefilled_fields import cut_at_a_word, prefill
from media.models import Agency, Image
from newsroom.lib.folding import key_of

from .saying import Said

EMPTY = Known(own_name="The Harbour Courier")


def library_of(*agencies: Agency) -> Known:
    """What ``agencies.known`` gives for these records under their own names."""
    by_key = {key_of(agency.name): agency for agency in agencies}
    return Known(by_key, Names(agencies=frozenset(by_key)), own_name="The Harbour Courier")


def printed(**said) -> str:
    found = {"credit_line": "", "creators": [], "source": "", **said}
    return combined(**found).text


# --- The credit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        ({}, ""),
        ({"creators": ["Jon Reyes"]}, "Jon Reyes"),
        ({"credit_line": "Jon Reyes/Example Agency"}, "Jon Reyes/Example Agency"),
        (
            {"credit_line": "Zoë Ångström/Pool/AFP via Getty Images", "creators": ["Zoë Ångström"]},
            "Zoë Ångström/Pool/AFP via Getty Images",
        ),
        (
            {"credit_line": "Zoë Ångström/Pool/AFP via Getty Images",
             "creators": ["ZOE ANGSTROM"], "source": "AFP"},
            "Zoë Ångström/Pool/AFP via Getty Images",
        ),
        ({"credit_line": "AFP", "creators": ["Jon Reyes"]}, "Jon Reyes/AFP"),
        ({"credit_line": "Harbour Wire", "creators": ["Jon Reyes"]}, "Jon Reyes/Harbour Wire"),
        (
            {"credit_line": "Example Agency via Getty Images", "creators": ["Jon Reyes"]},
            "Jon Reyes/Example Agency via Getty Images",
        ),
        ({"credit_line": "Getty Images", "creators": ["Jon Reyes"]}, "Jon Reyes/Getty Images"),
        ({"credit_line": "Shutterstock", "creators": ["Jon Reyes"]}, "Jon Reyes/Shutterstock"),
        ({"creators": ["Jon Reyes"], "source": "Getty Images"}, "Jon Reyes/Getty Images"),
        ({"credit_line": "Jon Reyes via Getty Images", "creators": ["Jon Reyes"]},
         "Jon Reyes via Getty Images"),
        ({"credit_line": "picture alliance/dpa", "creators": ["Jana Dohl"]},
         "Jana Dohl/dpa via picture alliance"),
        ({"credit_line": "picture alliance / dpa", "creators": ["Jana Dohl"]},
         "Jana Dohl/dpa via picture alliance"),
        ({"credit_line": "Getty Images/AFP", "creators": ["Jon Reyes"]},
         "Jon Reyes/AFP via Getty Images"),
        ({"credit_line": "picture alliance/dpa"}, "picture alliance/dpa"),
        # What stands for nothing, and what leads to somebody, is no credit.
        *(({"credit_line": filler, "creators": [filler], "source": filler}, "")
          for filler in ("null", "Unknown", "CREDIT", "photographer", "N/A", "-", "?????", "none",
                         "Photographer Unknown", "[unknown]", "Your Name Here")),
        ({"credit_line": "Unknown/AFP", "creators": ["unknown"]}, "AFP"),
        ({"credit_line": "null via Getty Images", "creators": ["Jon Reyes"]},
         "Jon Reyes/Getty Images"),
        ({"credit_line": "CREDIT", "creators": ["Jon Reyes"], "source": "AFP"}, "Jon Reyes/AFP"),
        ({"creators": ["Jane Dole jane@dole.example +1 (555) 010-9999"]}, "Jane Dole"),
        ({"creators": ["Jane Dole, Tel.: 0049 30 5550123, E-Mail: j@dole.example"]}, "Jane Dole"),
        ({"creators": ["Jane Dole <jane.dole@news.example>"]}, "Jane Dole"),
        ({"creators": ["Jane Dole m. 07700 900123"]}, "Jane Dole"),
        ({"creators": ["Jane Dole ☎ 5551234567"]}, "Jane Dole"),
        ({"creators": ["Photographer: Jane Dole"]}, "Jane Dole"),
        ({"creators": ["Autor desconocido"], "credit_line": "EFE"}, "EFE"),
        ({"creators": ["SONY DSC"], "credit_line": "Неизвестен"}, ""),
        ({"creators": ["jane@dole.example"], "credit_line": "AFP"}, "AFP"),
        ({"creators": ["+44 20 7946 0958"]}, ""),
        ({"creators": ["Jane Dole | www.dole.example"]}, "Jane Dole"),
        ({"creators": ["Jane Dole (jane[at]dole.example)"]}, "Jane Dole"),
        ({"credit_line": "Jane Dole/AFP jane@dole.example"}, "Jane Dole/AFP"),
        ({"creators": ["Studio 2000"]}, "Studio 2000"),
        ({"credit_line": "(Credit too long, see caption)", "caption_credit": "Jane Dole/Pool/AFP"},
         "Jane Dole/Pool/AFP"),
        ({"credit_line": "(Credit too long, see caption)", "creators": ["Jane Dole"],
          "source": "Getty Images"}, "Jane Dole/Getty Images"),
        # Whose it is, and not who is to be named.
        ({"credit_line": "(c) Jane Dole"}, ""),
        ({"credit_line": "© 2026 Jane Dole", "creators": ["Jane Dole"]}, "Jane Dole"),
        ({"creators": ["(c) 2026 Jane Dole"]}, "Jane Dole"),
        ({"credit_line": "Pool/AFP", "creators": ["Jon Reyes"]}, "Jon Reyes/Pool/AFP"),
        ({"credit_line": "AFP/Getty Images", "creators": ["Jon Reyes"]},
         "Jon Reyes/AFP via Getty Images"),
        ({"credit_line": "AFP/Getty Images"}, "AFP/Getty Images"),
        ({"credit_line": "AP Photo/Ana Ruiz", "creators": ["Ana Ruiz"], "source": "AP"},
         "AP Photo/Ana Ruiz"),
        ({"credit_line": "Handout via Reuters", "creators": ["Ministry of Works"]},
         "Ministry of Works/Handout via Reuters"),
        ({"credit_line": "Courtesy of Red Cross", "creators": ["Jon Reyes"]},
         "Courtesy of Red Cross"),
        ({"credit_line": "One/Two/Three/Four", "creators": ["Jon Reyes"]}, "One/Two/Three/Four"),
        ({"credit_line": "A. Ruiz", "creators": ["Ana Ruiz"]}, "A. Ruiz"),
        ({"creators": ["Jon Reyes", "Ana Ruiz"], "credit_line": "AFP"}, "Jon Reyes, Ana Ruiz/AFP"),
        ({"creators": ["Jon Reyes/AFP"]}, "Jon Reyes/AFP"),
        ({"creators": ["Jon Reyes/AFP"], "credit_line": "AFP"}, "Jon Reyes/AFP"),
        ({"creators": ["AFP"], "credit_line": "AFP"}, "AFP"),
        ({"creators": ["Photo by Jon Reyes"]}, "Jon Reyes"),
        # The caption's credit says more than the field, or is all there is.
        ({"caption_credit": "Jon Reyes/AFP"}, "Jon Reyes/AFP"),
        ({"credit_line": "AP", "caption_credit": "AP Photo/Ana Ruiz, Pool"},
         "AP Photo/Ana Ruiz, Pool"),
        ({"credit_line": "Jon Reyes/AFP", "caption_credit": "Ana Ruiz/EPA"}, "Jon Reyes/AFP"),
        # The source only where it adds a name.
        ({"credit_line": "Jon Reyes/AFP", "source": "AFP"}, "Jon Reyes/AFP"),
        ({"credit_line": "Jon Reyes/AFP", "source": "Getty Images"},
         "Jon Reyes/AFP via Getty Images"),
        ({"credit_line": "Jon Reyes/Harbour Wire", "source": "Harbour Wire Services Ltd"},
         "Jon Reyes/Harbour Wire"),
        ({"credit_line": "The Canadian Press", "creators": ["Jon Reyes"], "source": "CP"},
         "Jon Reyes/The Canadian Press"),
        ({"creators": ["Jon Reyes"], "source": "AFP"}, "Jon Reyes/AFP"),
        ({"creators": ["Jon Reyes"], "source": "Harbour Wire"}, "Jon Reyes via Harbour Wire"),
        ({"creators": ["Jon Reyes"], "source": "https://example.org/"}, "Jon Reyes"),
        ({"source": "Reuters"}, "Reuters"),
    ],
)  # fmt: skip
def test_one_credit_comes_out_of_all_that_the_file_says(said, credit):
    assert printed(**said) == credit


NAME = st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True)


@given(NAME, NAME, st.booleans(), st.sampled_from(["", "Getty Images", "Example Pictures"]))
def test_a_whole_credit_line_is_printed_back_exactly(creator, agency, is_pool, supplier):
    line = f"{creator}{'/Pool' if is_pool else ''}/{agency}"
    line += f" via {supplier}" if supplier else ""
    assert printed(credit_line=line, creators=[creator]) == line
    assert printed(credit_line=line, creators=[creator], source=supplier or agency) == line


TEXTS = st.text(max_size=40)


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS, TEXTS)
def test_whatever_a_file_says_a_credit_comes_out(line, creators, source, caption_credit):
    made = combined(
        credit_line=line, creators=creators, source=source, caption_credit=caption_credit
    )
    assert isinstance(made.text, str)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"caption": "The pier. REUTERS/Jane Dole"},
         {"creator": "Jane Dole", "agency": "REUTERS", "credit_line": "REUTERS/Jane Dole"}),
        ({"caption": "The pier. (AAP Image/Jane Dole) NO ARCHIVING", "credit_line": "AAPIMAGE",
          "instructions": "AUSTRALIA OUT"},
         {"creator": "Jane Dole", "restrictions": "AUSTRALIA OUT\nNO ARCHIVING"}),
        ({"caption": "The pier. (Photo by J. Dole/Getty Images) *** Local Caption *** Jo Li;Al Roe",
          "keywords": ["pier"], "credit_line": "(Credit too long, see caption)"},
         {"creator": "J. Dole", "agency": "Getty Images", "keywords": ["pier", "Jo Li", "Al Roe"]}),
        ({"caption": "The pier. *** Local Caption *** Der Pier liegt am Hafen."},
         {"restrictions": "Der Pier liegt am Hafen."}),
        ({"caption": "The pier. (Ana Ruiz/EPA)", "credit_line": "Jon Reyes/AFP"},
         {"creator": "Jon Reyes", "restrictions": "Credit in the caption: Ana Ruiz/EPA"}),
        ({"caption": "The pier. (Photo by Ian MARSH / AFP) "
                     "(Photo by IAN MARSH/AFP via Getty Images)",
          "credit_line": "AFP via Getty Images", "creators": ["IAN MARSH"]},
         {"creator": "IAN MARSH", "agency": "AFP", "supplier": "Getty Images"}),
        ({"caption": "The pier. (c) 2026 Jane Dole"}, {"copyright_notice": "(c) 2026 Jane Dole"}),
        ({"caption": "The pier.", "credit_line": "(c) Jane Dole"},
         {"copyright_notice": "(c) Jane Dole"}),
        ({"caption": "The pier. © Jane Dole", "copyright": "AFP or licensors"},
         {"copyright_notice": "AFP or licensors", "restrictions": "© Jane Dole"}),
    ],
)  # fmt: skip
def test_what_is_cut_from_a_caption_lands_in_a_field(said, fields):
    filled = prefill(Said(**said), known=EMPTY).fields
    assert filled["caption"] == "The pier."
    assert {name: filled.get(name) for name in fields} == fields


@pytest.mark.django_db
def test_restrictions_that_stand_in_a_caption_limit_the_rights_as_instructions_do():
    found = Said(caption="The pier. (AAP Image/Jane Dole) NO ARCHIVING")
    leases = examination.proposed(found, date_created="")
    assert [(lease.kind, lease.scope) for lease in leases] == [("deny", "syndication")]


def test_a_name_that_the_library_knows_is_an_agency_and_no_person():
    known = library_of(Agency(name="Harbour Wire"))
    fields = prefill(Said(credit_line="Harbour Wire", source="HARBOUR WIRE"), known=known).fields
    assert fields["agency"] == "Harbour Wire"
    assert "creator" not in fields


# --- The words -----------------------------------------------------------------------------------


def test_every_column_is_filled_from_its_field():
    found = Said(
        headline="Bridge  opens",
        caption="The bridge on Monday. (Jon Reyes/AFP)",
        alt_text="A bridge",
        extended_description="A long\nstory",
        keywords=["bridge", " bridge ", "", "Wend"],
        city="Wendhaven", region="Coast", country="Norland",
        date_created="2026-03-02T08:40:00+01:00",
        copyright="© AFP", usage_terms="One use", instructions="NO SALES",
        web_statement="https://example.org/rights", licensor_url="http://example.org/buy",
        digital_source_code="digitalCapture", data_mining="DMI-PROHIBITED",
    )  # fmt: skip
    assert prefill(found, known=EMPTY).fields == {
        "title": "Bridge opens",
        "caption": "The bridge on Monday.",
        "creator": "Jon Reyes", "agency": "AFP",
        "alt_text": "A bridge",
        "extended_description": "A long\nstory",
        "keywords": ["bridge", "Wend"],
        "city": "Wendhaven", "region": "Coast", "country": "Norland",
        "date_created": "2026-03-02T08:40:00+01:00",
        "copyright_notice": "© AFP", "usage_terms": "One use", "restrictions": "NO SALES",
        "web_statement": "https://example.org/rights", "licensor_url": "http://example.org/buy",
        "digital_source_type": "digitalCapture", "data_mining": "DMI-PROHIBITED",
        "rights_category": "agency",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("digital_source_type", "http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture"),
        ("data_mining", "DMI-UNSPECIFIED"),
    ],
)
def test_codes_that_the_library_does_not_list_are_left_out(field, value):
    assert prefill(Said(**{field: value}), known=EMPTY).fields == {}


def test_codes_are_read_from_their_addresses_too():
    found = Said(
        digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        data_mining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
    )
    fields = prefill(found, known=EMPTY).fields
    assert fields["digital_source_type"] == "trainedAlgorithmicMedia"
    assert fields["data_mining"] == "DMI-PROHIBITED-AIMLTRAINING"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.example.org", "ftp://a.example/"])
def test_only_web_addresses_are_taken(address):
    filled = prefill(Said(web_statement=address, licensor_url=address), known=EMPTY)
    assert filled.fields == {}
    assert len(filled.notes) == 2


def test_text_that_does_not_fit_is_cut_at_a_word_with_a_note():
    found = Said(headline="word " * 100, creators=["Ana " * 200], date_created="last week")
    filled = prefill(found, known=EMPTY)
    assert filled.fields["title"].endswith("word…")
    assert len(filled.fields["title"]) <= 255
    assert len(filled.fields["creator"]) <= 500
    assert "date_created" not in filled.fields
    assert len(filled.notes) == 3
    assert all(note.endswith(".") for note in filled.notes)


@given(st.text(min_size=1, max_size=300), st.integers(2, 60))
def test_a_cut_text_fits_and_begins_like_the_whole(text, limit):
    cut = cut_at_a_word(text + "x" * limit, limit)
    assert len(cut) <= limit
    assert (text + "x" * limit).startswith(cut.removesuffix("…").rstrip())


@given(st.builds(Said, **{
    f.name: (st.lists(TEXTS, max_size=4) if f.name in ("creators", "keywords") else TEXTS)
    for f in fields(Said)
}))  # fmt: skip
def test_whatever_a_file_says_the_columns_take_it(found):
    filled = prefill(found, known=EMPTY)
    image = Image(**filled.fields)
    image.clean_fields(exclude={f.name for f in Image._meta.fields} - filled.fields.keys())


# --- By what right -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rights"),
    [
        ({"credit_line": "Jon Reyes/Pool/AFP"}, {"rights_category": "pool"}),
        ({"credit_line": "Jon Reyes/AFP"}, {"rights_category": "agency"}),
        ({"credit_line": "Jon Reyes/Example Agency"}, {"rights_category": "agency"}),
        ({"credit_line": "Getty Images"}, {"rights_category": "agency"}),
        ({"credit_line": "Jon Reyes/The Harbour Courier"}, {"rights_category": "staff"}),
        ({"credit_line": "City Council/Handout"}, {"rights_category": "handout"}),
        ({"credit_line": "Courtesy of Red Cross"}, {"rights_category": "handout"}),
        ({"credit_line": "Jon Reyes"}, {}),
        (
            {"web_statement": "https://creativecommons.org/licenses/by-sa/4.0/"},
            {"rights_category": "creative_commons", "licence": "CC BY-SA 4.0"},
        ),
        (
            {"usage_terms": "See http://creativecommons.org/licenses/by-nc-nd/4.0"},
            {"rights_category": "creative_commons", "licence": "CC BY-NC-ND 4.0"},
        ),
        (
            {"web_statement": "https://creativecommons.org/publicdomain/zero/1.0/"},
            {"rights_category": "creative_commons", "licence": "CC0 1.0"},
        ),
        (
            {"web_statement": "https://creativecommons.org/publicdomain/mark/1.0/"},
            {"rights_category": "public_domain"},
        ),
        (
            {"web_statement": "https://creativecommons.org/licenses/by/2.0/"},
            {"rights_category": "creative_commons"},
        ),
    ],
)
def test_the_category_of_right_is_guessed_from_credit_and_licence(said, rights):
    fields = prefill(Said(**said), known=EMPTY).fields
    assert {n: v for n, v in fields.items() if n in ("rights_category", "licence")} == rights


def test_a_licence_of_another_version_is_told():
    filled = prefill(
        Said(web_statement="https://creativecommons.org/licenses/by/2.0/"), known=EMPTY
    )
    assert "CC BY 2.0" in filled.notes[0]


def test_the_contract_with_an_agency_stands_behind_the_file():
    known = library_of(
        Agency(name="Harbour Wire", rights_category="freelance", cost="per_use",
               restrictions="No covers", copyright_notice="© Harbour Wire"),
    )  # fmt: skip
    found = Said(credit_line="Jon Reyes/Pool/HARBOUR WIRE", instructions="NO SALES")
    filled = prefill(found, known=known)
    assert filled.agency.name == "Harbour Wire"
    assert filled.fields == {
        "creator": "Jon Reyes", "is_pool": True, "agency": "Harbour Wire",
        "rights_category": "freelance", "cost": "per_use",
        "restrictions": "NO SALES\nNo covers", "copyright_notice": "© Harbour Wire",
    }  # fmt: skip
    found.copyright = "© Jon Reyes"
    assert prefill(found, known=known).fields["copyright_notice"] == "© Jon Reyes"


def test_a_house_rule_stands_above_the_words_of_the_file():
    known = library_of(Agency(name="AP", credit_format="{creator}/{agency}"))
    fields = prefill(Said(credit_line="AP Photo/Ana Ruiz"), known=known).fields
    assert "credit_line" not in fields
    fields = prefill(Said(credit_line="AP Photo/Ana Ruiz"), known=EMPTY).fields
    assert fields["credit_line"] == "AP Photo/Ana Ruiz"


# --- What was given ------------------------------------------------------------------------------


def test_what_was_given_wins_even_where_it_is_empty():
    found = Said(caption="The pier.", alt_text="A pier", headline="Pier")
    fields = prefill(found, known=EMPTY, given={"caption": "", "alt_text": "Boats"}).fields
    assert fields == {"title": "Pier", "caption": "", "alt_text": "Boats"}


def test_whoever_gives_a_part_of_the_credit_gives_the_whole():
    found = Said(credit_line="Jon Reyes/Pool/AFP")
    fields = prefill(found, known=EMPTY, given={"creator": "Ana Ruiz"}).fields
    assert fields == {"creator": "Ana Ruiz"}
    fields = prefill(found, known=EMPTY, given={"creator": "", "is_pool": False}).fields
    assert fields["agency"] == "AFP"


def test_a_given_agency_brings_its_contract_along():
    known = library_of(Agency(name="Harbour Wire", cost="per_use", rights_category="agency"))
    given = {"creator": "Ana Ruiz", "agency": "harbour wire"}
    fields = prefill(Said(credit_line="Jon Reyes/AFP"), known=known, given=given).fields
    assert fields == {**given, "cost": "per_use", "rights_category": "agency"}


def test_without_a_file_only_what_was_given_counts():
    assert prefill(None, known=EMPTY, given={"caption": "The pier."}).fields == {
        "caption": "The pier."
    }
