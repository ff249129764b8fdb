"""Encrypts small secrets for the database with a key that is stored outside it.

A database is copied, backed up and inspected, and deleted rows stay in its free pages and its log for a while. The key
is in a separate file in DATA_DIR, readable by its user alone, and in no backup.
"""

import base64
import os
from pathlib import Path
from typing import Final

from Cryptodome.Cipher import AES

KEY_FILE: Final = "sealing.key"
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16


class Seal:
    """Encrypts and decrypts with the key in `folder`, which is created at the first encryption."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEY_FILE

    def seal(self, text: str) -> str:
        """Encrypt a text; the result differs each time. Raises OSError if there is no key and none can be created."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = AES.new(self._made_key(), AES.MODE_GCM, nonce=nonce, mac_len=TAG_BYTES)
        sealed, tag = cipher.encrypt_and_digest(text.encode())
        return base64.b64encode(nonce + tag + sealed).decode()

    def open(self, sealed: str) -> str | None:
        """Decrypt a text; None if it was encrypted with another key, or was changed."""
        try:
            key, parts = self._path.read_bytes(), base64.b64decode(sealed, validate=True)
            nonce, tag = parts[:NONCE_BYTES], parts[NONCE_BYTES : NONCE_BYTES + TAG_BYTES]
            cipher = AES.new(key, AES.MODE_GCM, nonce=nonce, mac_len=TAG_BYTES)
            return cipher.decrypt_and_verify(parts[NONCE_BYTES + TAG_BYTES :], tag).decode()
        except (OSError, ValueError):
            return None

    def _made_key(self) -> bytes:
        """Read the key, and create it if it is missing. It gets its name when complete; the first of several wins."""
        if not self._path.exists():
            fresh = self._path.with_name(f"{KEY_FILE}.{os.getpid()}")
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(fresh, self._path)
            except FileExistsError:
                pass  # another process was first
            finally:
                fresh.unlink()
        return self._path.read_bytes()
