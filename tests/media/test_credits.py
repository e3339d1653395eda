"""Credits: what is printed is what was read, and the parts are right."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from media.credits.lines import AGENCIES, SUPPLIERS, credit_fields, parse_credit, split_caption
from media.models.credit import Credit

WORDS = st.text(
    st.characters(whitelist_categories=["Lu", "Ll", "Lo", "Nd"], whitelist_characters="'’.-&,"),
    min_size=1,
    max_size=10,
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@st.composite
def credits(draw):
    """Credits of names that are no label, no "Pool" and no well-known agency standing alone."""
    credit = Credit(
        creator=draw(NAMES),
        pool=draw(st.booleans()),
        agency=draw(st.just("") | NAMES),
        supplier=draw(st.just("") | NAMES),
    )
    words = credit.line.casefold().replace("/", " ").split()
    assume(words.count("via") == bool(credit.supplier))
    assume(words.count("pool") == credit.pool)
    assume(credit.creator.upper() not in AGENCIES)
    assume(credit.creator.casefold() not in SUPPLIERS)
    return credit


@given(credits())
def test_a_credit_prints_and_reads_back_exactly(credit):
    assert parse_credit(credit.line) == credit
    assert parse_credit(f"({credit.line})") == credit
    assert parse_credit(f"({credit.line}).").line == credit.line


PEOPLE = st.lists(
    st.from_regex(r"[A-ZÀÉŠŻÅ][a-zàéšżå]{1,8}", fullmatch=True), min_size=1, max_size=3
)


@given(st.text(max_size=40), st.builds(" ".join, PEOPLE), st.sampled_from(["AFP", "Harbour Wire"]))
def test_a_credit_in_parentheses_ends_any_caption(caption, creator, agency):
    assume(caption == caption.strip() and "(" not in caption and ")" not in caption)
    assume(creator != "Pool")
    line = f"{creator}/Pool/{agency} via Example Pictures"
    assert split_caption(f"{caption} ({line})") == (caption, line)
    assert split_caption(f"{caption} ({line}).") == (caption, line)


@given(st.text())
def test_no_text_breaks_the_reading_and_no_word_is_made_up(text):
    assert set(parse_credit(text).line) <= set(text + " /via" + "Pool")
    caption, credit = split_caption(text)
    assert caption in text
    assert credit == "" or set(credit) <= set(text + " ")
    assert set(credit_fields(text)) == {
        "creator", "is_pool", "agency", "supplier", "credit_line"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        (
            "(Gavril Grigorov/Pool/AFP via Getty Images)",
            Credit("Gavril Grigorov", True, "AFP", "Getty Images"),
        ),
        ("Ana Ruiz", Credit("Ana Ruiz")),
        ("Ana Ruiz/AFP", Credit("Ana Ruiz", agency="AFP")),
        ("Ana Ruiz / AFP", Credit("Ana Ruiz", agency="AFP")),
        ("Ana Ruiz/Pool", Credit("Ana Ruiz", True)),
        ("Ana Ruiz - Pool/Getty Images", Credit("Ana Ruiz", True, "Getty Images")),
        ("Ana Ruiz/Pool Photo via AP", Credit("Ana Ruiz", True, "", "AP")),
        ("Foto di Ana Ruiz/ANSA", Credit("Ana Ruiz", agency="ANSA")),
        ("PHOTO ANA RUIZ/AFP", Credit("ANA RUIZ", agency="AFP")),
        ("Ana Ruiz/Pool via Example Pictures", Credit("Ana Ruiz", True, "", "Example Pictures")),
        ("Ana Ruiz via Example Pictures", Credit("Ana Ruiz", supplier="Example Pictures")),
        ("Ana Ruiz/pool/AFP VIA Getty Images", Credit("Ana Ruiz", True, "AFP", "Getty Images")),
        ("Pool/Reuters", Credit(pool=True, agency="Reuters")),
        ("Pool", Credit(pool=True)),
        ("Reuters", Credit(agency="Reuters")),
        ("AFP via Getty Images", Credit(agency="AFP", supplier="Getty Images")),
        ("Getty Images", Credit(supplier="Getty Images")),
        ("Photo: Ana Ruiz/AFP", Credit("Ana Ruiz", agency="AFP")),
        ("Photo by Ana Ruiz", Credit("Ana Ruiz")),
        ("Photos by Ana Ruiz", Credit("Ana Ruiz")),
        ("photograph: Ana Ruiz", Credit("Ana Ruiz")),
        ("Picture: Ana Ruiz", Credit("Ana Ruiz")),
        ("Credit: Ana Ruiz", Credit("Ana Ruiz")),
        ("Photo credit: Ana Ruiz", Credit("Ana Ruiz")),
        ("Illustration by Ada Roth", Credit("Ada Roth")),
        ("Illustration: Ada Roth", Credit("Ada Roth")),
        ("Ministry of Works/Handout", Credit("Ministry of Works", agency="Handout")),
        ("Photographer unknown", Credit("Photographer unknown")),
        ("", Credit()),
    ],
)
def test_the_shapes_agencies_print_are_understood(line, credit):
    assert parse_credit(line) == credit


@pytest.mark.parametrize(
    "line",
    [
        "One/Two/Three/Four",
        "One/Two/Three via Four",
        "Name/AFP/Pool",
        "Name//AFP",
        "/AFP",
        "AP Photo/Ana Ruiz",
        "AP/Ana Ruiz",
        "Courtesy of Red Cross",
        "Handout",
        "Ana Ruiz (AP)",
        "Pool/Pool/AFP",
    ],
)
def test_a_shape_nobody_knows_stays_whole(line):
    assert parse_credit(line).line == line


@pytest.mark.parametrize(
    "line",
    ["One/Two/Three/Four", "Name/AFP/Pool", "AP Photo/Ana Ruiz", "AP/Ana Ruiz", "Name//AFP"],
)
def test_a_messy_line_is_the_creator(line):
    assert parse_credit(line) == Credit(creator=line)


@pytest.mark.parametrize(
    ("line", "credit", "override"),
    [
        ("Ana Ruiz/Pool/AFP via Getty Images",
         Credit("Ana Ruiz", True, "AFP", "Getty Images"), ""),
        ("Ana Ruiz / pool / AFP", Credit("Ana Ruiz", True, "AFP"), "Ana Ruiz / pool / AFP"),
        ("Photo: Ana Ruiz/AFP", Credit("Ana Ruiz", agency="AFP"), ""),
        ("AP Photo/Ana Ruiz", Credit("Ana Ruiz", agency="AP"), "AP Photo/Ana Ruiz"),
        ("AP Photo/Ana Ruiz, Pool", Credit("Ana Ruiz", True, "AP"), "AP Photo/Ana Ruiz, Pool"),
        ("AP Photo/Ana Ruiz, File", Credit("Ana Ruiz", agency="AP"), "AP Photo/Ana Ruiz, File"),
        ("REUTERS/Ana Ruiz/Pool", Credit("Ana Ruiz", True, "REUTERS"), "REUTERS/Ana Ruiz/Pool"),
        ("REUTERS/Ana Ruiz/File Photo",
         Credit("Ana Ruiz", agency="REUTERS"), "REUTERS/Ana Ruiz/File Photo"),
        ("EPA/ANA RUIZ / POOL", Credit("ANA RUIZ", True, "EPA"), "EPA/ANA RUIZ / POOL"),
        ("THE CANADIAN PRESS/HO-Ana Ruiz",
         Credit("Ana Ruiz", agency="THE CANADIAN PRESS"), "THE CANADIAN PRESS/HO-Ana Ruiz"),
        ("dpa/picture alliance",
         Credit(agency="dpa", supplier="picture alliance"), "dpa/picture alliance"),
        ("Yonhap/AP", Credit(agency="Yonhap", supplier="AP"), "Yonhap/AP"),
        ("imago/Ana Ruiz", Credit("Ana Ruiz", supplier="imago"), "imago/Ana Ruiz"),
        ("Alamy Stock Photo", Credit(supplier="Alamy Stock Photo"), ""),
        ("Ana Ruiz/Alamy Stock Photo",
         Credit("Ana Ruiz", agency="Alamy Stock Photo"), ""),
        ("新华社/李伟", Credit("李伟", agency="新华社"), "新华社/李伟"),
        ("ТАСС", Credit(agency="ТАСС"), ""),
        ("AFP/Getty Images", Credit(agency="AFP", supplier="Getty Images"), "AFP/Getty Images"),
        ("AP/Pool", Credit(pool=True, agency="AP"), "AP/Pool"),
        ("Courtesy of Red Cross", Credit(supplier="Red Cross"), "Courtesy of Red Cross"),
        ("Courtesy Red Cross", Credit(supplier="Red Cross"), "Courtesy Red Cross"),
        ("Xinhua/Ana Ruiz via Getty Images",
         Credit("Ana Ruiz", agency="Xinhua", supplier="Getty Images"),
         "Xinhua/Ana Ruiz via Getty Images"),
        ("EPA-EFE/ANA RUIZ", Credit("ANA RUIZ", agency="EPA-EFE"), "EPA-EFE/ANA RUIZ"),
        ("EPA-EFE/ANA RUIZ / POOL", Credit("ANA RUIZ", True, "EPA-EFE"), "EPA-EFE/ANA RUIZ / POOL"),
        ("THE CANADIAN PRESS/Ana Ruiz", Credit("Ana Ruiz", agency="THE CANADIAN PRESS"),
         "THE CANADIAN PRESS/Ana Ruiz"),
        ("dpa Picture-Alliance/Ana Ruiz", Credit("Ana Ruiz", agency="dpa Picture-Alliance"),
         "dpa Picture-Alliance/Ana Ruiz"),
        ("picture alliance / dpa | Ana Ruiz", Credit("Ana Ruiz", agency="picture alliance / dpa"),
         "picture alliance / dpa | Ana Ruiz"),
        ("Ana Ruiz | Reuters", Credit("Ana Ruiz", agency="Reuters"), "Ana Ruiz | Reuters"),
        ("Ana Ruiz—AFP/Getty Images", Credit("Ana Ruiz", agency="AFP", supplier="Getty Images"),
         "Ana Ruiz—AFP/Getty Images"),
        ("Ana Ruiz — AP", Credit("Ana Ruiz", agency="AP"), "Ana Ruiz — AP"),
        ("Ana Ruiz, AP", Credit("Ana Ruiz", agency="AP"), "Ana Ruiz, AP"),
        ("Ana Ruiz (Reuters)", Credit("Ana Ruiz", agency="Reuters"), "Ana Ruiz (Reuters)"),
        ("/TASS/", Credit(agency="TASS"), "/TASS/"),
        ("AP Photo", Credit(agency="AP"), "AP Photo"),
        ("© 2024 Ana Ruiz", Credit("Ana Ruiz"), "© 2024 Ana Ruiz"),
        ("© Ana Ruiz/Reuters", Credit("Ana Ruiz", agency="Reuters"), "© Ana Ruiz/Reuters"),
        ("Ana Ruiz for The Courier", Credit("Ana Ruiz for The Courier"), ""),
        ("Foto: Ana Ruiz/dpa", Credit("Ana Ruiz", agency="dpa"), ""),
        ("Ana Ruiz, Jon Reyes", Credit("Ana Ruiz, Jon Reyes"), ""),
        ("Handout via Reuters", Credit(supplier="Reuters"), "Handout via Reuters"),
        ("City Council/Handout", Credit("City Council"), "City Council/Handout"),
        ("Illustration by Ada Roth", Credit("Ada Roth"), "Illustration by Ada Roth"),
        ("Photo by", Credit("Photo by"), ""),
    ],
)  # fmt: skip
def test_fields_hold_the_parts_and_an_override_where_print_differs(line, credit, override):
    fields = credit_fields(line)
    assert fields == {
        "creator": credit.creator,
        "is_pool": credit.pool,
        "agency": credit.agency,
        "supplier": credit.supplier,
        "credit_line": override,
    }


SHAPES = st.sampled_from(
    ["{0}", "{0}/{1}", "{0} / {1}", "{0}/POOL/{1}", "{1}/{0}", "{1} Photo/{0}, Pool", "{0} | {1}",
     "{0} — {1}", "{0}, {1}", "{0} ({1})", "{0} via {1}", "{1} via Getty Images", "/{1}/",
     "© 2024 {0}", "© {0}/{1}", "Courtesy of {0}", "{0}/Handout via {1}", "{0} for {1}",
     "{0}/{1}/File", "{1}/{0}/File Photo", "{1}/{0}/Pool", "{1}/HO-{0}",
     "{1}/{0} via Getty Images", "picture alliance / {1} | {0}"]
)  # fmt: skip


@given(SHAPES, st.builds(" ".join, PEOPLE), st.sampled_from(["AFP", "Reuters", "dpa", "EPA-EFE"]))
def test_every_shape_is_printed_to_the_byte_as_it_was_written(shape, creator, agency):
    line = shape.format(creator, agency)
    fields = credit_fields(line)
    parts = Credit(fields["creator"], fields["is_pool"], fields["agency"], fields["supplier"])
    assert (fields["credit_line"] or parts.line) == line


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Two leaders (L) and (R) in June. (Ana Ruiz/Pool/AFP via Getty Images)",
         "Two leaders (L) and (R) in June.", "Ana Ruiz/Pool/AFP via Getty Images"),
        ("The pier. (Ana Ruiz/AFP).", "The pier.", "Ana Ruiz/AFP"),
        ("The pier (Ana Ruiz)", "The pier", "Ana Ruiz"),
        ("The pier. (Ana van der Berg for The Courier)",
         "The pier.", "Ana van der Berg for The Courier"),
        ("The pier. (Capt. J.R. Stone Jr.)", "The pier.", "Capt. J.R. Stone Jr."),
        ("The pier. (Photo by Ana Ruiz)", "The pier.", "Photo by Ana Ruiz"),
        ("The pier. (photo: ana)", "The pier.", "photo: ana"),
        ("The pier. (Courtesy of the harbour museum)",
         "The pier.", "Courtesy of the harbour museum"),
        ("The pier. (Handout)", "The pier.", "Handout"),
        ("The pier (Reuters)", "The pier", "Reuters"),
        ("The pier. (Harbourfilm)", "The pier.", "Harbourfilm"),
        ("码头。(照片/新华社)", "码头。", "照片/新华社"),
        ("The pier. (Ana (AP) Ruiz/AFP)", "The pier.", "Ana (AP) Ruiz/AFP"),
        ("(Ana Ruiz/AFP)", "", "Ana Ruiz/AFP"),
        ("Photos: Harbour Wire/Ana Ruiz", "", "Photos: Harbour Wire/Ana Ruiz"),
    ],
)  # fmt: skip
def test_a_trailing_credit_is_split_from_its_caption(text, caption, credit):
    assert split_caption(text) == (caption, credit)


@pytest.mark.parametrize(
    ("behind", "credit"),
    [
        # After the caption, without parentheses.
        ("REUTERS/Jane Dole", "REUTERS/Jane Dole"),
        ("  REUTERS/Jane Dole", "REUTERS/Jane Dole"),
        ("REUTERS/Jane Dole/File Photo", "REUTERS/Jane Dole/File Photo"),
        ("REUTERS/Jane Dole/Pool", "REUTERS/Jane Dole/Pool"),
        ("--- REUTERS/Jane Dole ---", "REUTERS/Jane Dole"),
        ("/ AFP / Jane DOLE", "AFP / Jane DOLE"),
        ("AFP PHOTO / JANE DOLE", "AFP PHOTO / JANE DOLE"),
        ("AP Photo/Jane Dole, File", "AP Photo/Jane Dole, File"),
        ("EPA-EFE/JANE DOLE", "EPA-EFE/JANE DOLE"),
        ("EFE/Jane Dole", "EFE/Jane Dole"),
        ("THE CANADIAN PRESS/Jane Dole", "THE CANADIAN PRESS/Jane Dole"),
        ("KEYSTONE/Jana Dohl", "KEYSTONE/Jana Dohl"),
        ("新华社/李伟", "新华社/李伟"),
        ("Jane Dole/AFP", "Jane Dole/AFP"),
        ("Jane van der Dole/AFP via Getty Images", "Jane van der Dole/AFP via Getty Images"),
        ("Jane Dole / AFP / POOL", "Jane Dole / AFP / POOL"),
        ("Jane Dole | dpa", "Jane Dole | dpa"),
        ("Pool via REUTERS", "Pool via REUTERS"),
        ("City Council/Handout via REUTERS", "City Council/Handout via REUTERS"),
        ("Stringer/Reuters", "Stringer/Reuters"),
        ("REUTERS", "REUTERS"),
        # After a label.
        ("Foto: Jana Dohl/dpa", "Foto: Jana Dohl/dpa"),
        ("Foto: picture alliance/dpa | Jana Dohl", "Foto: picture alliance/dpa | Jana Dohl"),
        ("- Bild: Jana Dohl/Keystone", "Bild: Jana Dohl/Keystone"),
        ("Photo: J. Doe / Pool via Reuters", "Photo: J. Doe / Pool via Reuters"),
        ("Photo : Jeanne Dol / AFP", "Photo : Jeanne Dol / AFP"),
        ("Crédit : Jeanne Dol/AFP", "Crédit : Jeanne Dol/AFP"),
        ("Credit: Reuters", "Credit: Reuters"),
        ("Credit: Jane Dole/Alamy Live News", "Credit: Jane Dole/Alamy Live News"),
        ("Photograph: Jane Dole/The Courier", "Photograph: Jane Dole/The Courier"),
        ("Mandatory Credit: Photo by Jane Dole/Shutterstock",
         "Mandatory Credit: Photo by Jane Dole/Shutterstock"),
        # In parentheses, once or more often.
        ("(Kyodo)", "Kyodo"),
        ("(Xinhua/Li Wei)", "Xinhua/Li Wei"),
        ("(PTI Photo)", "PTI Photo"),
        ("(Photo by Ian MARSH / AFP) (Photo by IAN MARSH/AFP via Getty Images)",
         "Photo by IAN MARSH/AFP via Getty Images"),
        ("AFP PHOTO / JANE DOLE (Photo credit should read JANE DOLE/AFP/Getty Images)",
         "AFP PHOTO / JANE DOLE"),
        # In the house styles of many.
        ("Foto: Jana Dohl/dpa-Zentralbild/dpa", "Foto: Jana Dohl/dpa-Zentralbild/dpa"),
        ("PA Photo.", "PA Photo"),
        ("ANP JANE DOLE", "ANP JANE DOLE"),
        ("BELGA PHOTO JANE DOLE", "BELGA PHOTO JANE DOLE"),
        ("Foto: Jane Dole / NTB scanpix", "Foto: Jane Dole / NTB scanpix"),
        ("Foto: Jane Dole/Scanpix Danmark", "Foto: Jane Dole/Scanpix Danmark"),
        ("Kyodo", "Kyodo"),
        ("==Kyodo", "Kyodo"),
        ("MTI Fotó: Jane Dole", "MTI Fotó: Jane Dole"),
        ("fot. Jane Dole/PAP", "fot. Jane Dole/PAP"),
        ("PHOTO JANE DOLE, AGENCE FRANCE-PRESSE", "PHOTO JANE DOLE, AGENCE FRANCE-PRESSE"),
        ("Fotografía: Jane Dole (EFE)", "Fotografía: Jane Dole (EFE)"),
        ("JANE DOLE (AFP)", "JANE DOLE (AFP)"),
        ("(foto Jane Dole/ANSA)", "foto Jane Dole/ANSA"),
        ("Foto LaPresse - Jane Dole", "Foto LaPresse - Jane Dole"),
        ("Kuva: Jane Dole / Lehtikuva", "Kuva: Jane Dole / Lehtikuva"),
        ("Фото: Reuters", "Фото: Reuters"),
        ("写真：共同通信", "写真：共同通信"),
        ("ČTK/Jane Dole", "ČTK/Jane Dole"),
        ("(Jane Dole - Anadolu Agency)", "Jane Dole - Anadolu Agency"),
        ("imago images/Jane Dole", "imago images/Jane Dole"),
        # With something behind it.
        ("Foto: Jana Dohl/dpa +++ dpa-Bildfunk +++", "Foto: Jana Dohl/dpa"),
        ("Foto: Jana Dohl/dpa - ACHTUNG: Nur zur redaktionellen Verwendung", "Foto: Jana Dohl/dpa"),
        ("Foto: Jana Dohl/dpa. Nur für redaktionelle Zwecke", "Foto: Jana Dohl/dpa"),
        ("Jane Dole/Pool via REUTERS ATTENTION EDITORS - This image came from a third party.",
         "Jane Dole/Pool via REUTERS"),
        ("(PTI Photo/Jane Dole)(PTI06_01_2023_000123B)", "PTI Photo/Jane Dole"),
        ("(AAP Image/Jane Dole) NO ARCHIVING", "AAP Image/Jane Dole"),
        ("(AP Photo/Jane Dole) MAGS OUT, NO SALES", "AP Photo/Jane Dole"),
        ("(Jane Dole/AFP) Editorial use only. No sales.", "Jane Dole/AFP"),
        ("EPA/JANE DOLE  EDITORIAL USE ONLY", "EPA/JANE DOLE"),
        ("REUTERS/Jane Dole   TPX IMAGES OF THE DAY", "REUTERS/Jane Dole"),
        ("City Council/Handout via REUTERS ATTENTION EDITORS - THIS IMAGE HAS BEEN SUPPLIED BY A "
         "THIRD PARTY.", "City Council/Handout via REUTERS"),
        ('(Photo by J. DOLE / AFP) / RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT "AFP PHOTO / '
         'CITY COUNCIL" - NO MARKETING', "Photo by J. DOLE / AFP"),
        ("(Photo by Jane Dole/Getty Images) *** Local Caption *** Jo Li;Ana Roe",
         "Photo by Jane Dole/Getty Images"),
    ],
)  # fmt: skip
def test_an_agencys_credit_is_taken_off_the_caption(behind, credit):
    caption = "The pier in Wendhaven, June 1, 2023."
    assert split_caption(f"{caption} {behind}") == (caption, credit)
    assert split_caption(f"{caption}\n{behind}") == (caption, credit)


def test_in_a_sentence_without_an_end_only_what_is_unmistakable_is_taken_off():
    assert split_caption("The pier REUTERS/Jane Dole") == ("The pier", "REUTERS/Jane Dole")
    assert split_caption("The pier, Foto: Jana Dohl/dpa") == ("The pier", "Foto: Jana Dohl/dpa")
    assert split_caption("The pier Jane Dole/AFP")[1] == ""


@pytest.mark.parametrize(
    "text",
    [
        "He read Reuters/AP copy all day.",
        "A man walks in Pittsburgh (PA)",
        "Jo Li (Labour Party)",
        "He lives at St. Keystone",
        "NO SALES TODAY",
        "Achtung: the sign stands at the pier.",
        "La foto di Jane Dole",
        "Ein Foto von Jane Dole und Ann Roe",
        "The AP/Jane Dole case goes to court.",
        "An employee of Getty Images/iStock at work",
        "Jane Dole, Reuters correspondent",
        "Jane Dole drives an Audi TT.",
        "Members of the AFP/PNP on patrol in Manila",
        "JANE DOLE PLAYS FOR AP",
        "He worked for Reuters/AP.",
        "She signs at AFP. Reuters/AP declined to comment.",
        "Jo Li meets Ana Roe. Jo Li/Labour",
        "The agencies are Reuters, AFP and AP.",
        "Smoke over Boston, PA",
        "Minister Jo Li at Reuters via video.",
        "NO ENTRY SIGNS STAND AT THE PIER.",
        "The sign says NO USE.",
        "FIRE CREWS AT THE PIER. NO PRINT SHOP WAS HURT.",
        "They have no archives. The pier was sold out.",
        "Lights out",
        "The harbour (Ana Ruiz/AFP), seen from above.",
        "",
        "The pier.",
        "The pier as it was then (2024)",
        "The pier as it was then (June 2024)",
        "The mayor (right)",
        "The mayor and her deputy (Right).",
        "The mayor (second from left)",
        "A visit by the World Health Organization (WHO).",
        "Yes (and/or no)",
        "The memorial (9/11)",
        "The season (2023/24)",
        "The start (seen via satellite)",
        "The pier (This is Ana. She waits)",
        "The pier (What a day!)",
        "Broken) (The pier",
        "Photo: a view of the harbour. Nobody saw who took it.",
    ],
)
def test_a_caption_that_ends_otherwise_stays_whole(text):
    assert split_caption(text) == (text, "")


@pytest.mark.parametrize(
    "caption",
    [
        "Dole and partner (Ann Roe)", "Jane Dole with her husband (John Roe)",
        "Dole and wife (Ann Roe).", "Dole und Lebensgefährtin (Ann Roe)",
        "At the pier. Dole et sa femme (Ann Roe)", "Jane Dole and her son (Tom Dole-Roe)",
    ],
)  # fmt: skip
def test_a_name_behind_what_somebody_is_to_another_stays_in_the_caption(caption):
    assert split_caption(caption) == (caption, "")


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Dole and partner.", "Ann Roe"),
        ("Dole and partner", "Ann Roe/AFP"),
        ("Dole and partner", "Photo: Ann Roe"),
        ("Dole and partner (Ann Roe)", "AFP"),
        ("The girl came down to the old pier with her mother", "Ann Roe"),
        ("Boats at the pier", "Ann Roe"),
    ],
)
def test_a_credit_behind_it_is_still_one(caption, credit):
    assert split_caption(f"{caption} ({credit})") == (caption, credit)
