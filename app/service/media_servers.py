"""Asks media servers for the path of a film. Their addresses and tokens are the operator's."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.core.errors import InvalidRequest, NotFound, Unavailable
from app.core.settings import Settings

#: Time limit of an answer, seconds, and its most bytes.
ANSWER_S, ANSWER_BYTES = 15.0, 4 << 20
#: What the ids of films at all of them look like.
ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class _NoRedirects(HTTPRedirectHandler):
    """The token is for the named address alone."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class MediaServer:
    """One media server: `path_of` finds the film's path in what it answers at `place`."""

    name: str
    url: str
    token: str
    header: str
    place: str
    path_of: Callable[[Any], Any]

    async def film_path(self, item_id: str) -> str:
        """The path of a film on the media server. Raises InvalidRequest, NotFound, or Unavailable."""
        if not self.url:
            raise InvalidRequest(f"{self.name.upper()}_URL is not set, so the film's path cannot be asked for.")
        if ID.fullmatch(item_id) is None:
            raise InvalidRequest(f"{self.name} names the film by what is no id of it.")
        answer = await asyncio.to_thread(self._asked, item_id)
        try:
            path = self.path_of(answer)
        except (LookupError, TypeError, AttributeError):
            path = None
        if not isinstance(path, str) or not path:
            raise NotFound(f"{self.name} knows no file of the item {item_id}.")
        return path

    def _asked(self, item_id: str) -> Any:
        address = f"{self.url}{self.place.format(quote(item_id))}"
        request = Request(address, headers={self.header: self.token, "Accept": "application/json"})  # noqa: S310 - http(s) alone
        try:
            with build_opener(_NoRedirects).open(request, timeout=ANSWER_S) as response:
                return json.loads(response.read(ANSWER_BYTES))
        except HTTPError as error:
            if error.code == 404:
                raise NotFound(f"{self.name} has no item {item_id}.") from None
            raise self._away(f"answered {error.code}") from None
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise self._away(f"did not answer as it should ({type(error).__name__})") from None

    def _away(self, what: str) -> Unavailable:
        return Unavailable(f"{self.name} {what}.", retry_after_s=60, code="media_server_away")


def media_servers(settings: Settings) -> Mapping[str, MediaServer]:
    """Those that can be asked, by name."""
    plex, jellyfin, emby = (
        getattr(settings, f"{name}_token").get_secret_value() for name in ("plex", "jellyfin", "emby")
    )
    items = "/Items?ids={}&fields=Path"
    servers = (
        MediaServer("Plex", settings.plex_url, plex, "X-Plex-Token", "/library/metadata/{}", _of_plex),
        MediaServer("Jellyfin", settings.jellyfin_url, jellyfin, "X-Emby-Token", items, _of_items),
        MediaServer("Emby", settings.emby_url, emby, "X-Emby-Token", "/Items?Ids={}&Fields=Path", _of_items),
    )
    return {server.name.lower(): server for server in servers}


def _of_plex(answer: Any) -> Any:
    return answer["MediaContainer"]["Metadata"][0]["Media"][0]["Part"][0]["file"]


def _of_items(answer: Any) -> Any:
    return answer["Items"][0]["Path"]
