"""Computes the key under which the output of a stage is recorded.

A key is a hash of the stage, its version, its input and the revisions of its models. Because inputs refer to files by
content, equal sources share results wherever they come from. Values that do not change the result (threads, folders,
results of an earlier run) are not part of the key.
"""

import functools
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from app.inference.layouts import Kind
from app.inference.weights import revision_of
from app.jobs.record import JobRecord
from app.jobs.results import Result
from app.stages.stage import AnyStage

#: Returns the revision of a model, by its kind, name and the folder of models.
Revision = Callable[[Kind, str, Path], str]


def revisions_read_once() -> Revision:
    """Returns revisions for a group of keys: each model's folder is read at the first call only."""
    return functools.cache(revision_of)


def key_of(
    stage: AnyStage,
    params: Result,
    job: JobRecord,
    models_dir: Path,
    *,
    edition: int = 0,
    revision: Revision = revision_of,
) -> str:
    """The key, "name-<64 hex>". `edition` counts changes of the source behind its link.

    Without a `revision` of the caller's it reads the models' folders.
    """
    neutral = stage.neutral_fields | ({"done"} if stage.piece is not None else set())
    content = stage.key_content(params.model_dump(mode="json", exclude=set(neutral)), job)
    revisions = [revision(model.kind, model.name, models_dir) for model in stage.models(params)]
    parts = [stage.name, stage.version, content, revisions, *([edition] if edition else [])]
    text = json.dumps(parts, sort_keys=True)
    return f"{stage.name}-{hashlib.sha256(text.encode()).hexdigest()}"
