"""The provider `demo`: films drawn from words."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import av
import numpy as np
import pytest

from app.media.ffmpeg import find_ffmpeg
from app.providers.demo import open_films, size_of
from app.providers.demo_film.actors import HOMES, draw_actors, draw_weather
from app.providers.demo_film.canvas import Canvas, Span
from app.providers.demo_film.film import Plan, draw_film
from app.providers.demo_film.palettes import palette_of
from app.providers.demo_film.scenery import draw_place
from app.providers.demo_film.stage import Stage
from app.providers.demo_film.story import ACTORS, PLACES, WEATHERS, scenes_of
from app.providers.film_catalog import CATALOG
from app.providers.films import FilmAccess, FilmOrder, FilmPlace
from app.providers.orders import OrderStep
from app.sources.netguard import intranet_judge

PROMPT = "A red boat on the sea at sunset. {\\b1} Then a city at night in the rain"


def drawn(folder: Path, name: str, *, mark: str = "m", **changes: object) -> Path:
    """The film of an order, by the service."""
    place = FilmPlace(
        access=FilmAccess(),
        judge=intranet_judge(allow_private_networks=False),
        max_bytes=10**7,
        work_dir=folder,
        ffmpeg=find_ffmpeg(),
    )
    spec = CATALOG["demo"]
    order = spec.settled(FilmOrder(prompt=PROMPT, duration_s=1.0, seed=4).model_copy(update=changes))
    service, path = open_films(place), folder / f"{name}.mp4"
    shares: list[float] = []
    order_id = service.submit(order, mark)
    assert service.find(order, OrderStep(state="intended", mark=mark)) == order_id
    service.fetch(order, service.poll(order_id), path, shares.append)
    assert shares[-1] == 1.0
    return path


def small(folder: Path, name: str, prompt: str, seed: int) -> Path:
    """A film of a second in little pictures."""
    path = folder / f"{name}.mp4"
    draw_film(Plan(prompt, seed, 1.0, 96, 54), path, folder, find_ffmpeg(), lambda _: None)
    return path


def pictures(path: Path) -> list[np.ndarray]:
    """The decoded pictures."""
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(video=0)]


def test_a_seed_makes_the_same_film_and_another_one_another(tmp_path: Path) -> None:
    """The files are equal byte for byte, picture and sound."""
    first, again = small(tmp_path, "a", PROMPT, 4), small(tmp_path, "b", PROMPT, 4)
    assert first.read_bytes() == again.read_bytes()
    mine, other = pictures(first), pictures(small(tmp_path, "c", PROMPT, 5))
    assert len(mine) == len(other) == 24
    assert np.abs(mine[12] - other[12]).mean() > 1


def test_the_film_moves_sounds_and_says_what_it_is(tmp_path: Path) -> None:
    """Motion throughout, a mark in the corner, a sound track, the truth in the metadata; each order its own."""
    path = drawn(tmp_path, "film", duration_s=1.5, aspect="9:16", resolution="360p", seed=None, mark="one")
    with av.open(str(path)) as film:
        assert film.metadata["comment"] == "Demo: drawn from the words of the prompt, not made by a model."
        assert film.metadata["title"] == PROMPT
        assert (film.streams.video[0].width, film.streams.video[0].height) == (360, 640)
        assert abs(float(film.duration or 0) / av.time_base - 1.5) < 0.1
        sound = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)
    assert float(np.abs(sound).max()) > 0.2
    shown = pictures(path)
    assert all(np.abs(shown[n] - shown[n + 6]).mean() > 0.2 for n in range(0, 30, 6))
    corner = shown[30][12:30, -70:-12]
    assert corner.max() > 230 > 120 > corner.min()  # white letters on a dark plate
    other = pictures(drawn(tmp_path, "other", duration_s=1.0, aspect="9:16", seed=None, mark="two"))
    assert np.abs(other[12] - shown[12]).mean() > 1


def test_sizes_and_words_of_every_kind(tmp_path: Path) -> None:
    """Each size is even; prompts of 4000 characters, of one mark, with tags or what is no text are drawn."""
    assert size_of("16:9", "480p") == (854, 480)
    assert size_of("9:16", "1080p") == (1080, 1920)
    assert size_of("1:1", "720p") == (720, 720)
    for n, prompt in enumerate(
        ("?", "word " * 800, "雪山の上を鷲が飛ぶ。سماء الليل", "a\n\n,,,\x07\x00\ud800{\\p1}m 0 0")
    ):
        assert len(pictures(small(tmp_path, f"w{n}", prompt, n))) == 24
    scenes = scenes_of("word " * 800, 60)
    assert len(scenes) == 12
    assert all(len(scene.text) <= 70 for scene in scenes)


def test_every_place_and_figure_is_drawn(tmp_path: Path) -> None:
    """Each differs from the picture of words that name nothing."""
    plain = pictures(small(tmp_path, "plain", "?", 1))[12]
    canvas = Canvas.of(96, 54)
    palette = palette_of(scenes_of("?", 1)[0], "hills", "day", Random(1))
    stage = Stage(canvas, Span(0, 1), palette, Random(1))

    def grows(draw: Callable[[], None], what: str) -> None:
        before = len(canvas.events)
        draw()
        assert len(canvas.events) > before, what

    for place in PLACES:
        grows(partial(draw_place, place, stage), place)
    for actor in ACTORS:
        grows(partial(draw_actors, [actor], min(HOMES.get(actor, frozenset({"hills"}))), stage), actor)
    for weather in WEATHERS:
        grows(partial(draw_weather, weather, stage), weather)
    assert np.abs(pictures(small(tmp_path, "sea", "sea", 1))[12] - plain).mean() > 1


@pytest.mark.parametrize(
    ("text", "place", "time", "actors"),
    [
        ("A boat on the sea at night", "sea", "night", ("boat",)),
        ("Two cats in the forest", "forest", None, ("cat",)),
        ("Everybody agrees", None, None, ()),
    ],
)
def test_words_decide_what_is_drawn(text: str, place: str | None, time: str | None, actors: tuple[str, ...]) -> None:
    """Places, times and figures come from the words."""
    (scene,) = scenes_of(text, 5)
    assert (scene.place, scene.time, scene.actors) == (place, time, actors)
