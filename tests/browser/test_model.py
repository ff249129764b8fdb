"""What the page computes, without drawing it: run in the browser, from the modules as they are served."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.server import Server
from tests.unit.text.test_replacing import REPLACED

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

RUNNING = {
    "id": "j", "job_type": "transcription", "status": "processing", "progress": 40.0, "attempt": 2, "stage": "fetch",
    "stages": [], "warnings": [], "error": None, "last_seq": 7, "segments": [], "generated_clips": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def page(dashboard: Server, browser: Browser) -> Iterator[Page]:
    """A page of the dashboard, to run modules in: they keep nothing, so all tests have the same one."""
    with browser.new_context(base_url=dashboard.base_url, locale="en-GB") as context:
        context.set_default_timeout(PATIENCE_MS)
        opened = context.new_page()
        opened.goto("/#/new")
        expect(opened.get_by_label("Links")).to_be_visible()
        yield opened


def event(seq: int, *, stored: bool = True, kind: str = "job_update", **data: Any) -> dict[str, Any]:
    """A message as the server sends it."""
    message = {"type": kind, "job_id": "j", "seq": seq, "ts": "2026-11-20T10:00:00.000Z", "data": data}
    return message | ({"id": 1000 + seq} if stored else {})


def after(page: Page, job: dict[str, Any], *messages: dict[str, Any]) -> dict[str, Any]:
    """The job after these messages."""
    result: dict[str, Any] = page.evaluate(
        """async ([job, messages]) => {
          const { updated } = await import("/static/model/job_update.js");
          return messages.reduce(updated, job);
        }""",
        [job, messages],
    )
    return result


def test_late_progress_does_not_bring_back_an_old_hundred(page: Page) -> None:
    """Progress of an earlier attempt, and any older event, changes nothing."""
    late = event(7, stored=False, status="processing", progress=99.9, attempt=1)
    older = event(5, status="processing", progress=99.0, attempt=2)
    assert after(page, RUNNING, late, older) == RUNNING


def test_words_are_found_as_the_server_replaces_them(page: Page) -> None:
    """The same texts as those of the server's own test, so that the count is right before anything is replaced."""
    for text, wanted, _, count in REPLACED:
        found = page.evaluate(
            """async ([text, find, exactly]) => {
              const { patternOf } = await import("/static/model/exact.js");
              return [...text.matchAll(patternOf(find, exactly))].length;
            }""",
            [text, wanted.find, {"whole": wanted.whole_words, "case": wanted.match_case}],
        )
        assert found == count, (text, wanted)


def test_what_a_correction_has_replaced(page: Page) -> None:
    """A name, without the signs around it; not a whole sentence, nor two places."""
    pairs = [
        ("He met Jon, then.", "He met John, then.", {"find": "Jon", "by": "John"}),
        ("New Yorck is big", "New York is big", {"find": "Yorck", "by": "York"}),
        ("a b c", "a x c y", None),
        ("well, Jon", "Jon", None),
        ("one two three four five", "six seven eight nine ten", None),
        ("the end", "the end.", None),
    ]
    for before, after_, expected in pairs:
        script = """async (texts) => (await import("/static/model/exact.js")).changeOf(...texts)"""
        assert page.evaluate(script, [before, after_]) == expected, (before, after_)


def test_progress_never_falls_within_an_attempt_and_starts_anew_with_the_next(page: Page) -> None:
    """A lower figure is not shown; a new attempt begins at zero, with its stages to come."""
    lower = event(7, stored=False, status="processing", progress=12.0, attempt=2)
    assert after(page, RUNNING, lower)["progress"] == 40.0
    begun = event(7, status="processing", progress=12.0, attempt=2, stage="fetch", stage_status="running") | {"seq": 8}
    assert after(page, RUNNING, begun)["progress"] == 40.0
    again = after(page, RUNNING, event(8, status="queued", progress=40.0, attempt=2, cause="requeue"))
    again = after(page, again, event(9, status="processing", progress=0.0, attempt=3, cause="claim"))
    assert again["progress"] == 0.0
    assert {stage["status"] for stage in again["stages"]} == {"pending"}


def test_progress_after_the_end_is_not_believed(page: Page) -> None:
    """A cancelled job stays cancelled, whatever arrives late."""
    ended = after(page, RUNNING, event(8, status="cancelled", progress=40.0, attempt=2, cause="cancel"))
    assert after(page, ended, event(8, stored=False, status="processing", progress=90.0, attempt=2)) == ended
    assert ended["completed_at"]


def fed(page: Page, *messages: dict[str, Any]) -> dict[str, Any]:
    """What a feed shows after these messages, and where its connection stands."""
    result: dict[str, Any] = page.evaluate(
        """async (messages) => {
          const { JobFeed } = await import("/static/model/job_feed.js");
          const feed = new JobFeed("j");
          for (const message of messages) feed.take(message);
          await new Promise((resolve) => setTimeout(resolve, 100));
          const shown = {
            log: feed.log.value.map(({ seq }) => seq),
            lines: feed.segments.value.map(({ text }) => text),
            status: feed.job.value?.status,
            phase: feed.link.value.phase,
          };
          feed.stop();
          return shown;
        }""",
        list(messages),
    )
    return result


def line(seq: int, index: int) -> dict[str, Any]:
    """A line of the transcript as it is told."""
    return event(seq, kind="transcript_segment", index=index, start=index, end=index + 1, text=f"line {index}")


def snapshot(last_seq: int, *indexes: int, **more: Any) -> dict[str, Any]:
    """The first message of a connection."""
    segments = [line(1, index)["data"] for index in indexes]
    job = RUNNING | {"last_seq": last_seq, "segments": segments} | more
    return event(0, stored=False, kind="initial_status", **job)


def test_what_is_told_twice_is_shown_once(page: Page) -> None:
    """A snapshot, the replay of what it already tells, and a replay of the replay: each line and log entry once."""
    begin = event(1, status="queued", progress=0.0, attempt=0)
    told = [begin, line(2, 0), line(3, 1), event(4, kind="log", level="info", message="half-way"), line(5, 2)]
    shown = fed(page, snapshot(3, 0, 1), *told, *told[2:], snapshot(5, 0, 1, 2), *told[3:])
    assert shown["lines"] == ["line 0", "line 1", "line 2"]
    assert shown["log"] == [1, 4]


def test_a_missing_number_is_asked_for_again(page: Page) -> None:
    """An event beyond the next one is not taken: the feed cuts the connection and comes back with its cursor."""
    begin = event(1, status="queued", progress=0.0, attempt=0)
    shown = fed(page, snapshot(1), begin, event(3, kind="log", level="info", message="after a gap"))
    assert shown["log"] == [1]
    assert shown["phase"] == "waiting"


