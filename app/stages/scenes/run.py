"""Stage `scenes`: changes of picture, motion, measures of the picture, poster and storyboard, in one decoding."""

from fractions import Fraction
from pathlib import Path
from time import monotonic

from app.core.errors import ErrorCode, JobFailure
from app.jobs.measures import PictureMeasures
from app.jobs.results import Blob, Cut, MediaInfo
from app.media.damage import first_damage
from app.media.flash_track import FlashTrack
from app.media.focus_track import FocusTrack
from app.media.frame_features import Features, FeatureTrack
from app.media.picture_pass import Complaints, Frames, Pass, Stills, Times, run_pass
from app.media.picture_track import refuse_too_much
from app.media.samples import SampleTrack, plan_samples
from app.media.scene_detection import find_cuts
from app.media.scene_division import SceneDivision
from app.media.still import write_still
from app.media.still_track import StillTrack, last_end_s
from app.media.storyboard import plan_stills, poster_index
from app.stages.scenes.contract import Sample, ScenesInput, ScenesOutput, Sprite
from app.stages.scenes.division import SceneWriter, plan_pictures
from app.stages.tools import Tools

#: Complaints within the first seconds are checked again, since they may only be about the entry point of the file.
BEGINNING_S = 10.0
#: How far pictures may be behind the decoder's complaints: by time, and by their number if they are rare.
BEHIND_S, BEHIND_PACKETS = 20.0, 400


def run(params: ScenesInput, tools: Tools) -> ScenesOutput:
    """Decode the whole film once. Audio alone has no scenes. Raises JobFailure."""
    if params.media.video_codec is None:
        tools.reached(1.0)
        return ScenesOutput(has_video=False)
    media = params.media
    observer = _Observer(params, tools)
    wanted = Pass(
        stills=observer.stills,
        samples=observer.larger,
        on_frames=observer.take,
        folder=tools.work_dir,
        track=media.video_track,
        colour=media.colour,
        max_pixels=params.max_pixels,
    )
    source = tools.path_of(params.source)
    damage = _damage(source, run_pass(tools.ffmpeg, source, wanted), params)
    if damage:
        tools.warn("media_damaged", f"Parts of the source could not be decoded ({damage}).")
    output = observer.output()
    tools.log("scenes found", cuts=len(output.cuts), focus_points=len(output.focus))
    tools.reached(1.0)
    return output


def _damage(source: Path, complaints: Complaints, params: ScenesInput) -> str | None:
    """The damage, if any; complaints at the beginning may only be about the entry point, so they are checked again."""
    if not complaints.lines or complaints.last_s > BEGINNING_S:
        return complaints.lines[-1] if complaints.lines else None
    track, to_s = params.media.video_track, BEGINNING_S + BEHIND_S
    return first_damage(source, video=track, to_s=to_s, packets=BEHIND_PACKETS, max_pixels=params.max_pixels)


