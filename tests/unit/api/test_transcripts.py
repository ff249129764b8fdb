"""Transcripts that people correct: what a correction changes, everywhere; two people at once; undo."""

import asyncio
import io
from typing import Any

import docx
import pytest

from app.api.v1.schemas.jobs import Job
from app.api.v1.schemas.transcripts import LineList, LinesPut, LineView, Replaced, TranscriptView
from app.db import stage_log
from app.jobs.record import OutputRecord
from app.jobs.states import Cause
from tests.asgi import App, segment
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINES = [segment(0, "We have a landing."), segment(2, "The eagle as landed."), segment(4, "Congratulations all.")]
DONE = {
    "language": "en",
    "language_probability": 1.0,
    "model": "demo",
    "decoding": "sequential",
    "segment_count": 3,
}


async def transcribed(app: App, *, key: str, output: dict[str, Any] = DONE, **body: Any) -> str:
    """A finished transcription of three lines; its id."""
    job = await app.create(job_type="transcription", **body)
    running = await app.claim(job["id"])
    await app.publish_segments(running, LINES, key=key)
    await app.store.write(stage_log.record_output, OutputRecord(key, "transcribe", output, [], 1.5), [])
    files = [
        await app.keep(job["id"], text.encode(), f"a{suffix}", kind="transcript", stage="transcribe")
        for suffix, text in ((".srt", "old srt"), (".vtt", "old vtt"), (".txt", "old txt"))
    ]
    await app.store.write(
        stage_log.finish_stage,
        job["id"],
        running.attempt,
        "transcribe",
        cached=False,
        seconds=1.5,
        artifacts=files,
        warnings=[],
        progress=1.0,
        eta_s=0.0,
        job_values={},
    )
    await app.finish(running)
    return str(job["id"])


async def test_a_correction_is_everywhere_at_once(shared_app: App) -> None:
    """In the lines, the job, all formats, the files with their sizes and hashes, and in the search of jobs."""
    job_id = await transcribed(shared_app, key="transcribe-everywhere")
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"
    before = Job.model_validate((await http.get(f"/api/v1/jobs/{job_id}")).json())
    assert before.transcript_id == job_id
    told = TranscriptView.model_validate((await http.get(path)).json())
    assert (told.status, told.transcription_method, told.language_code) == ("completed", "whisper", "en")
    answer = await http.patch(f"{path}/segments/1", json={"text": "The Eagle\u0007  has  landed."})
    line = LineView.model_validate(answer.json())
    assert (line.text, line.original_text, line.corrected) == ("The Eagle has landed.", "The eagle as landed.", True)
    job = Job.model_validate((await http.get(f"/api/v1/jobs/{job_id}")).json())
    assert job.transcript == "We have a landing. The Eagle has landed. Congratulations all."
    assert [word.text for word in job.segments[1].words] == [" The", " Eagle", " has", " landed."]
    assert [word.start for word in job.segments[1].words] == [word.start for word in before.segments[1].words]
    assert job.segments[1].original_text == "The eagle as landed."
    assert job.segments[0] == before.segments[0]
    for form in ("json", "txt", "srt", "vtt", "md"):
        assert "Eagle has" in (await http.get(f"/api/v1/jobs/{job_id}/transcript", params={"format": form})).text
    for artifact in job.artifacts:
        file = await http.get(artifact.url)
        assert "Eagle has" in file.text
        assert len(file.content) == artifact.size_bytes
        assert file.headers["etag"] == f'"{artifact.sha256}"'
    whole = await http.get(f"/api/v1/jobs/{job_id}/artifacts.zip")
    assert whole.content.count(b"Eagle has") == 3
    found = (await http.get("/api/v1/jobs", params={"q": "eagle has landed"})).json()
    assert [one["id"] for one in found["items"]] == [job_id]


