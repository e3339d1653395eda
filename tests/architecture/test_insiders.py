"""Every address of the newsroom's own pages, as everybody: who learns and who changes what.

The people and the secrets come from ``secret_things``, the addresses from ``insiders``, what is
right from ``rights_table``, which restates the rule line by line.
"""

from collections import defaultdict

import pytest

from tests.admin.pages import change_url, form_values

from . import asking, changes, posting
from .canaries import (
    ANONYMOUS,
    NO_ROLE,
    NOT_STAFF,
    ROLES,
    SUPERUSER,
    Newsroom,
    canaries_in,
    own_name,
)
from .insiders import Address, addresses, client_of, everything_said, undone
from .planted_room import planted_room
from .rights_table import Judge, cells_that_allow, may_know

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("insiders")]

CONTRIBUTOR, MANAGING_EDITOR = "contributor", "managing editor"
#: Whoever may read the drafts of others is asked by turns; what is kept from somebody is asked as
#: them everywhere.
READERS = tuple(role for role in ROLES if role != CONTRIBUTOR)
OUTSIDERS = (NO_ROLE, NOT_STAFF, ANONYMOUS)


@pytest.fixture(autouse=True)
def _test_settings():
    """The settings hold for the whole module: what is planted has its files there."""


@pytest.fixture(scope="module")
def room(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), planted_room(tmp_path_factory.mktemp("insiders")) as planted:
        yield planted


@pytest.fixture(scope="module")
def forms(room):
    return posting.Forms(room)


@pytest.fixture(scope="module")
def before(room):
    return changes.dump()


@pytest.fixture(scope="module")
def asked_roles() -> set[str]:
    """The roles whose changes were tried in this run."""
    return set()


@pytest.fixture(scope="module")
def used():
    """The cells of the tables by which something was changed, by all tests of this module."""
    return set()


class Reading:
    """Asks addresses as somebody and keeps what should not have been said, done or broken."""

    def __init__(self, room: Newsroom, who: str) -> None:
        self.room, self.who, self.client = room, who, client_of(room, who)
        self.leaks: dict[str, list[str]] = defaultdict(list)
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def ask(self, address: str) -> tuple[int, str]:
        with undone() as written:
            response = self.client.get(address)
            said = everything_said(response)
        found = canaries_in(said)
        self.seen |= found
        # What was asked for is often said back.
        for name in sorted(found - canaries_in(address)):
            if not may_know(self.who, name):
                self.leaks[name].append(address)
        if response.status_code == 500:
            self.faults.append(f"500: {address}")
        if written.statements:
            self.faults.append(f"a GET wrote: {address}: {written.statements[0][:80]}")
        return response.status_code, said

    def result(self) -> list[str]:
        """A line for each secret that was told, with the addresses that told it."""
        leaks = [
            f"{self.who} learns of {name} at {len(where)}: {', '.join(where[:6])}"
            for name, where in sorted(self.leaks.items())
        ]
        return leaks + self.faults


def test_a_contributor_learns_of_no_secret_of_others_at_any_address(room):
    reading = Reading(room, CONTRIBUTOR)
    found = {}
    for address in addresses(room, CONTRIBUTOR):
        found[address], _said = reading.ask(address.path)
    for question in asking.questions(room, [a for a, status in found.items() if status == 200]):
        reading.ask(question)
    hidden = {str(room.things[name].uuid) for name in room.things if name.endswith("image")}
    hidden.remove(str(room.things["liveimage"].uuid))
    for address, status in found.items():
        if address.name == "media_image_preview" and address.path.split("/")[-3] in hidden:
            assert status == 404, f"The picture itself is shown: {address.path}"
    assert not reading.result(), "\n".join(reading.result())
    assert own_name(CONTRIBUTOR) in reading.seen


def test_a_search_as_a_contributor_answers_as_if_there_were_no_secret(room):
    """Neither a count nor the size of a page tells that a word is somewhere in a secret."""
    reading = Reading(room, CONTRIBUTOR)
    told = []
    for known, unknown in asking.searches(room):
        one, other = reading.ask(known), reading.ask(unknown)
        if asking.plain(one[1]) != asking.plain(other[1]) or one[0] != other[0]:
            told.append(known)
    assert not told, "\n".join(told)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_whoever_has_no_role_learns_nothing(room, who):
    reading = Reading(room, who)
    answered = set()
    for address in asking.one_of_each(addresses(room, who)):
        status, _said = reading.ask(address.path)
        answered |= {address.name} if status == 200 else set()
    assert answered <= asking.OPEN_TO_ALL
    assert not reading.result(), "\n".join(reading.result())


def test_readers_of_drafts_find_every_secret_but_those_of_logins(room):
    """The control: a canary that was never planted, or that nobody can find, proves nothing."""
    chief = Reading(room, MANAGING_EDITOR)
    for path in asking.where_things_are(room, addresses(room, MANAGING_EDITOR)):
        chief.ask(path)
    readings = [chief, Reading(room, SUPERUSER)]
    readings[1].ask(f"/admin/accounts/user/{room.another.pk}/change/")
    for turn, who in enumerate(role for role in READERS if role != MANAGING_EDITOR):
        readings.append(Reading(room, who))
        for address in asking.by_turns(addresses(room, who), turn, of=len(READERS) - 1):
            readings[-1].ask(address.path)
    told = [line for reading in readings for line in reading.result()]
    assert not told, "\n".join(told)
    unseen = room.planted - set().union(*(reading.seen for reading in readings))
    assert unseen == set()


