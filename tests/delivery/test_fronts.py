"""The newsroom behind real front servers: what readers get, and how soon something else."""

import shutil
from datetime import timedelta

import pytest

from media.rights import leases
from media.storage.stores import renditions_storage
from newsroom.delivery import followers, worker
from newsroom.delivery.outbox import channels, purging
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.publication import ledger
from tests.conftest import storages_in
from tests.factories import edit, make_article, publish_article
from tests.media.factories import make_image, make_own_video
from tests.requirements import need
from tests.stories.newsroom import until

from . import fronts
from .receivers import receiving

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STATIC = ("site.0123456789ab.css", "plain.css")


@pytest.fixture
def _own_channels(monkeypatch):
    monkeypatch.setattr(channels, "_channels", {})
    monkeypatch.setattr(followers, "_followers", {})
    monkeypatch.setattr(worker, "_jobs", {})
    monkeypatch.setattr(worker, "_tasks", {})
    monkeypatch.setattr(ledger, "_hearing", [])


@pytest.fixture
def cache(live_server, tmp_path, settings, _own_channels):
    """Varnish in front of the newsroom, which purges it."""
    need("varnish")
    with fronts.varnish(tmp_path, live_server.url) as front:
        settings.PURGE_URL = [front.url]
        channels.register(purging.of_settings())
        yield front


@pytest.fixture
def site(cache, tmp_path, settings):
    """nginx, Varnish, the newsroom."""
    need("nginx")
    settings.ACCEL_REDIRECT = "/internal-files"
    settings.STORAGES = storages_in(tmp_path / "uploads")
    static = tmp_path / "static"
    static.mkdir()
    for name in STATIC:
        (static / name).write_text("p { color: black }\n" * 100)
    files = tmp_path / "uploads" / "files"
    with fronts.nginx(tmp_path, cache.url, static=static, files=files) as front:
        yield front


# --- Purging -------------------------------------------------------------------------------------


def test_a_publication_is_on_the_cached_front_at_once(cache):
    publish_article(headline="The first story")
    assert b"The first story" in cache.ask("/").content
    publish_article(headline="The second story")
    until(lambda: b"The second story" in cache.ask("/").content)


def test_a_correction_replaces_its_story_and_leaves_others_in_the_cache(cache, desk):
    first, second = publish_article(headline="Bridge closes"), publish_article()
    paths = [each.editions.get().path for each in (first, second)]
    before = [cache.ask(path) for path in paths]
    edit(first, headline="Bridge opens")
    publishing.correct(first, by=desk, text="It opens.", note="x")
    until(lambda: b"Bridge opens" in cache.ask(paths[0]).content)
    assert cache.ask(paths[1]).headers["ETag"] == before[1].headers["ETag"]


def test_a_killed_story_is_gone_from_page_list_and_api(cache, legal):
    article = publish_article(headline="A false story")
    edition = article.editions.get()
    paths = [edition.path, "/", "/rss.xml", article.section.get_absolute_url(), "/api/v1/articles"]
    assert all(b"A false story" in cache.ask(path).content for path in paths)
    takedowns.kill(article, by=legal, kind="legal", note="x", confirmation="kill")
    until(lambda: cache.ask(edition.path).status == 451)
    assert not any(b"A false story" in cache.ask(path).content for path in paths)


@pytest.mark.parametrize("purges_by", ["xkey", "bans"])
def test_a_purge_removes_what_carries_one_of_the_keys_and_nothing_else(tmp_path, purges_by):
    need("varnish")
    told = {"/one": "site article:1", "/twelve": "site article:12 shell", "/tag": "tag:1 article:1"}
    with receiving() as newsroom:
        newsroom.headers = lambda path: {
            "Surrogate-Control": "max-age=3600", "Surrogate-Key": told.get(path, "none"),
        }  # fmt: skip
        with fronts.varnish(tmp_path, newsroom.url, purges_by=purges_by) as cache:
            for path in (*told, *told):
                assert "surrogate-key" not in {name.lower() for name in cache.ask(path).headers}
            keys = "article:2 article:1 tag:7"
            assert cache.ask("/", method="PURGE", Surrogate_Key=keys).status == 200
            for path in told:
                cache.ask(path)
            harmful = cache.ask("/", method="PURGE", Surrogate_Key="x) || (obj.status > 0")
            assert harmful.status == (400 if purges_by == "bans" else 200)
            cache.ask("/twelve")
        asked = [each.path for each in newsroom.received if each.path in told]
    assert sorted(asked) == ["/one", "/one", "/tag", "/tag", "/twelve"]


def test_only_the_newsroom_itself_may_purge(site, cache):
    publish_article(headline="A story")
    site.ask("/")
    assert site.ask("/", method="PURGE", Surrogate_Key="site").status == 405
    proxied = cache.ask("/", method="PURGE", Surrogate_Key="site", X_Forwarded_Proto="https")
    assert proxied.status == 405
    assert cache.ask("/", method="PURGE").status == 400
    assert cache.ask("/", method="PURGE", Surrogate_Key="site").status == 200


# --- What readers are told -----------------------------------------------------------------------


