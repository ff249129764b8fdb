"""Settings: where jobs and files are stored, here and in an object store."""

from typing import Annotated, Literal

from pydantic import BaseModel, SecretStr

from app.core.film_setting_types import MediaFolders
from app.core.setting_types import (
    GIB,
    MIB,
    Bytes,
    DatabaseUrl,
    EndpointUrl,
    Folder,
    Limit,
    Lower,
    OptionalFile,
    Slots,
    Span,
    StorageUrl,
    setting,
)


class StorageSettings(BaseModel):
    """Where jobs and files are stored, here and in an object store."""

    database_url: DatabaseUrl = setting(
        "sqlite:///./video_processing.db",
        "Storage",
        "Where jobs are kept: `sqlite:///file` or `postgresql://user:password@host/name`",
        repr=False,
    )
    sqlite_synchronous: Annotated[Literal["normal", "full"], Lower] = setting(
        "normal", "Storage", "`normal` survives a crash of the process; `full` also a power cut, with slower writes"
    )
    data_dir: Folder = setting(
        "./data", "Storage", "Folder of artifacts and work files: empty at first, and nobody else's"
    )
    retention_days: Span = setting(
        0, "Storage", "Days after which finished jobs' files are deleted; 0 keeps them", unit="days"
    )
    max_data_bytes: Bytes = setting(
        0,
        "Storage",
        "Size of DATA_DIR above which the oldest finished jobs' files go; 0 sets no cap",
        unit="bytes",
        ge=0,
    )
    upload_expiry_hours: Limit = setting(
        24, "Storage", "Hours without a new byte after which an unfinished upload is deleted", unit="hours"
    )
    quota_bytes: Bytes = setting(
        0,
        "Storage",
        "Bytes of uploads, artifacts and large metadata that one user may have; above it uploads and creates answer "
        "429 `quota_exceeded`. 0: any number",
        unit="bytes",
        ge=0,
    )
    feed_folders: MediaFolders = setting(
        (),
        "Storage",
        "Folders of this machine that feeds may take recordings from, and from the folders below them, with commas "
        "between; none: no feed can be a folder",
    )
    disk_reserve_bytes: Bytes = setting(
        256 * MIB,
        "Storage",
        "Free disk space that uploads and jobs must leave, else they fail as `disk_full`",
        unit="bytes",
        ge=0,
    )

    storage_url: StorageUrl = setting(
        "",
        "Object store",
        "Where finished files are copied to: `s3://bucket/prefix`, `gs://bucket/prefix`, `az://container/prefix` or "
        "`file:///folder`; each database needs a prefix of its own. Empty: nowhere",
    )
    storage_keep_local: bool = setting(
        True,
        "Object store",
        "Keeps copied files in DATA_DIR too, while the disk has room; `false`: they go when no job at work uses them, "
        "and are fetched back when they are needed",
    )
    storage_cache_bytes: Bytes = setting(
        20 * GIB,
        "Object store",
        "With ENGINE=celery and a DATA_DIR of this machine's own: size above which files with a copy leave it that no "
        "running job uses, those first that were not read for longest; 0 sets no limit",
        unit="bytes",
        ge=0,
    )
    storage_slots: Slots = setting(2, "Object store", "Files that are copied at once", unit="files")
    storage_link_seconds: int = setting(
        900, "Object store", "Time for which the link of `?redirect=1` is good", unit="s", ge=1, le=604800
    )
    s3_endpoint_url: EndpointUrl = setting(
        "",
        "Object store",
        "Server that speaks S3, such as `https://minio.example:9000`, also a plain `http://`; empty: Amazon's",
    )
    aws_access_key_id: str = setting("", "Object store", "Name of the key for S3; empty: a role of the machine")
    aws_secret_access_key: SecretStr = setting(SecretStr(""), "Object store", "The key for S3")
    aws_session_token: SecretStr = setting(SecretStr(""), "Object store", "Token of a key for S3 that expires")
    aws_region: str = setting("", "Object store", "Region of the bucket on S3; empty: us-east-1")
    azure_storage_account_name: str = setting("", "Object store", "Account of the container on Azure")
    azure_storage_account_key: SecretStr = setting(SecretStr(""), "Object store", "The account's key")
    google_application_credentials: OptionalFile = setting(
        "", "Object store", "File with the key of a service account on Google Cloud; empty: as its SDK finds one"
    )
    gcp_project_id: str = setting("", "Object store", "Project on Google Cloud, where its SDK cannot find it out")
    cloud_storage_enabled: bool = setting(
        False, "Object store", "Without STORAGE_URL: `true` means `gs://` and GCS_BUCKET_NAME"
    )
    gcs_bucket_name: str = setting(
        "", "Object store", "The bucket of CLOUD_STORAGE_ENABLED", pattern=r"^[a-z0-9._-]{0,222}$"
    )
