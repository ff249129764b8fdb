"""Settings: the folder that files of completed jobs are exported to."""

from pydantic import BaseModel

from app.core.export_setting_types import ExportDir, ExportFiles, ExportTemplate
from app.core.setting_types import setting


class ExportSettings(BaseModel):
    """The folder that files of completed jobs are exported to."""

    export_dir: ExportDir = setting(
        "", "Export", "Folder into which files of each job that completes are written; empty: none"
    )
    export_files: ExportFiles = setting(
        ("txt", "srt"),
        "Export",
        "Which files, with commas between: the transcript as `txt`, `srt`, `vtt`, `md`, `docx`; `clip`, `audio`, "
        "`result` of an operation, `film`, `source`",
        min_length=1,
    )
    export_template: ExportTemplate = setting(
        "{date}/{title}.{ext}",
        "Export",
        "How they are named in EXPORT_DIR: `{title}`, `{date}` and `{time}` of completion, `{id}`, `{type}`, "
        "`{language}`, `{user}`, and `{ext}` at the end",
    )
