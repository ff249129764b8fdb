"""The forms of the files of scenes, and how large they become. Standard library only: contracts of stages use it."""

from typing import Final, Literal

MezzanineFormat = Literal["h264", "prores", "dnxhr"]

#: Bytes of a mezzanine per pixel of every frame, for pictures with grain.
_BYTES_PER_PIXEL: Final[dict[MezzanineFormat, float]] = {"h264": 0.12, "prores": 0.45, "dnxhr": 0.45}
#: The same for a proxy, of at most so many pixels.
_PROXY_BYTES_PER_PIXEL, _PROXY_PIXELS = 0.03, 960 * 540
_SOUND_BYTES_PER_S: Final = 48_000 * 2 * 2


def expected_bytes(
    *, pixels: int, frames: int, seconds: float, proxies: bool, mezzanines: MezzanineFormat | None
) -> float:
    """About how many bytes the files of so many frames of that size take, generously."""
    proxy = min(pixels, _PROXY_PIXELS) * frames * _PROXY_BYTES_PER_PIXEL if proxies else 0.0
    if mezzanines is None:
        return proxy
    return proxy + pixels * frames * _BYTES_PER_PIXEL[mezzanines] + seconds * _SOUND_BYTES_PER_S
