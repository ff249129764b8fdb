"""Runs stages in children of this machine: `StageExecutor` over the child pool."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Any

from app.core.removal import remove_tree
from app.jobs.results import Result, holds_secret
from app.jobs.stage_messages import Piece
from app.ports.stage_executor import Receive, StageTask
from app.processes.child_pool import ChildPool, finished
from app.processes.held_files import held, room_on_disk
from app.processes.messages import PieceMessage, WorkMessage
from app.processes.reach import Reach
from app.processes.workplace import Workplace
from app.stages.asides.aside import Aside, InputT, OutputT
from app.stages.stage import AnyStage
from app.stages.stage_artifacts import blobs_in
from app.storage.opening import sync_names


class ChildExecutor:
    """See `StageExecutor`. `stages` are those that it can run, by name."""

    def __init__(self, pool: ChildPool, place: Workplace, stages: Mapping[str, AnyStage]) -> None:
        self._pool = pool
        self._place = place
        self._stages = stages

    async def execute(self, task: StageTask, receive: Receive, *, alive: Callable[[], None] = lambda: None) -> Result:
        """See `StageExecutor.execute`."""
        stage = self._stages[task.stage]
        # A run whose lease is lost may still work when the next one begins: each has files of its own.
        folder = self._place.folder_of(task.key) if stage.resumable else self._place.passing_folder()
        params: Result = await asyncio.to_thread(stage.input.model_validate_json, task.input_json)

        async def received(message: WorkMessage) -> None:
            if isinstance(message, PieceMessage):
                await receive(Piece(message.index, await self._kept(_piece_of(stage, message.piece), reach)))
            else:
                await receive(message)

        reach = await asyncio.to_thread(self._place.reach_of_stage, stage, params, folder)
        try:
            with room_on_disk():
                async with held(self._place.blobs, lambda: blobs_in(params)):
                    output = await self._pool.run_order(
                        stage.child_kind(params),
                        self._place.order(stage.entry, task.input_json, folder, reach),
                        received,
                        may_sleep=stage.resource(params).waits_for_hosts,
                        lives=alive,
                        once=holds_secret(params),
                    )
        finally:
            if not stage.resumable:
                await finished(asyncio.ensure_future(asyncio.to_thread(remove_tree, folder)))
        return await self._kept(_output_of(stage, output), reach)

    async def _kept(self, made: Result, reach: Reach | None) -> Result:
        """The result, once its files survive a power cut: a confined child could not see to that."""
        blobs = set(blobs_in(made)) if reach is not None else set()
        if blobs:
            await asyncio.to_thread(sync_names, self._place.blobs.spec, blobs)
        return made

    async def can_resume(self, task: StageTask) -> bool:
        """See `StageExecutor.can_resume`."""
        return self._stages[task.stage].resumable and await asyncio.to_thread(self._place.folder_of(task.key).exists)

    async def discard(self, keys: Collection[str]) -> None:
        """See `StageExecutor.discard`."""
        await self._place.discard(keys)


class ChildAsides:
    """Runs asides in children of this machine: short work that belongs to no job's plan."""

    def __init__(self, pool: ChildPool, place: Workplace) -> None:
        self._pool = pool
        self._place = place

    async def run(self, aside: Aside[InputT, OutputT], params: InputT) -> OutputT:
        """Run an aside and return its output. Raises JobFailure; after a cancel the child is gone when this returns."""
        folder = self._place.passing_folder()
        reach = self._place.reach_of_aside(aside, params, folder)
        order = self._place.order(aside.entry, params.model_dump_json(), folder, reach)
        try:
            with room_on_disk():
                async with held(self._place.blobs, lambda: blobs_in(params)):
                    answer = await self._pool.run_order(aside.child_kind, order, _ignored, once=holds_secret(params))
        finally:
            await finished(asyncio.ensure_future(asyncio.to_thread(remove_tree, folder)))
        output = aside.output.model_validate(answer)
        blobs = set(blobs_in(output)) if reach is not None else set()
        if blobs:
            await asyncio.to_thread(sync_names, self._place.blobs.spec, blobs)
        return output


def _output_of(stage: AnyStage, output: Mapping[str, Any]) -> Result:
    made: Result = stage.output.model_validate(output)
    return made


def _piece_of(stage: AnyStage, piece: Mapping[str, Any]) -> Result:
    assert stage.piece is not None, f"{stage.name} sent a piece and has none"
    return stage.piece.model_validate(piece)


async def _ignored(_: WorkMessage) -> None:
    """Ignore a message: an aside has no job to publish it to."""