def test_another_history_is_taken_as_it_is(page: Page) -> None:
    """When the server knows less than the page (a restored database), the page starts over with what is told."""
    first = [event(seq, kind="log", level="info", message=str(seq)) for seq in range(1, 6)]
    shown = fed(page, snapshot(5), *first, snapshot(2), *first[:2])
    assert shown["log"] == [1, 2]


def test_waiting_between_attempts_grows_up_to_a_limit(page: Page) -> None:
    """Doubling, half of it by chance, never above fifteen seconds."""
    waits: list[list[int]] = page.evaluate(
        """async () => {
          const { delayMs } = await import("/static/net/backoff.js");
          return Array.from({ length: 12 }, (_, n) => [delayMs(n, () => 0), delayMs(n, () => 1)]);
        }"""
    )
    assert waits[0] == [200, 400]
    assert waits[1] == [400, 800]
    assert waits[-1] == [7500, 15_000]
    assert all(least <= most <= 15_000 for least, most in waits)


def test_links_are_read_from_any_text(page: Page) -> None:
    """Spaces and lines separate, twice the same counts once, what is no link says so, playlists are known."""
    find = "async (text) => (await import('/static/model/links.js')).linksIn(text).map(({ url }) => url)"
    assert page.evaluate(find, "My talk: https://example.org/a.mp4 (slides)\n\n not a link ") == [
        "https://example.org/a.mp4",
        "not a link",
    ]
    text = "https://example.org/a.mp4 https://example.org/a.mp4\nftp://example.org/b\nhttps://youtu.be/x?list=PL1 \n https://www.youtube.com/playlist?list=PL1"
    links = page.evaluate("async (text) => (await import('/static/model/links.js')).linksIn(text)", text)
    assert [(bool(link["problem"]), link["playlist"]) for link in links] == [
        (False, ""),
        (True, ""),
        (False, "member"),
        (False, "whole"),
    ]


def test_figures_are_in_words(page: Page) -> None:
    """Spans, clocks, sizes and shares read well at their edges, and 100 % means whole."""
    words = page.evaluate(
        """async () => {
          const { span, clock } = await import("/static/format/time.js");
          const { bytes, percent } = await import("/static/format/number.js");
          return [[0.042, 4.26, 59.7, 60, 61, 3599, 7300].map(span), [0, 59.9, 3723].map(clock),
                  [512, 1536, 1e9].map(bytes), [0, 0.996, 1].map(percent)];
        }"""
    )
    assert words == [
        ["42 ms", "4.3 s", "1 min", "1 min", "1 min 1 s", "59 min", "2 h 1 min"],
        ["0:00", "0:59", "1:02:03"],
        ["512 B", "1.5 KB", "954 MB"],
        ["0 %", "99 %", "100 %"],
    ]


def test_waits_are_told_as_people_speak_of_them(page: Page) -> None:
    """Countdowns and lengths of jobs have no milliseconds and no fractions; from a day on there is a date."""
    words = page.evaluate(
        """async () => {
          const { due, left, roughly } = await import("/static/format/time.js");
          const now = new Date(2026, 10, 20, 10, 0).getTime();
          const dueIn = (seconds) => due(new Date(now + seconds * 1000).toISOString(), now);
          return [[-5, 0, 0.813, 1.2, 12.1, 59.2, 61, 125.5, 3600, 7300].map(dueIn),
                  [86_400 * 13 + 300, 86_400 * 60].map(dueIn),
                  [0.016, 0.99, 1.2, 9.7, 42.4, 63].map(roughly), [1, 13.2, 110, 3590, 5400].map(left)];
        }"""
    )
    assert words == [
        [
            *("now", "now", "in a moment", "in a moment", "in 13 s", "in 1 min", "in 1 min 1 s", "in 2 min 6 s"),
            *("in 1 h", "in 2 h 1 min"),
        ],
        ["on 3 Dec, 10:05", "on 19 Jan 2027, 10:00"],
        [*("less than a second", "less than a second", "1 s", "10 s", "42 s", "1 min 3 s")],
        [*("a moment left", "about 14 s left", "about 2 min left", "about 1 h left", "about 1 h 30 min left")],
    ]


@pytest.mark.parametrize(
    ("job_type", "options", "words"),
    [
        ("transcription", {"language": "de", "model_size": "small", "aspect": "9:16"}, ["German", "model small"]),
        ("transcription", {"language": None, "word_timestamps": True, "min_confidence": 0.0}, []),
        ("audio_extraction", {"audio_format": "flac", "audio_quality": "low"}, ["flac", "low"]),
        (
            "clip_generation",
            {"aspect": "9:16", "max_clips": 1, "clip_duration": 12.0, "burn_captions": True, "word_timestamps": False},
            ["no word times", "1 clip", "12 s clips", "9:16", "captions"],
        ),
        ("transcription", {"hotwords": [], "audio_track": None}, []),
        ("clip_generation", {"audio_track": 0}, ["audio track 0"]),
        ("transcription", {"hotwords": ["Zürich", "New York"]}, ["expects Zürich, New York"]),
        ("analysis", {"topic_modeling": False, "keyword_extraction": True}, ["no topics"]),
        ("media_operation", {"operation": "remove_silence", "operation_options": None}, ["remove silence"]),
        (
            "media_operation",
            {"operation": "remove_silence", "operation_options": {"silence_min_seconds": 2, "reframe_aspect": "1:1"}},
            ["remove silence", "pauses from 2 s"],
        ),
    ],
)
def test_options_are_told_in_few_words(page: Page, job_type: str, options: dict[str, Any], words: list[str]) -> None:
    """Those that differ from the standard and matter for the type, and no others."""
    told = 'async (job) => (await import("/static/format/options.js")).optionWords(job)'
    assert page.evaluate(told, {"job_type": job_type, "options": options}) == words


def test_words_that_are_typed_become_a_list(page: Page) -> None:
    """And nothing is sent where nothing is typed."""
    chosen = 'async (typed) => (await import("/static/model/options.js")).chosenOptions("transcription", typed)'
    assert page.evaluate(chosen, {"hotwords": " Zürich, New York,"}) == {"hotwords": ["Zürich", "New York"]}
    assert page.evaluate(chosen, {"hotwords": ""}) == {}


