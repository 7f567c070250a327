"""``amiable listen``: no event lost, none twice, in order, whatever fails on either side (R-131)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from amiable import webhooks
from amiable.cli.forwarding import Forwarder, new_secret
from amiable.cli.listen_command import Listener, listening_secret
from amiable.cli.local_urls import receiver_url
from amiable.cli.problems import CliError
from amiable.cli.profiles import ProfileFile
from amiable.cli.session import Session
from amiable.cli.watching import feed_from_now

from tests.support.client_transport import answer_lost, answers, unreachable
from tests.support.command_line import CommandLine

from .listed_events import event


class Receiver:
    """Somebody's web server: ``answers`` in turn, then 200. Remembers what it accepted."""

    def __init__(self, *answers: int | type[httpx.TransportError]) -> None:
        self._answers = iter(answers)
        self.accepted: list[str] = []
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = next(self._answers, 200)
        if isinstance(answer, type):
            raise answer("no", request=request)
        if 200 <= answer < 300:
            self.accepted.append(request.headers["webhook-id"])
        return httpx.Response(answer, headers={"Location": "http://169.254.169.254/"})


def forwarder(receiver: Callable[[httpx.Request], httpx.Response], told: list[str]) -> Forwarder:
    http = httpx.Client(transport=httpx.MockTransport(receiver))
    return Forwarder(
        "http://127.0.0.1:4242/webhooks", new_secret(), http, lambda _, text, ok: told.append(f"{ok} {text}")
    )


