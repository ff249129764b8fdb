"""Works out what the orders of a server may reach: their files, the weights that they load, hosts if need be."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.jobs.results import Result
from app.processes.reach import Reach
from app.stages.asides.aside import Aside, InputT, OutputT
from app.stages.stage import AnyStage, Model
from app.stages.stage_artifacts import blobs_in
from app.storage.opening import files_of

#: Devices of graphics processors, for children that hold models.
GPUS = ("nvidia*", "dri", "kfd", "dxg")


@dataclass(frozen=True, slots=True)
class Reaches:
    """`reads` are files and folders of this server that all children may read: weights, fonts, ffmpeg.

    `weights_of` returns the path of a model, None if it is not on this machine. Unless `offline`, the stage that needs
    it fetches it to `models_dir`, and for that may connect.
    """

    reads: tuple[str, ...]
    models_dir: str
    weights_of: Callable[[Model], Path | None]
    offline: bool

    def of_stage(self, stage: AnyStage, params: Result, *, folder: Path, store: str) -> Reach:
        """The reach of a stage with this input. Reads the disk."""
        weights = [self.weights_of(model) for model in stage.models(params)]
        fetches = None in weights and not self.offline
        if fetches:
            _make_shared(Path(self.models_dir))
        found = {place for path in weights if path is not None for place in self._places_of(path)}
        return Reach(
            reads=(*self.reads, *sorted(found), *((_hub_token(),) if fetches else ())),
            inputs=files_of(store, blobs_in(params)),
            writes=(str(folder), *((self.models_dir,) if fetches else ())),
            adds=store,
            devices=_gpus() if stage.child_kind(params).holds_models else (),
            network=stage.may_connect(params) or fetches,
        )

    def _places_of(self, weights: Path) -> Iterator[str]:
        """The folder, and the files that links in it lead to, as in the cache of the model hub.

        Not of a folder in `models_dir`: a child that fetches could put links there.
        """
        yield str(weights)
        if not weights.resolve().is_relative_to(Path(self.models_dir).resolve()):
            yield from (os.path.realpath(path) for path in weights.rglob("*") if path.is_symlink() and path.is_file())

    def of_aside(self, aside: Aside[InputT, OutputT], params: InputT, *, folder: Path, store: str) -> Reach:
        """The reach of an aside with this input."""
        return Reach(
            reads=self.reads,
            inputs=files_of(store, blobs_in(params)),
            files=aside.files(params),
            writes=(str(folder),),
            adds=store if aside.keeps else None,
            network=aside.may_connect,
        )


def _make_shared(folder: Path) -> None:
    """Create the folder of weights, which the child cannot; if that fails, so does the stage, with the reason."""
    with suppress(OSError):
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755)  # may be shared, unlike the other folders


def _hub_token() -> str:
    """The file with the user's token for the model hub, for weights that are not for everybody."""
    home = os.environ.get("HF_HOME") or Path("~/.cache/huggingface").expanduser()
    return str(Path(home, "token"))


def _gpus() -> tuple[str, ...]:
    return tuple(sorted(str(path) for pattern in GPUS for path in Path("/dev").glob(pattern)))
