"""Encrypts small secrets for the database with a key that is stored outside it.

A database is copied, backed up and inspected, and deleted rows stay in its free pages and its log for a while. The key
is a setting, or in a separate file in DATA_DIR, readable by its user alone, and in no backup.
"""

import base64
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from Cryptodome.Cipher import AES

from app.core.linking import name_unless_taken
from app.core.settings import Settings

KEY_FILE: Final = "sealing.key"
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16


class KeyMissing(OSError):
    """This machine has no key, and may not create one: others have encrypted with theirs."""

    def __init__(self) -> None:
        super().__init__("this machine lacks the key of the others: set SEALING_KEY to it on all machines")


class Seal:
    """Encrypts and decrypts with `key` or, if that is empty, with the key in `folder`.

    Unless `makes` is False, that is created at the first encryption.
    """

    def __init__(self, folder: Path, key: bytes = b"", *, makes: bool = True) -> None:
        self._path = folder / KEY_FILE
        self._key = key
        self._makes = makes

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """That of a server or worker. Of several machines none creates a key while it runs: another may have one."""
        key = bytes.fromhex(settings.sealing_key.get_secret_value())
        return cls(settings.data_dir, key, makes=settings.engine == "local")

    def seal(self, text: str) -> str:
        """Encrypt a text; the result differs each time. Raises OSError if there is no key and none can be created."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = AES.new(self._known_key(), AES.MODE_GCM, nonce=nonce, mac_len=TAG_BYTES)
        sealed, tag = cipher.encrypt_and_digest(text.encode())
        return base64.b64encode(nonce + tag + sealed).decode()

    def open(self, sealed: str) -> str | None:
        """Decrypt a text; None if it was encrypted with another key, or was changed."""
        for key in self._keys():
            with suppress(ValueError):
                parts = base64.b64decode(sealed, validate=True)
                nonce, tag = parts[:NONCE_BYTES], parts[NONCE_BYTES : NONCE_BYTES + TAG_BYTES]
                cipher = AES.new(key, AES.MODE_GCM, nonce=nonce, mac_len=TAG_BYTES)
                return cipher.decrypt_and_verify(parts[NONCE_BYTES + TAG_BYTES :], tag).decode()
        return None

    @property
    def has_key(self) -> bool:
        """Whether something can be encrypted here."""
        return self._makes or self.fingerprint() is not None

    def fingerprint(self) -> str | None:
        """What the key is recognised by, and cannot be found out from; None without a key."""
        key = next(self._keys(), None)
        return None if key is None else hashlib.sha256(b"fingerprint of " + key).hexdigest()

    def make(self) -> str:
        """Create the key if there is none; returns its fingerprint. Raises OSError."""
        if not self._path.exists():
            fresh = self._path.with_name(f"{KEY_FILE}.{uuid.uuid4().hex}")
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            name_unless_taken(fresh, self._path)
        made = self.fingerprint()
        if made is None:
            raise KeyMissing
        return made

    def unmake(self) -> None:
        """Delete the key that `make` has just created."""
        self._path.unlink(missing_ok=True)

    def _keys(self) -> Iterator[bytes]:
        """The keys that may decrypt, that of the setting first."""
        if self._key:
            yield self._key
        with suppress(OSError):
            yield self._path.read_bytes()

    def _known_key(self) -> bytes:
        if not self._key and self._makes:
            self.make()
        key = next(self._keys(), None)
        if key is None:
            raise KeyMissing
        return key
