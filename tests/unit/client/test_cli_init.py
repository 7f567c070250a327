"""``amiable init``: which key, where it is kept, and who wins when several are known."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from amiable.cli.init_command import Source
from amiable.cli.problems import CliError
from amiable.cli.profiles import LocalTenant, Profile, ProfileFile, checked_url, chosen_profile, config_path

from tests.support.client_transport import BASE_URL
from tests.support.command_line import CommandLine


def local_file(folder: Path, cli: CommandLine) -> None:
    (folder / ".local").mkdir()
    tenants = [
        {"name": "Atelier du Canal", "test_key": cli.test_key, "live_key": cli.live_key},
        {"name": "Fournitures Bertin", "test_key": cli.live_key, "live_key": cli.live_key},
    ]
    told = {"base_url": BASE_URL, "operator_key": "op_secret", "tenants": tenants, "aws_endpoint": "http://127.0.0.1:1"}
    (folder / ".local" / "amiable.json").write_text(json.dumps(told))


def test_the_local_cloud_is_found_from_a_folder_below_it(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    local_file(cli.home, cli)
    (cli.home / "src" / "deep").mkdir(parents=True)
    monkeypatch.chdir(cli.home / "src" / "deep")
    done = cli.good("init", "--local")
    assert "Atelier du Canal" in done.out
    assert "Fournitures Bertin" in done.out
    kept = ProfileFile().get("local")
    assert kept is not None
    assert (kept.api_key, kept.base_url) == (cli.test_key, BASE_URL)
    assert ProfileFile().current() == "local"


def test_without_a_word_the_local_cloud_is_taken_where_it_is(cli: CommandLine) -> None:
    local_file(cli.home, cli)
    assert cli.good("init", "-o", "json").json["profile"] == "local"


def test_a_tenant_is_chosen_by_a_part_of_its_name(cli: CommandLine) -> None:
    local_file(cli.home, cli)
    done = cli.good("init", "--tenant", "bertin")
    assert "LIVE" in done.err
    refused = cli.run("init", "--tenant", "Durand")
    assert refused.status == 2
    assert "Fournitures Bertin" in refused.err


def test_nobody_else_can_read_the_file_and_the_folder(cli: CommandLine) -> None:
    local_file(cli.home, cli)
    cli.good("init")
    path = config_path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["config.json"]


def test_a_key_that_is_not_known_is_not_kept(cli: CommandLine) -> None:
    done = cli.run("init", "--api-key", "sk_test_" + "0" * 32, "--base-url", BASE_URL, "--profile", "other")
    assert done.status == 1
    assert ProfileFile().get("other") is None


@pytest.mark.parametrize("key", ["", "   ", "sk_test_ü", "two words", "sk_test_\x1b[2J"])
def test_what_cannot_be_a_key_is_refused_before_anything_is_sent(cli: CommandLine, key: str) -> None:
    done = cli.run("init", "--api-key", key, "--base-url", BASE_URL)
    assert done.status == 2
    assert cli.way.seen == []


@pytest.mark.parametrize(
    "url", ["http://api.example/v1", "ftp://127.0.0.1", "", "file:///etc/passwd", "http://10.0.0.5"]
)
def test_a_key_never_travels_in_clear_text_to_another_machine(url: str) -> None:
    with pytest.raises(CliError):
        checked_url(url)


def test_clear_text_is_good_enough_for_this_machine() -> None:
    assert checked_url("http://127.0.0.1:4566/v1/") == "http://127.0.0.1:4566/v1"


def test_a_key_that_is_typed_is_not_shown(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amiable.cli.init_command._somebody_is_there", lambda: True)
    done = cli.run("init", "--profile", "typed", typed=f"{cli.test_key}\n{BASE_URL}\n")
    assert done.status == 0
    kept = ProfileFile().get("typed")
    assert kept is not None
    assert kept.api_key == cli.test_key


def test_a_key_of_the_environment_is_taken_and_the_local_cloud_when_it_is_said(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    local_file(cli.home, cli)
    monkeypatch.setenv("AMIABLE_API_KEY", cli.live_key)
    monkeypatch.setenv("AMIABLE_BASE_URL", BASE_URL)
    assert cli.good("init", "-o", "json").json["mode"] == "live"
    assert cli.good("init", "--local", "-o", "json").json["mode"] == "test"


def test_there_must_be_somebody_to_ask(cli: CommandLine) -> None:
    assert cli.run("init", typed="sk_test_whatever\n").status == 2


class TestWhoWins:
    @pytest.fixture
    def file(self, tmp_path: Path) -> ProfileFile:
        file = ProfileFile(tmp_path / "config.json")
        file.put(Profile("work", "https://work.example/v1", "sk_test_work"))
        file.put(Profile("home", "https://home.example/v1", "sk_test_home"))
        return file

    def test_options_then_environment_then_the_file(self, file: ProfileFile) -> None:
        environment = {"AMIABLE_API_KEY": "sk_test_env", "AMIABLE_BASE_URL": "https://env.example/v1"}
        assert chosen_profile({}, file, {}).name == "home"
        assert chosen_profile({}, file, {"AMIABLE_PROFILE": "work"}).api_key == "sk_test_work"
        by_environment = chosen_profile({}, file, environment)
        assert (by_environment.api_key, by_environment.base_url) == ("sk_test_env", "https://env.example/v1")
        given = {"api_key": "sk_test_opt", "base_url": "https://opt.example", "profile": "work"}
        by_option = chosen_profile(given, file, environment)
        assert (by_option.name, by_option.api_key, by_option.base_url) == ("work", "sk_test_opt", "https://opt.example")

    def test_an_unknown_profile_is_named_with_those_there_are(self, file: ProfileFile) -> None:
        with pytest.raises(CliError, match="home, work"):
            chosen_profile({"profile": "wrok"}, file, {})

    def test_without_any_key_the_cure_is_init(self, tmp_path: Path) -> None:
        with pytest.raises(CliError) as refused:
            chosen_profile({}, ProfileFile(tmp_path / "none.json"), {})
        assert "amiable init" in str(refused.value.cure)

    def test_the_listening_secret_outlives_a_new_key(self, file: ProfileFile) -> None:
        file.put(Profile("work", "https://work.example/v1", "sk_test_work", "whsec_x"))
        file.put(Profile("work", "https://work.example/v1", "sk_test_new"))
        kept = file.get("work")
        assert kept is not None
        assert (kept.api_key, kept.listen_secret) == ("sk_test_new", "whsec_x")

    @pytest.mark.parametrize("content", ["", "[]", "null", '{"profiles": 3}', '{"profiles": {"default": {}}}', "\x00"])
    def test_a_broken_file_is_told_with_its_cure(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "config.json"
        path.write_text(content)
        with pytest.raises(CliError) as refused:
            chosen_profile({"profile": "default"}, ProfileFile(path), {})
        assert "amiable init" in str(refused.value.cure)


def test_a_relative_configuration_folder_does_not_count() -> None:
    assert config_path({"XDG_CONFIG_HOME": "here"}) == Path.home() / ".config" / "amiable" / "config.json"
    assert config_path({"XDG_CONFIG_HOME": "/etc/xdg"}) == Path("/etc/xdg/amiable/config.json")


def test_no_secret_is_in_what_a_traceback_or_a_log_shows() -> None:
    profile = Profile("work", "https://work.example/v1", "sk_live_secret", "whsec_secret")
    tenant = LocalTenant("Atelier du Canal", BASE_URL, "sk_test_secret")
    source = Source(BASE_URL, "sk_test_secret", "default", "key given")
    assert "secret" not in repr((profile, tenant, source)).replace("listen_secret", "")
