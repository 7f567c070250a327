"""The calls of a day on paper: a row each, in the order of the list, A4, the same bytes (R-069)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from pypdf import PdfReader

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.call_rank import CallPriority, Given, Ground
from chalicelib.domain.call_task import CallTask, Claim
from chalicelib.domain.money import Money
from tests.support import stored_things as things

PRINTED = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
NAMES = ("Société coopérative thermale des Trois Écluses et du Grand Canal de Bourgogne", "Jeanne Çelik-Duprêtre")


def task(number: int, **changes: object) -> CallTask:
    priority = CallPriority(date(2026, 11, 24), (Given(Ground.SOLVENCY, 120), Given(Ground.DAYS_OVERDUE, number)))
    told = things.call_task(
        task_id=f"tsk_{number}",
        creditor_name="Menuiserie Bellanger",
        debtor_name=NAMES[number % 2],
        priority=priority,
        owed=Money(1_234_500 + number),
        overdue_since=date(2026, 9, 1),
        phone="+33612345678",
        script=(("purpose", ("Vérifier que les factures ont été reçues. Le ton est celui d’un service rendu.",)),),
    )
    return replace(told, **changes)  # type: ignore[arg-type]  # field names are the caller's


def printed(*tasks: CallTask, has_more: bool = False) -> PdfReader:
    made = Renderer().call_list(tasks, PRINTED, has_more=has_more)
    assert made == Renderer().call_list(tasks, PRINTED, has_more=has_more)
    return PdfReader(BytesIO(made))


def text_of(reader: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_each_call_has_its_row_with_priority_name_phone_amount_age_and_purpose() -> None:
    text = text_of(printed(task(1)))
    for said in ("121", "(solvabilité, retard)", "Jeanne Çelik", "06 12 34 56 78", "12 345,01 €", "84 jours"):
        assert said in text, said
    assert "Vérifier que les factures ont été reçues." in text
    assert "service rendu" not in text
    assert "pour Menuiserie Bellanger" in text


def test_a_hundred_calls_are_listed_in_order_on_a4() -> None:
    reader = printed(*(task(n) for n in range(1, 101)), has_more=True)
    text = text_of(reader)
    assert [text.index(f"12 34{5 + n // 100},{n % 100:02d} €") for n in range(1, 100)] == sorted(
        text.index(f"12 34{5 + n // 100},{n % 100:02d} €") for n in range(1, 100)
    )
    assert "Voici les 100 premiers appels" in text
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_a_call_that_somebody_has_is_marked_until_their_claim_is_over() -> None:
    claim = Claim("Nadia B.", PRINTED, PRINTED + timedelta(minutes=30))
    assert "pris par Nadia B. jusqu’à 10:45" in text_of(printed(task(1, claim=claim)))
    assert "Nadia" not in text_of(printed(task(1, claim=replace(claim, until=PRINTED))))


def test_a_day_without_calls_says_so() -> None:
    assert "Personne n’est à appeler." in text_of(printed())


def test_a_task_made_before_priorities_were_kept_is_printed_too() -> None:
    assert "06 12 34 56 78" in text_of(printed(task(1, priority=None, overdue_since=None)))
