"""Stage `vision`: what is seen in each scene: labels, words on screen, faces, nudity.

The pictures are those that scene detection wrote in its pass over the film; each is read once, for all models. A part
without its model is None, never an empty list: nothing found is not the same as nothing searched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.inference.line_memory import LineMemory
from app.inference.pictures import read_picture
from app.inference.text_reader import ReadLine
from app.stages.scenes.contract import Sample
from app.stages.tools import Tools
from app.stages.vision.contract import Label, ScenePictures, SeenScene, VisionInput, VisionOutput
from app.stages.vision.engines import Engines, load_engines
from app.stages.vision.screen_lines import merged

#: A label is named if its share among all words is at least this, and of a scene or film at most so many.
LEAST_SHARE, MOST_LABELS = 0.1, 5

Shares = npt.NDArray[np.float32]


@dataclass
class _Seen:
    """What the models found in the pictures of one scene so far."""

    scene: ScenePictures
    lines: list[tuple[float, list[ReadLine]]] = field(default_factory=list)
    shares: list[Shares] = field(default_factory=list)
    memory: LineMemory = field(default_factory=LineMemory)
    faces: int = 0
    nudity: float = 0.0

    def add(self, frame: Sample, engines: Engines, labels: Sequence[str], tools: Tools) -> None:
        """Run all models on one picture."""
        picture = read_picture(tools.path_of(frame.image))
        if engines.reader is not None:
            self.lines.append((frame.at_s, engines.reader.read(picture, self.memory)))
        if engines.labels is not None and labels:
            self.shares.append(engines.labels.shares(picture, labels))
        if engines.faces is not None:
            self.faces = max(self.faces, len(engines.faces.find(picture)))
        if engines.nudity is not None:
            self.nudity = max(self.nudity, engines.nudity.probability(picture))

    def finished(self, engines: Engines, labels: Sequence[str]) -> SeenScene:
        """The scene, by all of its pictures."""
        return SeenScene(
            index=self.scene.index,
            start_s=self.scene.start_s,
            end_s=self.scene.end_s,
            labels=None if engines.labels is None else _named(self.shares, [1.0] * len(self.shares), labels),
            text=None if engines.reader is None else merged(self.lines),
            faces=None if engines.faces is None else self.faces,
            nudity=None if engines.nudity is None else self.nudity,
        )


def run(params: VisionInput, tools: Tools) -> VisionOutput:
    """Recognise what the models know in the pictures of each scene. A missing model does not fail the job."""
    engines = load_engines(params, tools)
    count = sum(len(scene.frames) for scene in params.scenes)
    done, seen = 0, []
    for scene in params.scenes:
        found = _Seen(scene)
        for frame in scene.frames:
            found.add(frame, engines, params.labels, tools)
            done += 1
            tools.reached(done / count, speed=f"{done} of {count} pictures")
        seen.append(found)
    tools.log("pictures recognised", pictures=count, models=engines.names)
    tools.reached(1.0)
    return VisionOutput(
        scenes=tuple(found.finished(engines, params.labels) for found in seen),
        labels=None if engines.labels is None else _film_labels(seen, params.labels),
        models=engines.names,
    )


def _film_labels(seen: Sequence[_Seen], labels: Sequence[str]) -> tuple[Label, ...]:
    """The labels of the film: those of its scenes, each by its length."""
    with_pictures = [found for found in seen if found.shares]
    means: list[Shares] = [np.mean(found.shares, axis=0) for found in with_pictures]
    return _named(means, [found.scene.end_s - found.scene.start_s for found in with_pictures], labels)


def _named(shares: Sequence[Shares], weights: Sequence[float], labels: Sequence[str]) -> tuple[Label, ...]:
    """The labels with the largest mean shares."""
    if not shares:
        return ()
    mean = np.average(np.stack(shares), axis=0, weights=weights)
    best = [int(index) for index in np.argsort(-mean)[:MOST_LABELS] if mean[index] >= LEAST_SHARE]
    return tuple(Label(label=labels[index], score=round(float(mean[index]), 4)) for index in best)
