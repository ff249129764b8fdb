"""The files of `deploy/` that take privileges from the server."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from app.stages.stage import Resource

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = [DEPLOY / "video-api.service", DEPLOY / "video-worker.service"]
MACHINES = yaml.safe_load((DEPLOY.parent / "compose.yaml").read_text(encoding="utf-8"))["services"]


def _alone() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return services


def _ours() -> dict[str, dict[str, Any]]:
    """The containers of ours, by their names."""
    return _alone() | {name: one for name, one in MACHINES.items() if name.startswith(("server", "worker"))}


@pytest.mark.parametrize("name", sorted(_ours()))
def test_a_container_has_no_privileges_and_limits(name: str) -> None:
    """Nothing to write to but its volumes."""
    server = _ours()[name]
    assert server["read_only"] is True
    assert server["cap_drop"] == ["ALL"]
    assert server["security_opt"] == ["no-new-privileges:true"]  # and no seccomp=unconfined
    assert {"pids_limit", "mem_limit"} <= server.keys()
    assert "cap_add" not in server
    assert not server.get("privileged")


def test_the_machines_are_whole_and_reach_each_other() -> None:
    """Two servers behind a proxy, workers for every resource, a database, a broker, figures; one folder for all."""
    assert {"proxy", "server-1", "server-2", "postgres", "redis", "prometheus"} <= MACHINES.keys()
    workers = [one["command"] for name, one in MACHINES.items() if name.startswith("worker")]
    assert {name for command in workers for name in command[4].split(",")} == {
        resource.value for resource in Resource if resource is not Resource.REMOTE
    }
    assert MACHINES["proxy"]["environment"]["SERVERS"] == "server-1:8000 server-2:8000"
    for name in _ours().keys() - {"server"}:
        settings = MACHINES[name]["environment"]
        assert settings["ENGINE"] == "celery"
        assert "@postgres/" in settings["DATABASE_URL"]
        assert "//redis:" in settings["CELERY_BROKER_URL"]
        assert "data:/data" in MACHINES[name]["volumes"]
    published = [port for one in MACHINES.values() for port in one.get("ports", ())]
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_the_service_has_no_privileges_and_limits(unit: Path) -> None:
    """Set where systemd would allow more by itself; what the confinement of children needs is permitted."""
    lines = [line for line in unit.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    wanted = {
        *("NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "LimitCORE=0"),
        *("RestrictNamespaces=yes", "PrivateTmp=yes", "MemoryMax=75%", "TasksMax=512", "User=video"),
        "SystemCallFilter=seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self",
    }
    assert wanted <= set(lines)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_understands_the_service(unit: Path) -> None:
    """Every line; that its program is missing on this machine is no fault."""
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=30)
    complaints = [line for line in done.stderr.splitlines() if unit.name in line and "is not executable" not in line]
    assert complaints == []
