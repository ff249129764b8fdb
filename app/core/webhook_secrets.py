"""Secrets of webhooks: their form by the Standard Webhooks specification."""

import base64
import binascii
import os
from typing import Final

PREFIX: Final = "whsec_"
FRESH_BYTES, LEAST_BYTES, MOST_BYTES = 24, 16, 64


def new_secret() -> str:
    """A random secret."""
    return PREFIX + base64.b64encode(os.urandom(FRESH_BYTES)).decode()


def why_no_secret(secret: str) -> str | None:
    """Why a text cannot be a secret; None if it can. The prefix may be missing."""
    rule = f"must be {PREFIX} and the base64 of {LEAST_BYTES} to {MOST_BYTES} bytes"
    try:
        size = len(base64.b64decode(secret.removeprefix(PREFIX), validate=True))
    except (binascii.Error, ValueError):
        return rule
    return None if LEAST_BYTES <= size <= MOST_BYTES else rule
