"""The MIME of an e-mail."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from chalicelib.adapters.mime import Attachment, build_mime

SUBJECT = "Hôtel «\u00a0Été\u00a0»\u00a0: un message à votre attention, très très très long (réf. BEL-2026-0042), œuvre"
LINK = "<https://example.org/stop/" + "u" * 150 + ">"


def built(**changes: Any) -> bytes:
    values: dict[str, Any] = {
        "sender_name": "Hôtel, « Été »",
        "sender_address": "relance@example.org",
        "to": "debiteur@example.org",
        "reply_to": "compta@example.org",
        "subject": SUBJECT,
        "text": "Bonjour,\n\nla somme de 1\u202f234,56\u00a0€ reste due.\n" + "mot " * 400,
        "html": "<p>1\u202f234,56\u00a0€</p>",
        "attachments": [Attachment("Facture n° 12 – été.pdf", b"%PDF-1.7\x00\xff" * 50)],
        "message_id": "ctc_1@example.org",
        "headers": {"List-Unsubscribe": LINK, "X-Contact-Id": "ctc_01"},
        "date": datetime(2026, 1, 30, 9, tzinfo=UTC),
    }
    return build_mime(**(values | changes))


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def test_the_same_input_gives_the_same_bytes() -> None:
    """R-125: the archived message is the message that was sent."""
    assert built() == built()
    assert built() != built(message_id="ctc_2@example.org")


def test_every_byte_is_ascii_and_no_line_is_long() -> None:
    lines = built(headers={}).split(b"\r\n")
    assert all(byte < 128 for line in lines for byte in line)
    assert max(len(line) for line in lines) <= 78


def test_subject_names_and_texts_come_out_as_they_went_in() -> None:
    message = read(built())
    assert message["subject"] == SUBJECT
    assert message["from"].addresses[0].display_name == "Hôtel, « Été »"
    assert message["from"].addresses[0].addr_spec == "relance@example.org"
    assert message["reply-to"].addresses[0].addr_spec == "compta@example.org"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "1\u202f234,56\u00a0€ reste due." in text.get_content()
    assert html.get_content().strip() == "<p>1\u202f234,56\u00a0€</p>"


def test_an_attachment_keeps_its_french_name_and_its_bytes() -> None:
    (attached,) = read(built()).iter_attachments()
    assert attached.get_filename() == "Facture n° 12 – été.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == b"%PDF-1.7\x00\xff" * 50


def test_the_unsubscribe_link_is_neither_folded_nor_encoded() -> None:
    assert f"List-Unsubscribe: {LINK}\r\n".encode() in built()


@pytest.mark.parametrize("field", ["subject", "sender_name", "message_id"])
def test_no_value_can_inject_a_header(field: str) -> None:
    message = read(built(**{field: "x\r\nBcc: victime@example.org"}))
    assert message["bcc"] is None


def test_a_header_value_or_file_name_cannot_inject_either() -> None:
    message = read(
        built(
            headers={"X-Contact-Id": "a\r\nBcc: v@example.org"}, attachments=[Attachment("a\r\nBcc: v@x.fr.pdf", b"")]
        )
    )
    assert message["bcc"] is None


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r".+"):
        built(to="pas une adresse")