def test_what_was_just_made_was_just_now(page: Page) -> None:
    """Also before the page's slow clock has come to it."""
    told = page.evaluate(
        """async () => {
          const { ago } = await import("/static/format/time.js");
          const made = "2026-11-20T10:00:00.000Z";
          const at = new Date(2026, 10, 20, 10, 5).getTime();
          const before = (seconds) => ago(new Date(at - seconds * 1000).toISOString(), at);
          const past = [2 * 3600, 30 * 3600, 400 * 86_400].map(before);
          return [...[-30, 0, 0.4, 9, 42, 150].map((seconds) => ago(made, Date.parse(made) + seconds * 1000)), ...past];
        }"""
    )
    assert told == [
        *("just now", "just now", "just now", "just now", "42 s ago", "2 min ago"),
        *("08:05", "19 Nov, 04:05", "16 Oct 2025, 10:05"),
    ]


@pytest.mark.parametrize(
    ("job", "title"),
    [
        ({"video_title": "A talk.mp4 or two", "youtube_url": "https://example.org/x.mp4"}, "A talk.mp4 or two"),
        ({"youtube_url": "https://example.org/films/My%20talk.final.mp4?token=1"}, "My talk.final"),
        ({"youtube_url": "https://example.org/talk-v1.2"}, "talk-v1.2"),
        ({"youtube_url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ"}, "aqz-KE-bpKQ"),
        ({"youtube_url": "https://example.org/"}, "example.org"),
        ({"youtube_url": None, "video_id": "v", "metadata": {"filename": "film.webm"}}, "film"),
    ],
)
def test_a_title_has_no_file_ending(page: Page, job: dict[str, Any], title: str) -> None:
    """Before a link was looked at as after it, so that the name does not change while the job runs."""
    shown = page.evaluate(
        'async (job) => (await import("/static/format/source.js")).titleOf(job)',
        {"metadata": {}, "video_title": None} | job,
    )
    assert shown == title


@pytest.mark.parametrize(
    ("stage", "states", "words"),
    [
        (None, {"fetch": "pending", "transcribe": "pending"}, "Starting"),
        ("fetch", {"fetch": "running", "transcribe": "pending"}, "Fetching"),
        ("fetch", {"fetch": "completed", "transcribe": "pending"}, "Waiting for a slot"),
        ("transcribe", {"fetch": "completed", "transcribe": "running"}, "Transcribing"),
    ],
)
def test_a_job_between_two_stages_waits_for_a_slot(
    page: Page, stage: str | None, states: dict[str, str], words: str
) -> None:
    """It does not seem to be at work on what is done."""
    stages = [{"name": name, "status": status, "progress": 0, "speed": None} for name, status in states.items()]
    shown = page.evaluate(
        'async (job) => (await import("/static/parts/job_progress.js")).runningWords(job)',
        RUNNING | {"stage": stage, "stages": stages},
    )
    assert shown == words


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ([("fetch", 0, 2.0), ("transcribe", 362, 60.0)], "Took 1 min 2 s for 1:18 of media, waited 6 min"),
        ([("fetch", 0, 2.0), ("transcribe", 2, 420.0)], "Took 7 min 2 s for 1:18 of media"),
        ([("fetch", 0, 300.0), ("audio", 10, 100.0), ("transcribe", 310, 110.0)], "waited 12 s"),
        ([("fetch", 0, None)], "Took 7 min 2 s for 1:18 of media"),
    ],
)
def test_the_time_of_a_job_does_not_count_waiting_for_slots(
    page: Page, stages: list[tuple[str, float, float | None]], words: str
) -> None:
    """Seven minutes of which six went by in waiting are one minute of work; stages side by side count once."""
    begun = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    job = RUNNING | {
        "status": "completed",
        "video_duration": 78,
        "started_at": begun.isoformat(),
        "completed_at": (begun + timedelta(seconds=422)).isoformat(),
        "stages": [
            {"name": name, "started_at": (begun + timedelta(seconds=at)).isoformat(), "seconds": seconds}
            for name, at, seconds in stages
        ],
    }
    shown = page.evaluate('async (job) => (await import("/static/parts/job_progress.js")).tookWords(job)', job)
    assert shown.endswith(words), shown


def test_a_stage_that_was_stopped_by_another_has_not_failed(page: Page) -> None:
    """Only the stage that the error names is shown as failed."""
    states = {"fetch": "pending", "scenes": "failed", "transcribe": "failed"}
    stages = [{"name": name, "status": status, "progress": 10} for name, status in states.items()]
    error = {"code": "model_unavailable", "message": "It is not here.", "stage": "transcribe", "retryable": False}
    shown = page.evaluate(
        """async (job) => {
          const { shownPlan } = await import("/static/model/job_update.js");
          return Object.fromEntries(shownPlan(job).map(({ name, status }) => [name, status]));
        }""",
        RUNNING | {"status": "failed", "stages": stages, "error": error},
    )
    assert (shown["scenes"], shown["transcribe"], shown["fetch"]) == ("cancelled", "failed", "pending")


@pytest.mark.parametrize(
    ("told", "news"),
    [({"waiting": 1, "paused": False, "next": ["j"]}, False), ({"waiting": 2}, True), ({"paused": True}, True)],
)
def test_the_queue_is_asked_about_when_something_is_new(page: Page, told: dict[str, Any], news: bool) -> None:
    """What the broadcast repeats while lines are heard costs no request."""
    known = {"waiting": 1, "paused": False, "workers": []}
    asked = "async ([known, told]) => (await import('/static/model/queue.js')).isNews(known, told)"
    assert page.evaluate(asked, [known, told]) is news
    assert page.evaluate(asked, [None, told]) is True


def _slot(worker: str, host: str, queues: list[str], resources: list[str]) -> dict[str, Any]:
    return {"id": worker, "host": host, "queues": queues, "resources": resources, "state": "idle"}


def test_workers_of_several_machines_are_shown_by_process_with_what_they_serve(page: Page) -> None:
    """Processes of one host have their numbers; the workers of a server that runs the jobs itself stay as they are."""
    asked = "async (workers) => (await import('/static/model/queue.js')).processes(workers)"
    queues, resources = ["high_priority", "default", "low_priority"], ["download", "transcribe", "analyze", "encode"]
    assert page.evaluate(asked, [_slot("worker-1", "alone", queues, resources)]) is None
    workers = [
        _slot("gpu-7-ab/1", "gpu", queues, ["transcribe"]),
        _slot("gpu-7-ab/2", "gpu", queues, ["transcribe"]),
        _slot("box-8-cd/1", "box", queues[:2], [*resources, "remote"]),
        _slot("box-9-ef/1", "box", queues[2:], ["download", "remote"]),
    ]
    shown = page.evaluate(asked, workers)
    assert [(one["host"], one["number"], one["serves"], len(one["workers"])) for one in shown] == [
        ("gpu", "", "transcribe; all jobs", 2),
        ("box", "8", "all stages; high and default priority", 1),
        ("box", "9", "download; low priority", 1),
    ]


