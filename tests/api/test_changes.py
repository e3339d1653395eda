"""``/changes``: a replica built from it equals the site."""

from datetime import timedelta

import pytest

from newsroom.api import narrowing
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, shared_things, takedowns
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import recompilation
from newsroom.editorial.publication.announcements import announce_due
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.settling import recompile_all

pytestmark = pytest.mark.django_db


def entries(api, since=0, more=""):
    found, place = [], since
    while True:
        page = api.get(f"/changes?since={place}&limit=3{more}").json()
        found, place = found + page["data"], page["next"]
        if not page["more"]:
            return found, place


class Replica:
    """A consumer that keeps what it is told, by type and id."""

    def __init__(self, api) -> None:
        self.api, self.since, self.kept = api, "0", {}

    def follow(self) -> None:
        told, self.since = entries(self.api, self.since, "&include=resource")
        for entry in told:
            key = (entry["type"], entry["id"])
            if entry["op"] == "upsert":
                self.kept[key] = entry["resource"]
            else:
                self.kept.pop(key, None)

    def of(self, type_name: str) -> dict:
        return {key[1]: doc for key, doc in self.kept.items() if key[0] == type_name}


def site(api, path: str) -> dict:
    return {doc["id"]: doc for doc in api.walk(f"{path}?limit=2&body=all&fields={FIELDS}")}


FIELDS = "id,headline,version,body.html,tags.name"


def test_a_replica_equals_the_site_after_every_act(api, chief):
    replica = Replica(api)
    tag = make_tag()
    first, second = publish_article(tags=[tag]), publish_article()
    publish_post()
    replica.follow()
    edit(first, headline="New words")
    publishing.publish(first, by=chief)
    takedowns.withdraw(second, by=chief, note="Old")
    replica.follow()
    for type_name in ("article", "post"):
        kept = replica.of(type_name)
        shown = site(api, f"/{type_name}s")
        assert kept.keys() == shown.keys()
        for public_id, document in shown.items():
            assert kept[public_id]["headline"] == document["headline"]
            assert kept[public_id]["version"] == document["version"]
            assert kept[public_id]["body"]["html"] == document["body"]["html"]
    assert replica.of("tag").keys() == {str(tag.uuid)}


def test_entries_are_compacted_to_the_newest_of_each_resource(api):
    article = publish_article()
    edit(article, headline="New words")
    publishing.publish(article, by=None)
    told = [e for e in entries(api)[0] if e["type"] == "article"]
    assert [(e["op"], e["cause"]) for e in told] == [("upsert", "updated")]
    assert told[0]["seq"] == told[0]["version"]


def test_a_removal_tells_its_reason_and_the_public_note(api, chief):
    article = publish_article()
    takedowns.kill(
        article, by=chief, kind="retracted", note="internal", public_note="It was not so.",
        confirmation="kill",
    )  # fmt: skip
    told = [e for e in entries(api)[0] if e["type"] == "article"]
    assert (told[0]["op"], told[0]["reason"], told[0]["note"]) == (
        "remove", "retracted", "It was not so.",
    )  # fmt: skip


def test_what_is_withheld_is_removed_without_a_word(api, chief):
    article = publish_article()
    takedowns.withhold(article, by=chief, note="internal", public_note="A word")
    told = [e for e in entries(api)[0] if e["type"] == "article"]
    assert told[0]["reason"] == "withheld"
    assert "note" not in told[0]


def test_a_resource_that_has_ended_by_the_clock_is_not_printed_and_its_removal_follows(
    api, chief, time_machine_at
):
    article = publish_article()
    at = clock.now() + timedelta(hours=1)
    takedowns.withdraw(article, by=chief, note="Over", at=at)
    time_machine_at(at)
    told, since = entries(api, more="&include=resource")
    assert [e for e in told if e["type"] == "article"] == []
    announce_due()
    told, _since = entries(api, since, "&include=resource")
    assert [(e["op"], e["id"]) for e in told if e["type"] == "article"] == [
        ("remove", str(article.uuid))
    ]


def test_what_is_only_scheduled_is_not_told(api):
    article = make_article(tags=[make_tag()])
    publishing.publish(article, by=None, at=clock.now() + timedelta(hours=1))
    assert entries(api)[0] == []


def test_types_narrow_and_next_still_leads_past_what_was_left_out(api):
    publish_article(tags=[make_tag()])
    told, since = entries(api, more="&types=tag")
    assert {e["type"] for e in told} == {"tag"}
    assert int(since) == LedgerEntry.objects.count()


def test_a_number_the_ledger_has_not_reached_is_refused(api):
    problem = api.problem("/changes?since=99", 400)
    assert problem["errors"][0]["code"] == "ahead_of_ledger"


def test_resources_cost_one_query_for_each_type_however_many_there_are(
    api, django_assert_max_num_queries
):
    for _ in range(6):
        publish_article(tags=[make_tag()])
        publish_post()
    with django_assert_max_num_queries(9):
        api.get("/changes?limit=500&include=resource")


# --- Changes of what names one thing -------------------------------------------------------------
class Narrowed(Replica):
    def __init__(self, api, narrowing: str) -> None:
        super().__init__(api)
        self.narrowing = narrowing

    def follow(self) -> list[str]:
        told, self.since = entries(self.api, self.since, f"&include=resource&{self.narrowing}")
        for entry in told:
            if entry["op"] == "upsert":
                self.kept[entry["type"], entry["id"]] = entry["resource"]
            else:
                self.kept.pop((entry["type"], entry["id"]), None)
        return [entry.get("reason") or entry["cause"] for entry in told]


