"""Uploaded videos."""

from pydantic import Field

from app.api.v1.schemas.base import Id, Outgoing, Time


class VideoView(Outgoing):
    """An upload."""

    video_id: Id
    status: str = Field(examples=["UPLOADED"])
    filename: str
    size_bytes: int
    sha256: str
    duration: float
    width: int | None
    height: int | None
    fps: float | None
    fps_exact: str | None = Field(examples=["30000/1001"])
    container: str | None
    video_codec: str | None
    audio_codec: str | None
    created_at: Time
    updated_at: Time