@pytest.mark.parametrize(
    ("draining", "running", "words"),
    [
        (False, 2, "Paused: no new jobs are taken"),
        (True, 2, "Draining: 2 jobs to finish"),
        (True, 0, "Drained: nothing runs, the server can be stopped"),
    ],
)
def test_a_drained_queue_says_when_the_server_can_be_stopped(
    page: Page, draining: bool, running: int, words: str
) -> None:
    """That is what draining is for; a pause says only that it is one."""
    status = {"paused": True, "draining": draining, "running": running}
    asked = "async (status) => (await import('/static/views/queue/controls.js')).heldWords(status)"
    assert page.evaluate(asked, status) == words


@pytest.mark.parametrize(
    ("code", "message", "advice"),
    [
        ("crashed", "ffmpeg crashed at extracting audio (SIGSEGV).", "Convert the file and upload it, or report it."),
        ("crashed", "It died. It crashed 3 times at this stage, so it is not tried again by itself.", ""),
        ("timeout", "ffmpeg used 60.5 s of processor time, which is all that CHILD_CPU_SECONDS allows it.", "Choose a"),
        ("unsupported_media", "This is a live stream. Post it again when it has ended.", ""),
        ("blocked_address", "10.0.0.1 is a private address, which this server does not fetch from.", ""),
        ("a_code_of_later", "Something new.", ""),
    ],
)
def test_there_is_one_advice_at_most(page: Page, code: str, message: str, advice: str) -> None:
    """Where the server says what to do, or that nothing is to be done, the page says nothing more."""
    asked = "async (error) => (await import('/static/model/advice.js')).adviceFor(error)"
    told = page.evaluate(asked, {"code": code, "message": message})
    assert told.startswith(advice)
    assert bool(told) is bool(advice)


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ([], "Cancelled before anything was finished"),
        ([{"name": "fetch", "status": "cancelled", "progress": 40}], "Cancelled before anything was finished"),
        ([{"name": "fetch", "status": "completed", "progress": 100}], "Cancelled; what was finished is kept"),
    ],
)
def test_a_job_that_finished_nothing_has_nothing_kept(page: Page, stages: list[dict[str, Any]], words: str) -> None:
    """Only a finished stage, or lines, are something to keep."""
    shown = page.evaluate(
        """async (job) => {
          const { render } = await import("preact");
          const { html } = await import("web/html.js");
          const { StandingText } = await import("web/parts/job_progress.js");
          const place = document.createElement("div");
          render(html`<${StandingText} job=${job} />`, place);
          return place.textContent;
        }""",
        RUNNING | {"status": "cancelled", "stages": stages},
    )
    assert shown == words


def test_the_wait_for_a_slot_is_told_apart_from_the_work(page: Page) -> None:
    """Live as from a snapshot: the time of a stage is its work, and the wait stands beside it."""
    running = event(8, status="processing", stage="transcribe", stage_status="running", waited_seconds=370.0, attempt=2)
    done = event(9, status="processing", stage="transcribe", stage_status="completed", seconds=58.0, attempt=2)
    done["data"]["waited_seconds"] = 370.0
    job = after(page, RUNNING | {"started_at": "2026-11-20T09:50:00.000Z"}, running, done)
    shown = page.evaluate(
        """async (job) => {
          const { render } = await import("preact");
          const { html } = await import("web/html.js");
          const { Timeline } = await import("web/views/job/timeline.js");
          const place = document.body.appendChild(document.createElement("div"));
          place.style.width = "400px";
          render(html`<${Timeline} job=${job} />`, place);
          const row = [...place.querySelectorAll("li")].find((one) => one.innerText.includes("Transcribe"));
          const wide = (selector) => row.querySelector(selector).offsetWidth;
          const share = (selector) => wide(selector) / wide(".timeline-track");
          return [row.querySelector(".timeline-time").innerText.split("\\n"), share(".waited"), share(".completed")];
        }""",
        job,
    )
    assert shown[0] == ["58 s", "waited 6 min 10 s"]
    assert shown[1] == pytest.approx(370 / 428, abs=0.02)
    assert shown[2] == pytest.approx(58 / 428, abs=0.02)


def test_a_limit_says_how_long_to_wait(page: Page) -> None:
    """In a person's words; other refusals have those of the server."""
    words = page.evaluate(
        """async (refusals) => {
          const { Problem } = await import("/static/net/problem.js");
          return refusals.map(([status, body, wait]) => new Problem(status, body, wait).message);
        }""",
        [
            [429, {"code": "rate_limited", "detail": "More than RATE_LIMIT."}, "90"],
            [429, {"code": "rate_limited", "detail": "More than RATE_LIMIT."}, None],
            [429, {"code": "quota_exceeded", "detail": "5 jobs are waiting."}, "10"],
            [500, {}, None],
        ],
    )
    limit = "That was too much at once. Try again"
    assert words == [
        f"{limit} in 1 min 30 s.",
        f"{limit} later.",
        "5 jobs are waiting.",
        "The server could not do this.",
    ]


def test_a_correction_whose_event_came_before_its_answer_is_not_pending(page: Page) -> None:
    """Its line is as the event has made it, and can be opened again; before, it waited for an event for ever."""
    shown = page.evaluate(
        """async () => {
          const { Corrections } = await import("/static/model/corrections.js");
          const { signal } = await import("@preact/signals");
          const line = { index: 0, start: 0, end: 1, text: "Old.", words: [] };
          const segments = signal([line]);
          const headers = { "Content-Type": "application/json", ETag: '"1"' };
          const answer = (body) => new Response(JSON.stringify(body), { headers });
          window.fetch = async (_, options) => {
            if ((options?.method ?? "GET") === "GET") return answer({ items: [line], total: 1 });
            segments.value = [{ ...line, text: "New." }];
            return answer({ ...line, text: "New." });
          };
          const corrections = new Corrections("t", segments);
          corrections.attach();
          await corrections.begin(0);
          const saved = await corrections.save("New.");
          return [saved, corrections.open.value, corrections.pending.value];
        }"""
    )
    assert shown == [True, None, None]


