"""Describes a stage to the server: one frozen object with everything about it, without importing its work.

Each stage has a folder: `contract.py` defines its `STAGE` and is all that the server imports, `run.py` does the work in
a child process. The engine, the store and the page read the object; they know no stage by name.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from app.core.errors import JobFailure
from app.inference.layouts import Kind
from app.inference.model_catalog import NeededModel
from app.jobs.estimate import UNKNOWN_DURATION_S, Rate
from app.jobs.events import Event
from app.jobs.generations import MadeFilm
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob, Result
from app.jobs.spending import OrderMove

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.stages.asides.aside import Aside

InputT = TypeVar("InputT", bound=Result)
OutputT = TypeVar("OutputT", bound=Result)
PieceT = TypeVar("PieceT", bound=Result)


class Resource(StrEnum):
    """The resource of whose slots a running stage holds one."""

    DOWNLOAD = "download"
    TRANSCRIBE = "transcribe"
    ANALYZE = "analyze"
    ENCODE = "encode"
    REMOTE = "remote"

    @property
    def waits_for_hosts(self) -> bool:
        """Whether its stages wait for other hosts, so that a sleeping one does not hang."""
        return self in (Resource.DOWNLOAD, Resource.REMOTE)


class ChildKind(StrEnum):
    """The kind of child that runs a stage."""

    MEDIA = "media"
    ASR = "speech"  # whose stage is `transcribe`; process lists and metrics show the value
    TEXT = "text"
    VISION = "vision"
    REMOTE = "remote"  # sends orders to services of others; it alone can wait for a commit (`Tools.commit`)

    @property
    def copies(self) -> bool:
        """Whether each of its stages runs in a copy of the child, since it reads untrusted data.

        The others keep their loaded models from one stage to the next.
        """
        return self is ChildKind.MEDIA

    @property
    def holds_models(self) -> bool:
        """Whether its children keep models loaded."""
        return self in (ChildKind.ASR, ChildKind.TEXT, ChildKind.VISION)


class Model(NamedTuple):
    """Weights by their kind and their name in a setting or an option."""

    kind: Kind
    name: str


class SourceFacts(NamedTuple):
    """A stage's findings about the job's source: its title, and its length in seconds."""

    title: str
    duration_s: float


class OwnFilm(NamedTuple):
    """The film of a job that made one, and its MediaInfo as JSON."""

    film: MadeFilm
    media: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StageFile:
    """A file of an output that clients may download.

    Its name is the job's title and `tail`. `index` distinguishes files of one kind. Of files that are `one_of_a_job` a
    job has one of the kind: a later stage's replaces an earlier one's. `instead_of` is the stage whose file of the same
    kind and index it replaces. Without `media_type` the blob's suffix decides.
    """

    kind: str
    tail: str
    blob: Blob
    index: int = 0
    media_type: str | None = None
    one_of_a_job: bool = False
    instead_of: str | None = None


class ShownPiece(NamedTuple):
    """What clients see of a piece: events in the job's log, and files for download."""

    events: tuple[Event, ...] = ()
    artifacts: tuple[Artifact, ...] = ()


@dataclass(frozen=True, slots=True)
class StageContext:
    """The sources of a stage's input: settings, job, outputs and pieces of earlier stages by stage name.

    `credentials` are those that were removed from the job's link. `timeline` is that of a job that renders one.
    """

    settings: "Settings"
    job: JobRecord
    upload: Blob | None
    upload_name: str | None
    outputs: Mapping[str, Result]
    pieces: Mapping[str, Sequence[Result]]
    credentials: str | None = field(default=None, repr=False)
    timeline: Mapping[str, Any] | None = None

    def output_of(self, stage: "Stage[Any, OutputT]") -> OutputT:
        """The output of an earlier stage of the plan."""
        output = self.outputs[stage.name]
        assert isinstance(output, stage.output)
        return output

    def output_if(self, stage: "Stage[Any, OutputT]") -> OutputT | None:
        """The output of an earlier stage; None if it is no part of the job, or was skipped."""
        return self.output_of(stage) if stage.name in self.outputs else None

    def pieces_of(self, stage: "AnyStage", kind: type[PieceT]) -> tuple[PieceT, ...]:
        """The pieces of a stage that this one needs, in order."""
        pieces = tuple(piece for piece in self.pieces.get(stage.name, ()) if isinstance(piece, kind))
        assert len(pieces) == len(self.pieces.get(stage.name, ()))
        return pieces


@dataclass(frozen=True, slots=True)
class Recheck(Generic[InputT, OutputT]):
    """How a recorded output is checked before another job uses it, since the target of its input may have changed.

    `applies` returns for which inputs. `question` is the aside's input, None if the output has no validators to
    compare; the aside's `same` is None if that is unknown.
    """

    aside: "Aside[Any, Any]"
    applies: Callable[[InputT], bool]
    question: Callable[[InputT, OutputT], Result | None]


