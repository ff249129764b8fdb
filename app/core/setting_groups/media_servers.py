"""Settings: media servers that report their films, and the folders in which these get subtitles."""

from typing import Annotated, Literal

from pydantic import BaseModel, SecretStr

from app.core.film_setting_types import LanguageCodes, MediaFolders, PathMappings
from app.core.setting_types import EndpointUrl, Lower, setting


class MediaServerSettings(BaseModel):
    """Media servers that report their films, and the folders in which these get subtitles."""

    media_folders: MediaFolders = setting(
        (),
        "Media servers",
        "Folders with films that may get subtitles beside them, with commas between; none: media servers are not heard",
    )
    path_mappings: PathMappings = setting(
        (),
        "Media servers",
        "How paths of a media server begin there and here, as in `/data/films=/mnt/films, D:\\Films=/mnt/films`",
    )
    media_events: Annotated[Literal["added", "played", "both"], Lower] = setting(
        "added", "Media servers", "When a film gets subtitles: when it is added, when somebody plays it, or both"
    )
    subtitle_languages: LanguageCodes = setting(
        (),
        "Media servers",
        "Languages of which one is enough, as in `en, de`: a film with subtitles in it is skipped. Empty: any language",
    )
    plex_url: EndpointUrl = setting("", "Media servers", "Address of Plex, which is asked for the paths of films")
    plex_token: SecretStr = setting(SecretStr(""), "Media servers", "A token of Plex, which it calls X-Plex-Token")
    jellyfin_url: EndpointUrl = setting("", "Media servers", "Address of Jellyfin")
    jellyfin_token: SecretStr = setting(SecretStr(""), "Media servers", "An API key of it")
    emby_url: EndpointUrl = setting("", "Media servers", "Address of Emby")
    emby_token: SecretStr = setting(SecretStr(""), "Media servers", "An API key of it")
