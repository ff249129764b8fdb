"""Computes the key under which the output of a stage is recorded.

A key is a hash of the stage, its version, its input and the revisions of its models. Because inputs refer to files by
content, equal sources share results wherever they come from. Values that do not change the result (threads, folders,
results of an earlier run) are not part of the key.
"""

import hashlib
import json
from pathlib import Path

from app.inference.weights import revision_of
from app.jobs.record import JobRecord
from app.jobs.results import Result
from app.stages.stage import AnyStage


def key_of(stage: AnyStage, params: Result, job: JobRecord, models_dir: Path, *, edition: int = 0) -> str:
    """The key, "name-<64 hex>". `edition` counts changes of the source behind its link. Reads the models' folders."""
    neutral = stage.neutral_fields | ({"done"} if stage.piece is not None else set())
    content = stage.key_content(params.model_dump(mode="json", exclude=set(neutral)), job)
    revisions = [revision_of(model.kind, model.name, models_dir) for model in stage.models(params)]
    parts = [stage.name, stage.version, content, revisions, *([edition] if edition else [])]
    text = json.dumps(parts, sort_keys=True)
    return f"{stage.name}-{hashlib.sha256(text.encode()).hexdigest()}"