def test_a_replica_of_a_tag_an_author_or_a_section_equals_its_list(api, chief):
    tag, author, section = make_tag("Port"), make_author("Ines Falk"), make_section("Harbour")
    inside = publish_article(tags=[tag], authors=[author], section=section)
    publish_article()
    replicas = {
        name: Narrowed(api, f"{name}={value}")
        for name, value in (("tag", tag.slug), ("author", author.uuid), ("section", section.slug))
    }
    for replica in replicas.values():
        assert replica.follow() == ["published"]
        assert list(replica.of("article")) == [str(inside.uuid)]
    registry.set_lists(inside, tags=[], byline=[(make_author(), "", "writer")])
    edit(inside, section=make_section("City"))
    publishing.publish(inside, by=chief)
    publish_article(tags=[tag])
    assert replicas["tag"].follow() == ["out_of_filter", "published"]
    assert replicas["author"].follow() == replicas["section"].follow() == ["out_of_filter"]
    for name, replica in replicas.items():
        kept = set(replica.of("article"))
        value = replica.narrowing.partition("=")[2]
        assert kept == {each["id"] for each in api.walk(f"/articles?{name}={value}")}
        assert replica.follow() == []


def test_a_narrowed_removal_keeps_its_reason_and_others_are_not_told(api, chief):
    tag = make_tag()
    inside, outside = publish_article(tags=[tag]), publish_article()
    replica = Narrowed(api, f"tag={tag.slug}")
    replica.follow()
    for item in (inside, outside):
        takedowns.withdraw(item, by=chief, note="Old")
    assert replica.follow() == ["withdrawn"]
    assert replica.of("article") == {}


def test_a_renamed_tag_is_followed_by_its_old_slug(api, chief):
    tag = make_tag("Port")
    publish_article(tags=[tag])
    replica = Narrowed(api, f"tag={tag.slug}")
    replica.follow()
    shared_things.remember_address(tag)
    tag.slug = "harbour"
    tag.save(update_fields=["slug"])
    recompilation.changed(tag)
    recompile_all()
    new = publish_article(tags=[tag])
    replica.follow()
    assert str(new.uuid) in replica.of("article")
    assert set(replica.of("article")) == {each["id"] for each in api.walk("/articles?tag=port")}


@pytest.mark.parametrize("followed", ["kept", "merged"])
def test_a_replica_of_a_tag_that_was_merged_equals_its_list(api, chief, followed):
    kept, merged = make_tag("Harbour"), make_tag("Port")
    publish_article(tags=[kept])
    publish_article(tags=[merged])
    publish_article(tags=[kept, merged])
    name = {"kept": kept, "merged": merged}[followed].slug
    replica = Narrowed(api, f"tag={name}")
    replica.follow()
    shared_things.merge(merged, into=kept)
    recompile_all()
    if followed == "merged":
        # What only the other tag had has not changed: nothing else would tell of it.
        address = f"/changes?since={replica.since}&tag={name}"
        problem = api.problem(address, 400)
        assert problem["errors"][0]["code"] == "merged"
        replica = Narrowed(api, f"tag={name}")
    replica.follow()
    assert set(replica.of("article")) == {each["id"] for each in api.walk(f"/articles?tag={name}")}
    assert len(replica.of("article")) == 3
    assert replica.follow() == []


@pytest.mark.parametrize("kind", ["retracted", "legal", "privacy"])
def test_a_kill_is_told_to_those_who_follow_a_tag(api, chief, kind):
    tag = make_tag()
    inside = publish_article(tags=[tag])
    replica = Narrowed(api, f"tag={tag.slug}")
    replica.follow()
    takedowns.kill(inside, by=chief, kind=kind, note="Internal", public_note="It was not so.",
                   confirmation="kill")  # fmt: skip
    assert replica.follow() == [kind]
    assert replica.of("article") == {}


def test_who_left_and_came_back_is_in(api, chief):
    tag = make_tag()
    inside = publish_article(tags=[tag])
    replica = Narrowed(api, f"tag={tag.slug}")
    replica.follow()
    for tags in ([], [tag]):
        registry.set_lists(inside, tags=tags)
        edit(inside, standfirst=f"{len(tags)}")
        publishing.publish(inside, by=chief)
    replica.follow()
    assert list(replica.of("article")) == [str(inside.uuid)]
    takedowns.withdraw(inside, by=chief, note="Old")
    assert replica.follow() == ["withdrawn"]


def test_several_filters_tell_of_what_names_all(api):
    tag, author = make_tag(), make_author()
    both = publish_article(tags=[tag], authors=[author])
    publish_article(tags=[tag])
    publish_post(tags=[tag], authors=[author])
    told, _next = entries(api, 0, f"&tag={tag.slug}&author={author.slug}&types=article")
    assert [entry["id"] for entry in told] == [str(both.uuid)]
    told, _next = entries(api, 0, f"&tag={tag.slug}&author={author.slug}")
    assert {entry["type"] for entry in told} == {"article", "post"}


def test_filters_refuse_types_that_cannot_name_the_thing(api):
    problem = api.problem("/changes?section=city&types=post", 400)
    assert problem["errors"][0]["code"] == "cannot_combine"
    assert api.get("/changes?tag=unheard-of").json()["data"] == []


def test_a_narrowed_call_looks_at_a_bounded_part_of_the_ledger(api, monkeypatch):
    monkeypatch.setattr(narrowing, "WINDOW", 2)
    tag = make_tag()
    for _each in range(4):
        publish_article()
    last = publish_article(tags=[tag])
    page = api.get(f"/changes?tag={tag.slug}").json()
    assert (page["data"], page["more"]) == ([], True)
    told, _next = entries(api, 0, f"&tag={tag.slug}")
    assert [entry["id"] for entry in told] == [str(last.uuid)]
