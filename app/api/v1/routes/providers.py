"""The services that make films from prompts: how they fare, and a test of one."""

from typing import Any

from app.api.dependencies import CallerDep, Json, ProvidersDep
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, declares
from app.api.v1.answers import problems
from app.api.v1.schemas.providers import ProvidersView, ProviderTest, ProviderTested
from app.api.v1.times import iso
from app.core.caller import KeyScope
from app.service.providers import ProviderReport

router = PolicyRouter(prefix="/api/v1/providers", tags=["providers"])


@router.get("/status", response_model=ProvidersView, responses=problems())
@shows(Shows.OWN)
async def read_providers(providers: ProvidersDep, caller: CallerDep) -> Any:
    """The services, how each fares, and what was spent today; a user's key shows what that user spent."""
    return Json({"providers": [_row(report) for report in await providers.reports(caller.user)]})


@router.post("/test", response_model=ProviderTested, responses=problems(404, 413, 415, 422, 503))
@declares(scope=KeyScope.ADMIN)
@shows(Shows.COMMON)
async def test_provider(test: ProviderTest, providers: ProvidersDep) -> Any:
    """Test a service by a request that needs its key and costs nothing."""
    outcome = await providers.check(test.provider, test.timeout)
    return Json(
        {
            "provider": test.provider,
            "ok": outcome.ok,
            "response_time_ms": outcome.took_ms,
            "error": outcome.error,
        }
    )


def _row(report: ProviderReport) -> dict[str, Any]:
    return {
        "provider": report.name,
        "status": report.status.value,
        "circuit": report.circuit.value,
        "open_until": iso(report.open_until_ms),
        "last_checked_at": iso(report.checked_ms),
        "consecutive_failures": report.failures,
        "avg_response_time_ms": None if report.answer_ms is None else round(report.answer_ms, 1),
        "cost_per_request": round(report.usd_per_film, 4),
        "spent_today_usd": round(report.spent_usd, 4),
        "models": list(report.models),
    }