async def test_a_video_has_the_transcript_that_people_have_corrected(shared_app: App) -> None:
    """Also if a newer job on it has recognised the same again."""
    http = shared_app.http
    taken = (await http.post("/api/v1/videos", json={"url": "https://example.com/corrected.mp4"})).json()
    jobs = [
        await transcribed(shared_app, key=f"transcribe-video-{n}", video_id=taken["video_id"], url=None) for n in "ab"
    ]
    await http.patch(f"/api/v1/transcripts/{jobs[0]}/segments/0", json={"text": "We have corrected it."})
    shown = (await http.get(f"/api/v1/videos/{taken['video_id']}")).json()
    assert shown["results"]["transcript"].startswith("We have corrected it.")
    assert shown["results"]["language"] == "en"


async def test_lines_of_a_part_of_the_video(shared_app: App) -> None:
    """Those that overlap it, by their numbers; the rest is refused."""
    job_id = await transcribed(shared_app, key="transcribe-parts")
    path = f"/api/v1/transcripts/{job_id}/segments"

    async def numbers(**query: Any) -> list[int]:
        found = LineList.model_validate((await shared_app.http.get(path, params=query)).json())
        assert found.total == len(found.items)
        return [line.index for line in found.items]

    assert await numbers() == [0, 1, 2]
    assert await numbers(**{"from": 2, "to": 4}) == [1]
    assert await numbers(**{"from": 1.9, "to": 2.1}) == [0, 1]
    assert await numbers(**{"from": 100}) == []
    assert (await shared_app.http.get(path, params={"from": -1})).status_code == 422
    assert (await shared_app.http.get(path, params={"form": 1})).status_code == 422
    assert (await shared_app.http.get(f"{path}/7")).status_code == 404


async def test_two_people_do_not_overwrite_each_other(shared_app: App) -> None:
    """The second one with the old ETag is refused and has changed nothing; reading anew, it goes on."""
    job_id = await transcribed(shared_app, key="transcribe-two")
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"
    tag = (await http.get(path)).headers["etag"]
    assert (await http.get(f"{path}/segments")).headers["etag"] == tag
    first = await http.patch(f"{path}/segments/0", json={"text": "Mine."}, headers={"If-Match": tag})
    assert first.status_code == 200
    second = await http.patch(f"{path}/segments/0", json={"text": "Yours."}, headers={"If-Match": tag})
    assert (second.status_code, second.json()["code"]) == (412, "precondition_failed")
    now = await http.get(f"{path}/segments/0")
    assert (now.json()["text"], now.headers["etag"]) == ("Mine.", first.headers["etag"])
    for wrong in (tag, f"W/{tag}", '"x"', ""):
        assert (await http.post(f"{path}/undo", headers={"If-Match": wrong})).status_code == 412
    right = f'"x", {now.headers["etag"]}'
    for _ in range(3):  # alone, any, and as a compressed answer has it
        again = await http.patch(f"{path}/segments/0", json={"text": f"Ours {right}"}, headers={"If-Match": right})
        assert again.status_code == 200
        right = "*" if right.startswith('"') else f"W/{again.headers['etag']}"
    assert (await http.get(path, headers={"If-None-Match": again.headers["etag"]})).status_code == 304


async def test_many_corrections_at_once_are_all_made(shared_app: App) -> None:
    """Without If-Match, none is lost; each is one revision."""
    job_id = await transcribed(shared_app, key="transcribe-many")
    path = f"/api/v1/transcripts/{job_id}/segments"
    answers = await asyncio.gather(
        *(shared_app.http.patch(f"{path}/{n % 3}", json={"speaker": f"Person {n}"}) for n in range(9))
    )
    assert {answer.status_code for answer in answers} == {200}
    events = (await shared_app.http.get(f"/api/v1/jobs/{job_id}/events?limit=1000")).json()["items"]
    revisions = [event["data"]["revision"] for event in events if event["type"] == "transcript_corrected"]
    assert revisions == list(range(1, 10))


