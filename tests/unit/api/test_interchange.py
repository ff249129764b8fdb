"""Cut lists for other editors: of timelines, of the scenes of an analysis, of the clips of a job."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, fromstring

import httpx
import opentimelineio
import pytest
import pytest_asyncio

from app.api.editor.links import source_of
from app.db import stage_log
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob, Clip, MediaInfo
from app.jobs.scenes import SceneSpan, scene_id
from app.jobs.states import Cause
from app.stages.fetch.contract import FetchOutput
from app.stages.remove_silence.contract import KeptStretch, Shortened
from tests.asgi import App, segment
from tests.media import MediaShelf, described
from tests.stores import start_stage
from tests.unit.api.test_analyses import begun, done, found
from tests.unit.api.test_exports import uploaded

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
RATE = Fraction(30000, 1001)
SOURCE = Blob(sha256="5" * 64, size_bytes=1, suffix=".mp4")
MEDIA = MediaInfo(
    container="mp4",
    duration_s=round(float(9000 / RATE), 6),
    video_codec="h264",
    audio_codec="aac",
    audio_channels=2,
    width=1280,
    height=720,
    fps="30000/1001",
    timecode="10:00:00;00",
)
BORDERS = (0, 1800, 1801, 9000)
BEGINS = 10 * 107_892


async def cut_list(app: App, status: int = 200, **order: Any) -> httpx.Response:
    answer = await app.http.post("/api/export/interchange", json=order)
    assert answer.status_code == status, answer.text
    return answer


def scenes(late_s: float = 0.0) -> list[SceneSpan]:
    """Scenes of a film whose picture begins that much later than its sound."""
    times = [0.0, *(round(float(frame / RATE) + late_s, 6) for frame in BORDERS[1:])]
    return [
        SceneSpan(
            index=n,
            start_frame=BORDERS[n],
            end_frame=BORDERS[n + 1],
            start_s=times[n],
            end_s=times[n + 1],
            transition="cut" if n else "start",
        )
        for n in range(3)
    ]


async def analysed(app: App, *, media: MediaInfo = MEDIA, late_s: float = 0.0, complete: bool = True) -> str:
    """An analysis that has found three scenes."""
    analysis_id = await begun(app)
    job = await app.claim(analysis_id)
    await done(app, job, "fetch", FetchOutput(source=SOURCE, media=media, title="Talk: one"))
    await found(app, job, *scenes(late_s))
    if complete:
        await _end(app, job)
    return analysis_id


async def _end(app: App, job: JobRecord) -> None:
    await app.finish(job, Cause.CANCEL)


def time(element: Element, name: str) -> Fraction:
    return Fraction(element.attrib[name].removesuffix("s"))


@pytest.mark.parametrize("late_s", [0.0, 0.021])
async def test_scenes_are_cut_at_their_frames(late_s: float, shared_app: App) -> None:
    """In each format, by the film's own name and timecode, also where its picture begins after its sound."""
    analysis_id = await analysed(shared_app, late_s=late_s)
    lengths = [(first, end - first) for first, end in pairwise(BORDERS)]

    answer = await cut_list(shared_app, analysis_id=analysis_id, format="fcpxml")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    root = fromstring(answer.text)
    asset = root.find("./resources/asset")
    assert asset is not None
    assert (time(asset, "start") * RATE, unquote(asset.attrib["src"])) == (BEGINS, "./Talk one.mp4")
    shown = [(time(clip, "start") * RATE - BEGINS, time(clip, "duration") * RATE) for clip in root.iter("asset-clip")]
    assert shown == lengths

    answer = await cut_list(shared_app, analysis_id=analysis_id, format="edl")
    assert answer.text.splitlines()[1] == "FCM: DROP FRAME"
    read = opentimelineio.adapters.read_from_string(answer.text, "cmx_3600", rate=float(RATE))
    found_ = [
        (clip.source_range.start_time.value - BEGINS, clip.source_range.duration.value) for clip in read.tracks[0]
    ]
    assert found_ == lengths

    answer = await cut_list(shared_app, job_id=analysis_id, format="otio")
    assert answer.headers["content-disposition"] == 'attachment; filename="Talk one scenes.otio"'
    timeline = opentimelineio.adapters.read_from_string(answer.text, "otio_json")
    otio_clips = [(clip.source_range.start_time.value - BEGINS, clip.duration().value) for clip in timeline.tracks[0]]
    assert otio_clips == lengths
    assert [clip.name for clip in timeline.tracks[0]] == ["Scene 1", "Scene 2", "Scene 3"]


