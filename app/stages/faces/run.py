"""Stage `faces`: finds faces in the pictures that scene detection wrote. Without the model there are none."""

from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.inference.face_finder import FaceFinder
from app.inference.layouts import Kind
from app.inference.pictures import read_picture
from app.stages.faces.contract import FacesInput, FacesOutput, SeenFaces
from app.stages.models import at_hand
from app.stages.tools import Tools


def run(params: FacesInput, tools: Tools) -> FacesOutput:
    """Find the faces. A missing model does not fail the job: then what moves decides alone."""
    finder = _finder(params, tools)
    if finder is None:
        tools.reached(1.0)
        return FacesOutput()
    seen = []
    for number, picture in enumerate(params.pictures, 1):
        faces = finder.find(read_picture(tools.path_of(picture.image)))
        if faces:
            seen.append(SeenFaces(at_s=picture.at_s, boxes=tuple(face.box for face in faces)))
        tools.reached(number / len(params.pictures), speed=f"{number} of {len(params.pictures)} pictures")
    tools.log("faces found", pictures=len(params.pictures), with_faces=len(seen))
    tools.reached(1.0)
    return FacesOutput(pictures=tuple(seen), model=finder.name)


def _finder(params: FacesInput, tools: Tools) -> FaceFinder | None:
    """The loaded model; None if it is neither on disk nor can be fetched."""
    try:
        weights = at_hand(Kind.FACES, params.face_model, Path(params.models_dir), offline=params.offline, tools=tools)
        key = (Kind.FACES.value, str(weights.path), weights.revision)
        return tools.loaded(key, lambda: FaceFinder.load(weights))
    except JobFailure as failure:
        if failure.code is not ErrorCode.MODEL_UNAVAILABLE:
            raise
        tools.warn("model_unavailable", f"{failure.message.rstrip('.')}. The film is reframed by what moves alone.")
        return None