async def test_lines_are_split_joined_and_brought_back(shared_app: App) -> None:
    """Each undo takes back the last correction, down to what was recognised; then there is none."""
    job_id = await transcribed(shared_app, key="transcribe-undo")
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"
    states = [(await http.get(f"{path}/segments")).json()]
    for step in (
        http.post(f"{path}/segments/0/split", json={"offset": 8}),
        http.patch(f"{path}/segments/1", json={"text": "a safe landing!", "speaker": "Ann"}),
        http.patch(f"{path}/segments/2/words/2", json={"text": "has"}),
        http.post(f"{path}/segments/0/join"),
        http.patch(f"{path}/segments/0", json={"start": 0.1, "end": 1.9}),
        http.patch(f"{path}/speakers", json={"Ann": "Bea"}),
    ):
        answer = await step
        assert answer.status_code == 200, answer.text
        states.append((await http.get(f"{path}/segments")).json())
    assert [line["text"] for line in states[1]["items"]][:2] == ["We have", "a landing."]
    assert [line["original_text"] for line in states[2]["items"]][:2] == ["We have", "a landing."]
    assert states[3]["items"][2]["text"] == "The eagle has landed."
    assert states[4]["items"][0] | {"confidence": 0} == {
        "index": 0,
        "start": 0.0,
        "end": 2.0,
        "text": "We have a safe landing!",
        "original_text": "We have a landing.",
        "confidence": 0,
        "speaker": "Ann",
        "kind": "segment",
        "corrected": True,
    }
    assert states[6]["items"][0]["speaker"] == "Bea"
    for way, order in (("undo", states[-2::-1]), ("redo", states[1:]), ("undo", states[-2::-1])):
        for state in order:
            put = LinesPut.model_validate((await http.post(f"{path}/{way}")).json())
            assert put.total == state["total"]
            assert (await http.get(f"{path}/segments")).json() == state
        assert (await http.post(f"{path}/{way}")).status_code == 409
    shown = (await http.get(f"/api/v1/jobs/{job_id}")).json()["segments"]
    assert not any("corrected" in line for line in shown)
    assert (await http.post(f"{path}/redo")).status_code == 200
    assert (await http.patch(f"{path}/segments/2", json={"text": "Something else."})).status_code == 200
    assert (await http.post(f"{path}/redo")).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "body"),
        ({"words": []}, "words"),
        ({"text": None}, "text"),
        ({"text": "a\x00"}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"speaker": ""}, "speaker"),
        ({"start": -1}, "start"),
        ({"start": 3, "end": 3}, "start"),
        ({"start": 5}, "start"),
        ({"end": "soon"}, "end"),
    ],
)
async def test_wrong_corrections_are_refused(shared_app: App, change: dict[str, Any], field: str) -> None:
    """With the field's name; nothing is changed."""
    job_id = await transcribed(shared_app, key="transcribe-wrong")
    path = f"/api/v1/transcripts/{job_id}"
    answer = await shared_app.http.patch(f"{path}/segments/1", json=change)
    assert answer.status_code == 422, answer.text
    assert field in str(answer.json()["errors"][0]["loc"])
    assert (await shared_app.http.get(path)).headers["etag"].startswith('"0-')


