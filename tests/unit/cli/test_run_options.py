"""What the arguments of `run` and `watch` mean."""

from pathlib import Path

import pytest

from app.cli.run import SourceMissing, expanded
from app.cli.run_options import ArgumentInvalid, RunType, Wish, wish_of
from app.cli.run_outputs import Format, OutputExists


def wished(*options: str, formats: str = "txt,srt", **named: str | None) -> Wish:
    return wish_of(RunType.TRANSCRIPTION, options, named, formats, None, overwrite=False, priority=5)


def test_options_are_json_where_they_can_be_and_text_elsewhere() -> None:
    """As people type them in a shell."""
    wish = wished("max_clips=3", "burn_captions=true", "model_size=tiny", 'hotwords=["Ann"]', language="de")
    assert wish.options == {
        "max_clips": 3,
        "burn_captions": True,
        "model_size": "tiny",
        "hotwords": ["Ann"],
        "language": "de",
    }


def test_hotwords_are_typed_with_commas() -> None:
    """And are a list for the server."""
    wish = wished(hotwords="Zürich, New York,", audio_track="de", language=None)
    assert wish.options == {"hotwords": ["Zürich", "New York"], "audio_track": "de"}


@pytest.mark.parametrize("text", ["max_clips", "=3", "max clips=3", ""])
def test_an_option_that_is_none_is_named(text: str) -> None:
    """With an example."""
    with pytest.raises(ArgumentInvalid, match="NAME=VALUE"):
        wished(text)


def test_formats_are_a_list_each_once() -> None:
    """And an unknown one is refused with those there are."""
    assert wished(formats="SRT, txt,srt,docx").formats == (Format.SRT, Format.TXT, Format.DOCX)
    for wrong in ("docx2", "", ","):
        with pytest.raises(ArgumentInvalid, match="txt, srt, vtt, json"):
            wished(formats=wrong)


def test_a_folder_stands_for_its_recordings(tmp_path: Path) -> None:
    """Not for what is hidden, no recording, or was written here before."""
    for name in ("b.MP4", "a.wav", ".c.mp4", "notes.txt", "a.clip-1.mp4", "a.sound.mp3"):
        (tmp_path / name).touch()
    assert expanded([str(tmp_path), str(tmp_path / "a.wav")]) == [str(tmp_path / "a.wav"), str(tmp_path / "b.MP4")]
    assert expanded(["https://example.com/x", "https://example.com/x"]) == ["https://example.com/x"]


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Before anything is begun."""
    with pytest.raises(SourceMissing, match=r"gone\.mp4"):
        expanded([str(tmp_path / "gone.mp4")])
    with pytest.raises(SourceMissing, match="no recordings"):
        expanded([str(tmp_path)])


def test_results_go_beside_the_file_and_replace_nothing_unasked(tmp_path: Path) -> None:
    """A subtitle that somebody wrote is kept."""
    outputs = wished().outputs_of(str(tmp_path / "Film.mkv"))
    outputs.check()
    (tmp_path / "Film.srt").write_text("mine")
    with pytest.raises(OutputExists, match=r"Film\.srt exists; --overwrite"):
        outputs.check()
