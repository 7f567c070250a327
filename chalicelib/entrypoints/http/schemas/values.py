"""The values every resource shares, as JSON writes them: money, dates, texts and addresses, with their limits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, CaseManager

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_INSTANT = re.compile(r"[0-9-]{10}T[0-9:]{8}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})\Z")
# Later control characters, invisible ones, and those that turn the direction of a text.
UNSEEN = r"\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
# The mark that a decoder leaves where bytes were not UTF-8: the text was broken before it came here.
NOT_UTF8 = r"\ufffd"
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f{UNSEEN}{NOT_UTF8}]")
_LINE = re.compile(r"[\t\n]")
LARGEST_AMOUNT = 99_999_999_999
_ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"

CreditorId = Annotated[str, Field(pattern=f"^cred_{_ULID}$")]
DebtorId = Annotated[str, Field(pattern=f"^deb_{_ULID}$")]
CaseId = Annotated[str, Field(pattern=f"^case_{_ULID}$")]
InvoiceId = Annotated[str, Field(pattern=f"^inv_{_ULID}$")]
ClockId = Annotated[str, Field(pattern=f"^clk_{_ULID}$")]
EndpointId = Annotated[str, Field(pattern=f"^whe_{_ULID}$")]
UploadId = Annotated[str, Field(pattern=f"^upl_{_ULID}$")]


class Request(BaseModel):
    """The body of a request: JSON types are taken as they are, unknown fields are refused.

    A model is built when its first request comes: a cold start pays for one, not for all of them.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True, defer_build=True)

    def given(self) -> dict[str, Any]:
        """The fields that the caller sent, ``null`` included, as they are."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class QueryString(BaseModel):
    """The parameters of a request; they arrive as text."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


def _date(value: Any) -> Any:
    if not isinstance(value, str) or _DATE.match(value) is None:
        raise PydanticCustomError("wrong_form", "A date is written YYYY-MM-DD.")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("invalid_date", "This day does not exist.") from None
    if not 1900 <= day.year <= 2100:
        raise PydanticCustomError("out_of_range", "A date lies between 1900 and 2100.")
    return day


def _instant(value: Any) -> Any:
    if not isinstance(value, str) or _INSTANT.match(value) is None:
        raise PydanticCustomError(
            "wrong_form", "An instant is written as in RFC 3339, for example 2026-01-15T09:30:00Z."
        )
    try:
        instant = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PydanticCustomError("invalid_date", "This instant does not exist.") from None
    if not 1900 <= instant.year <= 2100:
        raise PydanticCustomError("out_of_range", "An instant lies between 1900 and 2100.")
    return instant


def _line(value: str) -> str:
    if _CONTROL.search(value) or _LINE.search(value):
        raise PydanticCustomError(
            "wrong_form", "One line of text, without control, invisible or replacement characters."
        )
    return _not_blank(value)


def _text(value: str) -> str:
    if _CONTROL.search(value):
        raise PydanticCustomError("wrong_form", "Text without control, invisible or replacement characters.")
    return _not_blank(value)


def _not_blank(value: str) -> str:
    stripped = value.strip()
    if not stripped:
        raise PydanticCustomError("blank", "Not empty, nor only spaces.")
    return stripped


def read_percent(value: Any) -> Any:
    """A rate as it is written in requests, in percent a year; anything else is refused as ``wrong_form``."""
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", value) is None:
        raise PydanticCustomError("wrong_form", 'A rate is a decimal string in percent, for example "12.15".')
    return Decimal(value)


Day = Annotated[date, BeforeValidator(_date)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_line)]
ShortLine = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_line)]
LongText = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_text)]
Identifier = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_line)]
InvoiceNumber = Annotated[
    str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$"), AfterValidator(_line)
]
EmailText = Annotated[str, Field(min_length=3, max_length=254), AfterValidator(_line)]
PhoneText = Annotated[str, Field(min_length=3, max_length=30), AfterValidator(_line)]
PaymentLinkText = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_line)]
Percent = Annotated[
    Decimal,
    BeforeValidator(read_percent),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,4})?$", "maxLength": 8}),
]
MetadataKey = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
MetadataValue = Annotated[str, Field(max_length=500), AfterValidator(lambda v: v if not v else _text(v))]
Metadata = Annotated[dict[MetadataKey, MetadataValue], Field(max_length=20)]


class MoneyIn(Request):
    """An amount in minor units."""

    amount: Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

    def to_domain(self) -> Money:
        return Money(self.amount, self.currency)


def _euro(value: MoneyIn) -> MoneyIn:
    if value.currency != "EUR":
        raise PydanticCustomError("currency_not_supported", "Amounts are in EUR.")
    return value


_EUROS = AfterValidator(_euro)
Euro = Annotated[MoneyIn, _EUROS]


class PositiveMoneyIn(MoneyIn):
    """More than nothing, in minor units."""

    amount: Annotated[int, Field(gt=0, le=LARGEST_AMOUNT)]


PositiveEuro = Annotated[PositiveMoneyIn, _EUROS]


class AddressIn(Request):
    """A postal address."""

    line1: Line
    line2: Line | None = None
    postal_code: Annotated[str, Field(min_length=2, max_length=12), AfterValidator(_line)]
    city: Line
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "FR"

    def to_domain(self) -> Address:
        return Address(self.line1, self.postal_code, self.city, self.country, self.line2)


class CaseManagerIn(Request):
    """The named contact person of a case."""

    name: Line
    phone: PhoneText | None = None
    email: EmailText | None = None

    def to_domain(self) -> CaseManager:
        return CaseManager(self.name, self.phone, self.email)


def _limit(value: Any) -> Any:
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{1,4}", value) is None:
        raise PydanticCustomError("wrong_form", "A whole number from 1 to 100.")
    return int(value)


class ListQuery(QueryString):
    """Every list: ``limit`` 1 to 100, ``cursor`` from the page before."""

    limit: Annotated[int, Field(ge=1, le=100), BeforeValidator(_limit)] = 20
    cursor: Annotated[str, Field(min_length=1, max_length=2048)] | None = None
