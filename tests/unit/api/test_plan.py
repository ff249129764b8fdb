"""What jobs of each kind do, as programs and the page are told."""

from app.api.v1.schemas.plan import Plan
from app.jobs.options import WITHOUT_SOURCE, JobType, ProcessingOptions
from tests.asgi import App
from tests.stages import REGISTRY


async def test_the_plan_names_every_stage_and_kind_of_job(shared_app: App) -> None:
    """In the order in which the stages could run."""
    plan = Plan.model_validate((await shared_app.http.get("/api/v1/plan")).json())
    assert tuple(stage.name for stage in plan.stages) == REGISTRY.names
    assert {kind.name: tuple(kind.stages) for kind in plan.job_types} == {
        kind.value: REGISTRY.plans.stages_of(kind) for kind in JobType
    }


async def test_the_plan_has_every_option_with_its_default_and_bounds(shared_app: App) -> None:
    """As `POST /api/v1/jobs` takes them; an option that no stage uses would be of no use to anybody."""
    plan = Plan.model_validate((await shared_app.http.get("/api/v1/plan")).json())
    options = {option.name: option for option in plan.options}
    defaults = ProcessingOptions().model_dump(mode="json")
    assert {name: option.default for name, option in options.items()} == {name: defaults[name] for name in options}
    clips = options["max_clips"]
    assert (clips.kind, clips.minimum, clips.maximum) == ("number", 1, 100)
    assert options["aspect"].choices == ["source", "16:9", "9:16", "1:1"]
    assert (options["hotwords"].kind, options["audio_track"].kind) == ("words", "text")
    assert set(options["audio_track"].job_types) == set(JobType) - WITHOUT_SOURCE
    assert options["model_size"].kind == "text"
    assert options["aspect"].job_types == ["clip_generation", "full_processing", "media_operation", "generation"]
    assert (options["vision"].default, options["vision"].true_in) == (False, ["video_analysis"])
    assert set(options["refresh"].job_types) == set(JobType) - WITHOUT_SOURCE
