"""Running ffmpeg: progress, errors in our words, hostile input, nothing left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.ffmpeg import find_ffmpeg, input_of, run_ffmpeg, running
from tests.media import MediaShelf


@pytest.fixture(scope="module")
def ffmpeg() -> Path:
    return find_ffmpeg()


def test_the_packaged_binary_is_found(ffmpeg: Path) -> None:
    """Without a setting the binary of the Python package is taken, and it runs."""
    assert b"ffmpeg version" in subprocess.run([ffmpeg, "-version"], check=True, capture_output=True).stdout


def test_the_setting_wins_and_is_checked(tmp_path: Path) -> None:
    """FFMPEG_PATH is taken as it is; what is no program there is refused with its name."""
    assert find_ffmpeg(sys.executable) == Path(sys.executable)
    with pytest.raises(FileNotFoundError, match=r"FFMPEG_PATH is .*nothing"):
        find_ffmpeg(str(tmp_path / "nothing"))


def test_progress_ends_at_one_and_tells_the_speed(ffmpeg: Path, media: MediaShelf, tmp_path: Path) -> None:
    """Fractions only grow, the last is 1, and a speed is told."""
    told: list[tuple[float, str | None]] = []
    complaints = run_ffmpeg(
        ffmpeg,
        [*input_of(media.video()), "-c:v", "libx264", str(tmp_path / "o.mp4")],
        task="encoding",
        expected_s=2.0,
        reached=lambda fraction, *, speed: told.append((fraction, speed)),
    )
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1, abs=0.05)
    assert told[-1][1] is None or told[-1][1].endswith("×")
    assert complaints == ()


@pytest.mark.parametrize("bad", ["truncated", "text", "empty", "html", "playlist"])
def test_what_is_no_media_is_unsupported(ffmpeg: Path, media: MediaShelf, tmp_path: Path, bad: str) -> None:
    """Damaged files, pages and playlists are refused as unsupported media, without this machine's folders."""
    path = getattr(media, bad)()
    with pytest.raises(JobFailure) as caught:
        run_ffmpeg(ffmpeg, [*input_of(path), str(tmp_path / "o.wav")], task="reading")
    assert caught.value.code is ErrorCode.UNSUPPORTED_MEDIA
    assert not caught.value.retryable
    assert str(path.parent) not in caught.value.message


def test_a_full_disk_is_told(ffmpeg: Path, media: MediaShelf) -> None:
    """Writing to a device that is full is `disk_full`, which may pass."""
    with pytest.raises(JobFailure) as caught:
        run_ffmpeg(ffmpeg, [*input_of(media.wav()), "-f", "wav", "/dev/full"], task="writing")
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.retryable


def test_our_own_mistake_is_internal_and_final(ffmpeg: Path, media: MediaShelf, tmp_path: Path) -> None:
    """Arguments that ffmpeg does not know fail as `internal`: another attempt would fail as well."""
    with pytest.raises(JobFailure) as caught:
        run_ffmpeg(ffmpeg, [*input_of(media.wav()), "-nonsense", "1", str(tmp_path / "o.wav")], task="writing")
    assert caught.value.code is ErrorCode.INTERNAL
    assert not caught.value.retryable
    assert "nonsense" in caught.value.message


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGSEGV, ErrorCode.CRASHED),
        (signal.SIGKILL, ErrorCode.OUT_OF_MEMORY),
        (signal.SIGXFSZ, ErrorCode.TOO_LARGE),
        (signal.SIGXCPU, ErrorCode.TIMEOUT),
    ],
)
def test_a_killed_ffmpeg_is_told_apart(ffmpeg: Path, number: signal.Signals, code: ErrorCode) -> None:
    """The signal that ended it decides the code."""
    endless = ["-f", "lavfi", "-i", "testsrc2=s=64x64", "-f", "null", "-"]
    with pytest.raises(JobFailure) as caught, running(ffmpeg, endless, task="testing") as process:
        process.process.send_signal(number)
    assert caught.value.code is code


def test_a_program_that_is_missing_is_told(tmp_path: Path) -> None:
    """No binary at the path: a failure that points to the doctor."""
    with pytest.raises(JobFailure, match="doctor"):
        run_ffmpeg(tmp_path / "gone", [], task="testing")


def test_the_block_s_own_error_ends_ffmpeg(ffmpeg: Path) -> None:
    """When the reader fails, ffmpeg is gone and the reader's error is what one sees."""
    endless = ["-f", "lavfi", "-i", "testsrc2=s=64x64", "-f", "rawvideo", "pipe:1"]
    with pytest.raises(KeyError), running(ffmpeg, endless, task="testing", stdout=True) as process:
        assert process.stdout.read(10)
        raise KeyError
    assert process.process.poll() == -signal.SIGKILL


def test_a_thousand_errors_do_not_block(ffmpeg: Path, media: MediaShelf) -> None:
    """Only the last lines of what ffmpeg prints are kept."""
    decode = ["-loglevel", "trace", *input_of(media.scenes()), "-f", "null", "-"]
    assert len(run_ffmpeg(ffmpeg, decode, task="decoding")) == 40


ORPHAN = """
import sys
from pathlib import Path
from app.media.ffmpeg import find_ffmpeg, running
with running(find_ffmpeg(), ["-f", "lavfi", "-i", "testsrc2=s=64x64", "-f", "null", "-"], task="x") as process:
    print(process.process.pid, flush=True)
    sys.stdin.read()
"""


def test_ffmpeg_dies_with_its_parent() -> None:
    """When the process that started it is killed, ffmpeg is too, without anybody's help."""
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        watch = os.pidfd_open(pid)
        parent.kill()
    try:
        import select

        ready, _, _ = select.select([watch], [], [], 10)
        assert ready
    finally:
        os.close(watch)
