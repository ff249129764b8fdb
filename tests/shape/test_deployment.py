"""The files of `deploy/` that take privileges from the server."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = DEPLOY / "video-api.service"


def test_the_container_has_no_privileges_and_limits() -> None:
    """Nothing to write to but its volumes."""
    server = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["server"]
    assert server["read_only"] is True
    assert server["cap_drop"] == ["ALL"]
    assert server["security_opt"] == ["no-new-privileges:true"]  # and no seccomp=unconfined
    assert {"pids_limit", "mem_limit"} <= server.keys()
    assert "cap_add" not in server
    assert not server.get("privileged")


def test_the_service_has_no_privileges_and_limits() -> None:
    """Set where systemd would allow more by itself; what the confinement of children needs is permitted."""
    lines = [line for line in UNIT.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    wanted = {
        *("NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "LimitCORE=0"),
        *("RestrictNamespaces=yes", "PrivateTmp=yes", "MemoryMax=75%", "TasksMax=512", "User=video"),
        "SystemCallFilter=seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self",
    }
    assert wanted <= set(lines)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_service() -> None:
    """Every line; that its program is missing on this machine is no fault."""
    done = subprocess.run(["systemd-analyze", "verify", str(UNIT)], capture_output=True, text=True, timeout=30)
    complaints = [line for line in done.stderr.splitlines() if UNIT.name in line and "is not executable" not in line]
    assert complaints == []
