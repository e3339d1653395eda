"""An invented paper of some fifty items, and what should come first when readers search it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import time_machine

from articles.models import Author, Section, Tag
from tests.factories import make_author, make_section, make_tag, publish_article, publish_post

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """A story, or with ``is_post`` a post; published so many days before ``NOW``."""

    name: str
    headline: str
    text: str
    days: int = 3
    section: str = "City"
    authors: str = "Our Reporter"
    tags: str = ""
    standfirst: str = ""
    kind: str = "news"
    language: str = "en"
    is_post: bool = False


PAPER = (
    Told("bridge", "Harbour bridge closes for repairs", "Engineers found rust in two bearings.", 2),
    Told("bridge-post", "Bridge closed to lorries", "Cars may still cross the bridge.", 1,
         is_post=True),
    Told("bridge-old", "Harbour bridge opens again", "The mayor cut a ribbon on the bridge.", 900),
    Told("ferry", "Ferry takes over from the night bus",
         "The boats dock under the bridge, and under the other bridge on Sundays.", 1,
         tags="Ferries"),
    Told("ferry-race", "Two ferries race for a wager", "Nobody fell into the water.", 40,
         section="Sport", authors="Lena Okoro"),
    Told("election", "Election brings a narrow win for the council", "Turnout rose by a third.", 5,
         section="Politics", tags="Local elections"),
    Told("election-preview", "What to know before you vote",
         "The election is on Sunday. An election costs two million.", 4, section="Politics"),
    Told("budget", "City budget leaves a hole of nine million", "Councillors argued all night.", 6,
         section="Politics"),
    Told("budget-film", "A film made for forty crowns",
         "No budget, said the director, is a budget too.", 1,
         section="Culture"),
    Told("storm", "Storm tears roofs from forty houses", "Gusts reached 140 km/h.", 8),
    Told("storm-old", "Storm floods the old town", "Pumps ran all night.", 1500),
    Told("storm-essay", "The quiet after the wind", "A storm is a long time coming.", 2,
         section="Culture", kind="opinion"),
    Told("school", "School opens with twice as many pupils", "Containers serve as classrooms.", 9),
    Told("school-list", "Where the money goes", "Roads, a school, two parks and a school bus.", 1),
    Told("hospital", "Hospital runs out of beds in the heat", "Doctors ask for help.", 12),
    Told("hospital-road", "Road to the hospital is dug up again", "Ambulances go round.", 400),
    Told("tram", "Tram line nine returns after thirty years", "Conductors polish the brass.", 15,
         tags="Trams"),
    Told("tram-driver", "A morning with the driver of the first bus",
         "She used to drive a tram, and misses the tram.", 2),
    Told("fire", "Fire destroys the rope factory", "Nobody was hurt.", 20),
    Told("fire-post", "Fire at a bakery is out", "The bread was saved.", 19, is_post=True),
    Told("housing", "Housing plan for the docks is approved", "Nine hundred flats come.", 25),
    Told("housing-opinion", "Build housing where people want to live",
         "A plea for the docks.", 26, kind="opinion", section="Opinion", authors="Piet Sorrel"),
    Told("football", "Football club sells its ground", "Supporters protest at the gate.", 11,
         section="Sport"),
    Told("football-old", "Football comes home to Altenried", "A cup after sixty years.", 2200,
         section="Sport"),
    Told("museum", "Museum of salt opens its cellars", "Visitors walk a mile underground.", 30,
         section="Culture"),
    Told("museum-review", "A dull evening among the exhibits",
         "The new opera in the museum drags. The singers do what they can.", 31,
         section="Culture", kind="review", standfirst="A new opera, and its longueurs."),
    Told("opera", "Opera house hires forty singers", "Auditions begin in May.", 29,
         section="Culture"),
    Told("water", "Water is rationed in the hill villages", "Wells have run dry.", 14),
    Told("lake", "Lake Ostra freezes for the first time in a decade", "Skaters came at dawn.", 33),
    Told("lake-house", "A house by the lake", "Ostra is what the neighbours call it.", 3),
    Told("sorrel", "Port Sorrel gets a second pilot", "Ships wait for the tide.", 45),
    Told("sorrel-soup", "Soup of sorrel and port", "Wine, leaves and a pinch of salt.", 2,
         section="Culture"),
    Told("jones", "How the old arches were measured", "Bridges were counted by hand.", 50,
         authors="Marta Jones"),
    Told("jones-shop", "The Jones shop closes", "It sold nails.", 4),
    Told("okoro", "Oduya Okoro wins the marathon", "She led from the first mile.", 60,
         section="Sport"),
    Told("altenried", "Altenried votes against the dam", "Two of three said no.", 70),
    Told("who", "WHO warns of a new fever", "The agency asks for calm.", 16),
    Told("whose", "Who owns the shore?", "People who live there say they do.", 90),
    Told("covid", "Covid-19 wards close", "The last patient went home.", 100),
    Told("nineteen", "Nineteen boats and 19 crews", "The regatta begins.", 2, section="Sport"),
    Told("phrase", "The clerk who kept the minutes",
         "He was a man of few words, and he wrote that the quick brown ledger was lost.", 120),
    Told("phrase-not", "The brown ledger and the quick clerk",
         "Words are few in a quick note. A ledger is brown.", 2),
    Told("night-train", "Night train to the coast is back", "Berths are sold out.", 35),
    Told("night-school", "The train of thought runs late at night", "A night among insomniacs.", 2,
         section="Culture"),
    Told("accommodation", "Student accommodation costs more than wages", "Rents doubled.", 36),
    Told("government", "Government resigns after the vote", "A caretaker takes over.", 37,
         section="Politics"),
    Told("zurich", "Trains to Zürich run every hour", "The tunnel is ready.", 38),
    Told("lodz", "A mill in Łódź becomes a library", "Looms stay where they were.", 39),
    Told("alesund", "Ålesund rebuilds its fish market", "It burned in spring.", 41),
    Told("cafe", "The last café on the square", "Chairs are stacked.", 42, section="Culture"),
    Told("german", "Die Brücken der Stadt werden geprüft", "Prüfer klettern in die Bögen.", 43,
         language="de"),
    Told("programming", "Teaching C++ to pensioners", "They ask better questions.", 44),
    Told("beijing", "北京大学开设新课程", "学生们很高兴。", 46, language="zh"),
    Told("site", "Who writes example.org?", "Write to jane.doe@example.org or @harbourdesk.", 47),
    Told("obrien", "O’Brien’s pub reopens", "The landlord pours #stout.", 48),
)  # fmt: skip

#: What is typed, and the item that should come first.
JUDGED = {
    "common words": {
        "bridge": "bridge", "election": "election", "budget": "budget", "storm": "storm",
        "school": "school", "hospital": "hospital", "tram": "tram", "fire": "fire",
        "housing": "housing", "football": "football", "museum": "museum", "water": "water",
    },
    "names": {
        "Lake Ostra": "lake", "Port Sorrel": "sorrel", "Jones bridges": "jones",
        "Oduya Okoro": "okoro", "Altenried": "altenried", "WHO fever": "who",
        "Piet Sorrel": "housing-opinion", "O'Brien": "obrien",
    },
    "phrases": {
        '"a man of few words"': "phrase", '"quick brown ledger"': "phrase",
        "“night train”": "night-train", "night train": "night-train",
        '"harbour bridge"': "bridge", "city budget": "budget",
    },
    "misspellings": {
        "hosptial": "hospital", "elecion": "election", "Altenreid": "altenried",
        "accomodation": "accommodation", "musuem": "museum", "goverment": "government",
    },
    "accents": {
        "zurich": "zurich", "lodz": "lodz", "A\u030alesund": "alesund", "cafe\u0301": "cafe",
    },
    "section or kind": {
        "sport ferries": "ferry-race", "opinion docks": "housing-opinion",
        "culture review opera": "museum-review", "politics vote": "election-preview",
    },
}  # fmt: skip


def print_paper() -> dict[str, str]:
    """Publish all of it, in no order of time; returns the names by headline."""
    sections: dict[str, Section] = {}
    authors: dict[str, Author] = {}
    tags: dict[str, Tag] = {}
    for told in PAPER:
        named = {
            "authors": [_once(authors, told.authors, make_author)],
            "tags": [_once(tags, told.tags, make_tag)] if told.tags else [],
        }
        words = {"headline": told.headline, "body": f"<p>{told.text}</p>",
                 "language": told.language, **named}  # fmt: skip
        with time_machine.travel(NOW - timedelta(days=told.days), tick=False):
            if told.is_post:
                publish_post(**words)
                continue
            section = _once(sections, told.section, make_section)
            publish_article(
                section=section,
                standfirst=told.standfirst,
                kind=told.kind,
                slug=told.name,
                **words,
            )
    return {told.headline: told.name for told in PAPER}


def _once(made: dict, name: str, make):
    if name not in made:
        made[name] = make(name)
    return made[name]
