"""What stages of another machine receive: nothing of this one."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.core.settings import load_settings
from app.stages.stage import AnyStage
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcribe.contract import TranscribeInput
from tests.stages import REGISTRY

#: Names of fields that hold a folder, or how many processors there are.
OF_MACHINES = ("models_dir", "fonts_dir", "tuning", "offline", "device", "workers", "threads", "cores", "batch_size")

#: The only thing that counts of a job.
JOB: Any = SimpleNamespace(memory_level=1)


@pytest.mark.parametrize("stage", list(REGISTRY), ids=lambda stage: stage.name)
def test_fields_that_depend_on_a_machine_are_set_on_the_machine(stage: AnyStage) -> None:
    """All of them, and they are not part of a key unless captions are drawn with the fonts."""
    named = {name for name in stage.input.model_fields if name in OF_MACHINES}
    assert set(stage.of_machine(load_settings(), JOB)) == named
    folders = {name for name in stage.input.model_fields if name.endswith(("_dir", "_path", "path"))}
    assert folders <= named


def test_an_input_is_the_same_on_a_machine_like_this_one() -> None:
    """And on another one it has that one's folders and cores; a job that lacked memory still takes less."""
    mine = load_settings(models_dir="/here", whisper_threads=2, whisper_batch_size=8)
    theirs = load_settings(models_dir="/there", whisper_threads=4, whisper_batch_size=4)
    params = TranscribeInput(pcm=None, duration_s=1.0, model="demo", **TRANSCRIBE.of_machine(mine, JOB))
    portable = TRANSCRIBE.portable(params, mine, JOB)
    assert "/here" not in portable
    assert TRANSCRIBE.on_machine(portable, mine, JOB) == params
    there = TRANSCRIBE.on_machine(portable, theirs, JOB)
    assert (there.models_dir, there.threads, there.batch_size) == ("/there", 4, 2)
