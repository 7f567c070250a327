"""The page of a case that a message spoke for together with others: it tells what the message told (R-123, R-127)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.page_link import read_token
from chalicelib.usecases.cases_beside import NONE_BESIDE, CasesBeside, cases_beside
from chalicelib.usecases.writes import Update
from tests.support.grouped_page import GroupedPage, grouped_page
from tests.support.http_client import HttpAnswer
from tests.support.page_browser import PageBrowser
from tests.support.page_visitor import words_of

_OTHERS = re.compile(r'href="(\./[A-Za-z0-9_-]{68})"')
PAUL = {"name": "Paul Durand", "phone": "+33 1 99 00 24 10"}


@pytest.fixture
def grouped() -> Iterator[GroupedPage]:
    with grouped_page() as made:
        yield made


def three(grouped: GroupedPage) -> list[str]:
    """Three cases on the day on which one e-mail spoke for them."""
    cases = [grouped.open(100_000), grouped.open(50_000, days=2), grouped.open(30_000, days=3)]
    grouped.advance(15)
    return cases


def reference(grouped: GroupedPage, case_id: str) -> str:
    return grouped.case_file(case_id).case.reference


def linked(page: HttpAnswer) -> list[str]:
    """The tokens of the other pages that this one leads to, in its order."""
    return [link.removeprefix("./") for link in _OTHERS.findall(page.text)]


def pay(grouped: GroupedPage, case_id: str, cents: int) -> None:
    body = {"amount": {"amount": cents, "currency": "EUR"}, "received_on": "2026-01-20", "method": "bank_transfer"}
    grouped.living.say("POST", f"/v1/cases/{case_id}/payments", body)


def test_the_page_of_each_names_the_others_and_the_sum_that_the_message_told(grouped: GroupedPage) -> None:
    cases = three(grouped)
    (sent,) = [each for each in grouped.living.world.sent if each.channel is Channel.EMAIL]
    names = {case_id: reference(grouped, case_id) for case_id in cases}
    for case_id in cases:
        told = words_of(grouped.page(case_id))
        assert "D’autres dossiers dans le même message" in told
        assert "pour ce dossier et pour 2 autres, auprès de Atelier Ferrand Menuiserie" in told
        assert "font aujourd’hui 1 928,35 € à payer" in told
        assert f"Référence à indiquer {names[cases[0]]} Autres dossiers réglés" in told, "as the message quotes it"
        others = [name for other, name in names.items() if other != case_id]
        assert all(f"Dossier {name} Reste à payer" in told for name in others)
    assert " 192835 " in sent.content.decode(), "to the cent what was written that day"


def test_the_links_lead_to_the_pages_of_the_others_and_end_with_this_one(grouped: GroupedPage) -> None:
    first, *others = three(grouped)
    path = grouped.path(first)
    in_hand = read_token(path.removeprefix("/d/"))
    tokens = linked(grouped.browser.get(path))
    read = [read_token(token) for token in tokens]
    assert in_hand is not None
    assert [each and each.link for each in read] == [replace(in_hand.link, case_id=other) for other in others]
    for token, case_id in zip(tokens, others, strict=True):
        page = PageBrowser(grouped.living.client).get(f"/d/{token}")
        assert page.status == 200
        assert f"Votre dossier {reference(grouped, case_id)}" in words_of(page)


def test_a_link_that_was_taken_back_or_ended_takes_those_of_the_others_along(grouped: GroupedPage) -> None:
    first, *_ = three(grouped)
    (token, _) = linked(grouped.page(first))
    grouped.living.say("POST", f"/v1/debtors/{grouped.debtor_id}/debtor-page-links/revoke", {})
    assert grouped.browser.get(f"/d/{token}").status == 410


def test_nothing_is_told_of_a_case_that_no_message_spoke_for_beside_this_one(grouped: GroupedPage) -> None:
    """Of the same debtor and creditor, but with a voice of its own; nor does its page tell of them (R-091)."""
    own_voice = grouped.open(70_000, case_manager=PAUL)
    cases = three(grouped)
    grouped.advance(30)
    mine = reference(grouped, own_voice)
    assert all(mine not in words_of(grouped.page(case_id)) for case_id in cases)
    alone = grouped.page(own_voice)
    assert linked(alone) == []
    assert "même message" not in words_of(alone)


def test_a_case_of_another_creditor_is_never_told_of(grouped: GroupedPage) -> None:
    """Even where a record named it."""
    first, second, third = three(grouped)
    file = grouped.case_file(second)
    memory = grouped.living.world.memory
    stranger = replace(file.case, creditor_id="cred_00000000000000000000009999", version=file.case.version + 1)
    memory.commit([Update(stranger)])
    page = grouped.page(first)
    assert [read.link.case_id for read in map(read_token, linked(page)) if read] == [third]
    assert file.case.reference not in words_of(page)


def test_a_case_that_is_gone_is_left_out(grouped: GroupedPage) -> None:
    first, second, third = three(grouped)
    memory = grouped.living.world.memory
    file, case = grouped.case_file(first), grouped.case_file(second).case
    del memory._entities[type(case), grouped.scope, second]
    assert [each.id for each in cases_beside(file, memory).cases] == [third]


def test_an_erased_debtor_has_no_page_of_any_of_them(grouped: GroupedPage) -> None:
    first, *_ = three(grouped)
    tokens = linked(grouped.page(first))
    grouped.living.world.memory.erase_debtor_key(grouped.scope, grouped.debtor_id)
    assert [grouped.browser.get(f"/d/{token}").status for token in tokens] == [404, 404]


def test_a_paid_case_is_told_as_paid_and_is_in_no_sum(grouped: GroupedPage) -> None:
    """It closes with its receipt; the others go on, under the reference of one that is left."""
    first, second, third = three(grouped)
    pay(grouped, first, 104_533)
    grouped.advance(20)
    told = words_of(grouped.page(second))
    assert f"Dossier {reference(grouped, first)} Votre dossier est réglé et clos depuis le" in told
    quoted = f"Référence à indiquer {reference(grouped, second)} Autres dossiers réglés {reference(grouped, third)}"
    assert quoted in told


def test_a_message_that_nobody_can_have_read_names_no_case(grouped: GroupedPage) -> None:
    first, *_ = three(grouped)
    file, memory = grouped.case_file(first), grouped.living.world.memory
    told = [each for each in grouped.contacts(first) if each.channel is Channel.EMAIL]
    for state in (ContactState.BOUNCED, ContactState.FAILED):
        bounced = file.case
        for contact in told:
            changed = replace(contact, state=state)
            memory._entities[type(contact), grouped.scope, contact.id] = changed
            ref = next(r for record in bounced.steps for r in record.contacts if r.id == contact.id)
            bounced = bounced.with_contact(contact.step_id, replace(ref, state=state))
        memory.calls.clear()
        assert cases_beside(replace(file, case=bounced), memory) == NONE_BESIDE
        assert memory.calls == Counter(), "a call that was about several cases brings no link"


def test_the_cases_cost_their_reads_only_where_a_message_spoke_for_several(grouped: GroupedPage) -> None:
    """An ordinary page: one Query and one batch. A grouped one: the contacts, and one Query for each other case."""
    own_voice = grouped.open(70_000, case_manager=PAUL)
    cases = three(grouped)
    grouped.advance(30)
    read = {}
    for case_id in (own_voice, cases[0], cases[2]):
        path = grouped.path(case_id)
        grouped.calls.clear()
        assert grouped.browser.get(path).status == 200
        read[case_id] = dict(grouped.calls)
    assert read[own_voice] == {"case": 1, "parties": 1}
    assert read[cases[0]] == read[cases[2]] == {"case": 3, "parties": 1, "contacts": 1}


def test_a_wrong_person_reads_of_none_of_them_and_nothing_is_read(grouped: GroupedPage) -> None:
    """STOP_04."""
    first, *_ = three(grouped)
    grouped.living.say("POST", f"/v1/debtors/{grouped.debtor_id}/facts", {"kind": "wrong_person", "on": "2026-01-20"})
    path = grouped.path(first)
    grouped.calls.clear()
    assert linked(grouped.browser.get(path)) == []
    assert "contacts" not in grouped.calls


def test_no_action_of_the_page_reads_the_others(grouped: GroupedPage) -> None:
    first, *_ = three(grouped)
    path = grouped.path(first)
    grouped.calls.clear()
    assert grouped.browser.get(f"{path}/promise").status == 200
    assert "contacts" not in grouped.calls


def test_a_case_remembers_which_of_its_contacts_were_shared(grouped: GroupedPage) -> None:
    alone = grouped.open(70_000, case_manager=PAUL)
    cases = three(grouped)
    grouped.advance(30)
    for case_id in (*cases, alone):
        refs = [ref for record in grouped.case_file(case_id).case.steps for ref in record.contacts]
        assert refs
        assert {ref.shared for ref in refs} == {case_id != alone}


def test_a_ten_times_grouped_debtor_reads_of_nine_others(grouped: GroupedPage) -> None:
    cases = [grouped.open(10_000 * (n + 1), days=n % 7) for n in range(10)]
    grouped.advance(16)
    found = cases_beside(grouped.case_file(cases[3]), grouped.living.world.memory)
    assert found == CasesBeside(found.cases, cases[0])
    assert sorted(each.id for each in found.cases) == sorted({*cases} - {cases[3]})
    page = words_of(grouped.page(cases[3]))
    assert "et pour 9 autres" in page
    assert len(linked(grouped.page(cases[3]))) == 9


def test_in_english_it_is_said_in_english(grouped: GroupedPage) -> None:
    first, *_ = three(grouped)
    told = words_of(grouped.browser.get(f"{grouped.path(first)}?lang=en"))
    assert "Other cases in the same message" in told
    assert "come to €1,928.35 today" in told
