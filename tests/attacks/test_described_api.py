"""What the API's description allows and what it forbids, sent by Schemathesis: a seeded part of `make fuzz-api`."""

from pathlib import Path

import pytest

from tests.asgi import app_in
from tests.described_api import KEY, run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
#: The edges of the description, from outside: what must be refused. `POST /api/v1/jobs` stands for all that have the
#: options of jobs, each of which takes as long as the rest.
EDGES = """
[phases.coverage]
unexpected-methods = ["PUT"]
generate-duplicate-query-parameters = false
generation = { mode = "negative", allow-extra-parameters = false }

[[operations]]
include-path-regex = "processing/start|api/analyze|export/|v1/videos$|v1/jobs/bulk"
phases = { coverage = { enabled = false }, fuzzing = { enabled = false } }
"""
#: In the gate, what only reads gets its examples alone: its parameters are like those of what writes.
EDGES_OF_WRITES = f"""{EDGES}
[[operations]]
include-method = "GET"
phases = {{ coverage = {{ enabled = false }} }}
"""


@pytest.mark.parametrize(
    ("phases", "edges"),
    [
        pytest.param("examples,coverage", EDGES_OF_WRITES, id="examples,coverage"),
        pytest.param("examples,coverage,fuzzing", EDGES, id="all", marks=pytest.mark.long),
    ],
)
async def test_the_server_answers_as_it_is_described(tmp_path: Path, phases: str, edges: str) -> None:
    """No fault, no undescribed status, type or field, nothing taken that the description forbids, on every route."""
    async with app_in(tmp_path, api_key=KEY) as app:
        code, output = await run(app, "--seed=1", "--max-examples=2", f"--phases={phases}", config=edges)
    assert code == 0, output
    assert " passed" in output, output
