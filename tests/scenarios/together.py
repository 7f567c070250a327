"""The same request, many times at the same instant."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from infra.local.api_client import ApiClient

from . import people
from .story import DAY_ZERO, new_clock

ANSWER_SECONDS = 120
TRIES = 10


@dataclass(frozen=True)
class Answer:
    """``repeated``: the gateway gave no answer of the application's, and the request was sent again."""

    status: int
    case_id: str
    replayed: bool
    repeated: bool


def replays_of_one_case(client: ApiClient, count: int) -> None:
    """Every request is answered 201 with the same case; one of them was first, the others are replays of it."""
    body = {
        "creditor_id": client.post("/creditors", people.CREDITOR)["id"],
        "debtor": people.debtor(9_301),
        "invoices": [people.invoice("R-1", DAY_ZERO)],
        "test_clock_id": new_clock(client, 1),
    }
    together = Barrier(count)

    def post(_: int) -> Answer:
        together.wait()
        return _post_until_answered(client, json.dumps(body).encode())

    with ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(post, range(count)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.case_id for answer in answers}) == 1
    first = [answer for answer in answers if not answer.replayed]
    assert len(first) == 1 or (not first and any(answer.repeated for answer in answers)), answers
    assert len(client.get("/cases")["data"]) == 1


def _post_until_answered(client: ApiClient, body: bytes) -> Answer:
    """As a careful client does: what the gateway gave up on is sent again, with the same key."""
    for attempt in range(TRIES):
        request = urllib.request.Request(  # noqa: S310 - the local cloud's own URL
            f"{client.base_url}/cases",
            data=body,
            headers={
                "Authorization": f"Bearer {client.key}",
                "Content-Type": "application/json",
                "Idempotency-Key": "one-key",
            },
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - as above
                replayed = answer.headers.get("Idempotent-Replayed") == "true"
                return Answer(answer.status, json.load(answer)["id"], replayed, attempt > 0)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code != 429:
                return Answer(error.code, "", False, attempt > 0)
    raise AssertionError(f"no answer after {TRIES} tries")
