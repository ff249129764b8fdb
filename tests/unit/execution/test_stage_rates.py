"""Measured pace: kept over restarts, apart for each model."""

from pathlib import Path

from app.core.settings import load_settings
from app.db import moves
from app.execution.stage_rates import StageRates
from app.jobs.options import ProcessingOptions
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from tests.stores import new_job, open_store
from tests.unit.execution.parts import with_values


async def test_what_was_measured_is_reckoned_with_after_a_restart(tmp_path: Path) -> None:
    """For the same model; another one has its own pace, a stated guess at first."""
    settings = load_settings()
    async with open_store(tmp_path) as store:
        job, _ = await store.write(moves.submit, new_job(options=ProcessingOptions(model_size="tiny")))
        tiny = with_values(job, video_duration=100.0)
        large = with_values(tiny, options=ProcessingOptions(model_size="large-v3"))
        await StageRates(store, settings).learn(TRANSCRIBE, tiny, 25.0)
        rates = StageRates(store, settings)
        assert rates.expect(TRANSCRIBE, tiny) == TRANSCRIBE.prior
        await rates.load()
        assert rates.expect(TRANSCRIBE, tiny).expect_s(100.0) == 25.0
        assert rates.expect(TRANSCRIBE, large) == TRANSCRIBE.prior
