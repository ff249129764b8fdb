"""Composes the pictures of a timeline, frame by frame, from decoders that run only while their clip is seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.media.compositing import Frame, Picture, black, dipped, mixed, placed, slid, wiped
from app.media.stretch_picture import PictureReader, Stretch
from app.timeline.layout import Layout, Placed
from app.timeline.picture_size import Size
from app.timeline.sections import Layer, Span, box_of, opacity

#: Pictures that a decoder reads in vain, seconds, rather than begin anew.
SKIPPED_S = 1
Key = tuple[int, int]


@dataclass(slots=True)
class Pictures:
    """The pictures of a timeline in the size `size`. Close it to end all decoders.

    `path_of` returns the file of a clip's material; `damaged` is called with a clip and the complaints of its decoder.
    """

    ffmpeg: Path
    layout: Layout
    size: Size
    folder: Path
    max_pixels: int
    path_of: Callable[[Placed], Path]
    damaged: Callable[[Placed, tuple[str, ...]], None]
    _readers: dict[Key, tuple[Placed, PictureReader, int]] = field(default_factory=dict)
    _whole: Frame = field(init=False)
    _dark: Picture = field(init=False)

    def __post_init__(self) -> None:
        self._whole = Frame(*self.size)
        self._dark = black(self._whole)

    def frames_of(self, span: Span) -> Iterator[Picture]:
        """The pictures of a span in order. Do not write to them. Raises JobFailure."""
        self._keep({_key(clip) for layer in span.layers for clip in layer.clips})
        for frame in range(span.first, span.end):
            picture = self._dark
            for layer in span.layers:
                picture = self._over(picture, layer, frame)
            yield picture

    def close(self) -> None:
        """End all decoders."""
        self._keep(set())

    def _over(self, below: Picture, layer: Layer, frame: int) -> Picture:
        comes = self._clip_over(below, layer.clip, frame)
        transition = layer.clip.clip.transition_in
        if not layer.moves or transition is None:
            return comes
        goes = below if layer.goes is None else self._clip_over(below, layer.goes, frame)
        share = layer.share(frame)
        match transition.kind:
            case "crossfade":
                return mixed(goes, comes, share)
            case "dip_to_black":
                return dipped(goes, comes, share, self._whole)
            case "wipe_left":
                return wiped(goes, comes, share, self._whole)
            case "slide_left":
                return slid(goes, comes, share, self._whole)

    def _clip_over(self, below: Picture, clip: Placed, frame: int) -> Picture:
        """The clip over what is below it, by its fades."""
        box = box_of(clip, self.size)
        picture = self._picture(clip, frame)
        at = Frame(box.width, box.height, box.x, box.y)
        whole = below if picture is None else placed(below, picture, at, self._whole)
        return mixed(below, whole, opacity(clip, frame, self.layout.fps))

    def _picture(self, clip: Placed, frame: int) -> Picture | None:
        known = self._readers.get(_key(clip))
        if known is not None and not 0 <= frame - known[2] - known[1].taken <= SKIPPED_S * self.layout.fps:
            self._drop(_key(clip))
            known = None
        if known is None:
            known = self._readers[_key(clip)] = (clip, self._reader(clip, frame), frame)
        _, reader, first = known
        while first + reader.taken < frame:
            reader.next()
        return reader.next()

    def _reader(self, clip: Placed, frame: int) -> PictureReader:
        box, material = box_of(clip, self.size), clip.material
        stretch = Stretch(
            path=self.path_of(clip),
            media=material.media,
            frame=Frame(box.width, box.height),
            first_s=clip.time_of(frame, self.layout.fps),
            step_s=clip.speed / self.layout.fps,
            count=clip.shown.stop - frame,
            low_s=clip.low_s,
            high_s=clip.high_s,
            folder=self.folder,
            max_pixels=self.max_pixels,
        )
        return PictureReader(self.ffmpeg, stretch)

    def _keep(self, keys: set[Key]) -> None:
        """End the decoders of other clips."""
        for key in self._readers.keys() - keys:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        clip, reader, _ = self._readers.pop(key)
        if complaints := reader.close():
            self.damaged(clip, complaints)


def _key(clip: Placed) -> Key:
    return clip.track, clip.index
