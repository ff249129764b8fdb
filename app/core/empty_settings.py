"""Reads empty settings that mean something, where an empty value otherwise means the default."""

from collections.abc import Collection
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, PydanticBaseSettingsSource


class _Emptied(PydanticBaseSettingsSource):
    """The settings among `names` that `source` has as an empty value."""

    def __init__(self, settings_cls: type[BaseSettings], names: Collection[str], source: EnvSettingsSource) -> None:
        super().__init__(settings_cls)
        values = {name: source.env_vars.get(name) for name in names}
        self._found = {name: "" for name, value in values.items() if value is not None and not value.strip()}

    def get_field_value(self, _: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The value of one field."""
        return self._found.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """All values."""
        return dict(self._found)


def with_emptied(
    settings_cls: type[BaseSettings],
    names: Collection[str],
    environment: PydanticBaseSettingsSource,
    dotenv: PydanticBaseSettingsSource,
) -> tuple[PydanticBaseSettingsSource, ...]:
    """The environment, then `.env`, each after its own empty values for these settings."""
    assert isinstance(dotenv, DotEnvSettingsSource)
    empty = _Emptied(settings_cls, names, EnvSettingsSource(settings_cls, env_ignore_empty=False))
    file = DotEnvSettingsSource(settings_cls, dotenv.env_file, env_ignore_empty=False)
    return empty, environment, _Emptied(settings_cls, names, file), dotenv
