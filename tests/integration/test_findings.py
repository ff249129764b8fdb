"""Findings through the whole server: rules of a file, files for download, and jobs that end because of them."""

from pathlib import Path

import pytest

from app.core.errors import ErrorCode
from app.db import queries
from tests.engines import JobState, JobType, engine_in
from tests.speech import hello_samples, write_pcm

pytestmark = pytest.mark.slow

RULES = '[[rule]]\nid = "every"\ncategory = "custom"\nseverity = "critical"\npattern = "[A-Za-z]+"\nin = ["speech"]\n'


async def test_fail_on_ends_a_job_with_all_its_results(tmp_path: Path) -> None:
    """So it does in a retry and in a later job, for which nothing runs again; without it such a job completes."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES)
    async with engine_in(tmp_path, risk_rules=str(rules)) as engine:
        video = await engine.upload(write_pcm(tmp_path / "hello.wav", hello_samples()))
        off = ("sentiment_analysis", "topic_modeling", "keyword_extraction", "vision")
        plain = dict.fromkeys(off, False) | {"findings": True}
        options = plain | {"fail_on": "critical"}
        first = await engine.submit(JobType.VIDEO_ANALYSIS, video, options=options)
        ended = await engine.ended(first.id)
        assert (ended.status, ended.attempt) == (JobState.FAILED, 1)
        assert ended.error is not None
        assert (ended.error["code"], ended.error["stage"]) == (ErrorCode.FINDINGS, "findings")
        stages = await engine.stages(first.id)
        assert {stage.status for stage in stages.values()} <= {"completed", "skipped"}

        files = await engine.store.read(queries.artifacts_of, first.id)
        assert {file.filename for file in files} >= {"hello findings.csv", "hello findings.json"}

        retried = (await engine.jobs.retry(first.id)).last_seq
        await engine.until(lambda: any(e.seq > retried for e in engine.events_with(first.id, status=JobState.FAILED)))
        again = await engine.stages(first.id)
        assert {stage.cached for stage in again.values() if stage.status == "completed"} == {True}

        strict = await engine.submit(JobType.VIDEO_ANALYSIS, video, options=options)
        lenient = await engine.submit(JobType.VIDEO_ANALYSIS, video, options=plain)
        assert (await engine.ended(strict.id)).status is JobState.FAILED
        assert (await engine.ended(lenient.id)).status is JobState.COMPLETED
        for job in (strict, lenient):
            assert {stage.cached for stage in (await engine.stages(job.id)).values() if stage.cached is not None} == {
                True
            }
