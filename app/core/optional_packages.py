"""Refuses a start whose settings need a package that is not installed."""

from importlib.util import find_spec

from app.core.errors import SettingsInvalid


def require(package: str, *, of: str, requirements: str) -> None:
    """Raise SettingsInvalid, with the remedy, if a package that the setting `of` needs is missing. Loads nothing."""
    names = package.split(".")
    found = all(find_spec(".".join(names[: count + 1])) is not None for count in range(len(names)))
    if not found:
        raise SettingsInvalid(f"{of} needs a package that is not installed: pip install -r {requirements}")
