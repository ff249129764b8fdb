"""Defines all settings of the operator, in one frozen object.

They are read once, at the start, from the environment and `.env` (the environment wins), and passed down. Field names
are the names of the environment variables in lower case. An unknown key in `.env` and a malformed value anywhere stop
the start with one line that names the setting. An unknown variable of the environment may belong to another program, so
it is ignored. An empty value means the default, except for the models that jobs can do without: none.

`.env.example` and `docs/reference/settings.md` are generated from this class (`python main.py reference`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from app.core.empty_settings import with_emptied
from app.core.errors import SettingsInvalid
from app.core.setting_groups.application import ApplicationSettings
from app.core.setting_groups.children import ChildSettings
from app.core.setting_groups.export import ExportSettings
from app.core.setting_groups.live import LiveSettings
from app.core.setting_groups.machines import MachineSettings
from app.core.setting_groups.media import MediaSettings
from app.core.setting_groups.media_servers import MediaServerSettings
from app.core.setting_groups.models import ModelSettings
from app.core.setting_groups.monitoring import MonitoringSettings
from app.core.setting_groups.network import NetworkSettings
from app.core.setting_groups.providers import ProviderSettings
from app.core.setting_groups.queue import QueueSettings
from app.core.setting_groups.storage import StorageSettings
from app.core.setting_types import absolute
from app.core.stage_limits import stage_seconds

#: Settings whose empty value means none. Those of all others mean the default.
EMPTY_IS_NONE = frozenset({"vision_model", "ocr_model", "nsfw_model", "speaker_model"})


class Settings(
    MonitoringSettings,
    LiveSettings,
    ChildSettings,
    MediaSettings,
    MediaServerSettings,
    ExportSettings,
    ProviderSettings,
    ModelSettings,
    MachineSettings,
    QueueSettings,
    StorageSettings,
    NetworkSettings,
    ApplicationSettings,
    BaseSettings,
):
    """All settings; the fields of the last group come first. Create it with `load_settings`, which reports errors."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        validate_default=True,
        protected_namespaces=(),
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """As usual, but an empty name of a model that jobs can do without means none."""
        read = with_emptied(settings_cls, EMPTY_IS_NONE, env_settings, dotenv_settings)
        return (init_settings, *read, file_secret_settings)

    @property
    def database_path(self) -> Path | None:
        """The SQLite file, absolute; None with PostgreSQL."""
        scheme, _, rest = self.database_url.partition("://")
        return absolute(Path(rest[1:].partition("?")[0])) if scheme.startswith("sqlite") else None

    @property
    def object_store_url(self) -> str:
        """The URL of the object store, by either spelling; empty without one."""
        named = self.cloud_storage_enabled and self.gcs_bucket_name
        return self.storage_url or (f"gs://{self.gcs_bucket_name}" if named else "")

    @property
    def broker_url(self) -> str:
        """The URL of the broker, by either name; empty without one."""
        return self.celery_broker_url.get_secret_value() or self.redis_url.get_secret_value()

    @property
    def needs_key(self) -> bool:
        """Whether requests must carry API_KEY."""
        return bool(self.api_key.get_secret_value())

    @property
    def whisper_device(self) -> Literal["cpu", "auto"]:
        """The device for transcription; `auto` uses a GPU if there is one."""
        return "auto" if self.enable_gpu else "cpu"


def check_stage_limits(settings: "Settings", stages: Sequence[str]) -> None:
    """Raises SettingsInvalid when a limit names none of `stages`: which there are is not known before the start."""
    for name in ("stage_timeout", "stage_hard_timeout"):
        text: str = getattr(settings, name)
        try:
            stage_seconds(text, stages)
        except ValueError as error:
            raise SettingsInvalid(_sentence(name.upper(), str(error), text)) from None


#: Settings whose values are never shown.
SECRETS = tuple(name for name, field in Settings.model_fields.items() if isinstance(field.default, SecretStr))


def load_settings(**overrides: Any) -> Settings:
    """Load the settings of this process; `overrides` (lower-case names) win over environment and `.env`.

    Raises SettingsInvalid with one line that names the problem, without values of secrets.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsInvalid("; ".join(_complaint(row) for row in error.errors())) from None
    except UnicodeDecodeError as error:
        raise SettingsInvalid(f".env is not UTF-8 text: {error.reason} at byte {error.start}") from error


def public_settings(settings: Settings) -> dict[str, Any]:
    """The settings by environment name, for display: JSON-serialisable, without the key and database password."""
    shown = settings.model_dump(mode="json")
    for name in SECRETS:
        secret: SecretStr = getattr(settings, name)
        shown[name] = "(set)" if secret.get_secret_value() else ""
    shown["database_url"] = without_password(settings.database_url)
    return {name.upper(): value for name, value in shown.items()}


def without_password(url: str) -> str:
    """The URL with its password, also one in the query, replaced by `***`."""
    parts = urlsplit(url)
    place = parts.netloc
    if parts.password is not None:
        place = f"{quote(parts.username or '')}:***@{place.rpartition('@')[2]}"
    query = [(key, "***" if "pass" in key.lower() else value) for key, value in parse_qsl(parts.query)]
    if place == parts.netloc and not query:
        return url
    return urlunsplit(parts._replace(netloc=place, query=urlencode(query, safe="*/")))


def _complaint(row: Any) -> str:
    """One clause for one of pydantic's errors: the setting's name, the problem, and its value."""
    name = str(row["loc"][0]).upper() if row["loc"] else "settings"
    if row["type"] == "extra_forbidden":
        return f"{name}: there is no such setting"
    message = str(row["msg"]).removeprefix("Value error, ")
    message = message.replace("Input should", "must").replace("String should", "must")
    message = message[:1].lower() + message[1:]
    hidden = name.lower() in (*SECRETS, "database_url")
    return f"{name}: {message}" if hidden else _sentence(name, message, str(row["input"]))


def _sentence(name: str, message: str, value: str) -> str:
    received = "".join(char if char.isprintable() else "?" for char in value)
    return f"{name}: {message} (got '{received[:60]}')"
