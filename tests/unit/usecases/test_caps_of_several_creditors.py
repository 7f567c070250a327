"""Whose solicitations count together: a collector's for all its creditors, a creditor's its own (CON_05, CON_06)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.parties import DebtorKind
from chalicelib.usecases.writes import Create
from tests.support.mandate_story import MandateStory
from tests.support.story import d

WEEK = 7


def days_of_two_creditors(kind: DebtorKind, *, mandated: bool) -> tuple[list[int], list[int]]:
    """The days on which two creditors of one tenant asked the same debtor by reminder or call, each from D+2 on."""
    story = MandateStory(d(2))
    story.debtor(kind=kind)
    first = story.memory.creditor(story.scope, story.creditor_id)
    story.memory.commit([Create(replace(first, id="cred_2", version=1, name="Moulin SARL"))])
    cases = []
    for number, creditor_id in (("FA-1", "cred_1"), ("FA-2", "cred_2")):
        story.creditor_id = creditor_id
        cases.append(story.mandated(number=number) if mandated else story.open(number=number))
    story.play(d(40))
    asked = [[line for line in story.happened(case) if "letter" not in line] for case in cases]
    one, two = ([int(line.split()[0][2:]) for line in lines] for lines in asked)
    return one, two


@pytest.mark.parametrize("kind", [DebtorKind.COMPANY, DebtorKind.CONSUMER])
def test_under_mandate_the_creditors_of_a_tenant_share_the_caps(kind: DebtorKind) -> None:
    """CON_05, CON_06: it is the collector who asks, whoever the claim belongs to."""
    one, two = days_of_two_creditors(kind, mandated=True)
    assert one
    assert two
    assert set(one).isdisjoint(two)
    if kind is DebtorKind.CONSUMER:
        both = {*one, *two}
        assert all(len([day for day in both if start <= day < start + WEEK]) <= 2 for start in both), both


@pytest.mark.parametrize("kind", [DebtorKind.COMPANY, DebtorKind.CONSUMER])
def test_in_their_own_names_each_creditor_has_its_own(kind: DebtorKind) -> None:
    """CON_05, CON_06: neither is held up by what the other asks."""
    one, two = days_of_two_creditors(kind, mandated=False)
    assert one
    assert one == two
