"""The API in one process with time behind it: HTTP in front, the real use cases and graphs of ``World`` at work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib import bootstrap
from chalicelib.bootstrap import Deps

from .http_client import HttpClient
from .http_world import SETTINGS, Tenant, http_world
from .world import World

WALL = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CREDITOR = {
    "name": "Atelier Ferrand Menuiserie",
    "siren": "732829320",
    "address": {"line1": "14 rue des Tisserands", "postal_code": "69004", "city": "Lyon"},
    "email": "facturation@atelier-ferrand.example",
    "phone": "+33 1 99 00 24 10",
    "iban": "FR7630006000011234567890189",
    "case_manager": {"name": "Claire Ferrand", "phone": "+33 1 99 00 24 10"},
}
COMPANY = {"kind": "company", "name": "Hôtel des Tilleuls", "siren": "552100554"}
CONSUMER = {"kind": "consumer", "name": "Camille Lenoir"}
ADDRESS = {"line1": "8 avenue de la Gare", "postal_code": "74000", "city": "Annecy"}


@dataclass
class LivingHttp:
    """A tenant with one creditor. Bodies and answers are those of the API."""

    world: World
    tenant: Tenant
    creditor_id: str = ""
    opened: int = 0

    @property
    def client(self) -> HttpClient:
        return self.tenant.test

    def say(self, method: str, path: str, body: Any = None, *, status: int | None = None) -> Any:
        """One request, and all that follows from it at this instant."""
        answer = self.client.send(method, path, body)
        if status is None:
            assert answer.status < 300, answer.text
        else:
            assert answer.status == status, answer.text
        self.world.pump()
        return answer.json

    def clock(self, now: datetime) -> str:
        return str(self.say("POST", "/v1/test-clocks", {"now": now.isoformat()})["id"])

    def open(
        self,
        email: str,
        *,
        due: date,
        clock_id: str | None,
        consumer: bool = False,
        cents: int = 120_000,
        known_as: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> str:
        """Opens a case for one invoice against a debtor with this address.

        ``known_as`` is what else is known of the debtor, ``more`` what else the case is opened with.
        """
        self.opened += 1
        contact = {"role": "accounting", "email": email, "phone": "+33 6 39 98 12 34"}
        who: dict[str, Any] = {**(CONSUMER if consumer else COMPANY), **(known_as or {})}
        body = {
            "creditor_id": self.creditor_id,
            "debtor": {**who, "address": ADDRESS, "contacts": [contact]},
            "invoices": [
                {
                    "number": f"FA-{self.opened:04}",
                    "issue_date": (due - timedelta(days=30)).isoformat(),
                    "due_date": due.isoformat(),
                    "completed_on": (due - timedelta(days=34)).isoformat(),
                    "amount_incl_tax": {"amount": cents, "currency": "EUR"},
                }
            ],
            "test_clock_id": clock_id,
            **more,
        }
        return str(self.say("POST", "/v1/cases", body)["id"])

    def advance(self, clock_id: str, to: datetime) -> None:
        """Moves the clock and waits until it is ready."""
        self.say("POST", f"/v1/test-clocks/{clock_id}/advance", {"to": to.isoformat()})
        for _ in range(200):
            clock = self.say("GET", f"/v1/test-clocks/{clock_id}")
            if clock["status"] != "advancing":
                assert clock["status"] == "ready", clock
                return
            self.world.play(self.world.wall.now() + timedelta(seconds=30))
        raise AssertionError("the clock never got ready")

    def timeline(self, case_id: str) -> list[dict[str, Any]]:
        """Every event of the case, in order."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.say("GET", f"/v1/cases/{case_id}/timeline?limit=100{cursor}")
            found += page["data"]
            if not page["has_more"]:
                return sorted(found, key=lambda event: int(event["sequence"]))
            cursor = f"&cursor={page['next_cursor']}"


@contextmanager
def living_http() -> Iterator[LivingHttp]:
    """A fresh world; the ports of the process are put back afterwards."""
    world = World(WALL)
    with http_world(lambda _clock, _vault: world.memory) as http:
        recording = replace(http.deps.recording, store=world.store, vault=world.vault, ids=world.ids, wall=world.wall)
        named = {
            **http.deps.__dict__,
            "store": world.store,
            "vault": world.vault,
            "ids": world.ids,
            "wall_clock": world.wall,
            "archive": world.archive,
            "runs": world.runs,
            "recording": recording,
            "intake": replace(http.deps.intake, recording=recording),
            "packing": replace(http.deps.packing, recording=recording, archive=world.archive),
        }
        bootstrap.install(Deps(SETTINGS).replaced(**named))
        living = LivingHttp(world, http.tenant())
        living.creditor_id = str(living.say("POST", "/v1/creditors", CREDITOR)["id"])
        yield living
