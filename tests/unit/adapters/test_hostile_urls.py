"""No hostile URL and no treacherous name makes a connection (R-131). Nothing leaves these tests."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from ipaddress import IPv4Address
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.outbound_address import is_loopback, refusal
from chalicelib.adapters.outbound_http import OutboundHttpSender
from chalicelib.adapters.outbound_url import OutboundUrls, UrlRefused, read_url
from tests.support.hostile_urls import EMBEDDED, INSIDE_V4, INSIDE_V6, PUBLIC, carriers, hostile_urls

CORPUS = tuple(dict.fromkeys(hostile_urls()))
INSIDE = (*INSIDE_V4, *INSIDE_V6, *(str(a) for inner in EMBEDDED for a in carriers(IPv4Address(inner))))

TLS = ssl.create_default_context()


class Spy:
    """A resolver with a fixed answer and a connector that only takes notes."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers) or [["93.184.215.14"]]
        self.resolved: list[str] = []
        self.connected: list[str] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        del port
        self.resolved.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        del port, timeout
        self.connected.append(address)
        raise ConnectionRefusedError

    def sender(self, *, allow_local: bool = False) -> OutboundHttpSender:
        return OutboundHttpSender(allow_local=allow_local, resolver=self.resolve, connector=self.connect, tls=TLS)


def test_the_corpus_holds_over_300_urls() -> None:
    assert len(CORPUS) > 500


@pytest.mark.parametrize("url", CORPUS, ids=range(len(CORPUS)))
def test_no_hostile_url_is_resolved_or_connected_to(url: str) -> None:
    spy = Spy()
    answer = spy.sender().send(url, {}, b"{}")
    assert (spy.resolved, spy.connected) == ([], [])
    assert answer.status is None
    assert (answer.error or "").startswith("url_refused_")
    with pytest.raises(UrlRefused) as refused:
        OutboundUrls().check(url)
    assert refused.value.code == "webhook_url_refused"
    assert refused.value.errors[0].pointer == "#/url"


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("company", [(), ("93.184.215.14",)], ids=["alone", "beside_a_public_one"])
def test_a_name_with_one_inside_address_is_not_connected_to(address: str, company: tuple[str, ...]) -> None:
    spy = Spy([*company, address])
    answer = spy.sender().send("https://hooks.example.com/in", {}, b"{}")
    assert answer.error == "address_refused"
    assert spy.connected == []


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    """DNS rebinding: resolved once per attempt, and the connection goes to what was checked."""
    spy = Spy(["93.184.215.14"], ["127.0.0.1"])
    sender = spy.sender()
    assert sender.send("https://hooks.example.com/in", {}, b"{}").error == "connection_failed"
    assert spy.resolved == ["hooks.example.com"]
    assert spy.connected == ["93.184.215.14"]
    assert sender.send("https://hooks.example.com/in", {}, b"{}").error == "address_refused"
    assert spy.connected == ["93.184.215.14"]


def test_a_zone_or_nonsense_from_the_resolver_is_refused() -> None:
    for odd in ("fe80::1%eth0", "2606:4700::1111%eth0", "", "localhost", "127.1", "0x7f000001", "1.2.3.4 "):
        spy = Spy([odd])
        assert spy.sender().send("https://hooks.example.com/in", {}, b"{}").error == "address_refused"
        assert spy.connected == []


def test_a_name_without_address_is_a_failure() -> None:
    assert Spy([]).sender().send("https://hooks.example.com/in", {}, b"{}").error == "name_not_resolved"


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long")])
def test_a_resolver_that_fails_is_a_failure_of_the_attempt(error: Exception) -> None:
    def broken(_host: str, _port: int) -> NoReturn:
        raise error

    sender = OutboundHttpSender(resolver=broken, connector=Spy().connect)
    assert sender.send("https://hooks.example.com/in", {}, b"{}").error == "name_not_resolved"


def test_at_most_two_addresses_are_tried() -> None:
    spy = Spy(["93.184.215.14", "2606:4700:4700::1111", "8.8.8.8"])
    spy.sender().send("https://hooks.example.com/in", {}, b"{}")
    assert spy.connected == ["93.184.215.14", "2606:4700:4700::1111"]


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_url_is_connected_to(url: str) -> None:
    spy = Spy()
    spy.sender().send(url, {}, b"{}")
    assert len(spy.connected) == 1


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("https://Hooks.Example.COM", "https://hooks.example.com/"),
        ("HTTPS://hooks.example.com:443/a?b=c", "https://hooks.example.com/a?b=c"),
        ("https://hooks.example.com:8443/a%20b", "https://hooks.example.com:8443/a%20b"),
        ("https://Bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://société.fr?x=1", "https://xn--socit-esab.fr/?x=1"),
        ("https://[2606:4700:4700:0:0:0:0:1111]:443/", "https://[2606:4700:4700::1111]/"),
    ],
)
def test_a_good_url_is_normalised(written: str, normal: str) -> None:
    assert OutboundUrls().check(written) == normal


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9000/x", "https://localhost:1/", "http://[::1]:80/", "http://localhost/"]
)
def test_loopback_is_allowed_on_the_local_cloud_only(url: str) -> None:
    assert OutboundUrls(allow_local=True).check(url)
    with pytest.raises(UrlRefused):
        OutboundUrls().check(url)


@pytest.mark.parametrize("url", [f"https://{host}/" for host in (*INSIDE_V4[3:], "[fd00::1]", "[::ffff:7f00:1]")])
def test_the_local_cloud_reaches_loopback_and_nothing_else_inside(url: str) -> None:
    spy = Spy()
    spy.sender(allow_local=True).send(url, {}, b"{}")
    assert spy.connected == []


@pytest.mark.parametrize("address", ["10.0.0.1", "93.184.215.14", "169.254.169.254", "::ffff:127.0.0.1"])
def test_plain_http_of_the_local_cloud_goes_to_loopback_only(address: str) -> None:
    spy = Spy([address])
    assert spy.sender(allow_local=True).send("http://hooks.example.com/", {}, b"").error == "address_refused"
    assert spy.connected == []


@given(st.ip_addresses(v=4))
def test_an_address_that_is_allowed_is_public(address: IPv4Address) -> None:
    if refusal(str(address)) is None:
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_private


@given(st.text(max_size=60))
def test_any_text_is_a_good_url_or_a_refusal(text: str) -> None:
    for url in (text, f"https://{text}/", f"https://example.com{text}"):
        try:
            read = read_url(url)
        except UrlRefused:
            continue
        assert read_url(str(read)) == read
        assert str(read).isascii()


def test_loopback_has_its_own_notation_only() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not any(map(is_loopback, ("::ffff:127.0.0.1", "10.0.0.1", "localhost", "")))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", "scheme"),
        ("https://user@example.com/", "userinfo"),
        ("https://user:secret@example.com/", "userinfo"),
        ("https://example.com/#x", "fragment"),
        ("https://example.com:25/", "port"),
        ("https://2130706433/", "host"),
        ("https://127.0.0.1/", "address"),
        ("https://[::ffff:a00:1]/", "address"),
        ("https://localhost/", "host"),
        ("https://example.com/a b", "characters"),
        ("https://example.com/é", "path"),
        ("https:example.com", "form"),
        ("https://example.com/" + "a" * 2_048, "too_long"),
    ],
)
def test_a_refusal_names_its_reason_without_repeating_the_url(url: str, reason: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        OutboundUrls().check(url)
    assert refused.value.reason == reason
    assert "secret" not in refused.value.detail
