"""The API of whisper-asr-webservice as Bazarr calls it: bare samples, no key in a header, much patience."""

import asyncio
import json
import wave
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.api.asr.sound import title_of, wav_header
from app.inference.model_catalog import shipped_speech
from app.jobs.states import Cause
from tests.asgi import App, app_in, segment
from tests.media import MediaShelf
from tests.speech import HELLO

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "correct horse/battery staple"
MASTER = {"X-API-Key": KEY}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """A server that needs a key, with the shipped model."""
    async with app_in(tmp_path_factory.mktemp("asr"), paused=False, whisper_model="demo", api_key=KEY) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slow(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """A server whose jobs the test itself works on; its queue has one place."""
    async with app_in(
        tmp_path_factory.mktemp("slow"), whisper_model="demo", max_queue_size=1, max_video_seconds=10
    ) as running:
        yield running


def samples() -> bytes:
    """The shipped sentence as Bazarr sends sound: 16 kHz, mono, 16 bits, no header."""
    with wave.open(str(shipped_speech())) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        return file.readframes(file.getnframes())


class Bazarr:
    """Calls as Bazarr's Whisper provider does: an endpoint, query parameters, and a form whose file has no type."""

    def __init__(self, app: App, endpoint: str = "", auth: tuple[str, str] | None = None) -> None:
        self._http = app.http
        self._endpoint = endpoint
        self._auth = auth

    async def detect(self, sound: bytes) -> httpx.Response:
        """Ask for the language."""
        params = {"encode": "false", "video_file": "/films/A Film (2020)/A Film.mkv"}
        return await self._post("detect-language", params, sound)

    async def subtitles(self, sound: bytes, **params: str) -> httpx.Response:
        """Ask for subtitles."""
        known = {"task": "transcribe", "language": "en", "output": "srt", "encode": "false"}
        return await self._post("asr", known | params, sound)

    async def _post(self, path: str, params: dict[str, str], sound: bytes) -> httpx.Response:
        files = {"audio_file": ("audio_file", sound)}
        address = f"{self._endpoint}/{path}"
        auth = httpx.BasicAuth(*self._auth) if self._auth else httpx.USE_CLIENT_DEFAULT
        return await self._http.post(address, params=params, files=files, auth=auth)


async def newest(app: App) -> dict[str, Any]:
    """The newest job."""
    found = (await app.http.get("/api/v1/jobs?limit=1", headers=MASTER)).json()["items"]
    job: dict[str, Any] = found[0] if found else {"status": None}
    return job


async def until(app: App, status: str) -> dict[str, Any]:
    """Poll the newest job until it has a status."""
    async with asyncio.timeout(20):
        while (job := await newest(app))["status"] != status:
            await asyncio.sleep(0.01)
    return job


@pytest.mark.parametrize("endpoint", [f"/key/{KEY}", "/key/correct%20horse%2Fbattery%20staple", None])
async def test_bazarr_gets_a_language_and_subtitles(app: App, endpoint: str | None) -> None:
    """With the key in the endpoint's path, or as the password in it; of the question for a language nothing is left."""
    bazarr = Bazarr(app, endpoint) if endpoint else Bazarr(app, auth=("bazarr", KEY))
    before = (await app.http.get("/api/v1/jobs", headers=MASTER)).json()["total"]
    found = await bazarr.detect(samples())
    assert found.json() == {"detected_language": "english", "language_code": "en", "confidence": 1.0}
    assert (await app.http.get("/api/v1/jobs", headers=MASTER)).json()["total"] == before
    srt = await bazarr.subtitles(samples(), video_file="D:\\films\\A Film.mkv")
    assert srt.status_code == 200
    assert srt.headers["content-type"] == "text/plain; charset=utf-8"
    assert srt.text.startswith("1\n00:00:00,2")
    assert HELLO in srt.text
    job = await newest(app)
    assert (job["id"], job["video_title"], job["options"]["language"]) == (srt.headers["x-request-id"], "A Film", "en")


async def test_a_wrong_key_is_refused_wherever_it_is(app: App) -> None:
    """Also beside the right one in a header; other routes take keys from headers alone."""
    for bazarr in (Bazarr(app), Bazarr(app, "/key/wrong"), Bazarr(app, auth=("x", "wrong"))):
        for answer in (await bazarr.detect(samples()), await bazarr.subtitles(samples())):
            assert answer.status_code == 401
            assert "-->" not in answer.text
    sent = {"files": {"audio_file": samples()}, "params": {"encode": "false"}}
    assert (await app.http.post("/key/wrong/asr", headers=MASTER, **sent)).status_code == 401
    assert (await app.http.get(f"/key/{KEY}/api/v1/jobs")).status_code == 401
    assert (await app.http.get("/api/v1/jobs", auth=("x", KEY))).status_code == 401


async def test_every_output_is_there(app: App) -> None:
    """Of a file with a header, too, whatever the request says of it."""
    sound = shipped_speech().read_bytes()
    bazarr = Bazarr(app, f"/key/{KEY}")
    assert (await bazarr.subtitles(sound, output="txt")).text == f"{HELLO}\n"
    assert (await bazarr.subtitles(sound, output="vtt", encode="true")).text.startswith("WEBVTT\n\n00:00:00.2")
    tsv = (await bazarr.subtitles(sound, output="tsv", language="")).text.splitlines()
    assert tsv[0] == "start\tend\ttext"
    assert tsv[1].split("\t")[2] == HELLO
    assert int(tsv[1].split("\t")[0]) < int(tsv[1].split("\t")[1])
    whole = json.loads((await bazarr.subtitles(sound, output="json", word_timestamps="true", task="translate")).text)
    assert (whole["text"], whole["language"]) == (HELLO, "en")
    assert [word["word"].strip() for word in whole["segments"][0]["words"]] == HELLO.split()
    plain = (await bazarr.subtitles(sound, output="json")).json()
    assert {"id", "seek", "start", "end", "text", "tokens", "avg_logprob"} <= plain["segments"][0].keys()
    assert "words" not in plain["segments"][0]


@pytest.mark.parametrize("output", ["srt", "vtt", "txt", "tsv"])
async def test_silence_is_an_empty_answer(app: App, output: str) -> None:
    """Which Bazarr takes as no subtitles."""
    bazarr = Bazarr(app, f"/key/{KEY}")
    answer = await bazarr.subtitles(bytes(64_000), output=output)
    assert (answer.status_code, answer.content) == (200, b"")


async def test_what_cannot_be_done_is_no_subtitle(app: App, media: MediaShelf) -> None:
    """Bazarr stores what it gets without a look at the status; nothing is left of the files."""
    bazarr = Bazarr(app, f"/key/{KEY}")
    silent = media.scenes_silent().read_bytes()
    for answer, status in (
        (await bazarr.subtitles(samples(), language="klingon"), 422),
        (await bazarr.subtitles(samples(), output="doc"), 422),
        (await bazarr.subtitles(b""), 415),
        (await bazarr.subtitles(b"x"), 422),
        (await bazarr.subtitles(b"no sound at all", encode="true"), 415),
        (await bazarr.subtitles(silent, encode="true"), 422),
        (await bazarr.detect(b""), 415),
    ):
        assert answer.status_code == status, answer.text
        assert "-->" not in answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert not list((app.settings.data_dir / "work" / "uploads").glob("*"))


async def test_too_long_a_sound_is_refused_before_it_is_stored(slow: App) -> None:
    """Its length follows from its size."""
    answer = await Bazarr(slow).subtitles(bytes(11 * 32_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_long")


async def test_while_the_server_is_busy_the_connection_is_held(slow: App) -> None:
    """A full queue refuses others, not this client; and the job is the client's until it ends."""
    waiting = await slow.create()
    assert (await slow.http.post("/api/v1/jobs", json={"url": "http://example.com/b.mp4"})).status_code == 503
    asking = asyncio.create_task(Bazarr(slow).subtitles(samples()))
    done, _ = await asyncio.wait({asking}, timeout=1.0)
    assert not done
    await slow.http.post(f"/api/v1/jobs/{waiting['id']}/cancel")
    job = await until(slow, "queued")
    claimed = await slow.claim(job["id"])
    await slow.publish_segments(claimed, [segment(0, "Hello.")])
    await slow.finish(claimed)
    assert "Hello." in (await asking).text


async def test_a_job_that_others_cancel_is_a_conflict(slow: App) -> None:
    """The client learns why there are no subtitles."""
    asking = asyncio.create_task(Bazarr(slow).subtitles(samples()))
    job = await until(slow, "queued")
    await slow.http.post(f"/api/v1/jobs/{job['id']}/cancel")
    answer = await asking
    assert (answer.status_code, answer.json()["code"]) == (409, "job_cancelled")


async def test_a_job_that_fails_is_an_error(slow: App) -> None:
    """With the job's own words."""
    error = {"code": "crashed", "message": "It crashed.", "stage": "transcribe", "retryable": False}
    for ask in (Bazarr(slow).subtitles, Bazarr(slow).detect):
        asking = asyncio.create_task(ask(samples()))
        claimed = await slow.claim((await until(slow, "queued"))["id"])
        await slow.finish(claimed, Cause.FAIL, error=error)
        answer = await asking
        assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (500, "crashed", "It crashed.")


async def test_a_language_is_told_before_the_job_has_ended(slow: App) -> None:
    """As soon as the stage has found it; then the job is cancelled and deleted, with its sound."""
    before = (await slow.http.get("/api/v1/videos")).json()["total"]
    asking = asyncio.create_task(Bazarr(slow).detect(samples()))
    job = await until(slow, "queued")
    assert (job["priority"], job["video_title"]) == (8, "A Film")
    claimed = await slow.claim(job["id"])
    await slow.log(claimed, "transcribe", "Transcribing", language="de", probability=0.75)
    await until(slow, "processing")
    async with asyncio.timeout(10):
        while (await newest(slow)).get("id") == job["id"] and not asking.done():
            stopped = (await slow.http.get(f"/api/v1/jobs/{job['id']}")).json()
            if stopped["status"] == "processing":
                await slow.finish(claimed, Cause.CANCEL)
            await asyncio.sleep(0.05)
    assert (await asking).json() == {"detected_language": "german", "language_code": "de", "confidence": 0.75}
    assert (await slow.http.get(f"/api/v1/jobs/{job['id']}")).status_code == 404
    assert (await slow.http.get("/api/v1/videos")).json()["total"] == before


async def test_samples_get_a_header_and_films_their_name() -> None:
    """Of a path on whatever system the client runs."""
    assert wav_header(32_000)[:4] == b"RIFF"
    assert wav_header(32_000)[40:] == (32_000).to_bytes(4, "little")
    assert [title_of(path) for path in ("/films/A.mkv", "D:\\films\\A.mkv", "A.mkv", "", None, "/films/")] == [
        *("A.mkv", "A.mkv", "A.mkv", None, None),
        "films",
    ]