class _Observer:
    """Collects everything from the frames of one film."""

    def __init__(self, params: ScenesInput, tools: Tools) -> None:
        media = params.media
        size = (media.width or 16, media.height or 9)
        self.stills = plan_stills(media.duration_s, *size, _empty(tools.work_dir / "stills"))
        samples = plan_samples(media.duration_s, *size, _empty(tools.work_dir / "samples"))
        self.samples = samples if params.samples else None
        self._sampled = SampleTrack(samples.interval_s)
        self._features = FeatureTrack(_rate(media))
        self._scenes = None
        if params.segmentation is not None:
            pictures = plan_pictures(media, _empty(tools.work_dir / "pictures"))
            self._scenes = SceneWriter(params, tools, SceneDivision(self._features, params.segmentation), pictures)
        self._focus = FocusTrack()
        self._flashes = FlashTrack()
        self._still = StillTrack()
        self._params = params
        self._tools = tools
        self._duration_s = media.duration_s
        self._pixels = (media.width or 0) * (media.height or 0)
        self._began = monotonic()
        self._seen = 0

    @property
    def larger(self) -> Stills | None:
        """The larger pictures to write: for recognition, or of the scenes; no job has both."""
        return self.samples if self._scenes is None else self._scenes.pictures

    def take(self, frames: Frames, times_s: Times) -> None:
        differences = self._features.add(frames, times_s)
        self._focus.add(differences, times_s)
        self._flashes.add(frames, times_s)
        self._still.add(frames, differences)
        if self.samples is not None:
            self._sampled.add(frames, times_s)
        if self._scenes is not None:
            self._scenes.add(float(times_s[-1]))
        self._seen += len(times_s)
        refuse_too_much((self._seen,), self._pixels, self._params.max_film_pixels)
        done_s = float(times_s[-1])
        speed = done_s / max(monotonic() - self._began, 1e-3)
        self._tools.reached(min(1.0, done_s / max(self._duration_s, 1e-3)), speed=f"{speed:.3g}×")

    def output(self) -> ScenesOutput:
        if self._seen == 0:
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The video track is damaged: no frame of it can be decoded.")
        features = self._features.finished()
        cuts = find_cuts(features)
        files = self.stills.files()
        if self._scenes is not None:
            ends_s = max(last_end_s(features.times_s, self._duration_s), self._duration_s)
            self._tools.log("scenes committed", scenes=self._scenes.finish(self._seen, ends_s))
        return ScenesOutput(
            has_video=True,
            cuts=cuts,
            poster=self._poster(files, features, cuts),
            sprite=self._sprite(len(files)),
            focus=self._focus.finished(),
            picture=self._measures(features, cuts),
            samples=self._samples(cuts),
        )

    def _measures(self, features: Features, cuts: tuple[Cut, ...]) -> PictureMeasures:
        times_s = features.times_s
        end_s = last_end_s(times_s, self._duration_s)
        return PictureMeasures(
            flashes=self._flashes.finished(),
            black=self._still.black(times_s, end_s),
            freeze=self._still.freezes(times_s, end_s, features.change, cuts),
        )

    def _samples(self, cuts: tuple[Cut, ...]) -> tuple[Sample, ...]:
        if self.samples is None:
            return ()
        files = self.samples.files()
        chosen = self._sampled.chosen(cuts, self._duration_s, len(files))
        self._tools.log("pictures chosen for recognition", chosen=len(chosen), of=len(files))
        return tuple(
            Sample(at_s=round(index * self.samples.interval_s, 3), image=self._tools.keep(files[index], ".jpg"))
            for index in chosen
        )

    def _poster(self, files: list[Path], features: Features, cuts: tuple[Cut, ...]) -> Blob | None:
        if not files:
            return None
        index = poster_index(features, cuts, self.stills.interval_s, len(files))
        target = self.stills.folder / "poster.jpg"
        try:
            whole = self._write_poster(target, index * self.stills.interval_s)
        except JobFailure as failure:  # the pass over the whole film got beyond this place
            self._tools.log("the poster is a tile of the storyboard", reason=failure.message)
            whole = False
        return self._tools.keep(target if whole else files[index], ".jpg")

    def _write_poster(self, target: Path, at_s: float) -> bool:
        media, stills = self._params.media, self.stills
        return write_still(
            self._tools.ffmpeg,
            self._tools.path_of(self._params.source),
            target,
            at_s=at_s,
            size=(stills.width, stills.height),
            track=media.video_track,
            colour=media.colour,
            max_pixels=self._params.max_pixels,
        )

    def _sprite(self, count: int) -> Sprite | None:
        stills = self.stills
        if not stills.sheet.exists():
            return None
        return Sprite(
            image=self._tools.keep(stills.sheet, ".jpg"),
            columns=stills.columns,
            rows=stills.rows,
            count=min(count, stills.columns * stills.rows),
            interval_s=stills.interval_s,
            tile_width=stills.tile_width,
            tile_height=stills.tile_height,
        )


def _empty(folder: Path) -> Path:
    """The folder, without what an attempt that was killed left in it."""
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    return folder


def _rate(media: MediaInfo) -> float:
    """Frames per second; 25 for films that do not state it."""
    rate = float(Fraction(media.fps)) if media.fps else 0.0
    return rate if 1 <= rate <= 240 else 25.0
