"""Settings: how several machines share the work."""

from typing import Annotated, Literal

from pydantic import BaseModel, SecretStr

from app.core.setting_types import Lower, SealingKey, setting


class MachineSettings(BaseModel):
    """How several machines share the work."""

    engine: Annotated[Literal["local", "celery"], Lower] = setting(
        "local",
        "Machines",
        "`local` runs jobs in the server's process; `celery` in any number of workers (`python main.py worker`) on any "
        "number of machines, with PostgreSQL and Redis",
    )
    celery_broker_url: SecretStr = setting(
        SecretStr(""),
        "Machines",
        "Redis that carries the messages which wake workers: `redis://:password@host:6379/0`; empty: REDIS_URL",
    )
    redis_url: SecretStr = setting(SecretStr(""), "Machines", "As CELERY_BROKER_URL, by its other name")
    sealing_key: SealingKey = setting(
        SecretStr(""),
        "Machines",
        "Key that encrypts webhooks' secrets and links' passwords in the database, 64 hexadecimal digits (`openssl "
        "rand -hex 32`): the same on all machines, needed where each has a DATA_DIR of its own. Empty: the file "
        "`sealing.key` in DATA_DIR, which is created",
    )
    worker_queues: str = setting(
        "high_priority,default,low_priority",
        "Machines",
        "Queues that a worker serves, `--queues`: `high_priority` has the priorities 7 to 10, `default` 4 to 6, "
        "`low_priority` 0 to 3",
    )
    worker_resources: str = setting(
        "download,transcribe,analyze,encode",
        "Machines",
        "Kinds of stages that a worker runs, `--resources`: what it lacks runs on workers that have it; "
        "`download` includes orders at services of others",
    )
