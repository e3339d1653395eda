"""A real server whose database is locked, gone or full: the form comes back, and soon."""

import os
import resource
import sqlite3
import subprocess
import threading
import time
from contextlib import closing, suppress

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from newsroom.accounts.models import User
from newsroom.editorial.admin.unsaved.typed import LOGIN_NAME, LOGIN_PASSWORD
from tests.factories import make_article
from tests.media.sample_videos import mp4

from .server import Browser, locked, serving

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "the right one"
BODY = "<p>The office closed the bridge.</p>" + "<p>Line after line.</p>" * 2000


@pytest.fixture
def article(db):
    """The rows that the server finds in its copy of the database."""
    if connection.vendor != "sqlite":
        pytest.skip("This is about SQLite's file.")
    User.objects.create(
        username="boss", password=make_password(PASSWORD, hasher="pbkdf2_sha256"),
        is_staff=True, is_superuser=True,
    )  # fmt: skip
    return make_article()


@pytest.fixture(autouse=True)
def _hashers(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


@pytest.fixture
def var(article, tmp_path):
    copy_to(tmp_path)
    return tmp_path


def copy_to(folder) -> None:
    with closing(sqlite3.connect(folder / "newsroom.sqlite3")) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")


def opened(url: str) -> Browser:
    browser = Browser(url)
    browser.log_in("boss", PASSWORD)
    return browser


def form(browser: Browser, article, **words: str) -> list[tuple[str, str]]:
    """What the article's form sends."""
    fields = dict(browser.get(path_of(article)).fields())
    kept = {"revision": fields.get("revision", "1")}
    sent = {"headline": article.headline, "body": BODY, "section": str(article.section_id),
            "kind": "news", "language": "en", "slug": article.slug}  # fmt: skip
    formsets = {name: value for name, value in fields.items() if name.endswith("_FORMS")}
    return [browser.token(), *(kept | formsets | sent | words).items()]


def path_of(article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def is_kept(answer, sent) -> bool:
    without = [pair for pair in answer.fields() if pair[0] != "csrfmiddlewaretoken"]
    return without == [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"]


def headline_in(var, article) -> str:
    with closing(sqlite3.connect(var / "newsroom.sqlite3")) as copy:
        rows = copy.execute("SELECT headline FROM articles_article WHERE id = ?", [article.pk])
        return rows.fetchone()[0]


def test_a_database_that_stays_locked_gives_the_form_back_within_ten_seconds(var, article):
    with serving(var) as url:
        browser = opened(url)
        sent = form(browser, article, headline="While it is locked")
        with locked(var):
            answer = browser.post(path_of(article), sent)
        assert answer.status == 503
        assert answer.seconds < 10
        assert "busy" in answer.text
        assert is_kept(answer, sent)
        again = browser.post(path_of(article), answer.fields())
        assert again.status == 200
        assert headline_in(var, article) == "While it is locked"


def test_a_lock_that_ends_in_time_is_waited_for(var, article):
    with serving(var, SQLITE_TIMEOUT_SECONDS="1") as url:
        browser = opened(url)
        sent = form(browser, article, headline="After the lock")
        is_locked = threading.Event()

        def write() -> None:
            with locked(var):
                is_locked.set()
                time.sleep(2.5)

        writer = threading.Thread(target=write)
        writer.start()
        is_locked.wait()
        answer = browser.post(path_of(article), sent)
        writer.join()
        assert answer.status == 200
        assert headline_in(var, article) == "After the lock"


def test_an_absent_database_gives_the_form_back_and_takes_it_when_it_is_there_again(var, article):
    with serving(var) as url:
        browser = opened(url)
        sent = form(browser, article, headline="While it is away")
        names = [name for name in os.listdir(var) if name.startswith("newsroom.sqlite3")]
        (var / "away").mkdir()
        for name in names:
            (var / name).rename(var / "away" / name)
        # So that SQLite cannot make an empty one in its place.
        (var / "newsroom.sqlite3").mkdir()
        answer = browser.post(path_of(article), sent)
        assert answer.status == 503
        assert is_kept(answer, sent)
        (var / "newsroom.sqlite3").rmdir()
        for name in names:
            (var / "away" / name).rename(var / name)
        again = browser.post(path_of(article), answer.fields())
        assert again.status == 200
        assert headline_in(var, article) == "While it is away"


def test_a_limit_on_the_size_of_files_gives_the_form_back(var, article):
    """What SQLite meets at the end of a disk or a quota, by a real limit of the process."""
    room = 256 * 1024

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    with serving(var, before=limit) as url:
        browser = opened(url)
        sent = form(browser, article, body=f"<p>{'Long. ' * (room // 4)}</p>")
        answer = browser.post(path_of(article), sent)
        assert answer.status == 503
        assert "disk is full" in answer.text
        assert is_kept(answer, sent)
        assert headline_in(var, article) == article.headline


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("Mounting a small disk needs root.")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder) -> None:
    with suppress(OSError), (folder / "ballast").open("wb", 0) as file:
        while file.write(b"x" * 4096):
            pass


def test_a_full_disk_gives_the_form_back_and_takes_it_when_there_is_room(article, small_disk):
    copy_to(small_disk)
    with serving(small_disk) as url:
        browser = opened(url)
        sent = form(browser, article, headline="On a full disk")
        fill(small_disk)
        answer = browser.post(path_of(article), sent)
        assert answer.status == 503
        assert "disk is full" in answer.text
        assert is_kept(answer, sent)
        (small_disk / "ballast").unlink()
        assert browser.post(path_of(article), answer.fields()).status == 200
        assert headline_in(small_disk, article) == "On a full disk"


def test_a_video_that_the_disk_has_no_room_for_costs_no_word_of_its_form(var, small_disk):
    with serving(var, TMPDIR=str(small_disk)) as url:
        browser = opened(url)
        browser.get("/admin/media/video/add/")
        sent = [browser.token(), ("title", "Under the deck"), ("transcript", "Word for word.")]
        answer = browser.post("/admin/media/video/add/", sent, file=mp4(media_bytes=5 * 2**20))
    assert answer.status == 503
    assert "no room for the file" in answer.text
    assert "file.mp4" in answer.text
    assert '<input type="file" name="file"' in answer.text
    assert is_kept(answer, sent)


def test_a_postgres_that_is_not_there_costs_no_text_either(tmp_path):
    with serving(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/nowhere") as url:
        browser = Browser(url)
        browser.get("/admin/login/")
        sent = [browser.token(), ("headline", "While it is away"), ("body", BODY)]
        asked = browser.post("/admin/articles/article/add/", sent)
        assert asked.status == 403
        assert is_kept(asked, sent)
        login = [(LOGIN_NAME, "boss"), (LOGIN_PASSWORD, PASSWORD)]
        answer = browser.post("/admin/articles/article/add/", [*asked.fields(), *login])
        assert answer.status == 503
        assert "does not answer" in answer.text
        assert is_kept(answer, sent)
        assert PASSWORD not in answer.text
