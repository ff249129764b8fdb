"""Stage `dictation`: the official SDK against the service's HTTP API on loopback."""

import threading
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.stages.dictation.contract import DictationInput, DictationPiece, lines_in
from app.stages.dictation.run import run
from tests.assemblyai_service import KEY, AssemblyAIService, Fault
from tests.tools import LocalTools

POLL_S = 0.02


@pytest.fixture
def service() -> Iterator[AssemblyAIService]:
    """The service."""
    with AssemblyAIService() as running:
        yield running


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    """The stage's tools."""
    return LocalTools(tmp_path)


def sound(folder: Path, *, seconds: float = 2.0) -> Path:
    """A wav file of silence."""
    path = folder / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(b"\0\0" * int(16_000 * seconds))
    return path


def given(tools: LocalTools, service: AssemblyAIService, **changes: Any) -> DictationInput:
    """The stage's input."""
    values = {
        "pcm": tools.stored(sound(tools.folder)),
        "duration_s": 2.0,
        "models": ("best", "wide"),
        "base_url": service.url,
        "key": KEY,
        "poll_s": POLL_S,
    }
    return DictationInput(**(values | changes))


def pieces(tools: LocalTools) -> list[DictationPiece]:
    """What was committed."""
    return [piece for piece in tools.pieces.values() if isinstance(piece, DictationPiece)]


def again(tools: LocalTools, params: DictationInput) -> tuple[LocalTools, DictationInput]:
    """The next run after one with these tools: with other tools, and with what was committed."""
    done = (*params.done, *pieces(tools))
    following = LocalTools(tools.folder)
    return following, params.model_copy(update={"done": done})


def states(found: list[DictationPiece]) -> list[str]:
    """The steps of the order."""
    return [piece.step.state for piece in found if piece.step]


def test_lines_have_speakers_words_and_confidences(service: AssemblyAIService, tools: LocalTools) -> None:
    """A line a sentence; the intent is committed before the order and its id before the first line."""
    output = run(given(tools, service), tools)
    found = pieces(tools)
    assert states(found) == ["intended", "placed"]
    assert [(line.speaker, line.text) for line in lines_in(found)] == [
        ("A", "Good morning, everybody."),
        ("B", "Hello."),
    ]
    first, second = lines_in(found)
    assert (first.start_s, first.end_s) == (0.1, 1.2)
    assert [word.text for word in first.words] == [" Good", " morning,", " everybody."]
    assert first.words[0].probability == 0.98
    assert (first.confidence, first.flags, second.flags) == (0.97, (), ("low_confidence",))
    assert (output.order_id, output.language, output.line_count) == ("t-0", "en", 2)
    (order,) = service.accepted
    assert (order.body["speaker_labels"], order.body["language_detection"]) == (True, True)
    assert order.body["speech_models"] == ["best", "wide"]
    assert "language_code" not in order.body


def test_a_language_is_ordered(service: AssemblyAIService, tools: LocalTools) -> None:
    """Nothing is detected then."""
    assert run(given(tools, service, language="de"), tools).language == "de"
    assert service.accepted[0].body["language_code"] == "de"
    assert "language_detection" not in service.accepted[0].body


def test_the_upload_is_the_file_and_its_progress_rises(service: AssemblyAIService, tools: LocalTools) -> None:
    """To one half, then the service works."""
    params = given(tools, service, pcm=tools.stored(sound(tools.folder, seconds=10)))
    run(params, tools)
    assert params.pcm is not None
    assert service.sounds() == [params.pcm.sha256]
    assert tools.progress == sorted(tools.progress)
    assert len({progress for progress in tools.progress if progress < 0.5}) >= 4
    assert "processing" in tools.speeds


def test_polls_keep_their_distance(service: AssemblyAIService, tools: LocalTools) -> None:
    """Each is as long after the one before as the setting says."""
    service.polls = 4
    run(given(tools, service), tools)
    polls = [at for at, request in service.requests if request == "GET /v2/transcript/{id}"]
    assert len(polls) == 5
    assert all(after - before >= POLL_S for before, after in pairwise(polls))


def test_a_run_without_sound_orders_nothing(service: AssemblyAIService, tools: LocalTools) -> None:
    """There is nothing to write down."""
    assert run(given(tools, service, pcm=None, key=None), tools).order_id is None
    assert service.requests == []


def test_without_a_key_nothing_is_sent(service: AssemblyAIService, tools: LocalTools) -> None:
    """And the message names the setting."""
    with pytest.raises(JobFailure, match="ASSEMBLYAI_API_KEY") as failed:
        run(given(tools, service, key=None), tools)
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.MODEL_UNAVAILABLE, False)
    assert service.requests == []


def test_a_wrong_key_is_not_repeated(service: AssemblyAIService, tools: LocalTools) -> None:
    """The service repeats it in its words; ours leave it out."""
    with pytest.raises(JobFailure, match="ASSEMBLYAI_API_KEY") as failed:
        run(given(tools, service, key="sk-wrong"), tools)
    assert failed.value.code is ErrorCode.MODEL_UNAVAILABLE
    assert "sk-wrong" not in failed.value.message
    assert "sk-wrong" not in repr(given(tools, service, key="sk-wrong"))


