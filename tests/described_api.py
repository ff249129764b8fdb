"""Sends the server what its own description allows, and what it forbids, by Schemathesis.

    python -m tests.described_api --max-examples 500

runs all phases with as many examples of each operation (`make fuzz-api`); a test runs a part of them.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.asgi import App, app_in, segment, served

CONFIG = Path(__file__).parent / "attacks" / "schemathesis.toml"


#: The key of the server: a stored key, which the description lets a client make, would lock one without.
KEY = "correct horse battery staple"


async def fill(app: App) -> dict[str, str]:
    """Add one thing of each kind, with the key from here on; returns their ids by their names in the configuration."""
    app.http.headers["X-API-Key"] = KEY
    job = await app.create(job_type="transcription", user_id="ann", metadata={"tags": ["a"]})
    running = await app.claim(job["id"])
    await app.publish_segments(running, [segment(0, "We have a landing."), segment(2, "The eagle has landed.")])
    artifact = await app.keep(job["id"], b"We have a landing.", "landing.txt", kind="transcript", stage="transcribe")
    await app.finish(running)
    taken = (await app.http.post("/api/analyze", json={"url": "http://example.com/b.mp4"})).raise_for_status().json()
    hook = {"url": "https://example.com/hook", "events": ["job.completed"]}
    webhook = (await app.http.post("/api/v1/webhooks", json=hook)).raise_for_status().json()
    ping = (await app.http.post(f"/api/v1/webhooks/{webhook['id']}/ping")).raise_for_status().json()
    return {
        "JOB_ID": job["id"],
        "ARTIFACT_ID": artifact.id,
        "ANALYSIS_ID": taken["analysis_id"],
        "WEBHOOK_ID": webhook["id"],
        "DELIVERY_ID": ping["id"],
    }


async def run(app: App, *options: str, config: str = "") -> tuple[int, str]:
    """Run Schemathesis with these options and more configuration; returns its exit code and what it wrote."""
    ids = await fill(app)
    (
        await app.http.get("/openapi.json")
    ).raise_for_status()  # it takes long the first time, and Schemathesis waits 10 s
    file = app.settings.data_dir.parent / "schemathesis.toml"
    file.write_text(CONFIG.read_text(encoding="utf-8") + config, encoding="utf-8")
    async with served(app) as address:
        command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
        command += ["--config-file", str(file), "run", f"http://{address}/openapi.json", *options]
        child = await asyncio.create_subprocess_exec(
            *command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=file.parent,
            env=os.environ | ids | {"API_KEY": KEY, "NO_COLOR": "1"},
        )
        output, _ = await child.communicate()
    assert child.returncode is not None
    return child.returncode, output.decode()


async def main(options: Sequence[str]) -> int:
    """Run all phases; returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        async with app_in(Path(folder), api_key=KEY) as app:
            code, output = await run(app, "--continue-on-failure", *options)
    print(output)
    return code


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
