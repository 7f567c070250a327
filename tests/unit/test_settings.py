"""The environment is read once, checked, and cannot make test mode reach a person on AWS."""

from __future__ import annotations

import dataclasses

import pytest

from chalicelib.settings import Settings, SettingsError, read_settings

LOCAL = {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}
COMPLETE = {
    "STAGE": "local",
    "TABLE_NAME": "amiable-local",
    "ARCHIVE_BUCKET": "archive",
    "FILES_BUCKET": "files",
    "DATA_KEY_ID": "data-key",
    "SIGNING_KEY_ID": "signing-key",
    "RUNS_QUEUE_URL": "https://queue/runs",
    "ARCHIVE_QUEUE_URL": "https://queue/archive",
    "FACTS_QUEUE_URL": "https://queue/facts",
    "IMPORTS_QUEUE_URL": "https://queue/imports",
    "WEBHOOKS_QUEUE_URL": "https://queue/webhooks",
    "CASE_STATE_MACHINE_ARN": "arn:case",
    "TEST_CLOCK_STATE_MACHINE_ARN": "arn:test-clock",
    "OPERATOR_KEY_HASH": "0" * 64,
    "MAIL_FROM": "relances@amiable.test",
    "MAIL_CONFIGURATION_SET": "amiable-local",
    "BASE_URL": "https://amiable.example/",
}


def test_settings_carry_what_the_environment_says() -> None:
    settings = read_settings(COMPLETE)
    assert (settings.table_name, settings.mail_domain) == ("amiable-local", "amiable.test")
    assert settings.base_url == "https://amiable.example"
    assert not settings.test_mode_delivers
    assert not settings.compressed_waits


def test_problems_are_explained_by_the_api_itself_unless_said_otherwise() -> None:
    assert read_settings({name: value for name, value in COMPLETE.items() if name != "BASE_URL"}).base_url == ""


def test_a_page_for_debtors_is_published_where_the_deployment_says_and_nowhere_else() -> None:
    """R-127: empty, messages carry no link."""
    assert read_settings(COMPLETE).debtor_page_url == ""
    assert read_settings(COMPLETE).debtor_page_days == 90
    told = read_settings({**COMPLETE, "DEBTOR_PAGE_URL": "https://pay.example.com/a/", "DEBTOR_PAGE_DAYS": "30"})
    assert (told.debtor_page_url, told.debtor_page_days) == ("https://pay.example.com/a", 30)


@pytest.mark.parametrize(
    "address",
    [
        "pay.example.com",
        "//pay.example.com",
        "ftp://x",
        "https://",
        "https://u@x.fr",
        "https://x.fr/?a",
        "https://x.fr/#",
        "http://x.fr",
    ],
)
def test_an_address_that_links_cannot_begin_with_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="DEBTOR_PAGE_URL"):
        read_settings({**COMPLETE, "DEBTOR_PAGE_URL": address})


@pytest.mark.parametrize("days", ["0", "731", "-1", "1.5", "many"])
def test_a_link_lives_from_a_day_to_two_years(days: str) -> None:
    with pytest.raises(SettingsError, match="DEBTOR_PAGE_DAYS"):
        read_settings({**COMPLETE, "DEBTOR_PAGE_DAYS": days})


def test_what_is_missing_is_named() -> None:
    given = {name: value for name, value in COMPLETE.items() if name not in ("TABLE_NAME", "STAGE")}
    with pytest.raises(SettingsError, match="STAGE, TABLE_NAME"):
        read_settings(given)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_settings(COMPLETE).stage = "other"  # type: ignore[misc]  # that it cannot be assigned is the point


@pytest.mark.parametrize("switch", ["TEST_MODE_DELIVERS", "COMPRESSED_WAITS"])
def test_the_local_cloud_may_deliver_test_messages_and_compress_waits(switch: str) -> None:
    settings = read_settings({**COMPLETE, **LOCAL, switch: "true"})
    assert getattr(settings, switch.lower()) is True


@pytest.mark.parametrize("switch", ["TEST_MODE_DELIVERS", "COMPRESSED_WAITS"])
@pytest.mark.parametrize(
    "endpoints",
    [
        {},
        {"AWS_ENDPOINT_URL": ""},
        {"AWS_ENDPOINT_URL": "not a url"},
        {"AWS_ENDPOINT_URL": "https://email.eu-west-3.amazonaws.com"},
        {"AWS_ENDPOINT_URL": "https://AMAZONAWS.COM./"},
        {"AWS_ENDPOINT_URL": "https://email.eu-west-3.api.aws"},
        {**LOCAL, "AWS_ENDPOINT_URL_SES": "https://email.eu-west-3.amazonaws.com"},
        {**LOCAL, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
    ],
)
def test_aws_is_refused_to_whoever_delivers_test_messages_or_compresses_waits(
    endpoints: dict[str, str], switch: str
) -> None:
    with pytest.raises(SettingsError, match=switch):
        read_settings({**COMPLETE, **endpoints, switch: "true"})


def test_a_host_that_only_looks_like_aws_is_local() -> None:
    settings = read_settings({**COMPLETE, "AWS_ENDPOINT_URL": "http://notamazonaws.com.localhost:4566"})
    assert settings.is_local


def test_a_switch_is_true_or_false_and_nothing_else() -> None:
    with pytest.raises(SettingsError, match="TEST_MODE_DELIVERS"):
        read_settings({**COMPLETE, **LOCAL, "TEST_MODE_DELIVERS": "yes"})


def test_no_field_holds_a_secret() -> None:
    names = {field.name for field in dataclasses.fields(Settings)}
    assert not {name for name in names if "secret" in name or "password" in name}
