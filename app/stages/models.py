"""Provides weights for a stage: from disk, else fetched on first use, else a failure with a remedy."""

from pathlib import Path

from app.inference.fetching import FetchProgress, fetch
from app.inference.layouts import Kind
from app.inference.weights import Weights, resolve
from app.stages.tools import Tools


def at_hand(kind: Kind, name: str, models_dir: Path, *, offline: bool, tools: Tools, reached: float = 0.0) -> Weights:
    """Return weights with an existing `path`; missing ones are fetched from the hub, which is logged for the job.

    `reached` is the stage's progress so far, which is reported again while it waits for the network.
    Raises JobFailure `model_unavailable` (absent, and offline or not on the hub) or `disk_full`.
    """
    weights = resolve(kind, name, models_dir)
    if weights.path is not None:
        return weights
    if weights.folder is None:
        raise weights.unavailable

    shown = -1

    def report(progress: FetchProgress) -> None:
        nonlocal shown
        tools.reached(reached, speed=f"{progress.done_bytes / 1e6:.0f} of {progress.total_bytes / 1e6:.0f} MB")
        tenth = progress.done_bytes * 10 // max(1, progress.total_bytes)
        if tenth > shown:
            shown = tenth
            tools.log(f"Fetching the {kind} model {name}: {tenth * 10} %", total_bytes=progress.total_bytes)

    return fetch(weights, report, offline=offline)
