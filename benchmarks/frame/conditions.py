"""What a figure was measured on."""

import os
import platform
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def conditions() -> str:
    """The time, the machine, how busy it is, and the commit."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')} · Python {platform.python_version()} · {platform.system()} "
        f"{platform.machine()} · {os.cpu_count()} cores · load {load} · commit {_commit()}"
    )


def _commit() -> str:
    """The commit's short hash, with a `+` if the tree differs from it; `unknown` outside a checkout."""
    try:
        told = [
            subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
            for command in (["rev-parse", "--short", "HEAD"], ["status", "--porcelain", "app"])
        ]
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told[0] + ("+" if told[1] else "")
