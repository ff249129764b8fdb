"""Stage `tally`: reads the source once."""

from app.stages.tools import Tools
from tests.toy_stages.tally.contract import Stretch, TallyInput, TallyOutput

#: Bytes read at once; each stretch is committed, and progress reported after it.
STRETCH = 64 * 1024


def run(params: TallyInput, tools: Tools) -> TallyOutput:
    """Count. Each stretch is a piece, and those that are done are not read again."""
    done = list(params.done)
    count = sum(stretch.byte_count for stretch in done)
    with tools.path_of(params.source).open("rb") as file:
        file.seek(count)
        while part := file.read(STRETCH):
            tools.piece(len(done), Stretch(byte_count=len(part)))
            done.append(Stretch(byte_count=len(part)))
            count += len(part)
            tools.reached(count / params.source.size_bytes, speed=f"{count} bytes")
    tools.log("counted", byte_count=count, resumed_from=len(params.done))
    path = tools.work_dir / "tally.txt"
    path.write_text(str(count), encoding="utf-8")
    return TallyOutput(byte_count=count, note=tools.keep(path, ".txt"))
