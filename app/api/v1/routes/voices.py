"""Voices that are remembered: list, delete. They are for callers that may do everything."""

from typing import Any

from fastapi import Response

from app.api.dependencies import Json, StoreDep, checked_id
from app.api.policy import PolicyRouter, RoutePolicy
from app.api.v1.answers import problems
from app.api.v1.schemas.voices import VoiceList, VoiceView
from app.api.v1.times import iso
from app.core.caller import KeyScope
from app.db import known_voices
from app.jobs.voices import KnownVoice

router = PolicyRouter(prefix="/api/v1/voices", tags=["results"], policy=RoutePolicy(scope=KeyScope.ADMIN))


@router.get("", response_model=VoiceList, responses=problems())
async def list_voices(store: StoreDep) -> Any:
    """Voices of people who were given a name, by which they are named in later recordings (REMEMBER_VOICES)."""
    found = await store.read(known_voices.voices)
    return Json({"items": list(map(_row, found)), "total": len(found)})


@router.get("/{voice_id}", response_model=VoiceView, responses=problems(404))
async def read_voice(voice_id: str, store: StoreDep) -> Any:
    """One voice."""
    return Json(_row(await store.read(known_voices.voice, checked_id(voice_id, "voice"))))


@router.delete("/{voice_id}", status_code=204, responses=problems(404, 503))
async def forget_voice(voice_id: str, store: StoreDep) -> Response:
    """Forget a voice. Transcripts keep the name."""
    await store.write(known_voices.forget, checked_id(voice_id, "voice"))
    return Response(status_code=204)


def _row(voice: KnownVoice) -> dict[str, Any]:
    return {
        "id": voice.id,
        "name": voice.name,
        "user": voice.user_id,
        "model": voice.model,
        "recordings": voice.times,
        "created_at": iso(voice.created_ms),
        "updated_at": iso(voice.updated_ms),
    }
