"""OpenAI's speech API as its official SDK uses it, against a server with the shipped model."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
import pytest_asyncio
from openai import AsyncOpenAI
from openai.types.audio import TranscriptionStreamEvent
from pydantic import TypeAdapter

from app.api.openai.speech_form import PROMPT_LENGTH, TranscriptionForm, parsed
from app.api.openai.views import Speakers
from app.inference.model_catalog import shipped_speech
from app.jobs.states import Cause
from app.media.ffmpeg import find_ffmpeg
from tests.asgi import App, app_in, segment, served
from tests.media import MediaShelf, sample
from tests.speech import HELLO

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning"),  # the SDK's word on whisper-1
]
KEY = "correct horse battery staple"
EVENTS: TypeAdapter[Any] = TypeAdapter(TranscriptionStreamEvent)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """A server that needs a key, with the shipped model."""
    async with app_in(tmp_path_factory.mktemp("openai"), paused=False, whisper_model="demo", api_key=KEY) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sdk(app: App) -> AsyncIterator[AsyncOpenAI]:
    """The official client."""
    async with served(app) as address, AsyncOpenAI(base_url=f"http://{address}/v1", api_key=KEY, max_retries=0) as sdk:
        yield sdk


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slow(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """A server whose jobs the test itself works on."""
    async with app_in(tmp_path_factory.mktemp("slow"), whisper_model="demo") as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def waiting(slow: App) -> AsyncIterator[AsyncOpenAI]:
    """The official client of that server."""
    async with served(slow) as address, AsyncOpenAI(base_url=f"http://{address}/v1", api_key="x", max_retries=0) as sdk:
        yield sdk


async def newest(app: App, **headers: str) -> dict[str, Any]:
    """The newest job."""
    items = (await app.http.get("/api/v1/jobs?limit=1", headers=headers)).json()["items"]
    job: dict[str, Any] = items[0]
    return job


async def until(app: App, **wanted: Any) -> dict[str, Any]:
    """Poll the newest job until it is as wanted."""
    async with asyncio.timeout(20):
        while True:
            if (await app.http.get("/api/v1/jobs")).json()["total"]:
                job = await newest(app)
                if all(job[name] == value for name, value in wanted.items()):
                    return job
            await asyncio.sleep(0.01)


async def test_every_format_comes_as_the_sdk_reads_it(app: App, sdk: AsyncOpenAI) -> None:
    """One job each, all of which share one transcript; the id of the request is the job's."""
    create = sdk.audio.transcriptions.create
    plain = await create(file=shipped_speech(), model="whisper-1")
    assert (plain.text, plain.usage and plain.usage.model_dump()) == (HELLO, {"type": "duration", "seconds": 3.0})
    job = (await app.http.get(f"/api/v1/jobs/{plain._request_id}", headers={"X-API-Key": KEY})).json()
    assert (job["status"], job["job_type"], job["video_title"]) == ("completed", "transcription", "hello")
    assert await create(file=shipped_speech(), model="demo", response_format="text") == f"{HELLO}\n"
    srt = await create(file=shipped_speech(), model="whisper-1", response_format="srt", language="English")
    assert srt.startswith("1\n00:00:00,2")
    assert HELLO in srt
    vtt = await create(file=shipped_speech(), model="gpt-4o-transcribe", response_format="vtt")
    assert vtt.startswith("WEBVTT\n\n00:00:00.2")
    verbose = await create(file=shipped_speech(), model="whisper-1", response_format="verbose_json")
    assert (verbose.language, verbose.text, verbose.words) == ("english", HELLO, None)
    assert 2 < verbose.duration < 4
    (line,) = verbose.segments or []
    assert (line.id, line.text, line.tokens, line.temperature) == (0, f" {HELLO}", [], 0.0)
    assert -1 < line.avg_logprob < 0 < line.compression_ratio
    assert line.seek == round(line.start * 100)
    timed = await create(
        file=shipped_speech(), model="whisper-1", response_format="verbose_json", timestamp_granularities=["word"]
    )
    assert timed.segments is None
    assert [word.word for word in timed.words or []] == HELLO.split()
    assert all(word.start < word.end for word in timed.words or [])
    spoken = await create(file=shipped_speech(), model="whisper-1", response_format="diarized_json")
    assert (spoken.task, [(row.id, row.speaker, row.text) for row in spoken.segments]) == (
        "transcribe",
        [("seg_000", "A", HELLO)],
    )
    last = await newest(app, **{"X-API-Key": KEY})
    assert {stage["cached"] for stage in last["stages"] if stage["name"] == "transcribe"} == {True}