async def test_clips_are_stretches_of_the_film(shared_app: App) -> None:
    """In their order, with their titles; not the files that were cut."""
    job = await shared_app.create(job_type="clip_generation")
    claimed = await shared_app.claim(job["id"])
    await cut_list(shared_app, 409, job_id=job["id"], format="edl")  # they are still being cut
    await done(shared_app, claimed, "fetch", FetchOutput(source=SOURCE, media=MEDIA, title="Talk"))
    await shared_app.store.write(start_stage, job["id"], claimed.attempt, "clips", "clips-test")
    spans = [(float(2997 / RATE), float(3297 / RATE)), (float(1 / RATE), float(31 / RATE))]
    await shared_app.cut(claimed, [clip(n, *span) for n, span in enumerate(spans)], "Talk")
    await shared_app.finish(claimed, Cause.CANCEL)
    text = (await cut_list(shared_app, job_id=job["id"], format="edl", drop_frame=False, title="Best of it")).text
    assert text.splitlines()[:2] == ["TITLE: Best of it", "FCM: NON-DROP FRAME"]
    assert [line for line in text.splitlines() if line.startswith("* COMMENT")] == [
        "* COMMENT: No. 0",
        "* COMMENT: No. 1",
    ]
    read = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=float(RATE))
    starts = [(item.source_range.start_time.value - BEGINS, item.duration().value) for item in read.tracks[0]]
    assert starts == [(2997, 300), (1, 30)]


async def test_names_of_clips_are_the_corrected_ones(shared_app: App) -> None:
    """As the job shows them."""
    job = await shared_app.create(job_type="clip_generation")
    claimed = await shared_app.claim(job["id"])
    await done(shared_app, claimed, "fetch", FetchOutput(source=SOURCE, media=MEDIA, title="Talk"))
    await shared_app.publish_segments(claimed, [segment(0.0, "The eagle as landed.")], key=f"transcribe-{job['id']}")
    await shared_app.store.write(start_stage, job["id"], claimed.attempt, "clips", f"clips-{job['id']}")
    spoken = clip(0, 0.0, 2.0).model_copy(update={"text": "The eagle as landed."})
    await shared_app.cut(claimed, [spoken], "Talk", key=f"clips-{job['id']}")
    await shared_app.finish(claimed, Cause.CANCEL)
    path = f"/api/v1/transcripts/{job['id']}/segments/0"
    answer = await shared_app.http.patch(path, json={"text": "The Eagle has landed."})
    assert answer.status_code == 200, answer.text
    text = (await cut_list(shared_app, job_id=job["id"], format="edl")).text
    assert [line for line in text.splitlines() if line.startswith("* COMMENT")] == ["* COMMENT: The Eagle has landed"]


def clip(index: int, start_s: float, end_s: float) -> Clip:
    facts = {"title": f"No. {index}", "score": 0.5, "reason": "", "parts": {}, "text": "", "width": 16, "height": 9}
    return Clip.model_validate(
        {"index": index, "start_s": start_s, "end_s": end_s, "video": SOURCE, "thumbnail": None} | facts
    )


