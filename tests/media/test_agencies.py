"""Agencies: found under any name, printed under one, their house rule followed everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.credits import agencies, house_rules
from media.intake import uploads
from media.library import agency_editing, editing
from media.models import Agency, AgencyAlias, Image, Lease, RenditionRequest
from media.models.credit import Credit
from newsroom.editorial import clock, refusals
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import log, revisions
from tests.factories import make_article
from tests.settling import recompile_all

from .factories import make_agency, make_image, picture_file

# --- The house rule ------------------------------------------------------------------------------

FULL = Credit("Jon Reyes", True, "AFP", "Getty Images")


@pytest.mark.parametrize(
    ("rule", "credit", "line"),
    [
        ("{agency} Photo/{creator}", FULL, "AFP Photo/Jon Reyes"),
        ("{agency} Photo/{creator}", Credit(agency="AFP"), "AFP"),
        ("{creator} – {agency}", Credit("Jon Reyes", agency="AFP"), "Jon Reyes – AFP"),
        ("{creator} – {agency}", Credit(agency="AFP"), "AFP"),
        ("Photo: {creator}/{agency}", Credit(agency="AFP"), "Photo: AFP"),
        ("{creator} ({agency})", FULL, "Jon Reyes (AFP)"),
        ("{creator} ({agency})", Credit(agency="AFP"), "AFP"),
        ("({creator}) {agency}", Credit(agency="AFP"), "AFP"),
        ("{creator} ({pool}, {agency})", Credit("Jon (J.) Reyes", agency="A (P)"),
         "Jon (J.) Reyes, A (P)"),
        ("{agency}/{creator} photo", Credit("Jon Reyes", agency="AFP"), "AFP/Jon Reyes photo"),
        ("© {agency}", FULL, "© AFP"),
        ("{agency}", Credit(), ""),
    ],
)  # fmt: skip
def test_a_house_rule_prints_the_parts_that_are_there(rule, credit, line):
    house_rules.check(rule)
    assert house_rules.printed(rule, credit) == line


NAME = st.from_regex(r"[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?", fullmatch=True)


@given(st.builds(Credit, st.just("") | NAME, st.booleans(), st.just("") | NAME, st.just("") | NAME))
def test_the_usual_order_as_a_rule_prints_the_usual_credit(credit):
    assert house_rules.printed("{creator}/{pool}/{agency} via {supplier}", credit) == credit.line


@given(
    st.permutations(["{creator}", "{pool}", "{agency}", "{supplier}"]),
    st.lists(st.sampled_from(["/", " via ", ", ", " (", ")", " – "]), min_size=5, max_size=5),
    st.builds(Credit, NAME, st.booleans(), NAME, st.just("") | NAME),
)
def test_no_rule_loses_a_part_that_it_names(fields, words, credit):
    rule = "".join(word + field for word, field in zip(words, fields, strict=False)) + words[4]
    line = house_rules.printed(rule, credit)
    for name in (credit.creator, credit.agency, credit.supplier):
        assert name in line
    assert line.count("(") == line.count(")")


@pytest.mark.parametrize(
    "rule",
    ["{agency", "agency}", "{photographer}", "{agency!r}", "{agency:>9}", "{creator}", "{}",
     "{agency}/{agency}", "{agency.name}", "{agency}\n{creator}"],
)  # fmt: skip
def test_a_rule_that_cannot_be_printed_is_refused_with_a_sentence(rule):
    with pytest.raises(refusals.NotPossible) as caught:
        house_rules.check(rule)
    assert str(caught.value).endswith(".")


# --- Names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Harbour Wire", "HARBOUR WIRE", "harbour-wire", "H.W.", "hw"])
@pytest.mark.django_db
def test_an_agency_is_found_however_it_is_written(name):
    agency = make_agency("Harbour Wire", aliases=["HW"])
    assert agencies.find(name) == agency
    assert agencies.known().find(name) == agency
    assert agencies.known().canonical(name) == "Harbour Wire"


@pytest.mark.parametrize("name", ["Zürich Foto", "Zu\u0308rich Foto", "ZURICH FOTO", "zurich-foto"])
@pytest.mark.django_db
def test_accents_tell_no_agency_from_another(name):
    agency = make_agency("Zürich Foto")
    assert agencies.find(name) == agency
    assert agencies.known().find(name) == agency


@pytest.mark.django_db
def test_a_name_that_nobody_has_stays_as_it_is(django_assert_num_queries):
    make_agency()
    assert agencies.find("Other Wire") is None
    assert agencies.known().canonical(" Other Wire ") == "Other Wire"
    with django_assert_num_queries(0):
        assert agencies.find(" ") is None


@pytest.mark.django_db
def test_no_two_agencies_have_one_name():
    make_agency("Harbour Wire", aliases=["HW"])
    for name, aliases in [("H. W.", []), ("Other Wire", ["harbour wire"])]:
        with pytest.raises(refusals.NotPossible, match="is already a name of Harbour Wire"):
            make_agency(name, aliases=aliases)
    assert [agency.name for agency in Agency.objects.all()] == ["Harbour Wire"]


@pytest.mark.django_db
def test_other_names_can_be_added_and_taken_away_and_the_own_one_stays():
    agency = make_agency("Harbour Wire", aliases=["HW", "hw "])
    assert {alias.name for alias in agency.aliases.all()} == {"Harbour Wire", "hw"}
    agency_editing.save(agency, aliases=["Wire of the Harbour"])
    assert agencies.find("hw") is None
    assert agencies.find("wire of the harbour") == agency
    agency_editing.save(agency)
    assert AgencyAlias.objects.count() == 2


@pytest.mark.django_db
def test_only_those_who_may_change_agencies_do(reporter, picture_editor):
    agency = Agency(name="Harbour Wire")
    with pytest.raises(refusals.NotAllowed):
        agency_editing.save(agency, by=reporter)
    agency_editing.save(agency, by=picture_editor)
    agency.name = "Other"
    with pytest.raises(refusals.NotAllowed):
        agency_editing.save(agency, by=reporter)


# --- Pictures follow -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_upload_bears_the_printed_name_and_the_house_credit():
    make_agency("Harbour Wire", aliases=["HW"], credit_format="{agency} Photo/{creator}")
    image = uploads.store(picture_file(), creator="Jon Reyes", agency="hw").image
    assert image.agency == "Harbour Wire"
    assert image.printed_credit == "Harbour Wire Photo/Jon Reyes"


@pytest.mark.django_db
def test_the_suppliers_rule_counts_where_the_agency_has_none():
    make_agency("Getty Images", kind="supplier", credit_format="{creator}/{supplier}")
    image = make_image(creator="Jon Reyes", agency="", supplier="GETTY IMAGES")
    assert image.printed_credit == "Jon Reyes/Getty Images"


@pytest.mark.django_db
def test_a_printed_override_stands_above_the_house_rule():
    make_agency("Harbour Wire", credit_format="{agency} Photo/{creator}")
    image = make_image(agency="Harbour Wire", credit_line="Jon of the Wire")
    assert image.printed_credit == "Jon of the Wire"


@pytest.mark.django_db
def test_the_contract_makes_leases_from_the_day_a_picture_came_in(monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    make_agency("Harbour Wire", lease_days=30, may_syndicate=True, cost="per_use")
    image = make_image(agency="Harbour Wire")
    leases = {lease.scope: lease for lease in Lease.objects.filter(image=image)}
    assert not any(lease.is_proposed for lease in leases.values())
    assert (leases["publication"].ends_at - now).days == 30
    assert leases["syndication"].ends_at is None
    assert image.cost == "per_use"
    assert image.rights_category == "agency"


@pytest.fixture
def live_story(desk):
    """A live story with a picture by Harbour Wire under its old name."""
    image = make_image(creator="Jon Reyes", agency="HARBOUR-WIRE")
    article = make_article(lead_image=image)
    revisions.save(article, by=desk)
    publishing.publish(article, by=desk)
    RenditionRequest.objects.all().delete()
    return article


def credit_shown(article) -> str:
    recompile_all()
    edition = article.editions.live(clock.now()).get()
    return edition.card["lead_image"]["credit"]["line"]


def test_a_new_name_or_rule_reprints_every_picture_and_what_shows_it(live_story, desk):
    for _ in range(3):
        make_image(creator="Ana Ruiz", agency="Harbour wire")
    other = make_image(agency="Other Wire")
    RenditionRequest.objects.all().delete()
    agency = make_agency("Harbour Wire")
    assert {i.printed_credit for i in Image.objects.exclude(pk=other.pk)} == {
        "Jon Reyes/Harbour Wire", "Ana Ruiz/Harbour Wire",
    }  # fmt: skip
    agency.name, agency.credit_format = "Harbour News", "{agency} Photo/{creator}"
    assert agency_editing.affected(agency).pictures == 4
    assert [str(item) for item in agency_editing.affected(agency).items] == [str(live_story)]
    assert agency_editing.save(agency) == 4
    assert credit_shown(live_story) == "Harbour News Photo/Jon Reyes"
    assert RenditionRequest.objects.count() == 4
    other.refresh_from_db()
    assert other.printed_credit == "Jon Reyes/Other Wire"
    assert agencies.find("Harbour Wire") == agency
    assert agency_editing.save(agency) == 0
    entry = log.of(live_story.lead_image).first()
    assert entry.act == "reprint"
    assert entry.data["to"] == "Harbour News Photo/Jon Reyes"


def test_a_rule_taken_away_prints_the_usual_credit_again(db):
    agency = make_agency("Harbour Wire", credit_format="{agency} Photo/{creator}")
    image = make_image(creator="Jon Reyes", agency="Harbour Wire")
    agency.credit_format = ""
    agency_editing.save(agency)
    image.refresh_from_db()
    assert image.printed_credit == "Jon Reyes/Harbour Wire"


def test_an_agency_that_is_gone_from_the_credit_takes_its_rule_along(db):
    make_agency("Harbour Wire", credit_format="{agency} Photo/{creator}")
    image = make_image(creator="Jon Reyes", agency="Harbour Wire")
    image.agency = ""
    editing.save(image)
    assert image.printed_credit == "Jon Reyes"