async def test_words_are_replaced_everywhere_as_one_correction(shared_app: App) -> None:
    """In the lines, the files and the search, with one event and one undo; nothing found changes nothing."""
    job_id = await transcribed(shared_app, key="transcribe-replace")
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"
    before = await http.get(f"{path}/segments")
    tag = before.headers["etag"]
    words = {"find": "LAND", "replace": "moon", "whole_words": False}
    answer = await http.post(f"{path}/replace", json=words, headers={"If-Match": tag})
    assert Replaced.model_validate(answer.json()) == Replaced(replaced=2, lines=[0, 1], total=3)
    texts = [line["text"] for line in (await http.get(f"{path}/segments")).json()["items"]]
    assert texts == ["We have a mooning.", "The eagle as mooned.", "Congratulations all."]
    assert "mooned" in (await http.get(f"/api/v1/jobs/{job_id}/transcript?format=srt")).text
    assert (await http.get("/api/v1/search", params={"q": "mooned"})).json()["items"][0]["job_id"] == job_id
    assert (await http.post(f"{path}/replace", json=words, headers={"If-Match": tag})).status_code == 412
    nothing = await http.post(f"{path}/replace", json=words)
    assert (nothing.status_code, nothing.json()["replaced"], nothing.json()["lines"]) == (200, 0, [])
    assert nothing.headers["etag"] == answer.headers["etag"]
    events = (await http.get(f"/api/v1/jobs/{job_id}/events?limit=1000")).json()["items"]
    assert sum(event["type"] == "transcript_corrected" for event in events) == 1
    assert (await http.post(f"{path}/undo")).status_code == 200
    assert (await http.get(f"{path}/segments")).json() == before.json()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"find": "a"}, "replace"),
        ({"find": "", "replace": "a"}, "find"),
        ({"find": " ", "replace": "a"}, "find"),
        ({"find": "a" * 501, "replace": "a"}, "find"),
        ({"find": "a", "replace": "a\x00"}, "replace"),
        ({"find": "a", "replace": "b", "whole_words": "yes"}, "whole_words"),
        ({"find": "a", "replace": "b", "regex": True}, "regex"),
        ({"find": "e", "replace": "x" * 500, "whole_words": False}, "replace"),
    ],
)
async def test_wrong_replacements_are_refused(shared_app: App, words: dict[str, Any], field: str) -> None:
    """With the field's name, also for lines that would become too long; nothing is changed."""
    job_id = await transcribed(shared_app, key="transcribe-wrong-words")
    path = f"/api/v1/transcripts/{job_id}"
    await shared_app.http.patch(f"{path}/segments/2", json={"text": "e" * 11})
    answer = await shared_app.http.post(f"{path}/replace", json=words)
    assert answer.status_code == 422, answer.text
    assert field in str(answer.json()["errors"][0]["loc"])
    assert (await shared_app.http.get(path)).headers["etag"].startswith('"1-')


async def test_a_line_is_confirmed(shared_app: App) -> None:
    """It counts as sure like a corrected one, is marked for followers, and undo takes that back."""
    job_id = await transcribed(shared_app, key="transcribe-confirm", options={"min_confidence": 0.99})
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"
    before = (await http.get(f"{path}/segments/1")).json()
    assert "confirmed" not in before
    answer = await http.patch(f"{path}/segments/1", json={"confirmed": True})
    line = LineView.model_validate(answer.json())
    assert (line.confirmed, line.corrected, line.confidence) == (True, False, before["confidence"])
    again = await http.patch(f"{path}/segments/1", json={"confirmed": True})
    assert again.headers["etag"] == answer.headers["etag"]
    shown = (await http.get(f"/api/v1/jobs/{job_id}")).json()["segments"]
    assert [line["weak"] for line in shown] == [True, False, True]
    assert shown[1]["confirmed"] is True
    events = (await http.get(f"/api/v1/jobs/{job_id}/events?limit=1000")).json()["items"]
    assert events[-1]["data"]["segments"][0]["confirmed"] is True
    assert (await http.patch(f"{path}/segments/1", json={"confirmed": "yes"})).status_code == 422
    assert (await http.post(f"{path}/undo")).status_code == 200
    assert (await http.get(f"{path}/segments/1")).json() == before


