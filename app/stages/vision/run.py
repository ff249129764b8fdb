"""Stage `vision`: what is seen in each scene: labels, words on screen, faces, nudity."""

from app.stages.tools import Tools
from app.stages.vision.contract import SeenScene, VisionInput, VisionOutput


def run(params: VisionInput, tools: Tools) -> VisionOutput:
    """Recognise what the models know in the pictures of each scene."""
    seen = tuple(SeenScene(index=scene.index, start_s=scene.start_s, end_s=scene.end_s) for scene in params.scenes)
    tools.reached(1.0)
    return VisionOutput(scenes=seen)
