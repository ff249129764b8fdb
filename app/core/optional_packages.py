"""Refuses a start whose settings need a package that is not installed."""

from importlib.util import find_spec

from app.core.errors import SettingsInvalid


def require(package: str, *, of: str, requirements: str) -> None:
    """Raise SettingsInvalid, with the remedy, if a package that the setting `of` needs is missing. Loads nothing."""
    name = package.partition(".")[0]
    if find_spec(name) is None or (name != package and find_spec(package) is None):
        raise SettingsInvalid(f"{of} needs a package that is not installed: pip install -r {requirements}")