def test_a_correction_that_changed_nothing_cannot_be_undone(page: Page) -> None:
    """The server's last correction is somebody else's then; a real one counts, and *Undo* takes it back alone."""
    counted = page.evaluate(
        """async () => {
          const { Corrections } = await import("/static/model/corrections.js");
          const { signal } = await import("@preact/signals");
          const [real, line, sent] = [window.fetch, { index: 0, start: 0, end: 1, text: "Jon.", words: [] }, []];
          let tag = '"7"';
          const type = { "Content-Type": "application/json" };
          const answer = (body) => new Response(JSON.stringify(body), { headers: { ...type, ETag: tag } });
          window.fetch = async (path, options) => {
            if ((options?.method ?? "GET") === "GET") return answer({ items: [line], total: 1 });
            sent.push(path.split("/").at(-1));
            const json = options.body ? JSON.parse(options.body) : {};
            if (json.text === "John." || json.replace === "John") tag = '"8"';
            return answer({ ...line, ...json, replaced: 1, lines: [0] });
          };
          const corrections = new Corrections("t", signal([line]));
          const depths = [];
          const ways = [
            () => corrections.confirm(0),
            () => corrections.retype(line, "Jon."),
            () => corrections.undo(),
            () => corrections.replace("Jon", "John", { whole: true, case: true }),
          ];
          for (const way of ways) {
            await way();
            depths.push(corrections.depth.value);
          }
          window.fetch = real;
          return { depths, sent };
        }"""
    )
    assert counted == {"depths": [0, 0, 0, 1], "sent": ["0", "0", "replace"]}


def test_a_name_that_is_left_as_it_is_names_nothing(page: Page) -> None:
    """A video without a title shows its file's name: who opens the field and leaves it names nothing."""
    sent = page.evaluate(
        """async () => {
          const { renameVideo } = await import("/static/model/library.js");
          const [real, sent] = [window.fetch, []];
          window.fetch = async (path, { body }) => (sent.push(JSON.parse(body)), new Response("{}"));
          const video = { video_id: "v", title: null, source_title: null, filename: "talk.mp4", url: null };
          await renameVideo(video, "talk", () => undefined);
          await renameVideo(video, "A talk", () => undefined);
          window.fetch = real;
          return sent;
        }"""
    )
    assert sent == [{"title": "A talk"}]


def test_an_undo_leaves_what_others_have_done_since(page: Page) -> None:
    """A name is undone on the condition that it is still there; a saved list stays that somebody has saved anew."""
    sent = page.evaluate(
        """async () => {
          const { renameVideo } = await import("/static/model/library.js");
          const { saveView } = await import("/static/model/saved_views.js");
          const { toasts } = await import("/static/model/toast.js");
          const [real, sent, others] = [window.fetch, [], []];
          const view = { name: "A", q: "a", tags: ["x"], sort: "", status: "", layout: "grid" };
          const answers = {
            "/api/v1/videos/v": { title: "A talk", source_title: "talk" },
            "/api/v1/videos/views": { items: others },
          };
          window.fetch = async (path, { method, body }) => {
            if (method !== "GET") sent.push([method, body ? JSON.parse(body) : path.split("?")[1]]);
            return new Response(JSON.stringify(answers[path.split("?")[0]]));
          };
          const undo = () => toasts.value.at(-1).action.act();
          await renameVideo({ video_id: "v", title: "talk", source_title: "talk" }, "A talk", () => undefined);
          await undo();
          others.push(view);
          await saveView(view); // over one of before, which is the same
          others[0] = { ...view, q: "of somebody else" };
          await undo();
          const told = toasts.value.at(-1).text;
          others[0] = view;
          await saveView(view);
          await undo();
          window.fetch = real;
          const of = (way) => sent.filter(([how]) => how === way).map(([, body]) => body);
          return { names: of("PATCH"), views: of("POST").length, told };
        }"""
    )
    assert sent["names"] == [{"title": "A talk"}, {"title": None, "if_title": "A talk"}]
    assert (sent["views"], sent["told"]) == (3, "Somebody else has changed “A” since. It stays so.")


def test_selected_videos_can_be_tagged_after_their_ids_could_not_be_loaded(page: Page) -> None:
    """It says why, and is not busy for ever; and each line of tags has suggestions of its own."""
    found = page.evaluate(
        """async () => {
          const { render } = await import("preact");
          const { signal } = await import("@preact/signals");
          const { html } = await import("/static/html.js");
          const { Chosen } = await import("/static/views/videos/chosen.js");
          const { TagLine } = await import("/static/parts/tag_line.js");
          const { Desk } = await import("/static/views/videos/desk.js");
          const { toasts } = await import("/static/model/toast.js");
          const everyId = () => Promise.reject(new Error("The server cannot be reached."));
          const desk = new Desk({ ids: signal(["a"]), videos: new Map(), everyId }, () => "");
          desk.selection.all();
          const place = document.body.appendChild(document.createElement("div"));
          render(html`<${Chosen} desk=${desk} /><${TagLine} tags=${[]} of="b" editing />`, place);
          const [field, other] = place.querySelectorAll("input[list]");
          field.value = "new";
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
          const busy = () => place.querySelector(".bulk-actions").getAttribute("aria-busy");
          const until = async (seen) => {
            while (!seen()) await new Promise((done) => setTimeout(done));
          };
          await until(() => toasts.value.at(-1)?.text === "The server cannot be reached.");
          await until(() => busy() === "false");
          const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
          const result = [field.list.id !== other.list.id, ids.length - new Set(ids).size];
          render(null, place);
          place.remove();
          return result;
        }"""
    )
    assert found == [True, 0]


def test_feeds_are_not_read_on_once_their_page_is_left(page: Page) -> None:
    """They are read when the server says so, and once for many changes; a time that stays keeps its zone."""
    found = page.evaluate(
        """async () => {
          const { Feeds } = await import("/static/model/feeds.js");
          const { FeedForm } = await import("/static/model/feed_form.js");
          const [real, feeds] = [window.fetch, new Feeds()];
          let reads = 0;
          window.fetch = async (path, init) => {
            if (!path.includes("/feeds")) return real(path, init);
            return reads++, new Response(JSON.stringify({ items: [{ id: "f", reads }] }));
          };
          const read = async (count) => {
            while (feeds.list.value?.[0].reads !== count) await new Promise((done) => setTimeout(done));
          };
          const tell = (type, job_id, data) => feeds.receive({ type, job_id, data });
          feeds.start();
          await read(1);
          for (let n = 0; n < 50; n++) tell("feed_update", null, { feed_id: "f" });
          await read(2);
          tell("job_update", "j", { status: "completed" });
          tell("job_deleted", "j", {});
          const idle = [feeds.timer];
          feeds.log.value = [{ job_id: "j", job_status: "processing" }];
          tell("job_update", "j", { status: "completed" });
          await read(3);
          tell("job_update", "of no log", { status: "failed" });
          await read(4);
          tell("feed_update", null, { feed_id: "f" });
          feeds.stop();
          tell("feed_update", null, { feed_id: "f" });
          idle.push(feeds.timer, reads);
          window.fetch = real;
          const form = new FeedForm({ name: "A", at: "03:30", time_zone: "Asia/Tokyo", max_new: 5, preset_id: "p" });
          return [idle, form.order().time_zone];
        }"""
    )
    assert found == [[0, 0, 4], "Asia/Tokyo"]


