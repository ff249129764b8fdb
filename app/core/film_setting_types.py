"""Types for the settings of media servers and their films."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from app.core.setting_types import Names, absolute


def _folders(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Require folders that exist, and not a whole system."""
    found = [absolute(Path(entry)) for entry in entries]
    if not all(folder.is_dir() for folder in found):
        raise ValueError("must be folders that exist")
    if any(folder.resolve() == Path("/") for folder in found):
        raise ValueError("must be folders with films, not all of the system")
    return tuple(map(str, found))


def _mappings(entries: tuple[str, ...]) -> tuple[str, ...]:
    for entry in entries:
        there, mark, here = entry.partition("=")
        if not mark or not there.strip() or not here.strip().startswith("/"):
            raise ValueError("must be how a path begins there and here, as in /data/films=/mnt/films")
    return entries


def _language_codes(entries: tuple[str, ...]) -> tuple[str, ...]:
    if any(re.fullmatch(r"[a-z]{2,3}", entry) is None for entry in entries):
        raise ValueError("must be codes of languages in small letters, as in en, de")
    return entries


MediaFolders = Annotated[Names, AfterValidator(_folders)]
PathMappings = Annotated[Names, AfterValidator(_mappings)]
LanguageCodes = Annotated[Names, AfterValidator(_language_codes)]
