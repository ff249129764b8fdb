"""The files that `run` writes."""

from pathlib import Path
from typing import Any

import pytest

from app.cli.run_outputs import Format, OutputExists, Outputs, file_name_of, put
from app.client.api_client import ApiClient, ApiRefused


class Files(ApiClient):
    """A server that has these files."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__("http://127.0.0.1:1")
        self.files = files

    def save(self, path: str, file: Path) -> None:
        """Write what the server has under the path."""
        if path not in self.files:
            raise ApiRefused(f"GET {path}: 404")
        file.write_bytes(self.files[path])


def finished(**values: Any) -> dict[str, Any]:
    return {
        "id": "j",
        "job_type": "full_processing",
        "video_title": "A/B: what?",
        "transcript": "",
        "generated_clips": [{"artifact_id": "c"}],
        "artifacts": [{"id": "c", "kind": "clip", "filename": "x 1.webm", "url": "/clip"}],
        **values,
    }


FILES = {"/clip": b"clip", "/api/v1/jobs/j/transcript?format=srt": b"1\n"}


def test_transcript_and_clips_get_the_name_of_the_source(tmp_path: Path) -> None:
    """And clips the ending of their file."""
    files = Outputs(tmp_path, "Talk", (Format.SRT, Format.JSON)).write(Files(FILES), finished())
    assert [file.name for file in files] == ["Talk.srt", "Talk.json", "Talk.clip-1.webm"]
    assert (tmp_path / "Talk.srt").read_bytes() == b"1\n"


def test_a_link_gets_the_name_of_its_title(tmp_path: Path) -> None:
    """Without what a file name cannot have."""
    files = Outputs(tmp_path / "new", None, (Format.SRT,)).write(Files(FILES), finished())
    assert [file.name for file in files] == ["A B what.srt", "A B what.clip-1.webm"]


def test_sound_is_saved_of_a_job_that_was_for_it(tmp_path: Path) -> None:
    """There is no transcript."""
    sound = {"id": "s", "kind": "sound", "media_type": "audio/mpeg", "filename": "x.mp3", "url": "/clip"}
    job = finished(job_type="audio_extraction", transcript=None, generated_clips=None, artifacts=[sound])
    assert [file.name for file in Outputs(tmp_path, "T", (Format.SRT,)).write(Files(FILES), job)] == ["T.sound.mp3"]


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    """Neither a transcript nor a clip."""
    (tmp_path / "Talk.clip-1.webm").write_text("mine")
    outputs = Outputs(tmp_path, "Talk", ())
    with pytest.raises(OutputExists, match="clip-1"):
        outputs.write(Files(FILES), finished())
    assert (tmp_path / "Talk.clip-1.webm").read_text() == "mine"
    Outputs(tmp_path, "Talk", (), overwrite=True).write(Files(FILES), finished())
    assert (tmp_path / "Talk.clip-1.webm").read_text() == "clip"


def test_a_file_that_failed_half_way_is_not_left(tmp_path: Path) -> None:
    """Nor is the one that was there damaged."""
    file = tmp_path / "a.txt"
    file.write_text("before")

    def broken(part: Path) -> None:
        part.write_text("ha")
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        put(file, broken)
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
    assert file.read_text() == "before"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("..", "video"),
        ("a\x00b\n c", "a b c"),
        ("x" * 500, "x" * 200),
        ("映" * 100, "映" * 66),
        (" é/ü. ", "é ü"),
        ("CON<>|", "_CON"),
    ],
)
def test_titles_become_file_names(title: str, name: str) -> None:
    """Which every system takes."""
    assert file_name_of(title) == name
