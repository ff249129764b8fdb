"""Routes that media servers call when a film is added or played: it gets subtitles, unless it has some."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import Request
from pydantic import Field

from app.api.declared_bodies import FORM, FormBody, JsonBody, essence_of
from app.api.dependencies import CallerDep, FilmSubtitlesDep, Json, SettingsDep
from app.api.hooks.notices import READERS, Notice
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, RoutePolicy
from app.api.v1.answers import problems
from app.api.v1.json_bodies import read
from app.api.v1.schemas.base import Outgoing
from app.core.caller import Caller
from app.core.errors import Forbidden, InvalidRequest, WrongState
from app.core.settings import Settings
from app.service.film_subtitles import FilmSubtitles
from app.service.media_servers import media_servers

#: Plex sends a form with the message and a picture, Emby a form or JSON, the others JSON, often named as plain text.
MESSAGE = FormBody(fields=("payload", "data"), raw=("text/plain",), or_json=JsonBody(), limit=8 << 20)
BODY = {
    "requestBody": {
        "required": True,
        "content": MESSAGE.content() | {"application/json": {"schema": {"type": "object"}}},
    }
}
router = PolicyRouter(prefix="/api/v1/hooks", tags=["hooks"], policy=RoutePolicy(body=MESSAGE, key_anywhere=True))


class HookAnswer(Outgoing):
    """What becomes of a report."""

    status: Literal["accepted", "skipped"]
    reason: str | None = Field(None, description="Why it is skipped", examples=["It has subtitles."])


class HooksOff(WrongState):
    """There is no folder with films."""

    code = "hooks_off"


@router.post("/plex", response_model=HookAnswer, responses=problems(404, 409, 413, 415, 422, 503), openapi_extra=BODY)
@shows(Shows.COMMON)
async def report_of_plex(request: Request, films: FilmSubtitlesDep, settings: SettingsDep, caller: CallerDep) -> Any:
    """A webhook of Plex: `library.new` and `media.play`; the film's path is asked of PLEX_URL."""
    return await _answer("plex", request, films, settings, caller)


@router.post(
    "/jellyfin", response_model=HookAnswer, responses=problems(404, 409, 413, 415, 422, 503), openapi_extra=BODY
)
@shows(Shows.COMMON)
async def report_of_jellyfin(
    request: Request, films: FilmSubtitlesDep, settings: SettingsDep, caller: CallerDep
) -> Any:
    """A notification of Jellyfin's webhook plugin: `ItemAdded` and `PlaybackStart`; JELLYFIN_URL has the path."""
    return await _answer("jellyfin", request, films, settings, caller)


@router.post("/emby", response_model=HookAnswer, responses=problems(404, 409, 413, 415, 422, 503), openapi_extra=BODY)
@shows(Shows.COMMON)
async def report_of_emby(request: Request, films: FilmSubtitlesDep, settings: SettingsDep, caller: CallerDep) -> Any:
    """A notification of Emby: `library.new` and `playback.start`; EMBY_URL is asked where it has no path."""
    return await _answer("emby", request, films, settings, caller)


@router.post(
    "/tautulli", response_model=HookAnswer, responses=problems(404, 409, 413, 415, 422, 503), openapi_extra=BODY
)
@shows(Shows.COMMON)
async def report_of_tautulli(
    request: Request, films: FilmSubtitlesDep, settings: SettingsDep, caller: CallerDep
) -> Any:
    """A webhook of Tautulli, or of any program: `{"event": "added", "file": "/films/A Film.mkv"}`."""
    return await _answer("tautulli", request, films, settings, caller)


async def _answer(server: str, request: Request, films: FilmSubtitles, settings: Settings, caller: Caller) -> Json:
    """Store the film of a report. Raises a Refusal, as for keys with a user: the films are the operator's."""
    if caller.user is not None:
        raise Forbidden("This is not for keys with a user.")
    notice = READERS[server](await _message(request))
    if not films.on:
        raise HooksOff("MEDIA_FOLDERS is not set, so no film can get subtitles.")
    if notice.kind is None:
        return _skipped("It is about no film that is added or played.")
    if settings.media_events not in (notice.kind, "both"):
        return _skipped(f"MEDIA_EVENTS is {settings.media_events}.")
    film = await films.request(await _path(server, notice, settings))
    return _skipped("It has subtitles.") if film is None else Json({"status": "accepted", "reason": None}, 202)


async def _path(server: str, notice: Notice, settings: Settings) -> str:
    return notice.path or await media_servers(settings)[server].film_path(notice.item_id)


def _skipped(reason: str) -> Json:
    return Json({"status": "skipped", "reason": reason})


async def _message(request: Request) -> Mapping[str, Any]:
    """The report, however it is packed. Raises InvalidRequest, or RequestValidationError for what is no JSON."""
    text: Any = await _text(request)
    message = read(text) if isinstance(text, str | bytes) and text else None
    if not isinstance(message, Mapping):
        raise InvalidRequest("The report is no JSON object.", errors=[{"loc": ["body"], "msg": "is no JSON object"}])
    return message


async def _text(request: Request) -> Any:
    if essence_of(request.headers.get("content-type", "")) != FORM:
        return await request.body()
    async with request.form(max_files=4, max_fields=20, max_part_size=1 << 20) as form:
        return form.get("payload") or form.get("data")
