"""Makes random ids from random bytes that are read many at once: the system call costs more than all the rest."""

import os

#: Bytes that are read at once, for so many ids of 16 bytes.
_READ_BYTES, _ID_BYTES = 4096, 16
#: The digits of the variant, of which the last two bits are random (RFC 9562, section 4.1).
_VARIANTS = "89ab"


class RandomIds:
    """UUIDs of version 4 as text. For one thread."""

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0

    def make(self) -> str:
        """A new id."""
        if self._at == len(self._bytes):
            self._bytes, self._at = os.urandom(_READ_BYTES), 0
        end = self._at + _ID_BYTES
        digits = self._bytes[self._at : end].hex()
        self._at = end
        variant = _VARIANTS[int(digits[16], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
