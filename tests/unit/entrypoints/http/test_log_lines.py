"""What the log knows of a request: who asked for what, and nothing personal (GDPR art. 5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from logging import StreamHandler

import pytest

from chalicelib.observability import logger
from tests.support.http_world import HttpWorld
from tests.support.journey.every_operation import travel

PERSONAL = (
    "paul@debiteur.fr",
    "Paul Durand",
    "Débiteur SAS",
    "0612345678",
    "33612345678",
    "612345678",
    "rue Garibaldi",
    "552100554",
    "Claire",
    "acme.fr",
    "ACME",
    "FR1420041010050500013M02606",
    "sk_test_",
    "whsec_",
    "Two boxes are missing",
    "120000",
)


@pytest.fixture
def lines() -> Iterator[StringIO]:
    handler = logger.handlers[0]
    assert isinstance(handler, StreamHandler)
    before, stream = handler.stream, StringIO()
    handler.setStream(stream)
    yield stream
    handler.setStream(before)


def test_no_log_line_of_a_whole_journey_holds_personal_data(world: HttpWorld, lines: StringIO) -> None:
    """R-142: neither an e-mail address, a phone number, a name, an amount nor a secret."""
    said = travel(world)
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert len(written) >= len(said)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in written)
    assert [value for value in PERSONAL if value.lower() in text.lower()] == []
    assert "@" not in text


def test_refused_requests_do_not_repeat_what_was_sent(world: HttpWorld, lines: StringIO) -> None:
    client = world.tenant().test
    client.post("/v1/debtors", {"name": "Paul Durand", "contacts": [{"email": "paul@debiteur.fr", "phone": "x"}]})
    client.get("/v1/cases?creditor=paul@debiteur.fr")
    client.get("/v1/cases/paul@debiteur.fr")
    assert [value for value in PERSONAL if value.lower() in lines.getvalue().lower()] == []


def test_each_line_says_who_asked_for_which_object(world: HttpWorld, lines: StringIO) -> None:
    tenant = world.tenant()
    tenant.test.get("/v1/cases/case_00000000000000000000000001")
    line = json.loads(lines.getvalue().splitlines()[-1])
    assert line["tenant_id"] == tenant.id
    assert line["actor"].startswith("key_")
    assert (line["route"], line["status"]) == ("/v1/cases/{case_id}", 404)
    assert line["case_id"] == "case_00000000000000000000000001"
