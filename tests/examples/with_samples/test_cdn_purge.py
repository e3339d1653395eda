"""A CDN's API is told which keys have changed."""

import json

import pytest
from cdn_purge import purging as cdn

from newsroom.delivery import followers
from newsroom.delivery.models import Delivery
from newsroom.delivery.outbox import channels, deliveries
from newsroom.delivery.outbox.http_client import AddressRefused
from newsroom.delivery.outbox.purging import Unpurged
from newsroom.editorial import clock
from tests.delivery.receivers import receiving
from tests.factories import publish_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(settings):
    settings.OUTBOX_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    settings.CDN_TOKEN = "a-token"
    with receiving() as receiver:
        settings.CDN_PURGE_URL = f"{receiver.url}/purge"
        yield receiver


def work() -> None:
    """What the worker does, once the two seconds are over."""
    followers.run()
    Delivery.objects.filter(done_at=None).update(next_try_at=clock.now())
    while deliveries.send_next(cdn.CHANNEL.adapter):
        pass


def test_a_publication_sends_its_keys_with_the_token(api):
    followers.run()
    article = publish_article()
    work()
    (told,) = api.received
    assert f"article:{article.uuid}" in json.loads(told.body)["surrogate_keys"]
    assert (told.method, told.path) == ("POST", "/purge")
    assert told.headers["Authorization"] == "Bearer a-token"
    assert Delivery.objects.get().answer == "200 OK"


def test_many_keys_go_out_in_several_requests(api):
    cdn.purge("cdn", [str(number) for number in range(cdn.MOST_KEYS + 1)])
    assert [len(json.loads(each.body)["surrogate_keys"]) for each in api.received] == [256, 1]


def test_a_refusal_is_a_failure_and_the_token_is_in_no_row(api):
    api.answer = lambda received: 403
    with pytest.raises(Unpurged, match="403"):
        cdn.purge("cdn", ["site"])
    followers.run()
    publish_article()
    work()
    assert "a-token" not in str(Delivery.objects.values())


def test_an_address_of_the_own_network_is_refused_unless_it_is_named(api, settings):
    settings.OUTBOX_PRIVATE_ADDRESSES = []
    with pytest.raises(AddressRefused):
        cdn.purge("cdn", ["site"])
    assert api.received == []


def test_answers_may_be_kept_for_long_as_the_cdn_is_purged(client):
    assert channels.is_any_purged_by_keys()
    publish_article()
    assert "max-age=" in client.get("/rss.xml")["Surrogate-Control"]
