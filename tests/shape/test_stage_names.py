"""Only a stage's own folder knows it by name: the engine, the store and the page ask the `Stage` object."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.stages import REGISTRY

PROJECT_DIR = Path(__file__).parents[2]
APP = PROJECT_DIR / "app"
#: Module and text → why it stands there. What a word means besides a stage, and the views of results.
REASONS: dict[tuple[str, str], str] = {
    ("stages/stage.py", "transcribe"): "a kind of slot",
    ("stages/stage.py", "speech"): "a kind of child",
    ("providers/runway_films.py", "audio"): "a field of an order at Runway",
    ("editing/clip_score.py", "scenes"): "a part of a clip's score",
    ("checks/language.py", "speech"): "where a text was found",
    ("checks/passage.py", "speech"): "where a text was found",
    ("checks/personal_data.py", "speech"): "where a text was found",
    ("checks/rule_file.py", "speech"): "where a text was found",
    ("checks/rules.py", "speech"): "where a text was found",
    ("cli/app.py", "fetch"): "a command: models fetch",
    ("cli/models.py", "fetch"): "what can be done with a model",
    ("cli/client.py", "clips"): "a field of the view",
    ("client/client.py", "metadata"): "a field of an order",
    ("cli/check.py", "findings"): "a field of a report",
    ("cli/check_view.py", "findings"): "a field of a report",
    ("cli/demo.py", "clips"): "a folder for people",
    ("api/v1/schemas/jobs.py", "transcribe"): "an example",
    ("api/v1/schemas/plan.py", "transcribe"): "an example",
    ("api/openai/schemas.py", "transcribe"): "a task",
    ("api/asr/recognition.py", "transcribe"): "a task",
    ("api/asr/formats.py", "segments"): "a field of the view: lines of the transcript",
    ("api/openai/views.py", "transcribe"): "a task",
    ("api/mcp/schemas.py", "findings"): "a field of the view",
    ("api/mcp/tools.py", "segments"): "a field of the view: lines of the transcript",
    ("api/openai/views.py", "segments"): "a field of the view: lines of the transcript",
    ("inference/guidance.py", "transcribe"): "a task",
    ("core/export_setting_types.py", "audio"): "a kind of artifact",
    ("service/export_files.py", "audio"): "a kind of artifact",
    ("api/shared/recording.py", "audio"): "a kind of artifact",
    ("jobs/options.py", "transcribe"): "a task",
    ("api/v1/job_view.py", "scenes"): "a field of the view",
    ("api/v1/job_view.py", "transcribe"): "a view of results: the transcript",
    ("api/v1/result_views.py", "fetch"): "a view of results: media and chapters",
    ("api/v1/result_views.py", "transcribe"): "a view of results: language and model",
    ("api/v1/result_views.py", "analyse"): "a view of results: the analysis",
    ("api/v1/result_views.py", "scenes"): "a view of results: cuts and storyboard",
    ("api/v1/routes/artifacts.py", "transcribe"): "a view of results: the transcript",
    ("api/v1/job_view.py", "findings"): "a field of the view",
    ("api/v1/job_view.py", "segments"): "a field of the view: lines of the transcript",
    ("api/editor/segments.py", "segments"): "an option",
    ("api/v1/wire.py", "segments"): "a field of a message: lines of the transcript",
    ("api/editor/processing_view.py", "segments"): "a field of the view: lines of the transcript",
    ("api/v1/job_view.py", "metadata"): "a field of the view: the client's own",
    ("api/v1/result_views.py", "findings"): "a view of results: what could be wrong",
    ("api/v1/result_views.py", "metadata"): "a view of results: streams and tags",
    ("api/v1/result_views.py", "vision"): "a view of results: what is seen",
    ("api/v1/schemas/orders.py", "metadata"): "a field of a request",
    ("api/v1/schemas/videos.py", "speech"): "where a finding was found",
    ("api/v1/video_views.py", "scenes"): "a field of the view",
    ("api/v1/stored_videos.py", "fetch"): "a view of results: the media of a link",
    ("api/v1/stored_videos.py", "transcribe"): "a view of results: the transcript",
    ("api/v1/stored_videos.py", "analyse"): "a view of results: the analysis",
    ("api/v1/stored_videos.py", "vision"): "a view of results: what is seen",
    ("api/v1/stored_videos.py", "findings"): "a view of results: what could be wrong",
    ("api/v1/stored_videos.py", "metadata"): "a view of results: streams and tags",
    ("api/v1/webhook_messages.py", "metadata"): "a field of the message: the client's own",
    ("core/errors.py", "findings"): "an error code",
    ("inference/layouts.py", "vision"): "a kind of model",
    ("service/cut_lists.py", "audio"): "a kind of track",
    ("service/cut_lists.py", "clips"): "a view of results: the clips that were cut",
    ("service/cut_lists.py", "remove_silence"): "a view of results: what it left of the film",
    ("service/cut_lists.py", "scenes"): "a view of results: the scenes of an analysis",
    ("service/otio_timelines.py", "clips"): "a field of a timeline",
    ("interchange/fcpxml.py", "audio"): "a kind of track",
    ("interchange/otio_reading.py", "audio"): "a kind of track",
    ("interchange/otio_reading.py", "clips"): "a field of a timeline",
    ("interchange/otio_writing.py", "audio"): "a kind of track",
    ("jobs/findings.py", "speech"): "where a finding was found",
    ("jobs/options.py", "findings"): "an option",
    ("jobs/options.py", "vision"): "an option",
    ("api/v1/schemas/videos.py", "audio"): "a kind of stream",
    ("jobs/media_metadata.py", "audio"): "a kind of stream",
    ("media/stream_facts.py", "audio"): "a kind of stream",
    ("media/probe.py", "metadata"): "a library's name for tags",
    ("stages/metadata/contract.py", "findings"): "an option, which needs the sound's measures",
    ("stages/stage.py", "vision"): "a kind of child",
    ("db/timeline_sources.py", "fetch"): "a source of timelines: the file of a job",
    ("db/timeline_sources.py", "scenes"): "a source of timelines: a scene",
    ("db/timeline_sources.py", "clips"): "a source of timelines: a clip, whose words are those of its part of the film",
    ("db/timeline_sources.py", "transcribe"): "captions of timelines: what is spoken in their sources",
    ("service/timelines.py", "clips"): "a field of a track",
    ("stages/render/contract.py", "clips"): "a field of a track",
    ("api/editor/export_schemas.py", "clips"): "a field of a track",
    ("timeline/document.py", "audio"): "a kind of track",
    ("timeline/layout.py", "audio"): "a kind of track",
    ("timeline/layout.py", "clips"): "a field of a track",
    ("timeline/reading.py", "clips"): "a field of a track",
    ("db/transcripts.py", "transcribe"): "a view of results: the lines that people correct",
    ("db/transcripts.py", "speakers"): "a view of results: the lines that people correct",
    ("db/job_parts.py", "clips"): "a view of results: the clips that were published",
    ("db/migrations/versions/0029_what_share_links_are_pinned_to.py", "clips"): "the clips that links were to",
    ("db/analysis_parts.py", "scenes"): "a view of results: the scenes that were published",
    ("db/analysis_parts.py", "subtitles"): "a view of results: the scenes that outlive their files",
    ("api/editor/analysis_view.py", "fetch"): "a view of results: what the probe found",
    ("api/editor/analysis_view.py", "metadata"): "a view of results: streams and tags",
    ("api/editor/analysis_view.py", "scenes"): "a field of the view",
    ("api/editor/analysis_view.py", "subtitles"): "a view of results: whether they are there",
    ("api/editor/analysis_view.py", "transcribe"): "a view of results: whether there is a transcript",
    ("api/editor/analyses.py", "subtitles"): "a view of results: what is said in a scene",
    ("api/editor/processing_schemas.py", "clips"): "a process",
    ("api/editor/processing_schemas.py", "vision"): "a process, and an option",
    ("api/editor/processing_schemas.py", "findings"): "an option",
    ("api/editor/processing_schemas.py", "normalize_loudness"): "an operation in an example",
    ("api/editor/processing_view.py", "clips"): "a field of the view",
    ("stages/edit_list/run.py", "audio"): "a kind of track",
    ("jobs/options.py", "remove_silence"): "an operation",
    ("jobs/options.py", "normalize_loudness"): "an operation",
    ("jobs/options.py", "denoise_audio"): "an operation",
    ("jobs/options.py", "stabilize"): "an operation",
    ("jobs/options.py", "reframe"): "an operation",
    ("jobs/options.py", "burn_captions"): "an operation",
    ("jobs/options.py", "cut_clip"): "an operation",
    ("api/v1/routes/clips.py", "burn_captions"): "an option",
    ("api/v1/routes/clips.py", "vision"): "an option",
    ("stages/cut_clip/contract.py", "burn_captions"): "an option",
    ("stages/clips/contract.py", "burn_captions"): "an option",
    ("api/v1/schemas/orders.py", "burn_captions"): "an option in an example",
    ("api/v1/video_views.py", "faces"): "a field of the view",
    ("cli/missing_models.py", "faces"): "a kind of model",
    ("cli/missing_models.py", "speakers"): "a part of results",
    ("inference/layouts.py", "faces"): "a kind of model",
    ("stages/vision/engines.py", "faces"): "a part of what is seen",
}
#: The stage of the tests, and the one test that points the registry at it.
TOY = PROJECT_DIR / "tests" / "toy_stages"
ITS_TEST = PROJECT_DIR / "tests" / "integration" / "test_toy_stage.py"


def named() -> Iterator[tuple[str, str]]:
    """Every text that is a stage's name, in modules outside that stage's folder."""
    for path in sorted(APP.rglob("*.py")):
        module = path.relative_to(APP).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_name = isinstance(node, ast.Constant) and node.value in REGISTRY.names
            if is_name and not module.startswith(f"stages/{node.value}/"):
                yield module, node.value


def test_no_module_knows_a_stage_by_name() -> None:
    """But those that show results, and where the word means something else; what is gone is taken off the table."""
    assert set(named()) == REASONS.keys()


def test_a_new_stage_is_named_by_its_folder_alone() -> None:
    """The stage of the tests is run, planned and shown without any other file that knows of it."""
    (folder,) = [path for path in TOY.iterdir() if (path / "contract.py").is_file()]
    name, own = re.compile(rf"\b{folder.name}\b"), {ITS_TEST, *TOY.rglob("*.py")}
    others = [path for top in ("app", "tests") for path in (PROJECT_DIR / top).rglob("*.*") if path not in own]
    sources = [path for path in others if path.suffix in {".py", ".js"}]
    assert [path for path in sources if name.search(path.read_text(encoding="utf-8"))] == []
