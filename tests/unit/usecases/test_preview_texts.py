"""What a preview shows is what leaves: word for word, on the same day, at the same price (R-072, R-121, R-125)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.adapters.mime_writer import MimeWriter
from chalicelib.adapters.rates_file import load_rates
from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.tariff import DatedTariff
from chalicelib.domain.contact import Channel
from chalicelib.domain.money import Money
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope
from chalicelib.domain.plan import local_day
from chalicelib.domain.scenarios.model import Anchor, Message, Scenario, Step
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.domain.templates.model import TemplateVersion
from chalicelib.domain.writes import Create
from chalicelib.usecases.case_request import NewInvoice, OpenCase
from chalicelib.usecases.dry_run_scenario import DryRun, Fictitious, dry_run_scenario
from chalicelib.usecases.foresee import Foreseeing
from chalicelib.usecases.preview_case import Preview, preview_case
from tests.support.effects import FlatTariff
from tests.support.own_texts import copy_of
from tests.support.story import DUE, Story, d

SCOPE = Scope("ten_a", livemode=False)
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Rising:
    """A cent more each day, so that a price tells its day."""

    def cost(self, channel: Channel, on: date, livemode: bool, segments: int = 1) -> Money:
        del channel, livemode, segments
        return Money((on - DUE).days)


def played(scenario: str, **told: object) -> Preview:
    case = Fictitious(**told)  # type: ignore[arg-type]  # the names are those of the case
    command = DryRun(SCOPE, LATEST[scenario], case, OPENED)
    store = Story(d(2)).memory
    return dry_run_scenario(command, rates=load_rates(), tariff=DatedTariff(), foreseeing=Foreseeing(Renderer(), store))


@pytest.mark.parametrize("scenario", ["progressif", "ferme", "court"])
def test_the_words_of_a_preview_are_those_that_leave(scenario: str) -> None:
    """R-125: the same facts, the same bytes; only the reference is given when the case is opened."""
    story = Story(d(2), renderer=Renderer(), mime=MimeWriter("relance@amiable.example"))
    story.debtor()
    invoice = NewInvoice("FA-1", DUE - timedelta(days=30), DUE, Money(120_000), completed_on=DUE - timedelta(days=31))
    request = OpenCase(story.scope, story.creditor_id, "deb_1", None, (invoice,), (), scenario_id=scenario)
    foreseeing = Foreseeing(Renderer(), story.memory)
    preview = preview_case(request, intake=story.intake, tariff=FlatTariff(), foreseeing=foreseeing)
    case = story.open(scenario_id=scenario)
    story.play(d(75))
    left = {(contact.step_id, contact.channel): contact for contact in story.contacts(case)}
    told = [message for step in preview.steps for message in step.messages]
    reference = story.case(case).reference
    compared = 0
    for step in preview.steps:
        for message in step.messages:
            contact = left.get((step.step_id, message.channel))
            if contact is None or message.foreseen is None or message.foreseen.written is None:
                continue
            assert contact.sent_at is not None
            day = local_day(story.case(case), contact.sent_at)
            assert local_day(story.case(case), message.foreseen.at) == day or step.step_id == "last_call"
            if message.channel in (Channel.EMAIL, Channel.SMS):
                written = message.foreseen.written
                mine = next(
                    word for word in written.text.replace(",", " ").replace(".", " ").split() if word[:3] == "AM-"
                )
                assert written.text.replace(mine, reference) == contact.text
                assert (written.subject or "").replace(mine, reference) == (contact.subject or "")
                compared += 1
    assert compared >= 2
    assert len([message for message in told if message.foreseen]) == len(told)


def test_a_plain_preview_writes_nothing() -> None:
    story = Story(d(2))
    story.debtor()
    invoice = NewInvoice("FA-1", DUE - timedelta(days=30), DUE, Money(120_000), completed_on=DUE - timedelta(days=31))
    request = OpenCase(story.scope, story.creditor_id, "deb_1", None, (invoice,), ())
    preview = preview_case(request, intake=story.intake, tariff=FlatTariff())
    assert all(message.foreseen is None for step in preview.steps for message in step.messages)


def test_each_message_costs_what_it_costs_on_its_own_day_and_what_cannot_be_sent_costs_nothing() -> None:
    """R-072: by channel, with the tariff that is valid on the day of the step."""
    story = Story(d(2))
    story.debtor(email=None)
    invoice = NewInvoice("FA-1", DUE - timedelta(days=30), DUE, Money(120_000), completed_on=DUE - timedelta(days=31))
    request = OpenCase(story.scope, story.creditor_id, "deb_1", None, (invoice,), ())
    preview = preview_case(request, intake=story.intake, tariff=Rising())
    costs = {each.channel: each for each in preview.costs}
    assert Channel.EMAIL not in costs, "nobody can be reached by e-mail"
    notice = next(step for step in preview.steps if step.step_id == "formal_notice")
    assert notice.at is not None
    assert costs[Channel.REGISTERED_LETTER].cost == Money((notice.at.date() - DUE).days)
    assert sum(each.cost.amount for each in preview.costs) == preview.cost.amount


@pytest.mark.parametrize("mode", CollectorMode)
@pytest.mark.parametrize("kind", DebtorKind)
@pytest.mark.parametrize("scenario", sorted(LATEST))
def test_every_preset_is_played_to_its_end_with_words_that_no_rule_refuses(
    scenario: str, kind: DebtorKind, mode: CollectorMode
) -> None:
    """R-052, R-121: each step that takes place has its words, and nothing would wait for a person."""
    preview = played(scenario, debtor_kind=kind, collector_mode=mode, days_overdue=3)
    going = [message for step in preview.steps if not step.skipped for message in step.messages]
    assert [message.foreseen.refusal for message in going if message.foreseen and message.foreseen.refusal] == []
    assert [message.template for message in going if message.usable and message.foreseen is None] == []
    instants = [message.foreseen.at for message in going if message.foreseen]
    assert instants == sorted(instants)


def test_the_same_dry_run_gives_the_same_answer() -> None:
    first, second = (played("court", days_overdue=3) for _ in range(2))
    assert first.steps == second.steps


def test_a_text_in_one_creditors_voice_is_shown_on_a_fictitious_case() -> None:
    """R-121, R-056: a dry run is of no creditor; a real case of another one does not get the text."""
    text = replace(copy_of("reminder_1", scope=SCOPE), creditor_id="cred_another")
    store = Story(d(2)).memory
    store.commit([Create(text), Create(TemplateVersion(text))])
    step = Step("only", 1, Anchor.DUE_DATE, 8, (Message(Channel.EMAIL, text.id, 1),))
    command = DryRun(SCOPE, Scenario("scn_x", 1, (step,), 10, 5, 7, 90, (15,)), Fictitious(), OPENED)
    foreseeing = Foreseeing(Renderer(), store)
    preview = dry_run_scenario(command, rates=load_rates(), tariff=DatedTariff(), foreseeing=foreseeing)
    (foreseen,) = [message.foreseen for step in preview.steps for message in step.messages]
    assert foreseen is not None
    assert foreseen.refusal is None