async def test_what_an_operation_left_is_a_cut_list(shared_app: App) -> None:
    """A film without its pauses, as stretches of the film with them."""
    options = {"operation": "remove_silence"}
    job = await shared_app.create(job_type="media_operation", options=options)
    claimed = await shared_app.claim(job["id"])
    await done(shared_app, claimed, "fetch", FetchOutput(source=SOURCE, media=MEDIA, title="Talk"))
    kept = (KeptStretch(first=0, last=300), KeptStretch(first=333, last=900))
    facts = {"duration_s": 1.0, "removed_s": 1.0, "cuts": 2, "threshold_db": -40.0, "fps": str(RATE), "kept": kept}
    await done(shared_app, claimed, "remove_silence", Shortened(file=SOURCE, **facts))
    await _end(shared_app, claimed)
    answer = await cut_list(shared_app, job_id=job["id"], format="edl")
    assert answer.headers["content-disposition"] == 'attachment; filename="Talk parts without silence.edl"'
    read = opentimelineio.adapters.read_from_string(answer.text, "cmx_3600", rate=float(RATE))
    starts = [(item.source_range.start_time.value - BEGINS, item.duration().value) for item in read.tracks[0]]
    assert starts == [(0, 300), (333, 567)]


async def test_what_has_no_cuts_says_so(shared_app: App) -> None:
    """Unknown, unfinished, of another type, or without a picture."""
    for subject in ({"analysis_id": NOBODY}, {"job_id": NOBODY}, {"analysis_id": "x"}, {"job_id": "x" * 80}):
        await cut_list(shared_app, 404, **subject, format="otio")
    talk = await shared_app.create(job_type="transcription")
    await cut_list(shared_app, 404, analysis_id=talk["id"], format="otio")
    claimed = await shared_app.claim(talk["id"])
    await shared_app.finish(claimed, Cause.CANCEL)
    await cut_list(shared_app, 404, job_id=talk["id"], format="otio")
    running = await analysed(shared_app, complete=False)
    await cut_list(shared_app, 409, analysis_id=running, format="otio")
    sound = MediaInfo(container="mp3", duration_s=5.0, audio_codec="mp3", audio_channels=1)
    silent = await begun(shared_app)
    job = await shared_app.claim(silent)
    await done(shared_app, job, "fetch", FetchOutput(source=SOURCE, media=sound, title="Sound"))
    await shared_app.finish(job, Cause.CANCEL)
    await cut_list(shared_app, 404, analysis_id=silent, format="fcpxml")


@pytest.mark.parametrize(
    "order",
    [
        {"format": "otio"},
        {"analysis_id": "a", "job_id": "b", "format": "otio"},
        {"analysis_id": "a", "format": "aaf"},
        {"analysis_id": "a"},
        {"timeline": [], "format": "edl"},
        {"analysis_id": "a", "format": "edl", "more": 1},
    ],
)
async def test_orders_that_say_nothing_are_refused(order: dict[str, Any], shared_app: App) -> None:
    """One subject, one known format."""
    await cut_list(shared_app, 422, **order)


async def test_times_decide_where_frames_are_uneven(shared_app: App) -> None:
    """A telephone's film has a mean rate at which no frame number is a time; cuts are at the nearest frame."""
    media = MEDIA.model_copy(update={"fps": "2987/100", "timecode": None, "duration_s": 310.0})
    analysis_id = await begun(shared_app)
    job = await shared_app.claim(analysis_id)
    await done(shared_app, job, "fetch", FetchOutput(source=SOURCE, media=media, title="Walk"))
    uneven = [
        one.model_copy(update={"start_s": n * 100.0, "end_s": n * 100.0 + 100.0}) for n, one in enumerate(scenes())
    ]
    await found(shared_app, job, *uneven)
    await _end(shared_app, job)
    root = fromstring((await cut_list(shared_app, analysis_id=analysis_id, format="fcpxml")).text)
    starts = [time(one, "start") for one in root.iter("asset-clip")]
    assert [round(float(start), 1) for start in starts] == [0.0, 100.0, 200.0]
    assert all((start * RATE).denominator == 1 for start in starts)


#: An upload of four seconds at 25 frames a second.
FILM = "7f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e"