async def test_what_cannot_be_corrected(shared_app: App) -> None:
    """Lines and words that are not there, jobs without a transcript, and one whose lines still come."""
    job_id = await transcribed(shared_app, key="transcribe-none")
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"
    assert (await http.post(f"{path}/segments/2/join")).status_code == 404
    assert (await http.patch(f"{path}/segments/3", json={"text": "x"})).status_code == 404
    assert (await http.patch(f"{path}/segments/0/words/9", json={"text": "x"})).status_code == 404
    for offset in (0, 18, 99):
        assert (await http.post(f"{path}/segments/0/split", json={"offset": offset})).status_code == 422
    assert (await http.patch(f"{path}/speakers", json={"SPEAKER_1": "Ann"})).status_code == 422
    audio = await shared_app.create(job_type="audio_extraction")
    assert (await http.get(f"/api/v1/transcripts/{audio['id']}")).status_code == 404
    assert (await http.get("/api/v1/transcripts/unknown")).status_code == 404
    job = await shared_app.create(job_type="transcription")
    running = await shared_app.claim(job["id"])
    await shared_app.publish_segments(running, LINES[:1], key="transcribe-running")
    assert (await http.get(f"/api/v1/transcripts/{job['id']}")).json()["status"] == "processing"
    assert (await http.patch(f"/api/v1/transcripts/{job['id']}/segments/0", json={"text": "x"})).status_code == 409
    await shared_app.finish(running, Cause.CANCEL)
    assert (await http.patch(f"/api/v1/transcripts/{job['id']}/segments/0", json={"text": "x"})).status_code == 200


async def test_a_line_that_was_not_said(shared_app: App) -> None:
    """An emptied line is left out of every text, and stays with what was recognised."""
    job_id = await transcribed(shared_app, key="transcribe-empty")
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"
    line = (await http.patch(f"{path}/segments/2", json={"text": " "})).json()
    assert (line["text"], line["original_text"]) == ("", "Congratulations all.")
    assert "Congratulations" not in (await http.get(f"/api/v1/jobs/{job_id}/transcript?format=srt")).text
    assert (await http.get(path)).json()["full_transcript_text"].endswith("landed.")
    back = (await http.patch(f"{path}/segments/2", json={"text": "Congratulations all."})).json()
    assert back["corrected"] is False


async def test_followers_see_corrections(shared_app: App) -> None:
    """On the broadcast, which goes on after the job's end; a later follower of the job gets them and the close."""
    job_id = await transcribed(shared_app, key="transcribe-follow")
    path = f"/api/v1/transcripts/{job_id}"
    async with shared_app.socket("/ws/jobs/broadcast") as socket:
        await socket.connected()
        await socket.receive()
        await shared_app.http.patch(f"{path}/segments/1", json={"text": "The eagle has landed."})
        while (message := await socket.receive()) is not None and message["job_id"] != job_id:
            pass
        assert message is not None
        assert message["type"] == "transcript_corrected"
        data = message["data"]
        assert (data["revision"], data["index"], data["removed"]) == (1, 1, 1)
        assert [line["text"] for line in data["segments"]] == ["The eagle has landed."]
    async with shared_app.socket(f"/ws/{job_id}?after=0") as follower:
        messages = await follower.rest()
        assert [m["type"] for m in messages][-1] == "transcript_corrected"
        assert follower.close_code == 1000


async def test_deleting_a_job_takes_its_transcript_along(shared_app: App) -> None:
    """Nothing of it stays in the tables."""
    job_id = await transcribed(shared_app, key="transcribe-gone")
    path = f"/api/v1/transcripts/{job_id}"
    await shared_app.http.patch(f"{path}/segments/0", json={"text": "Gone."})
    assert (await shared_app.http.delete(f"/api/v1/jobs/{job_id}")).status_code == 204
    assert (await shared_app.http.get(path)).status_code == 404

    def rows(conn: Any) -> list[Any]:
        tables = (
            "video_transcripts WHERE id",
            "transcript_segments WHERE transcript_id",
            "transcript_edits WHERE transcript_id",
            "scene_subtitles WHERE transcript_id",
        )
        return [conn.exec_driver_sql(f"SELECT * FROM {table} = '{job_id}'").all() for table in tables]

    assert await shared_app.store.read(rows) == [[], [], [], []]


