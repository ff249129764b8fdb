"""Under which key the output of a stage is kept.

A key is a hash of the stage, its version, its input and the revisions of the models that it uses. Because an input
names files by their content, equal sources share results however they came in. What does not change the result
(threads, folders, what an earlier run left) is not part of the key.
"""

import hashlib
import json
from pathlib import Path

from app.inference.weights import revision_of
from app.jobs.record import JobRecord
from app.jobs.results import Result
from app.stages.stage import AnyStage


def key_of(stage: AnyStage, params: Result, job: JobRecord, models_dir: Path, *, edition: int = 0) -> str:
    """ "name-<64 hex>". `edition` counts how often what the input names has changed. Reads the models' folders."""
    neutral = stage.neutral_fields | ({"done"} if stage.piece is not None else set())
    content = stage.key_content(params.model_dump(mode="json", exclude=set(neutral)), job)
    revisions = [revision_of(model.kind, model.name, models_dir) for model in stage.models(params)]
    parts = [stage.name, stage.version, content, revisions, *([edition] if edition else [])]
    text = json.dumps(parts, sort_keys=True)
    return f"{stage.name}-{hashlib.sha256(text.encode()).hexdigest()}"
