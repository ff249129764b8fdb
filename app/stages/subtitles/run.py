"""Stage `subtitles`: what is said in each scene, with times from the scene's start."""

from app.stages.subtitles.contract import SubtitledScene, SubtitlesInput, SubtitlesOutput
from app.stages.tools import Tools
from app.text.scene_lines import lines_by_scene


def run(params: SubtitlesInput, tools: Tools) -> SubtitlesOutput:
    """Divide the transcript among the scenes."""
    by_scene = lines_by_scene(params.segments, [(scene.start_s, scene.end_s) for scene in params.scenes])
    tools.reached(1.0)
    return SubtitlesOutput(
        scenes=tuple(
            SubtitledScene(scene=scene, lines=tuple(lines))
            for scene, lines in zip(params.scenes, by_scene, strict=True)
        )
    )
