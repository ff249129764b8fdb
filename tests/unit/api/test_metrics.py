"""Figures for Prometheus, and what is built on them: the dashboard and the alerts in `deploy`."""

import json
import re
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client.parser import text_string_to_metric_families

from app.db import provider_orders
from app.service.providers import circuit_policy
from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")
DEPLOY = Path(__file__).parents[3] / "deploy"
DASHBOARD = DEPLOY / "grafana" / "dashboards" / "video-jobs.json"
#: Names in a query that are neither functions nor labels: metrics are what has a selector or range, or stands alone.
LABELS = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\b(?:by|on)\s*\([^)]*\)|\"[^\"]*\"")
WORDS = {"sum", "rate", "increase", "histogram_quantile", "topk", "min", "max", "and", "le"}
#: Made by Prometheus itself.
ITS_OWN = {"up"}


def metrics_in(query: str) -> set[str]:
    """The names of the metrics in a query."""
    return set(re.findall(r"[a-z_][a-z0-9_]*", LABELS.sub(" ", query))) - WORDS - ITS_OWN


async def names_of(app: App) -> set[str]:
    """All names that a query can use."""
    text = (await app.http.get("/metrics")).text
    families = list(text_string_to_metric_families(text))
    ends = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
    return {family.name + end for family in families for end in ends.get(family.type, ("",))}


async def test_the_queue_has_a_depth_by_state_and_by_lane(shared_app: App) -> None:
    """Each job that waits is in one lane by its priority; lanes without one are zero."""
    for priority in (8, 5, 5, 2):
        await shared_app.create(priority=priority)
    text = (await shared_app.http.get("/metrics")).text
    for sample in (
        'job_queue_depth{status="queued"} 4.0',
        'job_queue_depth{queue="high_priority"} 1.0',
        'job_queue_depth{queue="default"} 2.0',
        'job_queue_depth{queue="low_priority"} 1.0',
        'job_completion_rate_total{status="failed"} 0.0',
    ):
        assert sample in text


async def test_providers_have_their_health(shared_app: App) -> None:
    """Those in use; a failure makes one degraded, an open circuit unhealthy, a success healthy."""
    policy = circuit_policy(shared_app.settings)
    for good, level in ((True, 1.0), (False, 0.5), *[(False, 0.5)] * (policy.failures - 2), (False, 0.0), (True, 1.0)):
        await shared_app.store.write(provider_orders.checked, "demo", 5, policy, ok=good)
        text = (await shared_app.http.get("/metrics")).text
        assert f'provider_health_status{{provider="demo"}} {level}' in text
    assert 'provider_spent_today_usd{provider="demo"} 0.0' in text
    assert 'provider="openai"' not in text


async def test_the_process_is_alive(shared_app: App) -> None:
    """The short answer for orchestrators."""
    answer = await shared_app.http.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_the_dashboard_and_the_alerts_use_what_there_is(shared_app: App) -> None:
    """Every metric that a query names is on /metrics, and every panel has a query."""
    known = await names_of(shared_app)
    panels = [panel for panel in json.loads(DASHBOARD.read_text())["panels"] if panel["type"] != "row"]
    assert len(panels) > 10
    queries = [target["expr"] for panel in panels for target in panel["targets"]]
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"][0]["rules"]
    queries += [rule["expr"] for rule in rules]
    assert all(panel["targets"] for panel in panels)
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert {query: unknown for query in queries if (unknown := metrics_in(query) - known)} == {}
    assert all(metrics_in(query) or query.startswith("up") for query in queries)


async def test_prometheus_finds_the_server_and_its_alerts() -> None:
    """The default address and path, and a file of rules that is there."""
    config = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())
    (scrape,) = config["scrape_configs"]
    assert (scrape["metrics_path"], scrape["static_configs"]) == ("/metrics", [{"targets": ["localhost:8000"]}])
    assert all((DEPLOY / name).exists() for name in config["rule_files"])
