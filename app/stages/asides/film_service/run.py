"""Use a service that makes films for one request that costs nothing."""

import time
from contextlib import closing

from app.core.errors import TRANSIENT, JobFailure
from app.providers.films import FilmAccess, FilmPlace, FilmProvider, open_service
from app.sources.netguard import intranet_judge
from app.stages.asides.film_service.contract import FilmServiceInput, FilmServiceOutput
from app.stages.tools import Tools


def run(params: FilmServiceInput, tools: Tools) -> FilmServiceOutput:
    """Check the service, or end an order there."""
    began = time.monotonic()

    def outcome(ok: bool, error: str | None = None, *, may_pass: bool = False) -> FilmServiceOutput:
        took_ms = int((time.monotonic() - began) * 1000)
        return FilmServiceOutput(ok=ok, took_ms=took_ms, error=error, may_pass=may_pass)

    judge = intranet_judge(allow_private_networks=False)  # nothing is fetched
    access = FilmAccess(base_url=params.base_url, key=params.key)
    place = FilmPlace(access, judge, 0, tools.work_dir, tools.ffmpeg, silence_s=params.timeout_s)
    try:
        with closing(open_service(params.entry, place)) as service:
            began = time.monotonic()  # without the time to load its package
            return outcome(*_used(service, params))
    except JobFailure as failure:
        return outcome(False, failure.message, may_pass=failure.code in TRANSIENT)
    except ModuleNotFoundError as error:
        why = f"The package {error.name} is not installed. Run pip install -r requirements-providers.txt."
        return outcome(False, why)


def _used(service: FilmProvider, params: FilmServiceInput) -> tuple[bool, str | None]:
    if params.order_id is None:
        service.check(params.timeout_s)
        return True, None
    ended = service.cancel(params.order_id)
    return ended, None if ended else "It does not end the order."