def timeline(**values: Any) -> dict[str, Any]:
    """Two clips of the upload with a gap between, and its sound below."""
    source = {"video_id": FILM}
    clips = [
        {"source": source, "start": 0.0, "end": 1.0, "volume_db": -3.0},
        {"source": source, "start": 2.0, "end": 3.2, "at": 1.6, "speed": 2.0, "muted": True},
    ]
    sound = {"kind": "audio", "clips": [{"source": source, "start": 0.0, "end": 2.0, "fade_out": 0.5}]}
    return {"fps": "25", "tracks": [{"kind": "video", "clips": clips}, sound]} | values


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def film(shared_app: App, media: MediaShelf) -> Path:
    """The film that is uploaded as FILM."""
    path = media.video(seconds=4)
    await uploaded(shared_app, path, FILM)
    return path


async def test_timelines_of_either_form(shared_app: App, film: Path) -> None:
    """A document that is written leads back to itself and renders; other formats show the same frames."""
    document = (await cut_list(shared_app, timeline=timeline(name="Two"), format="otio")).json()
    first = document["tracks"]["children"][0]["children"][0]
    reference = first["media_references"][first["active_media_reference_key"]]
    assert (reference["target_url"], reference["name"]) == (f"/api/v1/videos/{FILM}", film.name)
    again = await cut_list(shared_app, timeline=document, format="otio")
    assert again.json() == document
    assert again.headers["content-disposition"] == 'attachment; filename="Two cut.otio"'
    for form in ("edl", "fcpxml"):
        theirs = await cut_list(shared_app, timeline=document, format=form)
        assert theirs.text == (await cut_list(shared_app, timeline=timeline(name="Two"), format=form)).text
    for_editors = (await cut_list(shared_app, timeline=document, format="otio", media="files")).json()
    assert [len(track["children"]) for track in for_editors["tracks"]["children"]] == [3, 1, 1]
    taken = await shared_app.http.post("/api/export/timeline", json={"timeline": for_editors})
    assert taken.status_code == 202, taken.text
    stored = await cut_list(shared_app, job_id=taken.json()["job_id"], format="otio", media="links")
    assert stored.json() == document


async def test_editors_get_a_rate_that_they_have(shared_app: App) -> None:
    """The mean rate of a film that a client repeats is none; what is read back here keeps it."""
    document = timeline(fps="2987/100")
    root = fromstring((await cut_list(shared_app, timeline=document, format="fcpxml")).text)
    assert [one.get("frameDuration") for one in root.iter("format")] == ["1001/30000s", "1/25s"]
    own = (await cut_list(shared_app, timeline=document, format="otio")).json()
    assert own["metadata"]["video_processing"]["fps"] == "2987/100"