async def test_a_translation_is_one_into_english(app: App, sdk: AsyncOpenAI) -> None:
    """A job with the task; it has no usage, as OpenAI's has none."""
    found = await sdk.audio.translations.create(
        file=shipped_speech(), model="whisper-1", response_format="verbose_json"
    )
    assert (found.language, found.text) == ("english", HELLO)
    plain = await sdk.audio.translations.create(file=shipped_speech(), model="whisper-1")
    assert plain.to_dict() == {"text": HELLO}
    assert (await newest(app, **{"X-API-Key": KEY}))["options"]["task"] == "translate"


async def test_models_are_listed(sdk: AsyncOpenAI) -> None:
    """The server's own by OpenAI's name, and those that it has."""
    names = [model.id async for model in await sdk.models.list()]
    assert names[0] == "whisper-1"
    assert "demo" in names
    assert (await sdk.models.retrieve("demo")).object == "model"
    with pytest.raises(openai.NotFoundError) as caught:
        await sdk.models.retrieve("gpt-17")
    assert caught.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("values", "status", "param", "code"),
    [
        ({"model": "gpt-17"}, 404, None, "model_not_found"),
        ({"language": "klingon"}, 400, "language", "invalid_value"),
        ({"temperature": 1.5}, 400, "temperature", "invalid_value"),
        ({"response_format": "xml"}, 400, "response_format", "invalid_value"),
        ({"timestamp_granularities": ["word"]}, 400, "timestamp_granularities", "invalid_value"),
        ({"timestamp_granularities": ["page"], "response_format": "verbose_json"}, 400, "0", "invalid_value"),
        ({"include": ["logprobs"]}, 400, "include", "invalid_value"),
        ({"extra_body": {"stream": "perhaps"}}, 400, "stream", "invalid_value"),
        ({"file": ("a.wav", b"")}, 400, None, "unsupported_media"),
        ({"file": ("a.wav", b"no sound at all")}, 400, None, "unsupported_media"),
    ],
)
async def test_what_is_wrong_is_said_in_openais_way(
    app: App, sdk: AsyncOpenAI, values: dict[str, Any], status: int, param: str | None, code: str
) -> None:
    """The SDK raises its own exceptions; nothing is left of the file."""
    before = (await app.http.get("/api/v1/videos", headers={"X-API-Key": KEY})).json()["total"]
    sent = {"file": shipped_speech(), "model": "whisper-1"} | values
    with pytest.raises(openai.APIStatusError) as caught:
        await sdk.audio.transcriptions.create(**sent)
    assert (caught.value.status_code, caught.value.code) == (status, code)
    assert param in (caught.value.param, "0")
    assert caught.value.type == "invalid_request_error"
    assert (await app.http.get("/api/v1/videos", headers={"X-API-Key": KEY})).json()["total"] == before
    assert not list((app.settings.data_dir / "work" / "uploads").glob("*"))


async def test_a_film_without_sound_is_refused_before_there_is_a_job(sdk: AsyncOpenAI, media: MediaShelf) -> None:
    """As a wrong field."""
    with pytest.raises(openai.BadRequestError) as caught:
        await sdk.audio.transcriptions.create(file=media.scenes_silent(), model="whisper-1")
    assert (caught.value.code, caught.value.param) == ("no_audio", "file")


async def test_everything_below_v1_has_openais_shape(app: App, sdk: AsyncOpenAI) -> None:
    """Without a key, with a wrong one, where there is nothing, with no form, and with another method."""
    with pytest.raises(openai.AuthenticationError) as caught:
        await sdk.with_options(api_key="wrong").models.list()
    assert caught.value.code == "invalid_api_key"
    with pytest.raises(openai.NotFoundError):
        await sdk.chat.completions.create(model="gpt-17", messages=[])
    for method, path, status in (
        ("GET", "/v1/audio", 404),
        ("PUT", "/v1/models", 405),
        ("POST", "/v1/audio/transcriptions", 400),
    ):
        answer = await app.http.request(method, path, json={}, headers={"Authorization": f"Bearer {KEY}"})
        assert (answer.status_code, {*answer.json()["error"]}) == (status, {"message", "type", "param", "code"}), path
    assert (await app.http.get("/v1/models")).json()["error"]["type"] == "invalid_request_error"


