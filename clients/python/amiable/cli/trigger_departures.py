"""Where a case leaves its script, its books are looked at, or many are opened at once: acts for ``amiable trigger``."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING

from . import sample
from .problems import CliError, Exit
from .session import json_of

if TYPE_CHECKING:
    from .stage import Stage

STEP = "first_reminder"
PATIENCE, PAUSE = 60, 0.5  # seconds


def move_to_firmer_scenario(stage: Stage) -> None:
    """From now on the case follows another preset."""
    body = {"scenario": "ferme", "reason": "The debtor is known to pay late."}
    stage.client.decisions.move_case_to_scenario(stage.case_id, body)
    stage.look()


def skip_a_step(stage: Stage) -> None:
    """The first reminder does not take place."""
    body = {"kind": "skip", "step_id": STEP, "reason": "Their accountant called us."}
    stage.case["deviation_id"] = json_of(stage.client.decisions.deviate_from_scenario(stage.case_id, body))["id"]
    stage.look()


def take_the_step_back(stage: Stage) -> None:
    """It takes place after all."""
    stage.client.decisions.withdraw_deviation(
        stage.case_id, stage.case["deviation_id"], {"reason": "They never paid as they said."}
    )
    stage.look()


def open_with_last_look(stage: Stage) -> None:
    """A creditor of its own, whose balance may be five days old at most: the sample creditor asks for no look."""
    body = {name: value for name, value in sample.CREDITOR.items() if name != "siret"}
    made = json_of(stage.client.creditors.create_creditor({**body, "name": "Menuiserie aux comptes tenus"}))
    stage.creditor_id = str(made["id"])
    policy = {"mode": "max_age", "max_age_days": 5}
    stage.client.creditors.set_last_look(stage.creditor_id, policy, if_match="*")
    stage.open()


def say_nothing(stage: Stage) -> None:
    """The balance gets too old for the call on D+8."""
    stage.until("balance.confirmation_required", by=8)


def confirm(stage: Stage) -> None:
    """The books agree as of today."""
    stage.client.payments.confirm_balance(stage.case_id, {"as_of": stage.today.isoformat()})
    stage.look()


def tell_another_amount(stage: Stage) -> None:
    """The books say that less is unpaid."""
    booked = {"number": stage.case["invoices"][0]["number"], "outstanding": sample.euro(sample.PRINCIPAL - 10_000)}
    said = {"as_of": stage.today.isoformat(), "invoices": [booked]}
    stage.client.payments.confirm_balance(stage.case_id, said)
    stage.look()


def study_a_table(stage: Stage) -> None:
    """A table of one line is studied, and nothing is opened.

    Raises:
        CliError: it did not end within a minute.
    """
    invoice = sample.invoice()
    line = {
        "invoice_number": invoice["number"],
        "issue_date": invoice["issue_date"],
        "due_date": invoice["due_date"],
        "amount_incl_tax": "480.00",
        "debtor_kind": "company",
        "debtor_name": sample.DEBTOR["name"],
        "address_line1": sample.DEBTOR["address"]["line1"],
        "postal_code": sample.DEBTOR["address"]["postal_code"],
        "city": sample.DEBTOR["address"]["city"],
        "email": "silent@simulator.amiable.example",
    }
    table = "\n".join((";".join(line), ";".join(line.values()), "")).encode()
    file = {"name": "unpaid.csv", "content_base64": base64.b64encode(table).decode()}
    begun = json_of(stage.client.imports.start_import({"creditor_id": stage.creditor(), "file": file, "open": False}))
    stage.session.note(f"import  {begun['id']}\n")
    last = time.monotonic() + PATIENCE
    while (shown := json_of(stage.client.imports.get_import(begun["id"])))["status"] == "running":
        if time.monotonic() > last:
            raise CliError("The import is still running.", status=Exit.REFUSED)
        time.sleep(PAUSE)
    stage.import_id = shown["id"]