@pytest.mark.parametrize("request_", ["POST /v2/upload", "POST /v2/transcript", "GET /v2/transcript/{id}"])
def test_patience_is_kept_where_it_is_asked_for(service: AssemblyAIService, tools: LocalTools, request_: str) -> None:
    """With the service's own delay; a later run goes on, with one order in all."""
    service.faults.append(Fault(request_, 429, headers={"Retry-After": "17"}))
    params = given(tools, service)
    with pytest.raises(JobFailure) as failed:
        run(params, tools)
    assert (failed.value.code, failed.value.retryable, failed.value.retry_after_s) == ("rate_limited", True, 17)
    run(*reversed(again(tools, params)))
    assert len(service.accepted) == 1


@pytest.mark.parametrize(
    ("request_", "status", "after"),
    [
        ("POST /v2/upload", 503, False),
        ("POST /v2/upload", None, True),
        *(("POST /v2/transcript", status, after) for status in (500, 504, None) for after in (False, True)),
    ],
)
def test_errors_of_the_service_are_retried_and_never_paid_twice(
    service: AssemblyAIService, tools: LocalTools, request_: str, status: int | None, after: bool
) -> None:
    """Whether it had accepted the order before or not: there is one in the end."""
    service.faults.append(Fault(request_, status, after=after))
    params = given(tools, service)
    if not (after and request_ == "POST /v2/transcript"):
        with pytest.raises(JobFailure) as failed:
            run(params, tools)
        assert (failed.value.code, failed.value.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, True)
        tools, params = again(tools, params)
    run(params, tools)
    assert len(service.accepted) == 1


def test_a_poll_may_fail_a_few_times(service: AssemblyAIService, tools: LocalTools) -> None:
    """More of them end the attempt, and the next one goes on with the same order."""
    service.faults.append(Fault("GET /v2/transcript/{id}", 502, times=3))
    params = given(tools, service)
    run(params, tools)
    service.faults.append(Fault("GET /v2/transcript/{id}", None, times=4))
    tools, params = again(tools, params)
    params = params.model_copy(update={"done": params.done[:2]})
    with pytest.raises(JobFailure) as failed:
        run(params, tools)
    assert (failed.value.code, failed.value.retryable) == ("source_unavailable", True)
    assert tools.pieces == {}
    run(params, tools)
    assert len(service.accepted) == 1


def test_a_failed_transcript_has_the_services_words(service: AssemblyAIService, tools: LocalTools) -> None:
    """It is final; only who runs the job again orders anew, with a fresh upload."""
    service.error = "Transcoding failed. File does not appear to contain audio."
    params = given(tools, service)
    with pytest.raises(JobFailure, match="does not appear to contain audio") as failed:
        run(params, tools)
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.PROVIDER_FAILED, False)
    assert states(pieces(tools)) == ["intended", "placed", "ended"]
    service.error = None
    tools, params = again(tools, params)
    assert run(params, tools).order_id == "t-1"
    assert len(service.uploads) == 2


@pytest.mark.parametrize("request_", ["POST /v2/upload", "POST /v2/transcript", "GET /v2/transcript/{id}"])
def test_a_refusal_is_final(service: AssemblyAIService, tools: LocalTools, request_: str) -> None:
    """With the service's words."""
    service.faults.append(Fault(request_, 400, {"error": "Your current account balance is negative."}))
    with pytest.raises(JobFailure, match="balance is negative") as failed:
        run(given(tools, service), tools)
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.PROVIDER_FAILED, False)


def test_an_order_that_cannot_be_looked_up_is_not_placed_again(tmp_path: Path) -> None:
    """It may have to be paid."""
    with AssemblyAIService(lists=False) as service:
        tools = LocalTools(tmp_path)
        service.faults.append(Fault("POST /v2/transcript", None, after=True))
        with pytest.raises(JobFailure, match="may have to be paid") as failed:
            run(given(tools, service), tools)
        assert (failed.value.code, failed.value.retryable) == (ErrorCode.PROVIDER_FAILED, False)
        assert len(service.accepted) == 1


def test_an_order_is_found_on_a_later_page(service: AssemblyAIService, tools: LocalTools) -> None:
    """Other programs of the same account order too."""
    service.page = 2
    service.faults.append(Fault("POST /v2/transcript", None, after=True))
    with service.holding("list begun") as hold:

        def order_more() -> None:
            assert hold.reached.wait(30)
            for number in range(5):
                service.accept({"audio_url": f"https://example.org/{number}"})
            hold.gate.set()

        others = threading.Thread(target=order_more)
        others.start()
        assert run(given(tools, service), tools).order_id == "t-0"
        others.join()
    assert service.count("POST /v2/transcript") == 1
    assert service.count("GET /v2/transcript") == 3


def test_redirects_are_not_followed(service: AssemblyAIService, tools: LocalTools) -> None:
    """The key would go along."""
    service.faults.append(Fault("POST /v2/upload", 307, headers={"Location": "http://127.0.0.1:9/elsewhere"}))
    with pytest.raises(JobFailure, match="HTTP 307"):
        run(given(tools, service), tools)