async def test_lines_stream_as_they_are_recognised(slow: App, waiting: AsyncOpenAI) -> None:
    """Each before the next one is there; the whole at the end, and every event is one of the SDK's own."""
    asking = asyncio.create_task(
        waiting.audio.transcriptions.create(file=shipped_speech(), model="whisper-1", stream=True)
    )
    job = await slow.claim((await until(slow, status="queued"))["id"])
    stream = await asking
    await slow.publish_segments(job, [segment(0, "Hello.")])
    events = [await anext(stream)]
    await slow.publish_segments(job, [segment(2, "And welcome.")])
    events.append(await anext(stream))
    await slow.finish(job)
    events += [event async for event in stream]
    assert [event.type for event in events] == ["transcript.text.delta"] * 2 + ["transcript.text.done"]
    assert [event.delta for event in events[:2]] == ["Hello.", " And welcome."]
    assert events[-1].text == "Hello. And welcome."
    for event in events:
        assert EVENTS.validate_python(event.to_dict()) == event


async def test_a_stream_of_speakers_has_a_line_of_each(slow: App, waiting: AsyncOpenAI) -> None:
    """With the letters that OpenAI names them by."""
    asking = asyncio.create_task(
        waiting.audio.transcriptions.create(
            file=shipped_speech(), model="whisper-1", stream=True, response_format="diarized_json", temperature=0.1
        )
    )
    job = await slow.claim((await until(slow, status="queued"))["id"])
    lines = [segment(0, "Hello."), segment(2, "And welcome.")]
    said = [line.model_copy(update={"speaker": f"SPEAKER_{n + 7}"}) for n, line in enumerate(lines)]
    await slow.publish_segments(job, said, key="of-speakers")
    await slow.finish(job)
    events = [event async for event in await asking]
    rows = [event.to_dict() for event in events if event.type == "transcript.text.segment"]
    assert [(row["id"], row["speaker"], row["text"]) for row in rows] == [
        ("seg_000", "A", "Hello."),
        ("seg_001", "B", "And welcome."),
    ]


@pytest.mark.parametrize("stream", [False, True])
async def test_a_client_that_leaves_cancels_its_job(slow: App, waiting: AsyncOpenAI, stream: bool) -> None:
    """While it waits, also between two lines."""
    task = asyncio.create_task(
        waiting.audio.transcriptions.create(file=shipped_speech(), model="whisper-1", stream=stream)
    )
    job = await until(slow, status="queued")
    if stream:
        await (await task).close()
    else:
        task.cancel()
    assert (await until(slow, status="cancelled"))["id"] == job["id"]


async def test_the_next_try_of_a_client_that_left_continues(app: App, sdk: AsyncOpenAI, tmp_path: Path) -> None:
    """The lines that were recognised are those of the new job before anything is decoded for it."""
    film = tmp_path / "long.wav"
    command = [find_ffmpeg(), "-nostdin", "-v", "error", "-stream_loop", "4", "-i", sample(), "-ac", "1", "-vn", film]
    subprocess.run(command, check=True)
    jobs = []
    for _ in range(2):
        stream = await sdk.audio.transcriptions.create(file=film, model="whisper-1", stream=True)
        await anext(stream)
        jobs.append(await newest(app, **{"X-API-Key": KEY}))
        await stream.close()
        async with asyncio.timeout(20):
            while (job := await newest(app, **{"X-API-Key": KEY}))["status"] == "processing":
                await asyncio.sleep(0.02)
        assert job["status"] == "cancelled"
    first, second = [
        (await app.http.get(f"/api/v1/jobs/{job['id']}/events", headers={"X-API-Key": KEY})).json()["items"]
        for job in jobs
    ]
    heard = [event["data"]["text"] for event in first if event["type"] == "transcript_segment"]
    before_decoding = list(takewhile(lambda event: "Transcribing" not in event["data"].get("message", ""), second))
    taken = [event["data"]["text"] for event in before_decoding if event["type"] == "transcript_segment"]
    assert heard
    assert taken[: len(heard)] == heard


