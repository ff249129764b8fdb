"""Runs jobs in this process: stages, attempts, workers, and the forecast of their ends."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.sealing import Seal
from app.core.settings import Settings
from app.core.stage_limits import stage_seconds
from app.db.leases import StoreLeases
from app.db.provider_orders import SpendingLimits
from app.db.store import Store
from app.engines.shared_stages import Workshop, make_desk, make_remote_work
from app.execution.admission import Gate
from app.execution.attempt import Attempt
from app.execution.corrections import Corrections
from app.execution.editions import Editions
from app.execution.ended_outputs import EndedOutputs
from app.execution.eta import Capacity, Forecast, OwnCapacity
from app.execution.job_runner import Runner
from app.execution.key_leases import KeyLeases
from app.execution.limits import Limits
from app.execution.new_files import NewFiles
from app.execution.outcomes import Outcomes
from app.execution.plan_walk import PlanWalk
from app.execution.recorded_jobs import RecordedJobs
from app.execution.recorded_plans import RecordedPlans
from app.execution.records import Records
from app.execution.single_flight import Flights
from app.execution.slots import Slots
from app.execution.stage_desk import StageDesk
from app.execution.stage_rates import StageRates
from app.execution.stage_runner import StageRunner
from app.execution.stage_work import StageWork
from app.execution.traced_executor import TracedExecutor
from app.execution.transcript_files import TranscriptFiles
from app.execution.workers import WorkerPool
from app.jobs.retry import RetryPolicy
from app.media.captions import transcript_files
from app.ports.job_queue import JobQueue
from app.ports.live_sink import LiveSink
from app.ports.stage_executor import StageExecutor
from app.ports.tracing import Tracer
from app.processes.child_executor import ChildAsides, ChildExecutor
from app.processes.child_pool import ChildPool
from app.processes.workplace import Workplace
from app.service.chapters import Chapters
from app.service.known_voices import KnownVoices
from app.service.providers import circuit_policy
from app.service.transcripts import Transcripts
from app.stages.registry import Registry
from app.stages.stage import Resource
from app.storage.data_folder import UPLOADS


@dataclass(frozen=True, slots=True)
class Running:
    """The parts that run jobs. The pool is not open yet, nor is `recorded`, which comes first."""

    runner: Runner
    key_leases: KeyLeases
    forecast: Forecast
    recorded: RecordedJobs
    pool: WorkerPool
    desk: StageDesk | None = None


def make_running(
    settings: Settings,
    registry: Registry,
    store: Store,
    queue: JobQueue,
    live: LiveSink,
    *,
    place: Workplace,
    children: ChildPool,
    rates: StageRates,
    tracer: Tracer,
    workers: int,
    capacity: Capacity | None,
    resources: Collection[Resource] | None,
    files: NewFiles,
) -> Running:
    """Create the parts, and subscribe the runner to commits. `workers` is the number of jobs that run here at once.

    `capacity` is that of all machines, None if this is all. For `resources` see `Ports`.
    """
    attempts: dict[str, Attempt] = {}
    slots = {resource.value: size for resource, size in slot_sizes(settings).items()}
    forecast = Forecast(attempts, capacity or OwnCapacity(settings.max_concurrent_jobs, slots))
    gate = _gate(settings, registry, store, place)
    plans = RecordedPlans(settings, registry, rates, place.blobs)
    recorded = RecordedJobs(store=store, queue=queue, plans=plans, gate=gate, running=attempts, tracer=tracer)
    records = Records(store, place.blobs, recorded.recorded, _spending(settings), files)
    shop = _workshop(settings, registry, store, place, children, rates, records, files, tracer)
    stages = _stages(shop, place, children, resources, files)
    outcomes = Outcomes(store=store, stages=stages, gate=gate, policy=_retries(settings))
    walk = PlanWalk(
        settings=settings,
        store=store,
        stages=stages,
        outcomes=outcomes,
        gate=gate,
        seal=Seal.of(settings),
        running=attempts,
        tracer=tracer,
    )
    runner = Runner(
        store=store,
        registry=registry,
        stages=stages,
        walk=walk,
        outcomes=outcomes,
        rates=rates,
        limits=_limits(settings, registry),
        live=live,
        running=attempts,
        outlook=forecast,
        recorded=recorded,
        rank_taken=queue.rank_taken,
        tracer=tracer,
    )
    store.listen(runner.on_committed)
    store.follow_changes(runner.on_changes)
    store.follow_changes(recorded.receive, others=False)
    desk = None if resources is None else make_desk(shop, resources, outcomes.failure_of)
    return Running(runner, shop.leases, forecast, recorded, WorkerPool(queue, runner, size=workers), desk)


def _workshop(
    settings: Settings,
    registry: Registry,
    store: Store,
    place: Workplace,
    children: ChildPool,
    rates: StageRates,
    records: Records,
    files: NewFiles,
    tracer: Tracer,
) -> Workshop:
    executor: StageExecutor = ChildExecutor(children, place, {stage.name: stage for stage in registry})
    if tracer.on:
        executor = TracedExecutor(executor, tracer)
    leases, slots = KeyLeases(StoreLeases(store), worker_id=store.holder.worker_id), Slots(slot_sizes(settings))
    ended = EndedOutputs(place.ended_file, place.passing_folder) if files.may_wait else None
    work = StageWork(records=records, executor=executor, slots=slots, rates=rates, ended=ended)
    return Workshop(settings, registry, store, records, rates, executor, work, slots, Flights(leases), leases)


def _stages(
    shop: Workshop,
    place: Workplace,
    children: ChildPool,
    resources: Collection[Resource] | None,
    files: NewFiles,
) -> StageRunner:
    written = _transcript_files(place, files)
    transcripts = make_transcripts(shop.settings, shop.registry, shop.store, place, files)
    return StageRunner(
        store=shop.store,
        records=shop.records,
        work=shop.work,
        executor=shop.executor,
        flights=shop.flights,
        editions=Editions(shop.store, shop.records, shop.slots, ChildAsides(children, place).run),
        corrections=Corrections(shop.store, written),
        remote=None if resources is None else make_remote_work(shop, resources),
        name_speakers=KnownVoices(shop.store, transcripts).name_speakers if shop.settings.remember_voices else None,
    )


def make_transcripts(
    settings: Settings, registry: Registry, store: Store, place: Workplace, files: NewFiles
) -> Transcripts:
    """Create the corrections of transcripts."""
    written = _transcript_files(place, files)
    return Transcripts(
        store, place.blobs, written, registry.plans, folder_lost=place.lost, remember=settings.remember_voices
    )


def make_chapters(store: Store, place: Workplace, files: NewFiles) -> Chapters:
    """Create the changes of chapters."""
    return Chapters(store, place.blobs, _transcript_files(place, files), place.lost)


def _transcript_files(place: Workplace, files: NewFiles) -> TranscriptFiles:
    return TranscriptFiles(place.blobs, place.work_dir / UPLOADS, transcript_files, files)


def _gate(settings: Settings, registry: Registry, store: Store, place: Workplace) -> Gate:
    return Gate(
        store,
        registry,
        data_dir=settings.data_dir,
        reserve_bytes=settings.disk_reserve_bytes,
        lost=place.lost,
        make_room=place.blobs.make_room,
        download_bytes=settings.max_download_bytes,
    )


def _retries(settings: Settings) -> RetryPolicy:
    return RetryPolicy(settings.retry_base_delay, settings.retry_max_delay)


def _spending(settings: Settings) -> SpendingLimits:
    return SpendingLimits(settings.provider_daily_budget_usd, circuit_policy(settings))


def _limits(settings: Settings, registry: Registry) -> Limits:
    return Limits(
        settings.job_timeout,
        settings.job_hard_timeout,
        settings.shutdown_grace,
        stage_soft_s=stage_seconds(settings.stage_timeout, registry.names),
        stage_hard_s=stage_seconds(settings.stage_hard_timeout, registry.names),
    )


def slot_sizes(settings: Settings) -> dict[Resource, int]:
    """The slots of each resource that this process has."""
    return {
        Resource.DOWNLOAD: settings.download_slots,
        Resource.TRANSCRIBE: settings.transcribe_slots,
        Resource.ANALYZE: settings.analyze_slots,
        Resource.ENCODE: settings.encode_slots,
        Resource.REMOTE: settings.remote_slots,
    }
