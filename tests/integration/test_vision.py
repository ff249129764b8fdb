"""Recognition of pictures through the whole engine: in a child of its own, into results and into the search."""

from pathlib import Path

import pytest

import app.text
from app.db import queries
from app.db.queries import JobFilter
from tests.engines import JobState, JobType, engine_in
from tests.media import MediaShelf

pytestmark = pytest.mark.slow

FONT = Path(app.text.__file__).parent / "fonts" / "DejaVuSans-Bold.ttf"
SLIDE = (
    "color=blue:s=640x360:r=5:d=2,drawtext=text='Quarterly report':x=60:y=200:fontsize=40:fontcolor=white:"
    f"fontfile={FONT}[v]"
)
FEW = {
    "vision": True,
    "sentiment_analysis": False,
    "topic_modeling": False,
    "keyword_extraction": False,
    "findings": False,
}


async def test_jobs_are_found_by_the_words_that_their_video_shows(tmp_path: Path, media: MediaShelf) -> None:
    """So is a later job, for which nothing runs again; a missing model costs its part and a warning."""
    async with engine_in(tmp_path) as engine:
        video = await engine.upload(media.made_of("slide.mp4", SLIDE, fps="5"))
        first = await engine.submit(JobType.VIDEO_ANALYSIS, video, options=FEW)
        ended = await engine.ended(first.id)
        assert ended.status is JobState.COMPLETED, ended.error
        assert {warning["code"] for warning in ended.warnings if warning["stage"] == "vision"} == {"model_unavailable"}
        later = await engine.submit(JobType.VIDEO_ANALYSIS, video, options=FEW)
        assert (await engine.ended(later.id)).status is JobState.COMPLETED
        assert (await engine.stages(later.id))["vision"].cached
        found = await engine.store.search(queries.job_ids, JobFilter(text="quarterly REPORT"))
        assert sorted(found) == sorted((first.id, later.id))