def test_nothing_of_a_session_is_left_where_a_key_is_asked_for(page: Page) -> None:
    """An open palette would take what is typed as the key, and search for it; its rows are those of somebody else."""
    left = page.evaluate(
        """async () => {
          const { palette } = await import("/static/model/palette.js");
          const { recent, remember } = await import("/static/model/recent.js");
          const { needsKey } = await import("/static/net/api.js");
          const real = window.fetch;
          window.fetch = async () => new Response(JSON.stringify({ key_needed: true, signed_in: false }));
          palette.open();
          remember({ key: "job j", kind: "job", label: "A talk", href: "#/jobs/j" });
          const before = [palette.shown.value, recent.value.length];
          await import("/static/model/session.js?expired");
          const asked = new Promise((done) => needsKey.subscribe((needed) => needed && done()));
          await asked;
          window.fetch = real;
          const after = [palette.shown.value, recent.value.length, localStorage.getItem("recently used")];
          needsKey.value = false;
          return { before, after };
        }"""
    )
    assert left == {"before": [True, 1], "after": [False, 0, None]}


def test_the_search_of_everything_shows_the_answer_to_what_is_typed_last(page: Page) -> None:
    """The last word is a beginning while it is typed; a late answer to an earlier text is dropped; more are fetched."""
    found: dict[str, Any] = page.evaluate(
        """async () => {
          const { Palette } = await import("/static/model/palette.js");
          const { lineHref } = await import("/static/model/search.js");
          const [real, asked] = [window.fetch, []];
          const line = (n) => ({ job_id: "j", start: n + 0.5, index: n, snippet: "The eagle flies", highlights: [] });
          const reply = (body) => new Response(JSON.stringify(body));
          window.fetch = (path, { signal }) => new Promise((resolve, reject) => {
            if (!path.includes("/search")) return resolve(reply({ items: [] }));
            const query = new URL(path, location.href).searchParams;
            asked.push(query.get("q"));
            signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
            const offset = Number(query.get("offset"));
            const items = Array.from({ length: offset ? 2 : 40 }, (_, n) => line(offset + n));
            if (query.get("q") !== "ea*") setTimeout(() => resolve(reply({ items, total: 42, total_exact: true })));
          });
          const palette = new Palette();
          const ready = () => new Promise((done) => {
            const end = palette.pending.subscribe((pending) => !pending && setTimeout(() => (end?.(), done())));
          });
          const chosen = () => palette.rows.peek()[palette.at.peek()]?.href ?? null;
          const used = [];
          palette.use = ({ href }) => used.push(href);
          palette.open({ seeks: true });
          palette.type("ea");
          await new Promise((go) => setTimeout(go, 150));
          palette.type('the "eagle');
          palette.enter();
          const early = used.length;
          await ready();
          const first = palette.lines.items.peek().length;
          palette.step(39);
          await ready();
          palette.step(5);
          const all = palette.lines.items.peek().length;
          const result = { asked, first, all, early, used, chosen: chosen(), href: lineHref(line(1)) };
          palette.type("the eagle f");
          const still = palette.lines.items.peek().length;
          palette.type("the eagle x");
          const gone = palette.rows.peek().length;
          window.fetch = real;
          palette.type(" ");
          return { ...result, still, gone, phase: palette.lines.phase.peek(), none: chosen() };
        }"""
    )
    assert (found["first"], found["all"], found["chosen"]) == (40, 42, "#/jobs/j?t=41.5")
    assert (found["href"], found["phase"], found["none"]) == ("#/jobs/j?t=1.5", "idle", None)
    assert (found["early"], found["used"]) == (0, ["#/jobs/j?t=0.5"]), "Enter waits for the answer to what is typed"
    assert (found["still"], found["gone"]) == (42, 0), "what does not fit goes at once"


def test_what_was_found_in_a_snippet_is_marked_by_code_points(page: Page) -> None:
    """As the server counts, not as JavaScript does."""
    parts = page.evaluate(
        "async (line) => (await import('/static/model/search.js')).partsOf(line)",
        {"snippet": "👍🏽 The eagle <b>", "highlights": [[3, 6], [7, 12]]},
    )
    assert [part["text"] for part in parts] == ["👍🏽 ", "The", " ", "eagle", " <b>"]
    assert [part["found"] for part in parts] == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("44", 44), ("44.5", 44.5), ("1:02", 62), ("1:02:03.5", 3723.5), ("1m30s", 90), ("2h", 7200), ("0", 0)]
    + [(text, None) for text in ("", "-1", "later", "1:2:3:4", "s", "1e9", "NaN")],
)
def test_a_moment_in_an_address(page: Page, text: str, seconds: float | None) -> None:
    """Seconds, or as people write them; anything else is no moment. It is never written before where it is."""
    found = page.evaluate(
        """async (text) => {
          const { momentOf, momentText } = await import("/static/format/moment.js");
          return [momentOf(text), momentText(44.326), momentText(41.5), momentText(0)];
        }""",
        text,
    )
    assert found == [seconds, "44.33", "41.5", "0"]


