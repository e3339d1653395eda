"""The outbox's client goes where the internet is, and nowhere else."""

import ipaddress
import socket
import threading
from http.client import HTTPException

import pytest

from newsroom.delivery.outbox import http_client
from newsroom.delivery.outbox.http_client import AddressRefused

from .receivers import receiving

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:169.254.169.254",
]  # fmt: skip


@pytest.mark.parametrize("place", PRIVATE)
def test_addresses_that_are_not_of_the_internet_are_known(place):
    assert not http_client.is_public(ipaddress.ip_address(place))


@pytest.mark.parametrize("place", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_addresses_of_the_internet_are_known(place):
    assert http_client.is_public(ipaddress.ip_address(place))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "[::1]"])
def test_whatever_leads_to_this_machine_is_refused_before_anything_is_sent(host):
    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        with pytest.raises(AddressRefused, match="not a public address"):
            http_client.send("POST", f"http://{host}:{port}/", seconds=5)
        assert receiver.received == []


def test_a_setting_allows_networks(settings):
    settings.OUTBOX_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    with receiving() as receiver:
        answer = http_client.send("POST", receiver.url, body=b"{}", seconds=5)
        assert answer.is_good
        assert receiver.received[0].body == b"{}"
        settings.OUTBOX_PRIVATE_ADDRESSES = ["10.0.0.0/8"]
        with pytest.raises(AddressRefused):
            http_client.send("POST", receiver.url, seconds=5)


def test_a_name_that_leads_elsewhere_a_moment_later_is_not_asked_again(monkeypatch):
    """It connects to what was checked. The second answer would be this machine."""
    real, answers = socket.getaddrinfo, [["192.0.2.1"], ["127.0.0.1"]]

    def rebinding(host, port, *args, **options):
        if host != "rebinding.example":
            return real(host, port, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (p, port)) for p in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(http_client, "is_public", lambda place: str(place) == "192.0.2.1")
    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        with pytest.raises(OSError):
            http_client.send("POST", f"http://rebinding.example:{port}/", seconds=0.5)
        assert receiver.received == []
        assert len(answers) == 1


def test_a_name_that_leads_both_ways_is_refused(monkeypatch):
    places = ["93.184.216.34", "127.0.0.1"]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 80)) for place in places]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
    with pytest.raises(AddressRefused):
        http_client.resolve("both.example", 80)


def test_redirects_are_answers_and_are_not_followed():
    with receiving(lambda received: 302) as receiver:
        answer = http_client.send("GET", receiver.url, seconds=5, is_private_allowed=True)
    assert answer.status == 302
    assert not answer.is_good


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://news.example/", "http://", "x"])
def test_only_http_is_spoken(url):
    with pytest.raises(AddressRefused):
        http_client.send("GET", url)


def test_user_and_password_of_the_address_are_sent_as_credentials():
    with receiving() as receiver:
        url = receiver.url.replace("//", "//us%20er:pass@")
        http_client.send("GET", url, seconds=5, is_private_allowed=True)
        assert receiver.received[0].headers["Authorization"] == "Basic dXMgZXI6cGFzcw=="
        assert "@" not in receiver.received[0].headers["Host"]


def test_an_answer_that_drips_is_cut_off():
    """Each byte comes in time; all of them together do not."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        pause = threading.Event()

        def drip():
            client, _address = listening.accept()
            with client:
                while not pause.wait(0.05):
                    try:
                        client.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises((OSError, HTTPException)):
            http_client.send("GET", url, seconds=0.5, is_private_allowed=True)
        # Who drips meets a closed connection.
        thread.join(10)
        assert not thread.is_alive()
