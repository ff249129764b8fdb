"""Stores outputs of stages that have ended on this machine until they are recorded.

Where a file has to be copied before its record is made, that may take long, and the process may end meanwhile. The next
one to work on the key in this DATA_DIR copies and records what is stored here, and does not run the stage again.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.execution.records import Made
from app.jobs.record import JobWarning
from app.stages.stage import AnyStage

log = logging.getLogger(__name__)


class EndedOutputs:
    """`file_of` returns the file of a key, `passing` a new path in the same folder."""

    def __init__(self, file_of: Callable[[str], Path], passing: Callable[[], Path]) -> None:
        self._file_of = file_of
        self._passing = passing

    async def put(self, key: str, made: Made, piece_count: int) -> None:
        """Store an output, whose stage has so many committed pieces; logs that there is no room for it."""
        content = {
            "key": key,
            "pieces": piece_count,
            "output": made.output.model_dump(mode="json"),
            "warnings": [warning.as_json() for warning in made.warnings],
            "seconds": made.seconds,
        }
        try:
            await asyncio.to_thread(self._write, key, json.dumps(content))
        except OSError as error:  # an end of the process before the record costs a run of the stage then
            log.warning("the output of %s is not stored until it is recorded: %s", key, error)

    def _write(self, key: str, text: str) -> None:
        path = self._passing()
        path.write_text(text, encoding="utf-8")
        path.replace(self._file_of(key))

    async def find(self, stage: AnyStage, key: str, piece_count: int) -> Made | None:
        """The stored output of a key; None if there is none, or its pieces are not those that are committed."""
        return await asyncio.to_thread(self._read, stage, key, piece_count)

    def _read(self, stage: AnyStage, key: str, piece_count: int) -> Made | None:
        try:
            stored = json.loads(self._file_of(key).read_text(encoding="utf-8"))
            if (stored["key"], stored["pieces"]) != (key, piece_count):
                return None
            output = stage.output.model_validate(stored["output"])
            return Made(output, [JobWarning(**warning) for warning in stored["warnings"]], stored["seconds"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:  # a power cut, or another release wrote it
            log.warning("the stored output of %s cannot be read, so it is made again: %s", key, error)
            return None

    async def remove(self, key: str) -> None:
        """Delete the stored output of a key, if there is one."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(self._file_of(key).unlink)
