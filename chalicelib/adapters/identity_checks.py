"""Checks the form of what identifies and reaches a party (R-003), by libraries and without any network call.

Each check returns the normalised value or raises ``ValueError`` whose text is a reason the caller can act on. The
libraries are imported where they are used: they are not needed at every start.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MAXIMUM_VALUE_CHARACTERS = 320

# First digits of the postal codes of each country code that French addresses use. Metropolitan France's own code is
# also commonly written for overseas addresses. 971 also holds the former codes of Saint-Barthélemy and Saint-Martin.
POSTAL_CODES = {
    "FR": r"(0[1-9]|[1-8]\d|9[0-5]|97[1-46])",
    "GP": r"971",
    "MQ": r"972",
    "GF": r"973",
    "RE": r"974",
    "YT": r"976",
    "MF": r"97(150|051)",
    "BL": r"97(133|033)",
}

# National numbers are read as metropolitan first, then as overseas ones (0692… is a mobile of La Réunion).
PHONE_REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT")

# Numbers that the ARCEP keeps for works of fiction: samples and demonstrations use them, nobody answers them.
FICTION_NUMBERS = re.compile(r"\+33(19900|26191|35301|46571|53649|63998)\d{4}")


class IdentityChecks:
    """SIREN, SIRET, VAT number, IBAN, BIC, e-mail, phone and postal code."""

    def siren(self, value: str) -> str:
        """Nine digits, Luhn."""
        from stdnum.fr import siren

        return _checked(siren.validate, value, "A SIREN has 9 digits and ends with a check digit (Luhn)")

    def siret(self, value: str) -> str:
        """14 digits. La Poste's establishments have a check of their own: the digits sum to a multiple of 5."""
        from stdnum.fr import siret

        return _checked(siret.validate, value, "A SIRET has 14 digits and ends with a check digit (Luhn)")

    def vat_number(self, value: str) -> str:
        """A VAT number of the European Union, country prefix included."""
        from stdnum.eu import vat

        return _checked(vat.validate, value, "A VAT number starts with its country code and has a valid check digit")

    def iban(self, value: str) -> str:
        """Compact, upper case."""
        from stdnum import iban

        return _checked(iban.validate, value, "An IBAN has the length and check digits of its country")

    def bic(self, value: str) -> str:
        """Compact, upper case."""
        from stdnum import bic

        return _checked(bic.validate, value, "A BIC has 8 or 11 characters, with a country code at the fifth")

    def email(self, value: str) -> str:
        """The form only; whether the mailbox exists shows at the first message."""
        from email_validator import EmailNotValidError, validate_email

        try:
            return validate_email(_bounded(value).strip(), check_deliverability=False).normalized
        except EmailNotValidError as failure:
            raise ValueError(f"This is not a usable e-mail address: {failure}") from failure

    def phone(self, value: str) -> str:
        """E.164. A national number is read as metropolitan French, then as overseas French."""
        import phonenumbers

        for region in PHONE_REGIONS:
            try:
                number = phonenumbers.parse(_bounded(value), region)
            except phonenumbers.NumberParseException:
                continue
            formatted: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            if phonenumbers.is_valid_number(number) or FICTION_NUMBERS.fullmatch(formatted):
                return formatted
        raise ValueError("This is not a phone number in use: write it as +33612345678, or 06 12 34 56 78 for France")

    def postal_code(self, value: str, country: str) -> str:
        """Five digits that belong to ``country`` (ISO 3166-1); of other countries only the length is checked."""
        code = re.sub(r"\s", "", _bounded(value)).upper()
        prefix = POSTAL_CODES.get(country.upper())
        if prefix is None:
            if not re.fullmatch(r"[A-Z0-9-]{2,10}", code):
                raise ValueError("A postal code has 2 to 10 letters and digits")
            return code
        if not re.fullmatch(r"[0-9]{5}", code):
            raise ValueError("A French postal code has 5 digits")
        if not re.match(prefix, code):
            raise ValueError(f"{code} is not a postal code of {country.upper()}")
        return code


def _checked(validate: Callable[[str], str], value: str, rule: str) -> str:
    from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

    try:
        return validate(_bounded(value)).upper()
    except ValidationError as failure:
        reasons = {
            InvalidChecksum: "its check digits are wrong",
            InvalidFormat: "it holds a character that does not belong there",
            InvalidLength: "its length is wrong",
        }
        raise ValueError(f"{rule}; here {reasons.get(type(failure), 'a part of it does not exist')}") from failure


def _bounded(value: str) -> str:
    if len(value) > MAXIMUM_VALUE_CHARACTERS:
        raise ValueError(f"This is longer than {MAXIMUM_VALUE_CHARACTERS} characters")
    return value
