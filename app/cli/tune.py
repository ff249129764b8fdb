"""Implements `python main.py models tune`: measures how the speech model runs fastest here, and stores it."""

import asyncio
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from app.core.errors import AppError, ErrorCode, JobFailure
from app.core.private import make_private
from app.core.settings import Settings
from app.engines.speech_tuning import Ground, circumstances, measure, prepare
from app.inference.tuning import Measured, Split, TuningUnreadable, best_of, candidates, write
from app.storage.data_folder import TUNING, DataFolder

#: Each split is measured so often, in turns; its fastest run counts, because a busy machine only makes it slower.
ROUNDS = 2


#: Load for each core above which a measurement is doubtful.
BUSY = 0.5


class NotTuned(AppError):
    """Nothing could be measured, or stored; the message has the reason."""


def run_tune(settings: Settings, film: Path, *, as_json: bool) -> int:
    """Measure every split of the cores on the sound of `film`, and store the best in DATA_DIR.

    Raises JobFailure `model_unavailable`, FolderForeign or NotTuned.
    """
    make_private()
    DataFolder(settings).check()
    where = circumstances(settings)
    splits = candidates(where.cores)
    if not as_json:
        print(f"{where.model} on {where.cores} cores: {len(splits)} ways, {ROUNDS} runs each", flush=True)
        if os.getloadavg()[0] > where.cores * BUSY:
            print(
                "This machine is busy with other work, which decides the result as well: better measure when it rests."
            )
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="tune-") as folder:
        ground = prepare(settings, Path(folder), film, most_workers=max(split.workers for split in splits))
        for result in _measured(ground, splits, quiet=as_json):
            measured.append(result)
            if not as_json:
                print(_line(result), flush=True)
    if not measured:
        raise NotTuned("no way of running the speech model worked on this machine")
    best = best_of(measured)
    file = settings.data_dir / TUNING
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        write(file, where, best)
    except (OSError, TuningUnreadable) as error:
        raise NotTuned(f"{file} cannot be written: {error}") from error
    _show(settings, best, measured, file, as_json=as_json)
    return 0


def _measured(ground: Ground, splits: list[Split], *, quiet: bool) -> Iterator[Measured]:
    """Yield a measurement for each run; a split that takes too much memory is left out."""
    failed: set[Split] = set()
    for split in splits * ROUNDS:
        if split in failed:
            continue
        try:
            yield asyncio.run(measure(ground, split))
        except JobFailure as failure:
            if failure.code is not ErrorCode.OUT_OF_MEMORY:
                raise
            failed.add(split)
            if not quiet:
                print(f"  {split}: left out, the memory is not enough for it", flush=True)


def _line(result: Measured) -> str:
    return (
        f"  {result.workers} × {result.threads}: {result.words_per_s:.1f} words/s, "
        f"{result.cpu_s / result.seconds:.1f} cores busy, {result.peak_bytes / 1e6:.0f} MB"
    )


def _show(settings: Settings, best: Measured, measured: list[Measured], file: Path, *, as_json: bool) -> None:
    overruled = [name for name in ("whisper_workers", "whisper_threads") if getattr(settings, name)]
    if as_json:
        rows = [{**asdict(one), "words_per_s": round(one.words_per_s, 2)} for one in measured]
        print(json.dumps({"best": asdict(best.split), "measured": rows, "file": str(file)}, indent=2))
        return
    print(f"Best: {best.workers} × {best.threads} (windows at once × threads of each). Jobs use it from now on: {file}")
    if overruled:
        print(f"But {' and '.join(name.upper() for name in overruled)} is set, which wins over it.")