class TestForwarding:
    @pytest.fixture(autouse=True)
    def slept(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        slept: list[float] = []
        monkeypatch.setattr("time.sleep", slept.append)
        return slept

    def test_it_is_signed_as_webhooks_are(self) -> None:
        receiver = Receiver()
        sender = forwarder(receiver, [])
        assert sender.forward(event(1))
        (request,) = receiver.requests
        read = webhooks.verify(request.read(), dict(request.headers), sender.secret)
        assert read.type == "payment.recorded"
        assert request.headers["webhook-id"] == event(1)["id"]
        assert set(json.loads(request.content)) == {"type", "timestamp", "data"}

    def test_a_receiver_that_is_away_loses_nothing(self, slept: list[float]) -> None:
        """Nobody listens for a while: the event waits as long as it takes."""
        receiver, told = Receiver(*[httpx.ConnectError] * 40), list[str]()
        assert forwarder(receiver, told).forward(event(1))
        assert receiver.accepted == [event(1)["id"]]
        assert told[-2:] == ["False nobody listens there", "True 200"]
        assert slept[:5] == [1, 2, 4, 8, 15]
        assert max(slept) == 15

    def test_one_that_answers_badly_gets_five_attempts(self, slept: list[float]) -> None:
        receiver, told = Receiver(500, 404, 302, 500, 500, 200), list[str]()
        assert not forwarder(receiver, told).forward(event(1))
        assert told == ["False 500", "False 404", "False 302", "False 500", "False 500"]
        assert slept == [1, 2, 4, 8]

    def test_a_redirect_is_not_followed(self) -> None:
        receiver = Receiver(307)
        assert forwarder(receiver, []).forward(event(1))
        assert {str(request.url) for request in receiver.requests} == {"http://127.0.0.1:4242/webhooks"}

    def test_one_that_hangs_is_told(self) -> None:
        told: list[str] = []
        assert forwarder(Receiver(httpx.ReadTimeout), told).forward(event(1))
        assert told[0] == "False no answer within 15 s"

    def test_a_connection_that_breaks_is_tried_again(self) -> None:
        receiver = Receiver(httpx.RemoteProtocolError, 503)
        assert forwarder(receiver, []).forward(event(1))
        assert receiver.accepted == [event(1)["id"]]


class TestWhereTo:
    @pytest.mark.parametrize(
        ("text", "url"),
        [
            ("localhost:4242/webhooks", "http://localhost:4242/webhooks"),
            ("127.0.0.1:80", "http://127.0.0.1:80"),
            ("https://[::1]:8443/x", "https://[::1]:8443/x"),
            ("192.168.1.20:3000", "http://192.168.1.20:3000"),
        ],
    )
    def test_this_machine_and_its_network(self, text: str, url: str) -> None:
        assert receiver_url(text) == url

    @pytest.mark.parametrize(
        "text",
        [
            "8.8.8.8/hooks",
            "169.254.169.254/latest/meta-data",
            "[fe80::1]:80",
            "0.0.0.0:80",
            "ftp://localhost",
            "http://user:secret@localhost",
            "http://localhost:99999",
            "http://",
            "",
            "no-such-host.invalid:80",
            "2130706433.invalid",
        ],
    )
    def test_nothing_else(self, text: str) -> None:
        with pytest.raises(CliError):
            receiver_url(text)

    def test_a_public_address_only_when_it_is_said(self) -> None:
        assert receiver_url("8.8.8.8/hooks", allow_public=True) == "http://8.8.8.8/hooks"


class TestListening:
    def listener(self, cli: CommandLine, receiver: Receiver, *wanted: str) -> Listener:
        session = Session()
        cli.sample_case()
        sender = forwarder(receiver, [])
        return Listener(session, feed_from_now(session), sender, frozenset(wanted))

    def acting(self, *acts: Callable[[], object]) -> Iterator[object]:
        """Each look is preceded by an act; then as many more as it takes."""
        for act in acts:
            yield act()
        yield from range(5)

    def test_every_event_arrives_once_in_order_though_both_sides_fail(self, cli: CommandLine) -> None:
        receiver = Receiver(200, httpx.ConnectError, 500, 200, httpx.ReadTimeout)
        listener = self.listener(cli, receiver)
        case = cli.good("cases", "show", "-o", "json").json
        listener.run(
            self.acting(
                lambda: cli.good("cases", "pay", case["id"], "100"),
                lambda: cli.meets(*[unreachable] * 5),
                lambda: cli.good("cases", "pay", case["id"], "200"),
                lambda: cli.meets(*[answers(503, "{}")] * 5, answer_lost),
                lambda: cli.good("cases", "pay", case["id"], "all"),
            )
        )
        timeline = cli.living.timeline(case["id"])
        after = [each["id"] for each in timeline if each["sequence"] > case["sequence"]]
        assert receiver.accepted == after
        assert len(after) > 10
        assert listener.ended() == f"{len(after)} events, {len(after)} accepted, 0 given up"

    def test_only_what_is_wanted_is_forwarded(self, cli: CommandLine) -> None:
        receiver = Receiver()
        listener = self.listener(cli, receiver, "payment.recorded", "case.closed")
        listener.run(self.acting(lambda: cli.good("cases", "pay", listener_case(cli), "all")))
        types = [json.loads(request.content)["type"] for request in receiver.requests]
        assert types == ["payment.recorded", "case.closed"]

    def test_a_key_that_is_refused_ends_it(self, cli: CommandLine) -> None:
        listener = self.listener(cli, Receiver())
        cli.meets(answers(401, json.dumps({"code": "unauthorized", "retryable": False})))
        with pytest.raises(Exception, match="unauthorized"):
            listener.run(iter(range(1)))

    def test_ctrl_c_ends_it_cleanly_and_the_secret_stays(
        self, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(_seconds: float) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("time.sleep", interrupt)
        first = cli.good("listen", "--forward-to", "localhost:4242/webhooks")
        again = cli.good("listen", "--forward-to", "localhost:4242/webhooks")
        secret, is_kept = listening_secret(Session())
        assert is_kept
        assert secret.startswith("whsec_")
        assert secret in first.err
        assert secret in again.err
        assert "ended: 0 events, 0 accepted" in first.err
        kept = ProfileFile().get("default")
        assert kept is not None
        assert kept.listen_secret == secret

    def test_a_key_of_the_environment_alone_is_told_that_its_secret_passes(
        self, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(_seconds: float) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("time.sleep", interrupt)
        monkeypatch.setenv("AMIABLE_API_KEY", cli.test_key)
        ProfileFile().path.unlink()
        told = cli.good("listen", "--forward-to", "localhost:4242/webhooks").err
        assert "for this run" in told
        assert "the same every time" not in told

    def test_json_is_one_object_a_line(self, cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
        case = cli.sample_case()
        done = interrupted_listening(cli, monkeypatch, case["id"])
        told = [json.loads(line) for line in done.splitlines()]
        assert [each["type"] for each in told][:2] == ["payment.recorded", "case.closed"]
        assert all(each["data"]["case_id"] == case["id"] for each in told)

    def test_an_unknown_event_type_is_told_with_the_near_one(self, cli: CommandLine) -> None:
        done = cli.run("listen", "--events", "payment.recorded,case.close")
        assert (done.status, "case.closed" in done.err) == (2, True)

    def test_one_event_can_be_forwarded_again(self, cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
        receiver = Receiver(500, 200)
        real = httpx.Client

        def client(**options: Any) -> httpx.Client:
            return real(**options) if "base_url" in options else real(transport=httpx.MockTransport(receiver))

        monkeypatch.setattr("httpx.Client", client)
        found = cli.sample_case()
        event_id = cli.good("events", "list", "--case", found["id"], "-o", "json").json["data"][0]["id"]
        assert cli.run("events", "forward", event_id, "localhost:4242").status == 1
        cli.good("events", "forward", event_id, "localhost:4242")
        assert receiver.accepted == [event_id]


def listener_case(cli: CommandLine) -> str:
    return str(cli.good("cases", "show", "-o", "json").json["id"])


def interrupted_listening(cli: CommandLine, monkeypatch: pytest.MonkeyPatch, case_id: str) -> str:
    """Listens while the case is paid; Ctrl-C after some looks."""
    looks = iter(range(6))

    def sleep(seconds: float) -> None:
        look = next(looks, None)
        cli.slept.append(seconds)
        if look == 0:
            cli.living.say("POST", f"/v1/cases/{case_id}/payments", PAID)
        if look is None:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    return cli.good("listen", "-o", "json").out


PAID = {"amount": {"amount": 411_175, "currency": "EUR"}, "received_on": "2026-01-16"}
