"""What `run` and `watch` are to make of each source, from their arguments."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.cli.run_outputs import Format, Outputs
from app.core.errors import StartRefused
from app.jobs.options import JobType


class ArgumentInvalid(StartRefused):
    """An argument cannot be used."""


class RunType(StrEnum):
    """The types of jobs that have something to write beside their source."""

    FULL_PROCESSING = JobType.FULL_PROCESSING.value
    TRANSCRIPTION = JobType.TRANSCRIPTION.value
    ANALYSIS = JobType.ANALYSIS.value
    CLIP_GENERATION = JobType.CLIP_GENERATION.value
    AUDIO_EXTRACTION = JobType.AUDIO_EXTRACTION.value


@dataclass(frozen=True)
class Wish:
    """What is to be made of each source, and where it goes; `output` None is beside a file, else the current folder."""

    job_type: RunType
    options: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 5
    formats: Sequence[Format] = (Format.TXT, Format.SRT)
    output: Path | None = None
    overwrite: bool = False

    def outputs_of(self, source: str) -> Outputs:
        """Where the results of a source go."""
        if is_link(source):
            return Outputs(self.output or Path(), None, self.formats, self.overwrite)
        file = Path(source)
        return Outputs(self.output or file.parent, file.stem, self.formats, self.overwrite)


def wish_of(
    job_type: RunType,
    options: Sequence[str],
    named: Mapping[str, str | None],
    formats: str,
    output: Path | None,
    *,
    overwrite: bool,
    priority: int,
) -> Wish:
    """What is wanted, from the arguments as they are typed; `named` as for `options_of`. Raises ArgumentInvalid."""
    return Wish(job_type, options_of(options, named), priority, _formats(formats), output, overwrite)


def options_of(options: Sequence[str], named: Mapping[str, str | None]) -> dict[str, Any]:
    """The options of a job, from the arguments as they are typed; `named` are options with an argument of their own.

    Raises ArgumentInvalid.
    """
    wanted = dict(_option(text) for text in options)
    return wanted | {name: _LISTS.get(name, str)(value) for name, value in named.items() if value is not None}


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


#: Options that are lists, typed with commas.
_LISTS: Mapping[str, Callable[[str], Any]] = {"hotwords": _words}


def is_link(source: str) -> bool:
    """Whether a source is a link."""
    return source.lower().startswith(("http://", "https://"))


def _option(text: str) -> tuple[str, Any]:
    """`max_clips=3` as name and value: JSON where it is some, else text. The server checks both."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise ArgumentInvalid(f"--option {text}: write NAME=VALUE, such as max_clips=3")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _formats(text: str) -> tuple[Format, ...]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in {each.value for each in Format}]
    if unknown or not names:
        raise ArgumentInvalid(f"--formats {text}: one or more of {', '.join(Format)}, with commas between")
    return tuple(dict.fromkeys(Format(name) for name in names))
