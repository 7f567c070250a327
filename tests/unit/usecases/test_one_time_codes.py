"""One-time codes of the debtor's page: sent at once, known to nobody but who reads the message, used once (R-127)."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb import codec
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind, Purpose
from chalicelib.domain.errors import DomainError, ProviderUnavailable
from chalicelib.domain.negotiation import one_time_code
from chalicelib.domain.negotiation.one_time_code import DebtorCodes
from chalicelib.usecases.ask_for_code import CodeSent
from chalicelib.usecases.confirm_code import CodeConfirmed, ConfirmCode, confirm_code
from chalicelib.usecases.sending import fetch
from tests.support.signing_story import SigningStory
from tests.support.story import d
from tests.support.world import LIVE, TEST

VIEW = one_time_code.Purpose.VIEW


@pytest.fixture
def story() -> SigningStory:
    told = SigningStory(d(10, 10), scope=LIVE)
    told.debtor()
    return told


@pytest.fixture
def case_id(story: SigningStory) -> str:
    return story.open()


def confirm(story: SigningStory, case_id: str, code: CodeSent, digits: str | None = None) -> CodeConfirmed:
    command = ConfirmCode(story.scope, case_id, code.code_id, digits or story.digits(code))
    return confirm_code(command, recording=story.recording)


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def kept(story: SigningStory) -> DebtorCodes:
    found = story.memory.debtor_codes(story.scope, "deb_1")
    assert found is not None
    return found


@pytest.mark.parametrize(("contact", "channel"), [(0, Channel.EMAIL), (1, Channel.SMS)])
def test_a_code_goes_out_at_once_and_opens_once(
    story: SigningStory, case_id: str, contact: int, channel: Channel
) -> None:
    code = story.ask(case_id, VIEW, contact=contact)
    assert code.channel is channel
    assert code.masked_address in {"d…@d….example", "06\u00a0••\u00a0••\u00a0••\u00a044"}
    assert confirm(story, case_id, code).masked_address == code.masked_address
    assert refused(lambda: confirm(story, case_id, code)) == "code_used"
    types = story.types(case_id)
    assert types.count("debtor_page.code_confirmed") == 1
    assert types.index("debtor_page.code_sent") < types.index("contact.intended") < types.index("contact.sent")


def test_at_night_on_a_sunday_and_beyond_every_cap(story: SigningStory, case_id: str) -> None:
    """A service message that the debtor asked for this minute: neither hours nor caps hold it (design: messages)."""
    story.wall.instant = d(13, 3)
    code = story.ask(case_id, VIEW)
    contact = story.memory.contact(LIVE, code.contact_id)
    assert (contact.purpose, contact.state) == (Purpose.SERVICE, ContactState.SENT)
    assert confirm(story, case_id, code).code_id == code.code_id


def test_live_mode_keeps_no_digit_that_opens_anything(story: SigningStory, case_id: str) -> None:
    """The contact, its kept copy, the codes, the events and the archive all mask it or hold its keyed hash."""
    code = story.ask(case_id, VIEW)
    digits = story.digits(code)
    contact = story.memory.contact(LIVE, code.contact_id)
    assert "••••••" in (contact.text or "")
    document, key = story.memory.document(LIVE, contact.document_ids[0])
    copy = fetch(document, key, recording=story.recording, archive=story.archive).decode()
    everything = json.dumps([told.payload for told in story.told(case_id)])
    for text in (copy, codec.dump(contact), codec.dump(kept(story)), everything):
        assert digits not in text


def test_test_mode_shows_the_code_to_whoever_integrates() -> None:
    """No message of test mode reaches a person: the contact shows what it would have said (R-132)."""
    told = SigningStory(d(10, 10), scope=TEST)
    told.debtor()
    code = told.ask(told.open(), VIEW)
    assert told.digits(code) in (told.memory.contact(TEST, code.contact_id).text or "")


def test_digits_are_compared_in_constant_time(
    story: SigningStory, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    genuine = hmac.compare_digest

    def watched(one: str, other: str) -> bool:
        compared.append((one, other))
        return genuine(one, other)

    code = story.ask(case_id, VIEW)
    monkeypatch.setattr(hmac, "compare_digest", watched)
    confirm(story, case_id, code)
    assert [(len(one), len(other)) for one, other in compared] == [(64, 64)]


def test_people_copy_codes_with_spaces(story: SigningStory, case_id: str) -> None:
    code = story.ask(case_id, VIEW)
    digits = story.digits(code)
    assert confirm(story, case_id, code, f" {digits[:3]} {digits[3:]}\u00a0").code_id == code.code_id


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\x00" * 6, "9" * 10_000])
def test_anything_but_the_digits_is_a_wrong_try(story: SigningStory, case_id: str, digits: str) -> None:
    code = story.ask(case_id, VIEW)
    command = ConfirmCode(LIVE, case_id, code.code_id, digits)
    assert refused(lambda: confirm_code(command, recording=story.recording)) == "code_wrong"
    present = kept(story).present
    assert present is not None
    assert present.tries == 1


def test_a_code_of_one_case_opens_no_other(story: SigningStory, case_id: str) -> None:
    other = story.open(number="FA-2")
    code = story.ask(case_id, VIEW)
    assert refused(lambda: confirm(story, other, code)) == "code_wrong"


def test_several_cases_are_no_way_to_send_a_debtor_more_codes(story: SigningStory, case_id: str) -> None:
    """Whoever holds one link finds the other cases of its message: the telephone that rings is the same (CON_05)."""
    cases = (case_id, story.open(number="FA-2"), story.open(number="FA-3"), story.open(number="FA-4"))
    first = story.ask(cases[0], VIEW)
    for each in cases[1:3]:
        story.ask(each, VIEW)
    assert refused(lambda: story.ask(cases[3], VIEW)) == "too_many_codes"
    assert len(story.sent) == one_time_code.MOST_IN_SHORT_SPAN
    assert refused(lambda: confirm(story, cases[0], first)) == "code_replaced"


def test_of_two_that_enter_the_right_digits_at_once_one_wins(story: SigningStory, case_id: str) -> None:
    code = story.ask(case_id, VIEW)

    def beside() -> None:
        confirm(story, case_id, code)

    story.faults.hooks["store.commit"] = [beside]
    assert refused(lambda: confirm(story, case_id, code)) == "code_used"
    assert story.types(case_id).count("debtor_page.code_confirmed") == 1


def test_no_try_is_free_however_many_are_made_at_once(story: SigningStory, case_id: str) -> None:
    """Each wrong answer is saved before it is given; whoever lost the race is judged on what was saved."""
    code = story.ask(case_id, VIEW)
    wrong = "000000" if story.digits(code) != "000000" else "111111"

    def try_beside() -> None:
        assert refused(lambda: confirm(story, case_id, code, wrong)) in {"code_wrong", "code_spent"}

    for _ in range(4):
        story.faults.hooks["store.commit"] = [try_beside]
        try_beside()
    present = kept(story).present
    assert present is not None
    assert present.tries == one_time_code.TRIES
    assert refused(lambda: confirm(story, case_id, code)) == "code_spent"


def test_a_provider_without_an_answer_loses_nothing(story: SigningStory, case_id: str) -> None:
    """Ambiguous: the code may arrive, the contact is in doubt, and the person asks for another one."""
    story.faults.lost = frozenset({"mailer.send"})
    code = story.ask(case_id, VIEW)
    assert code.uncertain
    assert story.memory.contact(LIVE, code.contact_id).state is ContactState.UNKNOWN
    story.faults.lost = frozenset()
    code = story.ask(case_id, VIEW)
    assert confirm(story, case_id, code).code_id == code.code_id


def test_a_provider_that_refuses_is_told_plainly(story: SigningStory, case_id: str) -> None:
    story.faults.refusing = frozenset({"mailer.send"})
    with pytest.raises(ProviderUnavailable) as refusal:
        story.ask(case_id, VIEW)
    assert refusal.value.code == "code_not_sent"
    assert "contact.failed" in story.types(case_id)
    assert story.case(case_id).attention is None


def test_three_in_a_quarter_of_an_hour(story: SigningStory, case_id: str) -> None:
    for _ in range(3):
        story.ask(case_id, VIEW)
    before = story.case(case_id)
    assert refused(lambda: story.ask(case_id, VIEW)) == "too_many_codes"
    assert story.case(case_id) == before
    story.wall.instant += timedelta(minutes=15)
    assert not story.ask(case_id, VIEW).uncertain


def test_an_address_that_was_closed_meanwhile_gets_no_code(story: SigningStory, case_id: str) -> None:
    """A bounce closes it: the place in the list is another's, or nobody's."""
    code = story.ask(case_id, VIEW)
    story.report(code.contact_id, DeliveryKind.BOUNCED)
    assert refused(lambda: story.ask(case_id, VIEW, masked=code.masked_address)) == "contact_unknown"
    assert story.ask(case_id, VIEW).channel is Channel.SMS
    assert refused(lambda: story.ask(case_id, VIEW, contact=5)) == "contact_unknown"


def test_a_bounce_of_a_code_leaves_the_scenario_as_it_is(story: SigningStory, case_id: str) -> None:
    before = story.case(case_id).steps
    code = story.ask(case_id, VIEW)
    story.report(code.contact_id, DeliveryKind.BOUNCED)
    assert story.case(case_id).steps == before
    assert story.case(case_id).attention is None


def test_a_closed_case_can_still_be_read_with_a_code(story: SigningStory, case_id: str) -> None:
    """The debtor fetches the final receipt (R-127)."""
    story.pay(case_id)
    assert story.case(case_id).is_closed
    code = story.ask(case_id, VIEW)
    assert confirm(story, case_id, code).code_id == code.code_id


def test_what_is_kept_survives_the_process(story: SigningStory, case_id: str) -> None:
    """Another process, with the store alone, takes the code."""
    code = story.ask(case_id, VIEW)
    other = replace(story.recording, store=story.memory)
    found = confirm_code(ConfirmCode(LIVE, case_id, code.code_id, story.digits(code)), recording=other)
    assert found.code_id == code.code_id