def test_readers_see_no_key_no_plan_and_no_cookie(site):
    publish_article()
    publishing.publish(make_article(slug="scoop"), by=None, at=clock.now() + timedelta(minutes=9))
    for _time in range(2):
        answer = site.ask("/", Cookie="sessionid=x; csrftoken=y")
        names = {name.lower() for name in answer.headers}
        assert not names & {"surrogate-control", "surrogate-key", "xkey", "set-cookie", "x-purged"}
        assert answer.headers["Cache-Control"] == "public, max-age=5"
        assert "Age" not in answer.headers


def test_a_story_planned_for_a_moment_ahead_is_not_hidden_by_the_cache(cache):
    publish_article(headline="The first story")
    assert b"The first story" in cache.ask("/").content
    # Planned when the cache has the page for an hour.
    planned = make_article(headline="The planned story")
    at = clock.now() + timedelta(seconds=4)
    publishing.publish(planned, by=None, at=at)

    def is_shown() -> bool:
        is_there = b"The planned story" in cache.ask("/").content
        assert clock.now() >= at or not is_there
        return is_there

    until(is_shown)


# --- Files ---------------------------------------------------------------------------------------


def test_static_files_are_sent_by_nginx(site):
    for name, lifetime in zip(STATIC, ("31536000, immutable", "60"), strict=True):
        answer = site.ask(f"/static/{name}", Accept_Encoding="gzip")
        assert answer.headers["Cache-Control"] == f"public, max-age={lifetime}"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "nginx" in answer.headers["Server"]


def _published(**more):
    image = make_image()
    name = image.renditions.first().file_name
    return publish_article(lead_image=image, **more), image, f"/files/{name}"


def test_a_picture_is_sent_by_nginx_with_the_newsroom_s_headers(site, cache):
    _article, _image, path = _published()
    stored = renditions_storage().open(path.removeprefix("/files/")).read()
    for _time in range(2):
        answer = site.ask(path)
        assert answer.status == 200
        assert answer.content == stored
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"].startswith("image/")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert cache.ask(path).content == b""
    again = site.ask(path, If_None_Match=answer.headers["ETag"])
    assert (again.status, again.content) == (304, b"")
    assert site.ask(path.replace("/files/", "/internal-files/")).status == 404
    assert site.ask("/files/../../secret_key").status in (400, 404)


def test_a_file_under_a_lease_says_when_it_ends_and_is_gone_by_then(site):
    article, image, path = _published()
    leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() + timedelta(seconds=8))
    first = site.ask(path)
    until(lambda: site.ask(path).headers.get("Age", "0") != "0")
    second = site.ask(path)
    assert _left(first) <= 8
    assert _left(second) < _left(first)
    until(lambda: site.ask(path).status == 404)
    assert clock.now() - image.leases.get().ends_at < timedelta(minutes=1)
    assert article.editions.exists()


def _left(answer: fronts.Answer) -> int:
    """For how many seconds more a reader may keep it."""
    lifetime = answer.headers["Cache-Control"].removeprefix("public, max-age=")
    return int(lifetime.partition(",")[0]) - int(answer.headers.get("Age", 0))


def test_the_picture_of_a_killed_story_is_refused_at_once(site, legal):
    article, _image, path = _published()
    assert site.ask(path).status == 200
    assert site.ask(path).status == 200
    takedowns.kill(article, by=legal, kind="legal", note="x", confirmation="kill")
    until(lambda: site.ask(path).status == 404)


def test_a_part_of_a_video_is_cut_out_by_nginx(site):
    film = make_own_video()
    article = make_article()
    registry.set_lists(article, videos=[film])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    name = film.file_name
    whole = site.ask(f"/files/{name}")
    part = site.ask(f"/files/{name}", Range="bytes=10-19", If_Range=whole.headers["ETag"])
    assert part.status == 206
    assert part.content == whole.content[10:20]
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.content)}"
    beyond = site.ask(f"/files/{name}", Range=f"bytes={len(whole.content)}-")
    assert beyond.status == 416


# --- While the newsroom does not answer ----------------------------------------------------------


@pytest.mark.parametrize("fails", ["answers 500", "is away"])
def test_while_the_newsroom_is_broken_only_what_may_be_shown_longer_is(tmp_path, fails):
    need("varnish")
    told = {
        "/long": "max-age=1, stale-while-revalidate=2, stale-if-error=3600",
        "/ends": "max-age=1, stale-while-revalidate=0, stale-if-error=0",
        "/killed": "max-age=3600, stale-while-revalidate=2, stale-if-error=3600",
    }
    state = {"status": 200}
    with receiving(lambda received: state["status"]) as newsroom:
        newsroom.headers = lambda path: {
            "Cache-Control": "public, max-age=5", "Surrogate-Key": f"site {path}",
            "Surrogate-Control": told.get(path, "max-age=0"),
        }  # fmt: skip
        with fronts.varnish(tmp_path, newsroom.url) as front:
            for path in told:
                assert front.ask(path).status == 200
            state["status"] = 500
            if fails == "is away":
                newsroom.stop()
            front.ask("/killed", method="PURGE", Surrogate_Key="/killed")
            until(lambda: front.ask("/ends").status >= 500)
            assert front.ask("/long").status == 200
            assert front.ask("/killed").status >= 500


def test_the_programs_are_named_where_they_are_missing(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="varnish"):
        need("varnish")
    with pytest.raises(pytest.skip.Exception, match="nginx"):
        need("nginx")
