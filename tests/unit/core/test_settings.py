"""Settings: where they come from, what is refused and how it is said."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.core.errors import SettingsInvalid
from app.core.settings import (
    Settings,
    check_stage_limits,
    load_settings,
    public_settings,
    stage_seconds,
    without_password,
)
from tests.stages import REGISTRY


@pytest.fixture(autouse=True)
def _no_settings_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts in an empty folder with none of our variables set."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_defaults_are_those_of_the_contract() -> None:
    """What clients and operators rely on without setting anything."""
    settings = load_settings()
    assert (settings.app_name, settings.environment, settings.debug) == ("Video Processing API", "development", False)
    assert (settings.host, settings.port, settings.needs_key) == ("127.0.0.1", 8000, False)
    assert settings.database_url == "sqlite:///./video_processing.db"
    assert (settings.max_concurrent_jobs, settings.max_queue_size) == (3, 10000)
    slots = (settings.transcribe_slots, settings.encode_slots, settings.download_slots, settings.analyze_slots)
    assert slots == (1, 1, 3, 1)
    assert (settings.job_timeout, settings.job_hard_timeout, settings.shutdown_grace) == (3600, 4000, 20)
    assert (settings.max_retries, settings.retry_base_delay, settings.retry_max_delay) == (3, 60, 3600)
    assert (settings.whisper_model, settings.whisper_device) == ("base", "cpu")
    assert (settings.retention_days, settings.max_data_bytes) == (0, 0)
    assert settings.allowed_origins == ()
    assert settings.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (settings.max_upload_bytes, settings.max_download_bytes) == (4 * 1024**3, 4 * 1024**3)
    assert settings.max_video_seconds == 14400


def test_environment_wins_over_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` is read, the environment overrides it, an override of the caller overrides both."""
    (tmp_path / ".env").write_text("PORT=1111\nMAX_RETRIES=5\nLOG_LEVEL=warning\n")
    monkeypatch.setenv("PORT", "2222")
    settings = load_settings(max_queue_size=7)
    assert (settings.port, settings.max_retries, settings.log_level) == (2222, 5, "WARNING")
    assert settings.max_queue_size == 7


def test_the_key_of_a_service_is_not_shown() -> None:
    """Only that there is one."""
    settings = load_settings(assemblyai_api_key="k-123", assemblyai_base_url="https://api.eu.assemblyai.com/")
    assert "k-123" not in repr(settings) + str(public_settings(settings))
    assert public_settings(settings)["ASSEMBLYAI_API_KEY"] == "(set)"
    assert settings.assemblyai_base_url == "https://api.eu.assemblyai.com"


@pytest.mark.parametrize("url", ["https://api.assemblyai.com/v2", "api.assemblyai.com", "https://a:b@c", "ftp://c"])
def test_the_address_of_a_service_is_one(url: str) -> None:
    """Its SDK adds the version; a key does not belong into it."""
    with pytest.raises(SettingsInvalid, match="ASSEMBLYAI_BASE_URL: must be"):
        load_settings(assemblyai_base_url=url)


def test_settings_cannot_be_changed() -> None:
    """What was read at the start holds until the end."""
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks around a comma and a trailing comma do no harm."""
    monkeypatch.setenv("ALLOWED_HOSTS", "video.example, localhost,")
    assert load_settings().allowed_hosts == ("video.example", "localhost")
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://a.example:8443/, http://[::1], chrome-extension://abc,*")
    assert len(load_settings().allowed_origins) == 4


def test_sizes_may_carry_a_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    """`500MiB` reads better than a nine-digit number."""
    monkeypatch.setenv("MAX_UPLOAD_BYTES", "500MiB")
    assert load_settings().max_upload_bytes == 500 * 1024**2


def test_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line `PORT=` in a compose file is no mistake."""
    monkeypatch.setenv("PORT", "")
    assert load_settings().port == 8000


