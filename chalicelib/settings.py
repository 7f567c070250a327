"""The only reader of the environment: everything the deployment decides, read once per process, checked, frozen."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.domain.key_use import Quotas

LARGEST_QUOTA = 1_000_000
LONGEST_LINK_DAYS = 730
_PAGE_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*")


class SettingsError(RuntimeError):
    """The environment is incomplete or contradicts itself; the process must not start."""


@dataclass(frozen=True)
class Settings:
    """What the deployment decides. Names of AWS resources are those that boto3 takes; no field is a secret.

    `test_mode_delivers` (test mode really carries messages) and `compressed_waits` (waits are shorter than they say)
    are for the local cloud alone; reading them on AWS is refused.
    """

    stage: str
    table_name: str
    archive_bucket: str
    files_bucket: str
    data_key_id: str
    signing_key_id: str
    runs_queue_url: str
    archive_queue_url: str
    webhooks_queue_url: str
    facts_queue_url: str
    imports_queue_url: str
    case_state_machine_arn: str
    test_clock_state_machine_arn: str
    operator_key_hash: str  # SHA-256, lower-case hex
    mail_from: str
    mail_configuration_set: str
    requests_per_key: int = 6_000  # in a minute
    requests_per_tenant: int = 12_000  # in a minute and mode, with all its keys
    base_url: str = ""  # where problems are explained, without a slash at the end; empty: by the API itself
    debtor_page_url: str = ""  # links to debtors' pages are <this>/d/<token>; empty: messages carry no link
    debtor_page_days: int = 90  # for how long such a link opens the page
    test_mode_delivers: bool = False
    compressed_waits: bool = False
    aws_endpoint: str | None = None  # None: AWS itself

    @property
    def is_local(self) -> bool:
        """Whether this process talks to a local cloud, not to AWS."""
        return self.aws_endpoint is not None and not _is_aws(self.aws_endpoint)

    @property
    def quotas(self) -> Quotas:
        """What a key, and a tenant with all its keys, may ask in a minute."""
        return Quotas(self.requests_per_key, self.requests_per_tenant)

    @property
    def mail_domain(self) -> str:
        """The domain that mail leaves from."""
        return self.mail_from.rpartition("@")[2]


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the process's environment, or from the given one.

    Raises SettingsError naming what is missing, or when a switch of the local cloud is on while the endpoint is AWS
    (no endpoint override, for any service, or a host under amazonaws.com).
    """
    given = os.environ if environment is None else environment
    missing = [name for name in _REQUIRED if not given.get(name)]
    if missing:
        raise SettingsError(f"missing from the environment: {', '.join(missing)}")
    values = {name.lower(): given[name] for name in _REQUIRED}
    settings = Settings(
        **values,
        requests_per_key=_quota(given, "REQUESTS_PER_KEY", Settings.requests_per_key),
        requests_per_tenant=_quota(given, "REQUESTS_PER_TENANT", Settings.requests_per_tenant),
        base_url=given.get("BASE_URL", "").rstrip("/"),
        debtor_page_url=_page_address(given),
        debtor_page_days=_days(given, "DEBTOR_PAGE_DAYS", Settings.debtor_page_days),
        test_mode_delivers=_switch(given, "TEST_MODE_DELIVERS"),
        compressed_waits=_switch(given, "COMPRESSED_WAITS"),
        aws_endpoint=given.get("AWS_ENDPOINT_URL") or None,
    )
    _refuse_local_switches_on_aws(settings, given)
    return settings


_REQUIRED = (
    "STAGE",
    "TABLE_NAME",
    "ARCHIVE_BUCKET",
    "FILES_BUCKET",
    "DATA_KEY_ID",
    "SIGNING_KEY_ID",
    "RUNS_QUEUE_URL",
    "ARCHIVE_QUEUE_URL",
    "WEBHOOKS_QUEUE_URL",
    "FACTS_QUEUE_URL",
    "IMPORTS_QUEUE_URL",
    "CASE_STATE_MACHINE_ARN",
    "TEST_CLOCK_STATE_MACHINE_ARN",
    "OPERATOR_KEY_HASH",
    "MAIL_FROM",
    "MAIL_CONFIGURATION_SET",
)


def _quota(given: Mapping[str, str], name: str, otherwise: int) -> int:
    value = given.get(name) or str(otherwise)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= LARGEST_QUOTA):
        raise SettingsError(f"{name} is a number of requests from 1 to {LARGEST_QUOTA}, not {value!r}")
    return int(value)


def _days(given: Mapping[str, str], name: str, otherwise: int) -> int:
    value = given.get(name) or str(otherwise)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= LONGEST_LINK_DAYS):
        raise SettingsError(f"{name} is a number of days from 1 to {LONGEST_LINK_DAYS}, not {value!r}")
    return int(value)


def _page_address(given: Mapping[str, str]) -> str:
    """An address that links can begin with: https, or http for a local cloud; without query, fragment or user."""
    value = given.get("DEBTOR_PAGE_URL", "").rstrip("/")
    if value and not _PAGE_ADDRESS.fullmatch(value):
        raise SettingsError(f"DEBTOR_PAGE_URL is an address like https://pay.example.com, not {value!r}")
    if value.startswith("http://") and not given.get("AWS_ENDPOINT_URL"):
        raise SettingsError("DEBTOR_PAGE_URL begins with https:// where people follow it")
    return value


def _switch(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name) or "false"
    if value not in ("true", "false"):
        raise SettingsError(f"{name} is true or false, not {value!r}")
    return value == "true"


def _refuse_local_switches_on_aws(settings: Settings, given: Mapping[str, str]) -> None:
    on = [name for name in ("test_mode_delivers", "compressed_waits") if getattr(settings, name)]
    if not on:
        return
    # An endpoint for one service (AWS_ENDPOINT_URL_SES…) wins over the general one in boto3.
    endpoints = [value for name, value in given.items() if name.startswith("AWS_ENDPOINT_URL_") and value]
    ignored = given.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true"
    if not settings.is_local or ignored or any(_is_aws(endpoint) for endpoint in endpoints):
        raise SettingsError(f"{', '.join(on).upper()} is for the local cloud; this process talks to AWS")


def _is_aws(endpoint: str) -> bool:
    """Whether an endpoint is AWS's; what cannot be read as a URL with a host counts as AWS."""
    host = (urlsplit(endpoint).hostname or "").rstrip(".").lower()
    aws = ("amazonaws.com", "amazonaws.com.cn", "api.aws", "amazonaws.eu")
    return not host or any(host == name or host.endswith(f".{name}") for name in aws)
