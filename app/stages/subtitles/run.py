"""Stage `subtitles`: what is said in each scene, with times from the scene's start."""

from app.stages.subtitles.contract import SubtitlesInput, SubtitlesOutput
from app.stages.tools import Tools
from app.text.scene_lines import lines_by_scene


def run(params: SubtitlesInput, tools: Tools) -> SubtitlesOutput:
    """Divide the transcript among the scenes."""
    scenes = lines_by_scene(params.segments, params.scenes)
    tools.reached(1.0)
    return SubtitlesOutput(scenes=tuple(tuple(lines) for lines in scenes))
