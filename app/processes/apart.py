"""Runs an aside for an order in a new process: it has nothing of this one's memory, no network, and no other files.

For an order whose process holds a key, and that has fetched what may be hostile. The new process is in the group of
this one, is held to at least its limits, and ends with it.
"""

import os
import subprocess
import sys
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.core.lifeline import tied_to
from app.processes.forked_order import die_of
from app.processes.messages import Birth, Failure, ResultMessage, StageOrder, line_of, parse_child_message
from app.processes.reach import CODE, Reach
from app.processes.sandbox import MARK, Bounds, environment_for
from app.stages.asides.aside import Aside, InputT, OutputT

PROGRAM = (sys.executable, str(CODE / "processes" / "apart_main.py"))


def run_apart(order: StageOrder, aside: Aside[InputT, OutputT], params: InputT) -> OutputT:
    """Run an aside for the order of this process and wait for its output; it reads no blobs. Raises JobFailure.

    If the new process dies, so does this one, by the same signal or with the same exit code.
    """
    folder = str(Path(order.work_dir, f"apart-{aside.name}"))
    reach = order.reach
    limits = None if reach is None else Reach(reads=reach.reads, files=aside.files(params), writes=(folder,))
    own = order.model_copy(
        update={
            "entry": aside.entry,
            "input_json": params.model_dump_json(),
            "work_dir": folder,
            "inputs": {},
            "reach": limits,
        }
    )
    tag = os.environ.get(MARK, "")
    birth = Birth(server_pid=os.getpid(), owner_tag=tag, bounds=Bounds(nice=0))
    done = subprocess.run(
        (*PROGRAM, aside.child_kind.value, birth.model_dump_json(), *_packages(aside.entry)),
        input=line_of(own),
        stdout=subprocess.PIPE,
        env=environment_for(tag, network=False),
        preexec_fn=tied_to(os.getpid()),
        check=False,
    )
    last = done.stdout.rpartition(b"\n")[0].rpartition(b"\n")[2]
    if done.returncode != 0:
        die_of(done.returncode)
    return aside.output.model_validate(_output_of(last))


def _packages(entry: str) -> list[str]:
    """The folders of this project's packages that an entry needs."""
    names = {"app", entry.partition(".")[0]}
    return [folder for name in sorted(names) for folder in sys.modules[name].__path__]


def _output_of(line: bytes) -> object:
    match parse_child_message(line) if line else None:
        case ResultMessage(output=output):
            return output
        case Failure() as failure:
            if failure.traceback:
                sys.stderr.write(failure.traceback)  # for the server's log
            raise failure.to_error()
        case _:
            raise JobFailure(ErrorCode.CRASHED, "The process that read the file ended without an answer.")
