"""Collects a real message of every type for the reference page.

    python -m tests.messages

rewrites the examples in `docs/reference/websocket.md`; a test holds the page against what the server really sends.
"""

import asyncio
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from app.db import stage_log
from app.jobs.events import warning_line
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Clip
from app.jobs.scenes import SceneSpan
from app.jobs.states import Cause
from app.stages.clips.contract import clip_cut
from app.stages.scenes.contract import scene_found
from app.stages.segments.contract import SceneFile, scene_file_made
from tests.asgi import App, Socket, app_in, segment

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "websocket.md"
#: An example in the page: a comment that names it, then a block of JSON.
EXAMPLE = re.compile(r"(<!-- example: (\S+) -->\n```json\n)(.*?)(\n```)", re.DOTALL)
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def gathered(folder: Path) -> dict[str, dict[str, Any]]:
    """Collect one message of every type from a running application, with fixed ids and times."""
    found: dict[str, dict[str, Any]] = {}
    async with (
        app_in(folder, ws_heartbeat_seconds=0.5) as app,
        app.socket("/ws/jobs/broadcast") as everything,
        app.socket("/ws/health") as health,
    ):
        health.send("ping")
        found["pong"] = await until(health, "pong")
        found["initial_status-broadcast"] = await until(everything, "initial_status")
        job = await app.create(job_type="clip_generation", options={"max_clips": 1}, metadata={"order": 7})
        found["queue_update"] = await until(everything, "queue_update")
        async with app.socket(f"/ws/{job['id']}") as socket:
            found["initial_status"] = await until(socket, "initial_status")
            claimed = await app.claim(job["id"])
            await _work(app, claimed)
            found |= await _published(app, socket, claimed)
        await app.http.patch(f"/api/v1/transcripts/{job['id']}/segments/0", json={"text": "We have landed."})
        found["transcript_corrected"] = await until(everything, "transcript_corrected")
        await app.http.delete(f"/api/v1/jobs/{job['id']}")
        found["job_deleted"] = await until(everything, "job_deleted")
        found |= await _of_a_video(app, everything)
        found |= await _of_an_analysis(app, everything)
        feed = {"url": "https://example.com/talks.xml", "paused": True}
        made = (await app.http.post("/api/v1/feeds", json=feed)).json()
        found["feed_update"] = await until(everything, "feed_update")
        await app.http.delete(f"/api/v1/feeds/{made['id']}")
        found["feed_deleted"] = await until(everything, "feed_deleted")
    return {name: normal(message) for name, message in found.items()}


async def _of_a_video(app: App, everything: Socket) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    taken = (await app.http.post("/api/v1/videos", json={"url": "https://example.com/talk.mp4"})).json()
    found["video_update"] = await until(everything, "video_update")
    await app.finish(await app.claim(taken["job_id"]))
    await app.http.delete(f"/api/v1/videos/{taken['video_id']}")
    found["video_deleted"] = await until(everything, "video_deleted")
    return found


async def _of_an_analysis(app: App, everything: Socket) -> dict[str, dict[str, Any]]:
    job = await app.claim((await app.create(job_type="scene_analysis"))["id"])
    blob = Blob(sha256="0" * 64, size_bytes=1, suffix=".jpg")
    scene = SceneSpan(
        index=1, start_frame=60, end_frame=157, start_s=2.002, end_s=5.238567, transition="cut", thumbnail=blob
    )
    proxy = SceneFile(
        kind="proxy",
        index=1,
        start_s=2.002,
        end_s=5.238567,
        frames=97,
        width=960,
        height=540,
        file=Blob(sha256="0" * 64, size_bytes=812_043, suffix=".mp4"),
    )
    for stage, event in (("scenes", scene_found(job.id, scene)), ("segments", scene_file_made(job.id, proxy))):
        await app.store.write(
            stage_log.publish_pieces, job.id, job.attempt, stage, published=2, events=[event], artifacts=[]
        )
    return {name: await until(everything, name) for name in ("scene_found", "scene_file_ready")}


async def _work(app: App, job: JobRecord) -> None:
    await app.publish_segments(job, [segment(0.4, "We have a landing.", confidence=0.87)])
    blob = Blob(sha256="0" * 64, size_bytes=1, suffix=".mp4")
    clip = Clip(
        index=0,
        start_s=0.4,
        end_s=12.6,
        title="We have a landing",
        score=0.7711,
        reason="12 s: whole sentences, a positive mood",
        parts={"length": 0.9, "mood": 0.6},
        text="We have a landing.",
        video=blob,
        thumbnail=blob.model_copy(update={"suffix": ".jpg"}),
        width=640,
        height=360,
    )
    await app.store.write(
        stage_log.publish_pieces,
        job.id,
        job.attempt,
        "clips",
        published=1,
        events=[clip_cut(job.id, clip)],
        artifacts=[],
    )


async def _published(app: App, socket: Socket, job: JobRecord) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for kind in ("job_update", "transcript_segment", "clip_ready"):
        found[kind] = await until(socket, kind)
    at_work = {"transcribe": (0.63, "12×")}
    app.progress(job, found["clip_ready"]["seq"], progress=0.415, eta_s=12.5, stages=at_work)
    found["job_update-progress"] = await until(socket, "job_update")
    found["heartbeat"] = await until(socket, "heartbeat")
    warning = {"code": "model_missing", "message": "Built-in rules are used.", "stage": "analyse"}
    await app.store.write(
        stage_log.publish_pieces,
        job.id,
        job.attempt,
        "clips",
        published=1,
        events=[warning_line(warning)],
        artifacts=[],
    )
    found["log"] = await until(socket, "log")
    error = {"code": "no_audio", "message": "The video has no sound.", "stage": "speech", "retryable": False}
    await app.finish(job, Cause.FAIL, error=error)
    found["error"] = await until(socket, "error")
    found["job_update-end"] = await until(socket, "job_update")
    return found


async def until(socket: Socket, kind: str) -> dict[str, Any]:
    """Receive messages up to the next one of a type and return it."""
    while (message := await socket.receive()) is not None:
        if message["type"] == kind:
            return message
    raise AssertionError(f"no {kind} before the end")


def normal(message: dict[str, Any]) -> dict[str, Any]:
    """The message with fixed ids and times."""
    known: dict[str, str] = {}

    def same(match: re.Match[str]) -> str:
        return known.setdefault(match[0], f"{len(known):08x}-6c1d-4f5e-9d3a-1f2e3d4c5b6a")

    text = UUID.sub(same, json.dumps(message))
    parsed: dict[str, Any] = json.loads(TIME.sub("2026-11-20T10:15:30.123Z", text))
    return parsed


def shape(value: Any) -> Any:
    """The names and types of a value, for comparisons that ignore figures."""
    match value:
        case dict():
            return {name: shape(inner) for name, inner in value.items()}
        case list():
            return [shape(value[0])] if value else []
        case bool() | str() | None:
            return type(value).__name__
        case _:
            return "number"


def documented() -> dict[str, dict[str, Any]]:
    """The examples in the page."""
    return {name: json.loads(text) for _, name, text, _ in EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))}


def main() -> None:
    """Rewrite the examples in the page."""
    with tempfile.TemporaryDirectory() as folder:
        messages = asyncio.run(gathered(Path(folder)))

    def written(match: re.Match[str]) -> str:
        return match[1] + json.dumps(messages[match[2]], indent=2, ensure_ascii=False) + match[4]

    PAGE.write_text(EXAMPLE.sub(written, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