class Changing:
    """Posts as somebody and keeps what was changed that should not have been."""

    def __init__(self, room: Newsroom, who: str, before: changes.Dump) -> None:
        self.room, self.who, self.before = room, who, before
        self.client = client_of(room, who)
        self.judge = Judge(who, room.people.get(who), before)
        self.wrongs: dict[str, list[str]] = defaultdict(list)
        #: The patterns at which something was changed, rightly or not.
        self.changed: set[str] = set()

    def post(self, address: Address, data: dict, *, method: str = "post") -> int:
        where = f"{method.upper()} {address.path}"
        for value in data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        # What ends a session, or begins another one, is asked by one of its own.
        ends = address.name in ("logout", "password_change", "auth_user_password_change")
        client = client_of(self.room, self.who) if ends else self.client
        ask = getattr(client, method)
        with undone() as written:
            response = ask(address.path, data) if method == "post" else ask(address.path)
            said = everything_said(response)
            made = changes.between(self.before, changes.dump(written.tables))
        if made:
            self.changed.add(address.name)
        for wrong in self.judge.wrongs(made):
            self.wrongs[wrong].append(where)
        for name in sorted(canaries_in(said) - canaries_in(f"{address.path} {data}")):
            if not may_know(self.who, name):
                self.wrongs[f"is told of {name}"].append(where)
        if response.status_code == 500:
            self.wrongs["answers 500"].append(where)
        return response.status_code

    def result(self) -> str:
        return "\n".join(
            f"{self.who}: {wrong} ({len(where)}: {', '.join(where[:3])})"
            for wrong, where in sorted(self.wrongs.items())
        )


def test_a_contributor_changes_nothing_of_others_at_any_address(room, forms, before):
    changing = Changing(room, CONTRIBUTOR, before)
    for address in addresses(room, CONTRIBUTOR):
        for data in list(forms.data(address, exact=False))[:1]:
            changing.post(address, data)
    assert not changing.wrongs, changing.result()


def test_a_contributor_puts_nothing_that_is_hidden_into_a_draft_of_their_own(room, before):
    """Neither is it taken in, nor does a refusal tell that there is such a thing."""
    draft = room.own[CONTRIBUTOR]["draft"]
    client = client_of(room, CONTRIBUTOR)
    values = form_values(client.get(change_url(draft)))
    taken, told = [], []

    def save(words: dict) -> tuple[list[changes.Change], str]:
        with undone() as written:
            said = everything_said(client.post(change_url(draft), values | words))
            return changes.between(before, changes.dump(written.tables)), said

    for what, words in posting.drawn_in(room):
        made, said = save(words)
        if made:
            taken.append(what)
        if canaries_in(said) - canaries_in(str(words)) - {own_name(CONTRIBUTOR)}:
            told.append(what)
    assert taken == []
    assert told == []
    # The control: what readers see is taken in by the same form.
    assert save({"tag_list": room.live["tag"].name})[0]
    assert save({"video_list": str(room.live["video"].uuid)})[0]


@pytest.mark.parametrize("who", [*ROLES, SUPERUSER])
def test_each_role_changes_what_the_table_allows_it(room, forms, before, used, asked_roles, who):
    changing = Changing(room, who, before)
    asked = posting.targets(room, who, addresses(room, who))
    if who == "desk editor":
        # The table gives the desk what it gives managing editors, who are asked everything.
        asked = asking.one_of_each(asked)
    for address in [*asked, *posting.steps(room, who)]:
        for data in forms.data(address):
            changing.post(address, data)
    used |= changing.judge.used
    asked_roles.add(who)
    if who == SUPERUSER:
        asked_names = {a.name for a in asked if not a.name.endswith("<path:object_id>/")}
        unchanged = asked_names - changing.changed - posting.ONLY_READ
        assert not unchanged, (
            f"Nothing was changed at {sorted(unchanged)}. Say in posting.known or VALUES what "
            "these addresses take, or in ONLY_READ that they change nothing."
        )
    assert not changing.wrongs, changing.result()


@pytest.mark.after_the_others
def test_every_cell_that_says_may_was_shown_possible(used, asked_roles):
    """The control of the test before this one, with which it runs."""
    if asked_roles != {*ROLES, SUPERUSER}:
        pytest.skip("It counts what the tests of all roles have changed in this run.")
    missing = cells_that_allow() - used
    assert not missing, f"Allowed by the table, and not shown possible: {sorted(missing)}"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_whoever_has_no_role_changes_nothing(room, forms, before, who):
    changing = Changing(room, who, before)
    for address in asking.one_of_each(addresses(room, who)):
        for data in list(forms.data(address, exact=False))[:1]:
            changing.post(address, data)
    assert not changing.wrongs, changing.result()
    assert not changing.changed, changing.changed


@pytest.mark.parametrize("who", [CONTRIBUTOR, MANAGING_EDITOR])
def test_other_methods_than_get_and_post_are_refused(room, before, who):
    changing = Changing(room, who, before)
    taken = []
    for turn, address in enumerate(asking.one_of_each(addresses(room, who))):
        method = ("put", "delete", "patch")[turn % 3]
        status = changing.post(address, {}, method=method)
        # Django's own page of the login reads what is put as it reads what is posted.
        if status not in (403, 404, 405) and address.name != "login":
            taken.append(f"{method} {address.path}: {status}")
    assert not taken, "\n".join(taken)
    assert not changing.changed
