"""Settings: limits of media, what is found in them, and the files of the editor."""

from typing import Annotated, Literal

from pydantic import BaseModel

from app.core.setting_types import GIB, Bytes, Limit, Lower, OptionalFile, setting


class MediaSettings(BaseModel):
    """Limits of media, what is found in them, and the files of the editor."""

    max_upload_bytes: Bytes = setting(4 * GIB, "Media limits", "Largest upload", unit="bytes", ge=1)
    max_download_bytes: Bytes = setting(4 * GIB, "Media limits", "Largest download", unit="bytes", ge=1)
    max_video_seconds: Limit = setting(14400, "Media limits", "Longest media", unit="s")
    max_pixels: int = setting(
        8192 * 4320, "Media limits", "Largest picture, width × height (decompression bombs)", unit="pixels", ge=1
    )
    max_film_pixels: int = setting(
        10**13,
        "Media limits",
        "Pixels of all pictures of a film together, width × height × pictures: four hours of 4K at 60 a second take "
        "7,000,000,000,000",
        unit="pixels",
        ge=1,
    )

    risk_rules: OptionalFile = setting(
        "",
        "Findings",
        "TOML file with your own rules for what is said and on screen; read at the start, which a wrong one stops",
    )
    findings_black_seconds: float = setting(
        2.0, "Findings", "Black pictures from this length on are a finding", unit="s", ge=0.5, allow_inf_nan=False
    )
    findings_freeze_seconds: float = setting(
        5.0, "Findings", "Pictures that stand still from this length on are", unit="s", ge=0.5, allow_inf_nan=False
    )
    findings_silence_seconds: float = setting(
        5.0, "Findings", "Silence from this length on is", unit="s", ge=0.5, allow_inf_nan=False
    )

    mezzanine: Annotated[Literal["always", "on_demand", "never"], Lower] = setting(
        "always",
        "Editor",
        "When the large files of scenes are cut, which take several times the source's size: with the small ones, when "
        "a client orders them, or never",
    )
    mezzanine_format: Annotated[Literal["h264", "prores", "dnxhr"], Lower] = setting(
        "h264", "Editor", "Codec of the large files of scenes, with plain samples as sound: the latter two for editors"
    )
