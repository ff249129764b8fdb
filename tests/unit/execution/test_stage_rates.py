"""Measured pace: kept over restarts, apart for each model."""

from pathlib import Path

from app.core.settings import load_settings
from app.db import moves
from app.execution.stage_rates import Pace
from app.jobs.estimate import prior
from app.jobs.options import ProcessingOptions
from app.stages.catalog import Catalog
from tests.stores import new_job, open_store
from tests.unit.execution.parts import with_values


async def test_what_was_measured_is_reckoned_with_after_a_restart(tmp_path: Path) -> None:
    """For the same model; another one has its own pace, a stated guess at first."""
    catalog = Catalog(load_settings())
    async with open_store(tmp_path) as store:
        job, _ = await store.write(moves.submit, new_job(options=ProcessingOptions(model_size="tiny")))
        tiny = with_values(job, video_duration=100.0)
        large = with_values(tiny, options=ProcessingOptions(model_size="large-v3"))
        await Pace(store, catalog).learn("transcribe", tiny, 25.0)
        pace = Pace(store, catalog)
        assert pace.expect("transcribe", tiny) == prior("transcribe")
        await pace.load()
        assert pace.expect("transcribe", tiny).expect_s(100.0) == 25.0
        assert pace.expect("transcribe", large) == prior("transcribe")
