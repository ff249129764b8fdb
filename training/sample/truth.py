"""The ground truth beside the film: what is said, when it cuts, and where the subject is."""

from training.sample.canvas import HEIGHT, WIDTH
from training.sample.film import fade_centres_s, subject_at
from training.sample.script import Border
from training.sample.timeline import FADE_S, FPS, PlacedShot
from training.sentiment.spoken import demo_moods

_SUBJECT_EVERY_FRAMES = 10


def describe(shots: tuple[PlacedShot, ...]) -> dict[str, object]:
    """JSON for `sample.json`. Times in seconds; `frame` is the first frame of the new shot.

    A line's `mood` is the usual one, `moods` are all that a person could give it.
    """
    cuts = [shot.first_frame for shot in shots if shot.shot.border is Border.CUT]
    return {
        "file": "sample.mp4",
        "licence": "MIT",
        "duration_s": shots[-1].end_frame / FPS,
        "frames": shots[-1].end_frame,
        "fps": FPS,
        "width": WIDTH,
        "height": HEIGHT,
        "lines": [line for shot in shots for line in _lines(shot)],
        "cuts": [{"frame": frame, "time_s": frame / FPS} for frame in cuts],
        "fades": [
            {"start_s": round(black_s - FADE_S, 3), "black_s": black_s, "end_s": round(black_s + FADE_S, 3)}
            for black_s in fade_centres_s(shots)
        ],
        "shots": [_shot(shot) for shot in shots],
    }


def _lines(placed: PlacedShot) -> list[dict[str, object]]:
    moods = demo_moods()
    return [
        {
            "start_s": round(said.start_s, 3),
            "end_s": round(said.end_s, 3),
            "voice": f"flite {said.line.voice.value}",
            "mood": said.line.mood.value,
            "moods": [mood.label for mood in moods[said.line.text]],
            "topic": placed.shot.topic,
            "text": said.line.text,
        }
        for said in placed.lines
    ]


def _shot(placed: PlacedShot) -> dict[str, object]:
    """`subject` is "seconds x y" of the moving subject's centre, x and y as shares of width and height."""
    frames = range(placed.first_frame, placed.end_frame, _SUBJECT_EVERY_FRAMES)
    track = [(frame / FPS, *subject_at(placed, frame)) for frame in frames]
    return {
        "topic": placed.shot.topic,
        "title": placed.shot.title,
        "border": placed.shot.border.value,
        "start_s": placed.first_frame / FPS,
        "end_s": placed.end_frame / FPS,
        "subject": [f"{time_s:.2f} {x / WIDTH:.3f} {y / HEIGHT:.3f}" for time_s, x, y in track],
    }