def test_the_ends_of_a_clip_snap_to_what_is_near(page: Page) -> None:
    """To words, pauses in the sound and changes of picture; keys go from one to the next, and never stay."""
    found = page.evaluate(
        """async () => {
          const { nearest, next, snapPoints } = await import("/static/model/snap.js");
          const { silencesOf } = await import("/static/model/silences.js");
          const peaks = [0.5, 0.6, 0.01, 0.01, 0.02, 0.4, 0.01, 0.5, 0, 0, 0];
          const silences = silencesOf({ peaks, rate: 10, loudest: 0.6 });
          const words = [{ start: 1.2, end: 1.5 }, { start: 1.5, end: 2 }];
          const [segments, cuts] = [[{ start: 1.2, end: 2, words }], [{ start: 3, end: 3.2 }]];
          const points = snapPoints({ segments, cuts, silences: [{ start: 4, end: 5 }], duration: 9 });
          const to = (...from) => next(points, ...from)?.time;
          return {
            silences,
            times: points.map(({ time, what }) => `${time} ${what}`),
            near: [nearest(points, 1.46, 0.1)?.time, nearest(points, 2.4, 0.1)?.time, nearest(points, 3.05, 0.1)?.what],
            on: [to(1.5, 1), to(1.5, -1), to(1.49, 1, 0.02), to(9, 1)],
          };
        }"""
    )
    assert found["silences"] == [{"start": 0.2, "end": 0.5}, {"start": 0.8, "end": 1.1}]
    assert found["times"] == ["0 edge", "1.2 word", "1.5 word", "1.5 word", "2 word", "3.1 cut", "4.5 pause", "9 edge"]
    assert found["near"] == [1.5, None, "cut"]
    assert found["on"] == [2, 1.2, 2, None]


def test_words_are_chosen_one_by_one_and_line_by_line(page: Page) -> None:
    """From where it began, on and back; what is chosen has the times and the text of its words."""
    found = page.evaluate(
        """async () => {
          const { signal } = await import("@preact/signals");
          const { WordChoice } = await import("/static/model/word_choice.js");
          const word = (start) => (text, n) => ({ start: start + n, end: start + n + 0.8, text, gap: n > 0 });
          const line = (start, texts) => ({ start, end: start + texts.length, words: texts.map(word(start)) });
          const choice = new WordChoice(signal([line(0, ["One", "two", "three."]), line(5, ["Four", "five."])]));
          const after = (keys) => {
            for (const key of keys) choice.extend(`Arrow${key}`, { line: 0, word: 1 });
            const { start, end, text, count } = choice.chosen.value;
            return [start, end, text, count];
          };
          const steps = [["Right"], ["Right"], ["Right"], ["Left", "Left", "Left"], ["Down"]].map(after);
          choice.clear();
          return [...steps, choice.chosen.value];
        }"""
    )
    assert found == [
        [1, 1.8, "two", 1],
        [1, 2.8, "two three.", 2],
        [1, 5.8, "two three. Four", 3],
        [0, 1.8, "One two", 2],
        [1, 5.8, "two three. Four", 3],
        None,
    ]


def test_what_is_cut_by_words_ends_beside_them(page: Page) -> None:
    """Some of a pause stays with the word that stays; without one the quietest moment is the border; no tiny parts."""
    found = page.evaluate(
        """async () => {
          const { keptParts } = await import("/static/model/kept_parts.js");
          const times = [[1, 1.4], [1.4, 1.8], [2.4, 2.8], [2.85, 3], [3.05, 3.5], [6, 6.5]];
          const words = times.map(([start, end], n) => ({ start, end, text: "w", line: 0, word: n }));
          const quiet = { rate: 100, peaks: Array.from({ length: 800 }, (_, n) => (n === 137 ? 0.1 : 0.5)) };
          const usual = { duration: 8, wave: null, pauses: null, silences: null };
          const kept = (cut, how = {}) =>
            keptParts(words, (n) => cut.includes(n), { ...usual, ...how })
              .map(({ start, end }) => [start, end].map((time) => Math.round(time * 1000) / 1000));
          return {
            first: kept([1]),
            quiet: kept([1], { wave: quiet }),
            run: kept([2, 4]),
            ends: kept([0, 5]),
            pauses: kept([], { pauses: 1 }),
            silent: kept([], { pauses: 1, silences: [{ start: 4, end: 5.5 }] }),
            all: kept([0, 1, 2, 3, 4, 5]),
          };
        }"""
    )
    assert found["first"] == [[0, 1.4], [2.28, 8]]
    assert found["quiet"] == [[0, 1.375], [2.28, 8]]
    assert found["run"] == [[0, 1.92], [2.825, 3.025], [5.88, 8]]
    assert found["ends"] == [[0, 0.96], [1.4, 3.62], [6.54, 8]]
    assert found["pauses"] == [[0, 3.65], [5.85, 8]]
    assert found["silent"] == [[0, 4.15], [5.35, 8]]
    assert found["all"] == [[0, 0.96], [6.54, 8]]


def test_fillers_are_those_of_the_language(page: Page) -> None:
    """In any length and with any punctuation; what is a word elsewhere stays one."""
    words = {
        "en": ["Uh,", "um", "uhhh", "umm.", "hmm", "her", "ah", "em"],
        "de": ["äh,", "Ähm", "öh", "um", "eh", "ehm"],
        "fr": ["euh", "heu", "eux"],
        "ja": ["えーと、", "あの"],
        "xx": ["uh"],
    }
    found = page.evaluate(
        """async (words) => {
          const { isFiller } = await import("/static/model/fillers.js");
          const of = ([language, texts]) => [language, texts.filter((text) => isFiller(text, language))];
          return Object.fromEntries(Object.entries(words).map(of));
        }""",
        words,
    )
    assert found == {
        "en": ["Uh,", "um", "uhhh", "umm.", "hmm"],
        "de": ["äh,", "Ähm", "öh", "ehm"],
        "fr": ["euh", "heu"],
        "ja": ["えーと、"],
        "xx": [],
    }


def test_cuts_are_undone_and_outlive_a_reload(page: Page) -> None:
    """They are remembered by times, so they stay with their words when lines are joined; playing jumps over them."""
    found = page.evaluate(
        """async () => {
          const { signal } = await import("@preact/signals");
          const { WordCuts } = await import("/static/model/word_cuts.js");
          const word = (text, n) => ({ start: n, end: n + 0.6, text, gap: true });
          const line = (index, words) => ({ index, start: words[0].start, end: words.at(-1).end, text: "…", words });
          const words = ["So", "um", "this", "is", "um", "it"].map(word);
          const lines = signal([line(0, words.slice(0, 3)), line(1, words.slice(3))]);
          const source = { fps: 25, duration: 8, language: "en" };
          const cuts = new WordCuts("of-test", lines, source);
          const struck = (of = cuts) => [...of.struck.value];
          const steps = [cuts.fillers.value];
          cuts.removeFillers();
          steps.push(struck(), cuts.fillers.value);
          cuts.turn(2, 3);
          steps.push(struck(), cuts.parts.value.map(({ start, end }) => [start, end]));
          steps.push([cuts.after(0.5), cuts.after(2), cuts.after(7.99)]);
          cuts.turn(2, 2);
          steps.push(struck());
          cuts.undo();
          cuts.shorten(1.5);
          lines.value = [line(0, words)];
          steps.push(struck(), struck(new WordCuts("of-test", lines, source)));
          cuts.undo(); cuts.undo(); cuts.undo();
          steps.push(struck(), cuts.any, cuts.length.value, new WordCuts("of-test", lines, source).any);
          cuts.redo();
          steps.push(struck());
          localStorage.clear();
          return steps;
        }"""
    )
    suggested, removed, none, more, parts, jumps, back, joined, reloaded, undone, any_left, length, stored, redone = (
        found
    )
    assert (suggested, removed, none) == ([1, 4], [1, 4], [])
    assert (more, back) == ([1, 2, 3, 4], [1, 3, 4])
    assert parts == [[0, 0.72], [4.88, 8]]
    assert jumps == [None, 4.88, 8]
    assert joined == reloaded == [1, 2, 3, 4]
    assert (undone, any_left, length, stored, redone) == ([], False, 8, False, [1, 4])


