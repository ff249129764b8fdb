"""Timelines on sources that are only stated, for tests of what is written of them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.jobs.results import Blob, MediaInfo
from app.timeline.document import Source, Timeline, VideoSource
from app.timeline.layout import Layout, laid_out
from app.timeline.material import Material
from app.timeline.reading import read_timeline

#: Rates that editors use.
RATES = ("24000/1001", "25", "30000/1001", "30", "50", "60000/1001")


def film(
    name: str,
    *,
    fps: str | None = "25",
    length_s: float = 100.0,
    timecode: str | None = None,
    channels: int = 2,
    filename: str | None = None,
) -> Material:
    """A video `name`, 1920×1080 where it has a rate, else sound alone."""
    media = MediaInfo(
        container="mp4",
        duration_s=length_s,
        video_codec="h264" if fps else None,
        audio_codec="aac" if channels else None,
        audio_channels=channels or None,
        audio_sample_rate_hz=48_000 if channels else None,
        width=1920 if fps else None,
        height=1080 if fps else None,
        fps=fps,
        timecode=timecode,
    )
    blob = Blob(sha256=name.encode().hex().ljust(64, "0")[:64], size_bytes=1, suffix=".mp4")
    source = VideoSource(video_id=name)
    return Material(source=source, name=filename or f"{name}.mp4", blob=blob, media=media, to_s=length_s)


def laid(document: Mapping[str, Any], *films: Material) -> tuple[Timeline, Layout]:
    """A timeline in the server's form, on its frames."""
    timeline = read_timeline(document)
    materials: dict[Source, Material] = {one.source: one for one in films}
    return timeline, laid_out(timeline, materials)


def track(*clips: Mapping[str, Any], kind: str = "video", of: str = "talk") -> dict[str, Any]:
    """A track with clips of the film `of` where they name no other."""
    return {"kind": kind, "clips": [{"source": {"video_id": of}} | dict(clip) for clip in clips]}


def cut(document: Sequence[Mapping[str, Any]], *films: Material, fps: str | None = None) -> Layout:
    """The layout of tracks."""
    return laid({"fps": fps, "tracks": list(document)}, *films)[1]


def hour_of_cuts(fps: str) -> tuple[list[tuple[int, int]], dict[str, Any]]:
    """Cuts over an hour of a film at that rate: its frames `(first, length)`, and a track of them in seconds."""
    rate = Fraction(fps)
    frames = [(minute * 60 * round(rate) + 7 * minute, round(rate) + minute % 11) for minute in range(60)]
    clips = [{"start": float(first / rate), "end": float((first + length) / rate)} for first, length in frames]
    return frames, track(*clips)