def duration_of(job: JobRecord) -> float:
    """Length of the job's media in seconds, or an assumption while it is unknown."""
    return job.video_duration or UNKNOWN_DURATION_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Generic[InputT, OutputT]):
    """A stage. Two stages are equal if their names are.

    Properties that depend on the input are functions of it; with None they return the value for an unknown input.
    """

    name: str
    #: For people: its label, its present participle ("Fetching"), and a description of it.
    title: str
    doing: str
    about: str
    #: Part of the key of every output: raise it when equal inputs yield another result than before.
    version: int
    #: Place among the stages of a plan that could run at the same time.
    order: int
    job_types: frozenset[JobType]
    #: Options of a job that affect its work.
    options: tuple[str, ...] = ()
    #: Options of which one must be true, or "option=value", for it to be part of a job; without any it always is. A
    #: switch "one&other" needs both.
    switches: tuple[str, ...] = ()
    #: The switches in jobs of these types, instead of `switches`.
    switches_in: Mapping[JobType, tuple[str, ...]] = field(default_factory=dict)
    #: Names of the stages whose outputs or pieces it needs.
    needs: tuple[str, ...] = ()
    #: Names of the stages whose outputs or pieces it uses where they are part of the job and have a result.
    uses: tuple[str, ...] = ()
    input: type[InputT]
    output: type[OutputT]
    #: The model of its pieces; then its input has a field `done` for those of an earlier run.
    piece: type[Result] | None = None
    #: Its pieces are of use only until its output is recorded, and deleted then: parts that its file was joined from.
    drops_pieces: bool = False
    #: What a piece means for the record of paid orders: a budget or a circuit may forbid it; None: it has none.
    order_of: Callable[[Any], OrderMove] | None = None
    #: Renders a piece for clients, by the job's id, the piece's index, the piece and the title of the job's media.
    #: The artifacts of one piece must have the same ids each time. By default clients see nothing of it.
    show_piece: Callable[[str, int, Any, str], ShownPiece] = lambda *_: ShownPiece()
    #: "module:function" of its work.
    entry: str
    resource: Callable[[InputT | None], Resource]
    child_kind: Callable[[InputT | None], ChildKind]
    #: Whether it connects to other hosts; None: where it holds a slot of a resource that waits for them.
    connects: Callable[[InputT], bool] | None = None
    #: Its rate before the first measurement, on a small machine.
    prior: Rate
    build_input: Callable[[StageContext], InputT]
    #: Fields of the input, with their values, that depend on the machine that runs it: folders, cores.
    of_machine: "Callable[[Settings, JobRecord], dict[str, Any]]" = lambda _, __: {}
    #: Whether the source has no input for it and the job does not need it.
    skips: Callable[[StageContext], bool] = lambda _: False
    #: The variant of its rate besides the media: the model, the size of the clips.
    variant: "Callable[[JobRecord, Settings], str]" = lambda _, __: ""
    #: Codes of its warnings on runs that took another time than others would: its rate is not measured by those.
    untypical: frozenset[str] = frozenset()
    #: Seconds of media that it processes, by which its rate is measured.
    work_s: Callable[[JobRecord], float] = duration_of
    #: Weights whose revisions are part of the key.
    models: Callable[[InputT], tuple[Model, ...]] = lambda _: ()
    #: Weights that its jobs use unless their options name others.
    needed_models: "Callable[[Settings], tuple[NeededModel, ...]]" = lambda _: ()
    #: Fields of the input that do not change the result; limits only say whether there is one.
    neutral_fields: frozenset[str] = frozenset()
    #: Converts the input as JSON to the part that counts in the key.
    key_content: Callable[[dict[str, Any], JobRecord], dict[str, Any]] = lambda content, _: content
    artifacts: Callable[[OutputT], Sequence[StageFile]] = lambda _: ()
    source_facts: Callable[[OutputT], SourceFacts] | None = None
    #: The film of a job that makes one, by the ids of its first artifact and of the video that it becomes.
    made_film: Callable[[OutputT, str, str], OwnFilm] | None = None
    #: Lines of the video's content that a search finds its jobs by; of a plan one stage has them.
    content: Callable[[OutputT], list[str]] | None = None
    #: Why a job with these options ends as failed when all of its stages have ended; None if it does not.
    verdict: Callable[[OutputT, ProcessingOptions], JobFailure | None] | None = None
    recheck: Recheck[InputT, OutputT] | None = None
    #: Raises SettingsInvalid when its jobs cannot run with these settings; called at the start.
    check_settings: "Callable[[Settings], object]" = lambda _: None
    #: Its pieces are the lines of the job's transcript: later stages receive them as people have corrected them.
    is_transcript: bool = False
    #: Its pieces, if there are any, are from its end on the lines of the transcript, instead of the ones before.
    renews_transcript: bool = False
    #: The job needs nothing of it: where it fails, the job goes on without it, and has a warning.
    optional: bool = False
    #: Its work folder can be resumed after a crash: an interrupted download continues.
    resumable: bool = False
    #: Its results are text: they contain no files, and outlive the files of a job.
    keeps_words: bool = False
    #: Bytes that it is expected to write for media of that many seconds, by generous rates.
    disk_bytes: Callable[[ProcessingOptions, float], float] = lambda _, __: 0.0

    @property
    def after(self) -> tuple[str, ...]:
        """Names of the stages that it waits for, if they are part of the job."""
        return (*self.needs, *self.uses)

    def may_connect(self, params: InputT) -> bool:
        """Whether its child may open connections with this input; else the system refuses them, where it can."""
        return self.resource(params).waits_for_hosts if self.connects is None else self.connects(params)

    def portable(self, params: InputT, settings: "Settings", job: JobRecord) -> str:
        """The input as JSON, without what depends on this machine."""
        return params.model_dump_json(exclude=set(self.of_machine(settings, job)))

    def on_machine(self, portable: str, settings: "Settings", job: JobRecord) -> InputT:
        """The input of a portable one on this machine, with these settings."""
        return self.input.model_validate(json.loads(portable) | self.of_machine(settings, job))

    def resumed(self, params: InputT, pieces: Sequence[Result]) -> InputT:
        """The input with the pieces that an earlier run committed."""
        return params if self.piece is None else params.model_copy(update={"done": tuple(pieces)})


AnyStage = Stage[Any, Any]
