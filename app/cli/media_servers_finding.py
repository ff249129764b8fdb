"""The doctor's examination of what is set for media servers: folders to write, and paths that lead there."""

import os
from collections.abc import Iterator
from pathlib import Path

from app.cli.findings import Finding, Grade
from app.core.settings import Settings

NAME = "media servers"


def media_servers(settings: Settings) -> Iterator[Finding]:
    """A finding for each folder, and for what does not fit together. Nothing without MEDIA_FOLDERS."""
    if not settings.media_folders:
        return
    folders = [Path(folder).resolve() for folder in settings.media_folders]
    for folder in folders:
        if os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            yield Finding(NAME, Grade.OK, f"films in {folder} get subtitles beside them")
        else:
            yield Finding(NAME, Grade.MISSING, f"{folder} cannot be written", "let this user write there")
    for entry in settings.path_mappings:
        here = Path(entry.partition("=")[2].strip()).resolve()
        if not any(here.is_relative_to(folder) or folder.is_relative_to(here) for folder in folders):
            yield Finding(
                NAME, Grade.WARNING, f"{here} of PATH_MAPPINGS is in none of MEDIA_FOLDERS", "add it to one of the two"
            )
    for name in ("plex", "jellyfin", "emby"):
        url, token = getattr(settings, f"{name}_url"), getattr(settings, f"{name}_token").get_secret_value()
        if bool(url) != bool(token):
            lacking = f"{name.upper()}_{'TOKEN' if url else 'URL'}"
            yield Finding(NAME, Grade.WARNING, f"{lacking} is not set", "set both, so that paths can be asked for")
