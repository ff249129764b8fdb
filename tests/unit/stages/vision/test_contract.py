"""What the stage receives, and of which sources it is no part."""

from typing import Any, cast

from app.core.settings import load_settings
from app.jobs.results import Blob, Cut, MediaInfo
from app.stages.fetch.contract import FetchOutput
from app.stages.scenes.contract import Sample, ScenesOutput
from app.stages.stage import StageContext
from app.stages.vision.contract import STAGE, ScreenText, SeenScene, VisionOutput

SOURCE = Blob(sha256="a" * 64, size_bytes=1, suffix=".mp4")
FETCHED = FetchOutput(source=SOURCE, media=MediaInfo(container="mp4", duration_s=10.0), title="T", chapters=())


def _context(scenes: ScenesOutput, **settings: Any) -> StageContext:
    outputs = {"fetch": FETCHED, "scenes": scenes}
    return StageContext(load_settings(**settings), cast("Any", None), None, None, outputs, {})


def _sample(at_s: float) -> Sample:
    return Sample(at_s=at_s, image=Blob(sha256=f"{int(at_s * 10):064x}", size_bytes=1, suffix=".jpg"))


def test_each_picture_belongs_to_the_scene_that_shows_it() -> None:
    """At a border to the later one; a scene too short for a picture has none."""
    cuts = tuple(Cut(start_s=at, end_s=at, kind="cut", score=0.5) for at in (4.0, 4.2))
    samples = tuple(_sample(at) for at in (0.0, 3.0, 5.0))
    params = STAGE.build_input(_context(ScenesOutput(has_video=True, cuts=cuts, samples=samples)))
    assert [(scene.start_s, scene.end_s) for scene in params.scenes] == [(0.0, 4.0), (4.0, 4.2), (4.2, 10.0)]
    assert [[frame.at_s for frame in scene.frames] for scene in params.scenes] == [[0.0, 3.0], [], [5.0]]


def test_sound_alone_has_nothing_to_see() -> None:
    """The stage is skipped, whatever models there are."""
    assert STAGE.skips(_context(ScenesOutput(has_video=False)))
    assert not STAGE.skips(_context(ScenesOutput(has_video=True)))


def test_only_named_models_count() -> None:
    """Those without a name are none, so their absence changes no key."""
    scenes = ScenesOutput(has_video=True)
    kinds = [model.kind for model in STAGE.models(STAGE.build_input(_context(scenes, vision_model="", ocr_model="x")))]
    assert kinds == ["ocr", "faces"]


def test_a_search_finds_words_on_screen() -> None:
    """Line by line, of all scenes; none where nothing was read."""
    text = ScreenText(text="Quarterly report", score=0.9, box=(0.0, 0.0, 0.5, 0.1), at_s=1.0)
    seen = [SeenScene(index=n, start_s=n, end_s=n + 1, text=words) for n, words in enumerate((None, (), (text, text)))]
    assert STAGE.content is not None
    assert STAGE.content(VisionOutput(scenes=tuple(seen))) == ["Quarterly report", "Quarterly report"]
