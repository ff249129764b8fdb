"""Stage `tally`: reads the source once."""

from app.stages.tools import Tools
from tests.toy_stages.tally.contract import TallyInput, TallyOutput

#: Bytes read at once; progress is told after each.
STRETCH = 64 * 1024


def run(params: TallyInput, tools: Tools) -> TallyOutput:
    """Count. No pieces."""
    count = 0
    with tools.path_of(params.source).open("rb") as file:
        while part := file.read(STRETCH):
            count += len(part)
            tools.reached(count / params.source.size_bytes, speed=f"{count} bytes")
    tools.log("counted", byte_count=count)
    path = tools.work_dir / "tally.txt"
    path.write_text(str(count), encoding="utf-8")
    return TallyOutput(byte_count=count, note=tools.keep(path, ".txt"))