async def test_a_job_that_fails_is_an_error_that_the_sdk_does_not_repeat(slow: App, waiting: AsyncOpenAI) -> None:
    """By a status while nothing is sent, in the stream by an event; one that was cancelled is a conflict."""
    error = {"code": "crashed", "message": "It crashed.", "stage": "transcribe", "retryable": False}
    for stream, raised, cause in (
        (False, openai.InternalServerError, Cause.FAIL),
        (True, openai.APIError, Cause.FAIL),
        (False, openai.ConflictError, Cause.CANCEL),
    ):
        patient = waiting.with_options(max_retries=2)
        asking = asyncio.create_task(
            patient.audio.transcriptions.create(file=shipped_speech(), model="whisper-1", stream=stream)
        )
        job = await slow.claim((await until(slow, status="queued"))["id"])
        await slow.finish(job, cause, **({"error": error} if cause is Cause.FAIL else {}))
        with pytest.raises(raised) as caught:
            [event async for event in await asking]
        assert (caught.value.code, caught.value.type) in (
            ("crashed", "server_error"),
            ("job_cancelled", "invalid_request_error"),
        )
    assert (await newest(slow))["id"] == job.id, "it was sent again"


async def test_a_client_that_does_not_wait_gets_the_job(slow: App, waiting: AsyncOpenAI) -> None:
    """`Prefer: respond-async` (RFC 7240); with an Idempotency-Key the next try waits for the same job."""
    headers = {"Prefer": "wait=1, respond-async", "Idempotency-Key": "once"}
    create = waiting.audio.transcriptions.with_raw_response.create
    answer = await create(file=shipped_speech(), model="whisper-1", extra_headers=headers)
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    job = await newest(slow)
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert (job["id"], job["status"]) == (answer.headers["x-request-id"], "queued")
    await slow.http.post(f"/api/v1/jobs/{job['id']}/cancel")
    asking = asyncio.create_task(
        create(file=shipped_speech(), model="whisper-1", extra_headers={"Idempotency-Key": "once"})
    )
    assert (await until(slow, status="queued"))["id"] == job["id"], "the cancelled job was not run again"
    claimed = await slow.claim(job["id"])
    await slow.publish_segments(claimed, [segment(0, "Hello.")], key="of-the-key")
    await slow.finish(claimed)
    assert (await asking).parse().text == "Hello."


async def test_forms_mean_options_of_jobs() -> None:
    """Fields with and without brackets, hints for the language, and of a long prompt its end."""
    fields = {"model": ["whisper-1"], "languages[]": ["de"], "keywords[]": ["Lisbon", "Maria"], "prompt": ["About her"]}
    options = parsed(TranscriptionForm, fields).options(None)
    assert (options.language, options.prompt, options.hotwords) == ("de", "About her", ("Lisbon", "Maria"))
    many = parsed(TranscriptionForm, {"model": ["x"], "keywords": ["a" * 200, " ", *map(str, range(150))]})
    assert many.options(None).hotwords == tuple(map(str, range(100)))
    several = parsed(TranscriptionForm, {"model": ["x"], "languages[]": ["de", "en"], "prompt": ["a" * 5000 + "z"]})
    assert several.options("tiny").language is None
    assert several.options("tiny").model_size == "tiny"
    assert several.options("tiny").prompt == "a" * (PROMPT_LENGTH - 1) + "z"


async def test_speakers_have_letters_and_keep_their_names() -> None:
    """In the order in which they speak; after Z comes AA."""
    speakers = Speakers()
    assert [speakers.label(one) for one in ("SPEAKER_3", "B", "SPEAKER_3", "Ann", None)] == [
        "A",
        "B",
        "A",
        "Ann",
        "unknown",
    ]
    for number in range(25):
        last = speakers.label(f"SPEAKER_{100 + number}")
    assert last == "AA"


async def test_a_user_of_a_key_sees_its_own_speech_alone(app: App) -> None:
    """The job of a request belongs to the user of its key."""
    made = await app.http.post(
        "/api/v1/keys", json={"name": "ann", "scope": "write", "user": "ann"}, headers={"X-API-Key": KEY}
    )
    ann = {"Authorization": f"Bearer {made.json()['key']}"}
    sent = {"file": ("hello.wav", shipped_speech().read_bytes(), "audio/wav")}
    answer: httpx.Response = await app.http.post(
        "/v1/audio/transcriptions", files=sent, data={"model": "whisper-1"}, headers=ann
    )
    assert answer.json()["text"] == HELLO
    job_id = answer.headers["x-request-id"]
    assert (await app.http.get(f"/api/v1/jobs/{job_id}", headers=ann)).json()["user_id"] == "ann"
    assert [one["id"] for one in (await app.http.get("/api/v1/jobs", headers=ann)).json()["items"]] == [job_id]