async def test_a_scene_leads_to_its_film(shared_app: App, media: MediaShelf) -> None:
    """A scene has no address; its film has, and the scene is a stretch of it."""
    content = media.video(seconds=4).read_bytes()
    taken = await shared_app.http.post("/api/analyze", files={"video": ("My film.mp4", content)})
    job = await shared_app.claim(taken.json()["analysis_id"])
    stored = (await shared_app.http.get(f"/api/v1/jobs/{job.id}")).json()
    blob = (await shared_app.keep(job.id, content, "other.mp4", kind="other")).blob
    source = Artifact(NOBODY, job.id, "fetch", "source", "My_film.mp4", "video/mp4", blob)
    await shared_app.store.write(stage_log.add_artifacts, [source])
    await done(
        shared_app, job, "fetch", FetchOutput(source=blob, media=described(media.video(seconds=4)), title="My film")
    )
    spans = [
        SceneSpan(index=0, start_frame=0, end_frame=50, start_s=0.0, end_s=2.0, transition="start"),
        SceneSpan(index=1, start_frame=50, end_frame=100, start_s=2.0, end_s=4.0, transition="cut"),
    ]
    await found(shared_app, job, *spans)
    scene = {"analysis_id": job.id, "scene_id": scene_id(job.id, 1)}
    document = {"tracks": [{"kind": "video", "clips": [{"source": scene, "start": 0.5, "end": 1.0}]}]}
    written = (await cut_list(shared_app, timeline=document, format="otio")).json()
    (only,) = written["tracks"]["children"][0]["children"]
    reference = only["media_references"]["DEFAULT_MEDIA"]
    assert (reference["target_url"], reference["name"]) == (f"/api/v1/videos/{stored['video_id']}", "My film.mp4")
    assert only["source_range"]["start_time"]["value"] == 62.5  # two and a half seconds of the film
    await _end(shared_app, job)

    segment_ = await shared_app.keep(job.id, b"proxy", "scene-0001-proxy.mp4", kind="proxy")
    address = f"/api/segment/{job.id}/proxy/{segment_.filename}"
    only["media_references"]["DEFAULT_MEDIA"]["target_url"] = address
    only["source_range"]["start_time"]["value"] = 12.5
    again = (await cut_list(shared_app, timeline=written, format="otio")).json()
    (same,) = again["tracks"]["children"][0]["children"]
    assert same["media_references"]["DEFAULT_MEDIA"]["target_url"] == address
    assert same["source_range"] == only["source_range"]
    (theirs,) = (await cut_list(shared_app, timeline=written, format="otio", media="files")).json()["tracks"][
        "children"
    ][0]["children"]
    assert theirs["media_references"]["DEFAULT_MEDIA"]["target_url"] == "My film.mp4"
    assert theirs["media_references"]["server"]["target_url"] == f"/api/v1/videos/{stored['video_id']}"
    assert theirs["source_range"]["start_time"]["value"] == 63.0


@pytest.mark.parametrize("path", ["/api/export/interchange", "/api/export/timeline", "/api/v1/jobs"])
async def test_documents_that_lead_nowhere_are_refused_by_their_place(path: str, shared_app: App, film: Path) -> None:
    """Another address, a nested composition, no document at all: 422, with track and clip where there are some."""
    order = {"/api/export/interchange": {"format": "edl"}, "/api/v1/jobs": {"job_type": "timeline_export"}}.get(
        path, {}
    )
    document = (await cut_list(shared_app, timeline=timeline(), format="otio")).json()
    text = json.dumps(document).replace(f"/api/v1/videos/{FILM}", "https://example.com/a.mp4")
    answer = await shared_app.http.post(path, json={"timeline": json.loads(text)} | order)
    assert answer.status_code == 422, answer.text
    assert "Track 1, clip 1 (tracks[0].clips[0]): source 'https://example.com/a.mp4'" in answer.json()["detail"]
    assert [row["loc"][-5:] for row in answer.json()["errors"]] == [
        ["tracks", 0, "clips", 0, "source"],
        ["tracks", 0, "clips", 1, "source"],
        ["tracks", 1, "clips", 0, "source"],
    ]
    for bad in ({"OTIO_SCHEMA": "Timeline.99"}, {"OTIO_SCHEMA": 1}, {"OTIO_SCHEMA": "Clip.2"}):
        assert (await shared_app.http.post(path, json={"timeline": bad} | order)).status_code == 422


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("/api/v1/videos/a-1", {"video_id": "a-1"}),
        ("/api/v1/jobs/a/artifacts/b?inline=1", {"job_id": "a", "artifact_id": "b"}),
        ("/api/segment/a/proxy/scene%200.mp4", {"analysis_id": "a", "segment": "proxy", "filename": "scene 0.mp4"}),
        ("/api/v1/videos/a/b", None),
        ("/api/v1/videos/", None),
        ("http://127.0.0.1:8000/api/v1/videos/a", None),
        ("file:///api/v1/videos/a", None),
        ("/api/segment/a/other/b.mp4", None),
        ("../api/v1/videos/a", None),
    ],
)
async def test_addresses_of_sources(url: str, source: dict[str, Any] | None) -> None:
    """Only what this server has under its own paths."""
    assert source_of(url) == source
