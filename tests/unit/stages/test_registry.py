"""The registry: what it finds, in which order, and what it refuses."""

from typing import Any

import pytest

from app.core.settings import load_settings
from app.inference.layouts import Kind
from app.jobs.estimate import Rate
from app.jobs.options import JobType, Operation, ProcessingOptions, with_defaults_of
from app.jobs.results import Result
from app.stages.registry import BadStage, Registry
from app.stages.stage import AnyStage, ChildKind, Resource, Stage
from tests.stages import REGISTRY


class Text(Result):
    """Input and output of the stages of these tests."""

    text: str = ""


def stage(name: str, **values: Any) -> AnyStage:
    """A stage that does nothing."""
    given: dict[str, Any] = {
        "title": name.title(),
        "doing": "At it",
        "about": "Nothing",
        "version": 1,
        "order": 0,
        "job_types": frozenset(JobType),
        "input": Text,
        "output": Text,
        "entry": f"tests.{name}.run:run",
        "resource": lambda _: Resource.ENCODE,
        "child_kind": lambda _: ChildKind.MEDIA,
        "prior": Rate(1.0),
        "build_input": lambda _: Text(),
    }
    return Stage(name=name, **(given | values))


@pytest.mark.parametrize("job_type", JobType)
def test_a_plan_has_everything_its_stages_need_and_before_them(job_type: JobType) -> None:
    """No stage waits for one that is not in the plan, and the listed order is one in which they could run."""
    names = REGISTRY.plans.stages_of(job_type)
    assert names == tuple(stage.name for stage in REGISTRY.stages_of(job_type))
    for at, name in enumerate(names):
        assert set(REGISTRY.needs(name)) <= set(names[:at])
        assert set(REGISTRY[name].uses) & set(names) <= set(names[:at])


def test_the_stages_of_the_product_are_found_in_the_order_that_people_see() -> None:
    """Nothing but what belongs to the editor is left out of full processing."""
    ever = ("fetch", "audio", "speech", "scenes", "transcribe", "analyse", "clips")
    whole = (*ever[:4], "dictation", "transcribe", "speakers", *ever[5:], "vision", "metadata", "findings")
    assert REGISTRY.plans.stages_of(JobType.FULL_PROCESSING) == whole
    assert tuple(name for name in REGISTRY.names if name in whole) == whole
    assert {"fetch", "metadata", "scenes", "subtitles"} <= set(REGISTRY.plans.stages_of(JobType.SCENE_ANALYSIS))
    assert REGISTRY.plans.stages_of(JobType.FULL_PROCESSING, ProcessingOptions()) == ever


@pytest.mark.parametrize("operation", Operation)
def test_an_operation_is_a_stage_of_its_name_and_what_it_needs(operation: Operation) -> None:
    """No operation runs the work of another one."""
    needed = {Operation.REFRAME: ("scenes", "faces"), Operation.BURN_CAPTIONS: ("speech", "transcribe")}
    names = REGISTRY.plans.stages_of(JobType.MEDIA_OPERATION, ProcessingOptions(operation=operation))
    assert set(names) >= {"fetch", *needed.get(operation, ()), operation.value}
    assert not set(names) & {other.value for other in Operation if other is not operation}


def test_options_switch_stages_on() -> None:
    """Stages with switches are part of a job where one of these is true; `video_analysis` has them all by itself."""
    plans, full = REGISTRY.plans, JobType.FULL_PROCESSING
    assert plans.stages_of(full, ProcessingOptions(vision=True))[-1] == "vision"
    assert [
        count for count in (False, True, 1, 9) if "speakers" in plans.stages_of(full, ProcessingOptions(speakers=count))
    ] == [True, 1, 9]
    assert plans.stages_of(full, ProcessingOptions(findings=True))[-2:] == ("metadata", "findings")
    whole = with_defaults_of(JobType.VIDEO_ANALYSIS, ProcessingOptions())
    names = ("fetch", "speech", "scenes", "transcribe", "analyse", "vision", "metadata", "findings")
    assert plans.stages_of(JobType.VIDEO_ANALYSIS, whole) == names
    fewer = with_defaults_of(JobType.VIDEO_ANALYSIS, ProcessingOptions(vision=False))
    assert "vision" not in plans.stages_of(JobType.VIDEO_ANALYSIS, fewer)
    assert with_defaults_of(full, ProcessingOptions()) == ProcessingOptions()
    assert "findings" in plans.stages_of(full, with_defaults_of(full, ProcessingOptions(fail_on="critical")))


def test_a_switch_may_need_two_options() -> None:
    """An operation that draws captions transcribes, and by a service if the engine is one."""
    plans, operation = REGISTRY.plans, JobType.MEDIA_OPERATION
    captions, silence = Operation.BURN_CAPTIONS, Operation.REMOVE_SILENCE
    for chosen, engine, dictates in (
        (captions, "assemblyai", True),
        (captions, "whisper", False),
        (silence, "assemblyai", False),
    ):
        options = ProcessingOptions(operation=chosen, engine=engine)
        assert ("dictation" in plans.stages_of(operation, options)) is dictates
    assert "dictation" in plans.stages_of(JobType.TRANSCRIPTION, ProcessingOptions(engine="assemblyai"))
    assert "dictation" not in plans.stages_of(JobType.TRANSCRIPTION, ProcessingOptions())


def test_a_stage_comes_after_what_it_needs_whatever_its_order() -> None:
    """Of those that could come next the first by order, then by name."""
    stages = [stage("a", needs=("z",)), stage("z", order=9), stage("c", order=1), stage("b", order=1)]
    assert Registry(stages).names == ("b", "c", "z", "a")


@pytest.mark.parametrize(
    ("stages", "why"),
    [
        ([stage("a"), stage("a")], "two stages named 'a'"),
        ([stage("a", needs=("b",))], "needs 'b', which is no stage"),
        ([stage("a", needs=("b",)), stage("b", needs=("a",))], "circle: a, b"),
        ([stage("a", neutral_fields=frozenset({"threads"}))], "no field threads"),
        ([stage("a", options=("colour",))], "the option colour, which jobs do not have"),
        ([stage("a", piece=Text)], "must have a field 'done'"),
        (
            [stage("a", needs=("b",)), stage("b", job_types=frozenset(JobType) - {JobType.ANALYSIS})],
            "needs 'b', which is not run by analysis",
        ),
    ],
)
def test_what_cannot_work_is_refused_at_the_start(stages: list[AnyStage], why: str) -> None:
    """With the name of the stage and what is wrong."""
    with pytest.raises(BadStage, match=why):
        Registry(stages)


def test_the_weights_that_stages_use_are_named_by_the_settings() -> None:
    """Without the one for speech its jobs fail; without the others they do less."""
    names = {"vision_model": "d", "ocr_model": "", "nsfw_model": "e", "speaker_model": "f"}
    settings = load_settings(whisper_model="a", sentiment_model="b", spacy_model="c", **names)
    assert REGISTRY.configured_models(settings).needed == (
        (Kind.WHISPER, "a", True),
        (Kind.SPEAKER, "f", False),
        (Kind.SENTIMENT, "b", False),
        (Kind.SPACY, "c", False),
        (Kind.VISION, "d", False),
        (Kind.FACES, "yunet", False),
        (Kind.NSFW, "e", False),
    )