def test_passages_of_two_transcripts_begin_together_and_their_words_are_compared(page: Page) -> None:
    """Lines that overlap belong together, however each side divides them; case and punctuation make no other word."""
    found = page.evaluate(
        """async () => {
          const { passages, wordDifferences } = await import("/static/model/compare.js");
          const line = (start, end, text) => ({ start, end, text });
          const a = [line(0, 2, "One two three."), line(2, 5, "Four five"), line(9, 10, "Bye.")];
          const b = [line(0.1, 5.1, "one two four, five"), line(9.1, 10.1, "bye"), line(20, 21, "End")];
          const own = (words) => words.filter((word) => word.own).map((word) => word.text);
          return [...passages(a, b)].map((one) => {
            const words = wordDifferences(one);
            return [one.start, one.a.length, one.b.length, one.same, own(words.a), own(words.b)];
          });
        }"""
    )
    assert found == [[0, 2, 1, False, ["three."], []], [9, 1, 1, True, [], []], [20, 0, 1, False, [], ["End"]]]


def test_chapters_stay_in_order_whatever_is_changed(page: Page) -> None:
    """Gaps stay gaps; neighbours end where the next one begins; what others have changed is not there any more."""
    result = page.evaluate("""async () => {
      const { added, joined, moved, orderOf, retitled } = await import("/static/model/chapter_changes.js");
      const chapter = (title, start, end) => ({ start, end, title });
      const [a, b, c] = [chapter("a", 0, 5), chapter("b", 10, 20), chapter("c", 20, 30)];
      const gap = [a, b, c];
      const times = (all) => all.map(({ start, end, title }) => `${title}${start}-${end}`).join(" ");
      return [
        ...[[b, 7], [c, 2], [c, 99], [b, 4]].map(([one, to]) => times(moved(gap, one, to))),
        ...[[gap, 15], [gap, 7], [[], 3.00049]].map(([all, time]) => times(added(all, time, "d", 30))),
        added(gap, 9.8, "d", 30) === gap,
        ...[[gap, b], [gap, a], [[a], a]].map(([all, one]) => times(joined(all, one))),
        moved(gap, { ...b, title: "other" }, 12),
        joined(gap, { ...b, start: 11 }),
        retitled(gap, { ...b, title: "B" }, "x"),
        JSON.stringify(orderOf([a, b, { start: 20, end: 30, title: " \\n " }], 30).chapters),
      ];
    }""")
    assert result == [
        *("a0-5 b7-20 c20-30", "a0-5 b10-10.5 c10.5-30", "a0-5 b10-29.5 c29.5-30", "a0-4 b4-20 c20-30"),
        *("a0-5 b10-15 d15-20 c20-30", "a0-5 d7-10 b10-20 c20-30", "d3-30", True),
        *("a0-20 c20-30", "b0-20 c20-30", "", None, None, None),
        '[{"start":0,"title":"a","end":5},{"start":10,"title":"b"},{"start":20,"title":"Chapter 3"}]',
    ]


def test_the_parts_of_a_form_are_found_wherever_they_lie(page: Page) -> None:
    """As Chromium writes them, over the borders of what is read at once; what only looks like a border is content."""
    found = page.evaluate(
        """async () => {
          const { partsOf } = await import("/static/model/multipart.js");
          const form = new FormData();
          const tricky = "\\r\\n------\\r\\r\\n--\\r\\n";
          const large = new Uint8Array(16 * 1024 * 1024 - 300).fill(97);
          form.append("shared_title", "Grüße");
          form.append("shared_files", new File([], "empty.mp4", { type: "video/mp4" }));
          form.append("shared_files", new File([large], 'a "b" ü.mp4', { type: "video/mp4" }));
          form.append("shared_files", new File([tricky], "c", {}));
          const sent = await new Response(form).blob();
          const parts = await partsOf(sent);
          const cut = await partsOf(sent.slice(0, -10));
          const words = await Promise.all(parts.map(async ({ name, filename, type, content }) =>
            [name, filename, type, content.size, content.size < 100 ? await content.text() : ""]));
          return [words, cut.length, (await partsOf(new Blob(["x"]))).length, tricky];
        }"""
    )
    tricky = found[3]
    assert found == [
        [
            ["shared_title", None, "", 7, "Grüße"],
            ["shared_files", "empty.mp4", "video/mp4", 0, ""],
            ["shared_files", 'a "b" ü.mp4', "video/mp4", 16 * 1024 * 1024 - 300, ""],
            ["shared_files", "c", "application/octet-stream", len(tricky), tricky],
        ],
        0,
        0,
        tricky,
    ]


def test_words_have_numbers_by_their_places(page: Page) -> None:
    """Through all lines; one without times of words is one word, one without text none."""
    numbers = page.evaluate(
        """async () => {
          const { WordCuts } = await import("/static/model/word_cuts.js");
          const word = (text, start) => ({ text, start, end: start + 0.5 });
          const lines = [
            { index: 0, start: 0, end: 1, text: "one two", words: [word("one", 0), word("two", 0.5)] },
            { index: 1, start: 1, end: 2, text: "", words: [] },
            { index: 2, start: 2, end: 3, text: "whole", words: [] },
            { index: 3, start: 3, end: 4, text: "last", words: [word("last", 3)] },
          ];
          const cuts = new WordCuts("j", { value: lines }, { fps: 25, duration: 4, language: "en" });
          const places = [[0, 0], [0, 1], [0, 2], [1, 0], [2, 0], [3, 0], [4, 0]];
          return places.map(([line, word]) => cuts.numberOf({ line, word }));
        }"""
    )
    assert numbers == [0, 1, -1, -1, 2, 3, -1]
