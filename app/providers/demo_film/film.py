"""Draws a film from the words of its prompt: its scenes as one ASS script over gradients, by ffmpeg.

The same words, size, length and seed are the same pictures: nothing in it depends on the clock or on the machine's
number of cores.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from app.media.colour import escaped
from app.media.ffmpeg import run_ffmpeg
from app.providers.demo_film.actors import draw_actors, draw_weather
from app.providers.demo_film.canvas import Canvas, Colour, Span
from app.providers.demo_film.music import compose
from app.providers.demo_film.palettes import Palette, palette_of
from app.providers.demo_film.scenery import draw_place
from app.providers.demo_film.stage import Stage
from app.providers.demo_film.story import Place, Scene, Time, scenes_of
from app.providers.demo_film.titles import write_badge, write_words
from app.text.typeface import typefaces_for

FPS: Final = 24
#: How long one scene turns into the next, seconds.
BLEND_S: Final = 0.6
#: What the film says of itself in its metadata.
ABOUT: Final = "Demo: drawn from the words of the prompt, not made by a model."
#: Longest title in the metadata, characters.
LONGEST_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class Plan:
    """A film to be drawn. The size is in pixels and even."""

    prompt: str
    seed: int
    duration_s: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Take:
    """A scene with its place in time and its colours."""

    scene: Scene
    place: Place
    span: Span
    palette: Palette


def draw_film(plan: Plan, path: Path, work_dir: Path, ffmpeg: Path, report: Callable[[float], None]) -> None:
    """Write the film as MP4. `report` receives the share that is drawn. Raises JobFailure."""
    random = Random(f"{plan.seed}")
    takes = _takes(plan, random)
    script, sound = work_dir / "film.ass", work_dir / "film.wav"
    faces = typefaces_for(_readable(plan.prompt))
    fonts = faces.linked_in(work_dir / "fonts")
    canvas = Canvas.of(plan.width, plan.height)
    for take in takes:
        stage = Stage(canvas, take.span, take.palette, random)
        draw_place(take.place, stage)
        draw_actors(take.scene.actors, take.place, stage)
        draw_weather(take.scene.weather, stage)
        write_words(canvas, take.span, take.scene.text, take.palette.accent, faces)
    write_badge(canvas, plan.duration_s, faces)
    script.write_text(canvas.script(faces.usual.family), encoding="utf-8")
    compose(sound, plan.duration_s, [max(0.0, take.span.start_s) for take in takes], random)
    arguments = _arguments(plan, takes, sound, _picture(plan, takes, script, fonts), path)
    run_ffmpeg(
        ffmpeg,
        arguments,
        task="drawing the film",
        expected_s=plan.duration_s,
        reached=lambda share, **_: report(share),
    )
    report(1.0)


def _takes(plan: Plan, random: Random) -> list[_Take]:
    """The scenes in time, each a blend longer than its share. What one leaves open is as in the one before."""
    scenes = scenes_of(_readable(plan.prompt) or "?", plan.duration_s)
    weights = [3 + len(scene.text.split()) for scene in scenes]
    place: Place = next((scene.place for scene in scenes if scene.place), "ribbons")
    usual: tuple[Time, ...] = ("day", "sunset", "dawn", "night")
    time: Time = next((scene.time for scene in scenes if scene.time), random.choice(usual))
    takes, start = [], 0.0
    for n, (scene, weight) in enumerate(zip(scenes, weights, strict=True)):
        place, time = scene.place or place, scene.time or time
        end = plan.duration_s if n == len(scenes) - 1 else start + plan.duration_s * weight / sum(weights)
        first, last = n == 0, n == len(scenes) - 1
        span = Span(
            0.0 if first else start - BLEND_S / 2,
            end if last else end + BLEND_S / 2,
            0.0 if first else BLEND_S,
            0.0 if last else BLEND_S,
        )
        takes.append(_Take(scene, place, span, palette_of(scene, place, time, random)))
        start = end
    return takes


def _arguments(plan: Plan, takes: list[_Take], sound: Path, picture: str, path: Path) -> list[str]:
    inputs = [part for take in takes for part in ("-f", "lavfi", "-i", _sky(plan, take))]
    title = _readable(plan.prompt)[:LONGEST_TITLE]
    return [
        *inputs,
        *("-i", f"file:{sound}", "-filter_complex", picture, "-map", "[film]", "-map", f"{len(takes)}:a"),
        *("-t", f"{plan.duration_s:.3f}", "-r", str(FPS), "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"),
        *("-threads", "2", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-metadata", f"title={title}", "-metadata", f"comment={ABOUT}", "-f", "mp4", "-y", f"file:{path}"),
    ]


def _readable(text: str) -> str:
    """A text on one line without what cannot be written to a file or passed to a program."""
    whole = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return "".join(character for character in whole if unicodedata.category(character) != "Cc")


def _sky(plan: Plan, take: _Take) -> str:
    """One picture of the sky, from top to bottom."""
    colours = ":".join(f"c{n}={_hex(colour)}" for n, colour in enumerate(take.palette.sky))
    line = f"x0=0:y0=0:x1=0:y1={plan.height - 1}"
    return f"gradients=s={plan.width}x{plan.height}:r={FPS}:n=3:{colours}:{line}:t=linear:speed=0.00001:d=0.2"


def _hex(colour: Colour) -> str:
    return "0x{:02x}{:02x}{:02x}".format(*colour)


def _picture(plan: Plan, takes: list[_Take], script: Path, fonts: Path) -> str:
    """The graph: still skies that turn into one another, and what is drawn over them. Noise keeps them from banding."""
    parts, now = [], ""
    for n, take in enumerate(takes):
        frames = round(take.span.length_s * FPS) + FPS
        still = f"trim=end_frame=1,noise=alls=5:all_seed={n + 1},vignette=PI/6"
        parts.append(f"[{n}:v]{still},loop=loop={frames}:size=1,setpts=N/({FPS}*TB)[s{n}]")
        if n == 0:
            now = "s0"
            continue
        at = take.span.start_s
        parts.append(
            f"[{now}]trim=duration={at + BLEND_S:.3f}[c{n}];[c{n}][s{n}]xfade=duration={BLEND_S}:offset={at:.3f}[x{n}]"
        )
        now = f"x{n}"
    drawn = f"subtitles=filename={escaped(script)}:fontsdir={escaped(fonts)}"
    return ";".join([*parts, f"[{now}]trim=duration={plan.duration_s:.3f},format=yuv420p,{drawn}[film]"])