def test_folders_are_absolute(tmp_path: Path) -> None:
    """A child that works in another folder finds the same files."""
    assert load_settings(data_dir="here").data_dir == tmp_path / "here"
    assert load_settings().data_dir == tmp_path / "data"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("DEBUG", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
        ("ENVIRONMENT", "my laptop"),
        ("MAX_CONCURRENT_JOBS", "0"),
        ("MAX_QUEUE_SIZE", "-1"),
        ("JOB_TIMEOUT", "0"),
        ("JOB_TIMEOUT", "nan"),
        ("RETRY_BASE_DELAY", "soon"),
        ("MAX_UPLOAD_BYTES", "much"),
        ("MAX_DATA_BYTES", "1GB!"),
        ("MAX_DATA_BYTES", "1.5"),
        ("ALLOWED_ORIGINS", "a.example"),
        ("ALLOWED_ORIGINS", "https://a.example, https://b.example/page"),
        ("ALLOWED_HOSTS", "https://a.example"),
        ("ALLOWED_HOSTS", "localhost, *.example"),
        ("WHISPER_DECODING", "fast"),
        ("SQLITE_SYNCHRONOUS", "off"),
        ("DATABASE_URL", "mysql://root:secret@db/jobs"),
        ("WEBHOOK_SECRET", "whsec_secret"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("CHILD_NICE", "20"),
        ("STAGE_TIMEOUT", "soon"),
        ("STAGE_TIMEOUT", "-1"),
        ("STAGE_TIMEOUT", "fetch="),
        ("STAGE_HARD_TIMEOUT", "fetch=nan"),
        ("STAGE_HARD_TIMEOUT", "inf"),
    ],
)
def test_malformed_value_is_refused_in_one_line(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line begins with the setting's name and never repeats a secret."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("setting", "given", "name"),
    [
        ("STAGE_TIMEOUT", "transcription=5", "transcription"),
        ("STAGE_TIMEOUT", "=5", ""),
        ("STAGE_HARD_TIMEOUT", "1800,upload=5", "upload"),
    ],
)
def test_a_stage_that_does_not_exist_is_told_with_those_that_do(
    monkeypatch: pytest.MonkeyPatch, setting: str, given: str, name: str
) -> None:
    """They are the stages of the plans, known at the start of the server."""
    monkeypatch.setenv(setting, given)
    settings = load_settings()
    with pytest.raises(SettingsInvalid) as caught:
        check_stage_limits(settings, REGISTRY.names)
    stages = ", ".join(REGISTRY.names)
    assert str(caught.value) == f"{setting}: {name!r} is no stage; there are {stages} (got '{given}')"


@given(
    for_all=st.none() | st.floats(min_value=0, max_value=1e9),
    for_one=st.dictionaries(st.sampled_from(REGISTRY.names), st.floats(min_value=0, max_value=1e9)),
    blank=st.sampled_from(["", " "]),
)
def test_stage_limits_are_what_was_written(for_all: float | None, for_one: dict[str, float], blank: str) -> None:
    """A name of its own wins wherever it stands; 0 is no limit; blanks do no harm."""
    parts = [f"{name}{blank}={blank}{seconds!r}" for name, seconds in for_one.items()]
    if for_all is not None:
        parts.insert(len(parts) // 2, repr(for_all))
    limits = stage_seconds(f"{blank},".join(parts), REGISTRY.names)
    wanted = {name: for_one.get(name, for_all or 0.0) for name in REGISTRY.names}
    assert limits == {name: seconds for name, seconds in wanted.items() if seconds}


def test_without_stage_limits_there_are_none() -> None:
    """The defaults change nothing."""
    settings = load_settings()
    limits = [stage_seconds(text, REGISTRY.names) for text in (settings.stage_timeout, settings.stage_hard_timeout)]
    assert limits == [{}, {}]


def test_unknown_key_in_env_file_is_refused(tmp_path: Path) -> None:
    """A typing error in `.env` is not passed over in silence."""
    (tmp_path / ".env").write_text("MAX_RETRYS=1\n")
    with pytest.raises(SettingsInvalid, match=r"^MAX_RETRYS: there is no such setting$"):
        load_settings()


def test_env_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A `.env` in another encoding stops the start with a sentence, not with a traceback."""
    (tmp_path / ".env").write_bytes(b"APP_NAME=\xff\xfe\n")
    with pytest.raises(SettingsInvalid, match="not UTF-8"):
        load_settings()


def test_control_characters_of_a_value_are_not_repeated() -> None:
    """What is written to the terminal stays one harmless line."""
    with pytest.raises(SettingsInvalid, match=r"\(got '1\?\[31m'\)"):
        load_settings(port="1\x1b[31m")


def test_database_path_is_absolute_or_none(tmp_path: Path) -> None:
    """The file to lock and to back up; PostgreSQL has none."""
    assert load_settings().database_path == tmp_path / "video_processing.db"
    assert load_settings(database_url="postgresql://db/jobs").database_path is None


def test_public_settings_hide_secrets() -> None:
    """Neither the key nor the database's password can be read from what is shown."""
    hidden: dict[str, Any] = {"api_key": "open sesame", "database_url": "postgresql://u:geheim@db/jobs"}
    shown = public_settings(load_settings(**hidden))
    assert shown["API_KEY"] == "(set)"
    assert shown["DATABASE_URL"] == "postgresql://u:***@db/jobs"
    assert shown["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert "sesame" not in repr(load_settings(**hidden))
    assert "geheim" not in repr(load_settings(**hidden))


def test_password_in_the_query_is_hidden_too() -> None:
    """PostgreSQL takes its password there as well."""
    assert without_password("postgresql://h/db?user=u&password=p") == "postgresql://h/db?user=u&password=***"
    assert without_password("sqlite:///./a.db") == "sqlite:///./a.db"