async def test_titles_of_found_chapters_follow_corrections(shared_app: App) -> None:
    """In the job, its documents and the files of chapters; borders stay, and undo brings the titles back."""
    titles = {0.0: "Landed, landing, eagle", 4.0: "Congratulations", 18.0: "Of another release"}
    chapters = [{"start_s": start_s, "end_s": start_s + 2, "title": title} for start_s, title in titles.items()]
    job_id = await transcribed(shared_app, key="transcribe-chapters", output=DONE | {"chapters": chapters})
    files = [
        await shared_app.keep(job_id, b"old", f"a{suffix}", kind="chapters", stage="transcribe")
        for suffix in (".vtt", ".ffmeta")
    ]
    await shared_app.store.write(stage_log.add_artifacts, files)
    http, path = shared_app.http, f"/api/v1/transcripts/{job_id}"

    async def shown() -> list[dict[str, Any]]:
        return list((await http.get(f"/api/v1/jobs/{job_id}")).json()["chapters"])

    await http.patch(f"{path}/segments/2", json={"text": "Zebras, zebras and zebras."})
    assert await shown() == [
        {"start": 0.0, "end": 2.0, "title": titles[0.0]},
        {"start": 4.0, "end": 6.0, "title": "Zebras"},
        {"start": 18.0, "end": 20.0, "title": "Of another release"},
    ]
    for artifact in (await http.get(f"/api/v1/jobs/{job_id}")).json()["artifacts"]:
        text = (await http.get(artifact["url"])).text
        assert ("Zebras\n" in text and "zebras" not in text) is (artifact["kind"] == "chapters")
    assert "## 0:04 Zebras" in (await http.get(f"/api/v1/jobs/{job_id}/transcript?format=md")).text
    await http.post(f"{path}/undo")
    assert [chapter["title"] for chapter in await shown()][1] == "Congratulations"


async def test_documents_have_the_corrected_words_their_speakers_and_chapters(shared_app: App) -> None:
    """Word and Markdown, for download and for reading in the browser."""
    output = DONE | {"chapters": [{"start_s": 2.0, "end_s": 6.0, "title": "The Eagle"}]}
    job_id = await transcribed(shared_app, key="transcribe-documents", output=output)
    http, path = shared_app.http, f"/api/v1/jobs/{job_id}/transcript"
    for index, speaker in enumerate(("Ann", "Bob", "Bob")):
        changed = {"text": "The Eagle has landed.", "speaker": speaker} if index == 1 else {"speaker": speaker}
        assert (await http.patch(f"/api/v1/transcripts/{job_id}/segments/{index}", json=changed)).status_code == 200
    text = await http.get(path, params={"format": "md"})
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert text.text.endswith(
        "`0:00` **Ann:** We have a landing.\n\n"
        "## 0:02 The Eagle\n\n`0:02` **Bob:** The Eagle has landed. Congratulations all.\n"
    )
    assert "- Language: English\n" in text.text
    word = await http.get(path, params={"format": "docx"})
    assert word.headers["content-type"].endswith("wordprocessingml.document")
    assert word.headers["content-disposition"].startswith("attachment")
    assert docx.Document(io.BytesIO(word.content)).paragraphs[-1].text == (
        "0:02 Bob: The Eagle has landed. Congratulations all."
    )


async def test_a_transcript_is_complete_when_its_speakers_are_known(shared_app: App) -> None:
    """Until then its lines may still be divided."""
    job = await shared_app.create(job_type="transcription", options={"speakers": True})
    running = await shared_app.claim(job["id"])
    await shared_app.publish_segments(running, LINES)
    ended = {"cached": False, "seconds": 1.5, "artifacts": [], "warnings": [], "progress": 0.5, "eta_s": 0.0}

    async def is_complete() -> bool:
        return bool((await shared_app.http.get(f"/api/v1/jobs/{job['id']}/transcript")).json()["complete"])

    for stage in ("transcribe", "speakers"):
        assert not await is_complete()
        if stage == "speakers":
            await shared_app.store.write(start_stage, running.id, running.attempt, stage, "speakers-test")
        await shared_app.store.write(stage_log.finish_stage, running.id, running.attempt, stage, **ended, job_values={})
    assert await is_complete()
