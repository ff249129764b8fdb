"""What the jobs of a process see of a stage that another process runs for them."""

import asyncio
from pathlib import Path
from typing import Any

from app.core.settings import load_settings
from app.execution.remote_work import RemoteWork, _Followed
from app.execution.single_flight import Flight, GoesOn, Notice, Rested, Waits
from app.jobs.stage_reports import StageReport


async def test_a_wait_for_copies_there_rests_the_meters_here(tmp_path: Path) -> None:
    """Once at its begin and once at its end, however many reports come in it; a lost report changes nothing."""
    nothing: Any = None
    remote = RemoteWork(
        store=nothing,
        settings=load_settings(data_dir=tmp_path),
        records=nothing,
        rates=nothing,
        here=[],
        closing=asyncio.Event(),
    )
    flight, notices, followed = Flight("clips-1"), list[Notice](), _Followed()
    flight.listeners.append(notices.append)
    for waits in (False, True, True, False, True):
        followed.reports.append(StageReport("run", 1.0, False, waits=waits))
        remote._show(flight, followed)
    followed.reports.append(StageReport("run", 1.0, False, rested=True))
    remote._show(flight, followed)
    assert [type(notice) for notice in notices[1:]] == [Waits, GoesOn, Waits, GoesOn, Rested]
