"""What people take for the same text has one folded form."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.lib.folding import bare_words, folded, without_accents

SAME = [
    ("Café", "Cafe\u0301"),
    ("New York", "new\u00a0york"),
    ("New York", "  New \u2009 York "),
    ("Élections", "élections"),
    ("Don't", "Don\u2019t"),
    ("Don't", "Don\uff07t"),
    ("Covid-19", "COVID\u201119"),
    ("Covid-19", "Covid\u201319"),
    ("“Rust”", '"rust"'),
    ("Straße", "STRASSE"),
    ("Wide", "\uff37\uff49\uff44\uff45"),
    ("co\u00adoperation", "cooperation"),
    ("ship\ufe0f", "ship"),
    ("And so on…", "and so on..."),
    ("İstanbul", "istanbul"),
    ("İSTANBUL", "i\u0307stanbul"),
    ("צה״ל", 'צה"ל'),
    ("צ׳אט", "צ'אט"),
    ("תל־אביב", "תל-אביב"),
    ("〝Rust〟", '"rust"'),
    ("مـحـمـد", "محمد"),
    ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
    ("\u200fשלום\u200e", "שלום"),
    ("ﬁne", "fine"),
    ("가", "\u1100\u1161"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_ways_of_writing_the_same_name_fold_to_one_key(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zürich", "Zurich"), ("resume", "résumé"), ("が", "か"), ("ılık", "ilik"), ("C++", "C")],
)
def test_accents_tell_keys_apart(one, other):
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Zoë Zürich", "zoe zurich"),
        ("ÅLESUND", "alesund"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("Þór", "thor"),
        ("Ελλάδα", "ελλαδα"),
        ("ガス", "ガス"),
        ("हिन्दी", "हिन्दी"),
        ("서울", "서울"),
    ],
)
def test_searching_without_accents_finds_letters_in_their_plain_form(text, plain):
    assert without_accents(text) == plain
    assert without_accents(unicodedata.normalize("NFD", text)) == plain


def test_words_of_file_names_stand_apart():
    assert bare_words("Ærø_2.jpg") == "aero 2 jpg"


@given(st.text())
@example("\U0001d88a\ufc62")
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)
    plain = without_accents(text)
    assert without_accents(folded(text)) == plain
    assert without_accents(plain) == plain
