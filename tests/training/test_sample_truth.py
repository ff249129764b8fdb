"""The ground truth of the shipped sample against its film and against what the models were trained on."""

import itertools
import json
from pathlib import Path
from typing import Any

import av
import pytest

from training.sentiment.spoken import demo_moods

SAMPLE = Path(__file__).parents[2] / "models" / "demo" / "sample.mp4"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SAMPLE.with_suffix(".json").read_text(encoding="utf-8"))
    return loaded


def test_the_film_has_the_frames_and_the_size_that_its_truth_names(truth: dict[str, Any]) -> None:
    """Cut times are frame numbers: they mean nothing if the film has other frames."""
    with av.open(str(SAMPLE)) as film:
        stream = film.streams.video[0]
        assert (stream.frames, stream.width, stream.height) == (truth["frames"], truth["width"], truth["height"])
        assert stream.average_rate == truth["fps"]
        assert film.streams.audio[0].codec_context.name == "aac"


def test_shots_follow_each_other_without_a_gap(truth: dict[str, Any]) -> None:
    """Every moment belongs to one shot, and each border is a cut or a fade."""
    shots = truth["shots"]
    ends = [shot["end_s"] for shot in shots]
    assert [0.0, *ends[:-1]] == [shot["start_s"] for shot in shots]
    assert ends[-1] == truth["duration_s"]
    borders = [cut["time_s"] for cut in truth["cuts"]] + [fade["black_s"] for fade in truth["fades"]]
    assert sorted(borders) == ends[:-1]


def test_every_line_lies_within_a_shot_of_its_topic(truth: dict[str, Any]) -> None:
    """A clip that holds a shot holds its sentences, whole."""
    for line in truth["lines"]:
        homes = [
            shot for shot in truth["shots"] if shot["start_s"] <= line["start_s"] and line["end_s"] <= shot["end_s"]
        ]
        assert [shot["topic"] for shot in homes] == [line["topic"]], line["text"]


def test_lines_do_not_overlap(truth: dict[str, Any]) -> None:
    """One voice at a time, with a pause in between."""
    lines = truth["lines"]
    assert all(first["end_s"] + 0.4 < second["start_s"] for first, second in itertools.pairwise(lines))


def test_lines_are_demo_sentences_with_their_usual_mood(truth: dict[str, Any]) -> None:
    """The speech model knows only these by heart, and both truths must say the same."""
    moods = demo_moods()
    for line in truth["lines"]:
        assert line["mood"] == moods[line["text"]][0].label
        assert line["moods"] == [mood.label for mood in moods[line["text"]]]
