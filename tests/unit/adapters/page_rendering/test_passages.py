"""A text to sign is laid out for a phone without a word of it changed (PLAN_03)."""

from __future__ import annotations

from chalicelib.adapters.page_rendering.passages import passages_of

TEXT = """ACME SARL
1 rue de la Paix

Reconnaissance de dette
-----------------------

Le débiteur reconnaît devoir au créancier la somme de 1 200,00 € (mille deux
cents euros), arrêtée au 23 novembre 2026.

- Échéance n° 1, à régler le 25 novembre 2026, quatre cents euros tout
  rond
- Échéance n° 2, à régler le 28 décembre 2026, montant : 800,00 €
Total : 1 200,00 €"""


def test_headings_addresses_and_wrapped_lines_are_told_apart() -> None:
    address, heading, wrapped, listed = passages_of(TEXT)
    assert address.lines == ("ACME SARL", "1 rue de la Paix")
    assert (heading.lines, heading.is_heading) == (("Reconnaissance de dette",), True)
    assert len(wrapped.lines) == 1
    assert len(listed.lines) == 3
    assert listed.lines[0].endswith("tout rond")


def test_every_word_stays_in_its_order() -> None:
    shown = " ".join(line for passage in passages_of(TEXT) for line in passage.lines).split()
    assert shown == [word for word in TEXT.split() if set(word) != {"-"} or word == "-"]


def test_a_single_line_is_a_paragraph_and_nothing_is_nothing() -> None:
    assert [passage.is_heading for passage in passages_of("Un mot.")] == [False]
    assert passages_of(" \n ") == ()
