"""Frame lengths from the headers of raw AAC (ADTS, ISO/IEC 13818-7), in which each frame states its own rate."""

from typing import Final

RATES_HZ: Final = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
SAMPLES: Final = 1024


def frame_seconds(header: bytes) -> float | None:
    """The length of the frame that begins with these seven bytes, seconds; None if they are no ADTS header."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return None
    index = header[2] >> 2 & 0x0F
    blocks = (header[6] & 0x03) + 1
    return SAMPLES * blocks / RATES_HZ[index] if index < len(RATES_HZ) else None
