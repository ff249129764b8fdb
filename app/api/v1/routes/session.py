"""Signing in to the dashboard: the key once, then a cookie that scripts cannot read."""

import time
from typing import Any

from fastapi import APIRouter, Request, Response

from app.api.access import keyless
from app.api.dependencies import Json, SettingsDep
from app.api.security import SESSION_COOKIE, SESSION_PATH, SESSION_SECONDS, is_session, same_secret, session_value
from app.api.v1.answers import problems
from app.api.v1.schemas import SessionCreate, SessionView
from app.core.errors import Unauthenticated

router = APIRouter(tags=["session"])


@router.get(SESSION_PATH, response_model=SessionView, responses=problems())
@keyless
async def read_session(settings: SettingsDep, request: Request) -> Any:
    """Whether the server needs a key and this browser has a session; a page cannot see its cookie."""
    key = settings.api_key.get_secret_value()
    signed_in = bool(key) and is_session(key, request.headers.get("cookie", ""), time.time())
    return Json({"key_needed": bool(key), "signed_in": signed_in})


@router.post(SESSION_PATH, status_code=204, responses=problems(413, 415, 422))
@keyless
async def sign_in(given: SessionCreate, settings: SettingsDep, request: Request) -> Response:
    """Turn the key into a session cookie, for browsers. Needs no key where none is set."""
    key = settings.api_key.get_secret_value()
    answer = Response(status_code=204)
    if not key:
        return answer
    if not same_secret(given.api_key, key):
        raise Unauthenticated("This is not the key.")
    answer.set_cookie(
        SESSION_COOKIE,
        session_value(key, int(time.time()) + SESSION_SECONDS),
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.delete(SESSION_PATH, status_code=204, responses=problems())
@keyless
async def sign_out() -> Response:
    """Forget the session of this browser."""
    answer = Response(status_code=204)
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")
    return answer
