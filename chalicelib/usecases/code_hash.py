"""The keyed hash of a one-time code, and the digits that somebody entered held against it (R-127)."""

from __future__ import annotations

import hmac
import re
from datetime import datetime

from chalicelib.domain.contact import Channel
from chalicelib.domain.negotiation.one_time_code import (
    DebtorCodes,
    OneTimeCode,
    Purpose,
    sealed_message,
    usable,
    wrong_digits,
)

from .recording import CaseFile, Recording
from .writes import Update

KEY_PURPOSE = "one-time code"
LONGEST_ENTRY = 40
SAID_BY = {Channel.EMAIL: "email", Channel.SMS: "sms"}


def hash_of(code: OneTimeCode, file: CaseFile, digits: str, recording: Recording) -> str:
    """Hexadecimal; made under the debtor's key, over the digits and everything that they open."""
    message = sealed_message(code, file.case.id, file.debtor.id, digits)
    return recording.vault.authenticate(file.key, message, KEY_PURPOSE).hex()


def entered(
    file: CaseFile,
    code_id: str,
    digits: str,
    purpose: Purpose,
    recording: Recording,
    *,
    subject_id: str | None = None,
    text_sha256: str | None = None,
) -> tuple[OneTimeCode, DebtorCodes]:
    """The code and the codes of the case once it is used: to be saved in the transaction of what it opens.

    A wrong try is saved before it is answered, so that none is ever free: of two at once one loses and is judged again.

    Errors: those of ``usable``; ``code_wrong`` (422) says how many tries are left; ``code_spent`` after the fifth.
    """
    now = recording.wall.now()
    stored = recording.store.debtor_codes(file.case.scope, file.debtor.id)
    codes, code = usable(stored, code_id, purpose, now, subject_id=subject_id, text_sha256=text_sha256)
    if hmac.compare_digest(hash_of(code, file, typed_digits(digits), recording), code.hash):
        return code, codes.used(now)
    recording.store.commit((Update(codes.with_try(), file.key),))
    raise wrong_digits(code)


def typed_digits(text: str) -> str:
    """As people copy a code: spaces and hyphens between the digits do not matter."""
    return re.sub(r"[\s\u00a0\u202f-]", "", text[:LONGEST_ENTRY])


def used_at(codes: DebtorCodes) -> datetime | None:
    """Wall time."""
    return codes.present.used_at if codes.present else None
