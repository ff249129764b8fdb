"""Removes secrets from what is logged or shown: keys, cookies, share links, credentials and query strings of URLs.

A query string is removed whole: signed links carry their secret there under many names.
"""

import re
from typing import Any

HIDDEN = "***"

#: Names whose values are secrets, in fields, headers and `name=value` text. No pattern here can backtrack far: each
#: begins with a fixed word, and its repetition ends at the first other character.
_NAME = r"(?:authorization|cookie|api[_-]?key|password|passwd|secret|credential|access[_-]?token|auth[_-]?token)"
_SECRET_NAME = re.compile(rf"(?:{_NAME}|^token)s?$", re.IGNORECASE)
_SECRET_HEADER = re.compile(rf"({_NAME}['\"]?\s?[:=]\s?)(['\"]?)(?:(?:bearer|basic)\s)?[^\s'\",;&]+", re.IGNORECASE)
_COOKIES = re.compile(r"(\b(?:set-)?cookie['\"]?\s?[:=]\s?)[^\r\n]+", re.IGNORECASE)
_SCHEME_TOKEN = re.compile(r"\b(bearer|basic)\s(?=[A-Za-z+/._~-]*[0-9=])[A-Za-z0-9+/._~=-]{6,}", re.IGNORECASE)
_WORD = re.compile(r"[^\s'\"<>()]+")
_CREDENTIALS = re.compile(r"://[^/?#]*@")
#: The token of a share link, in a path: who has it needs no key.
_SHARED = re.compile(r"(/s/)[\w-]{32,}", re.ASCII)


class Scrubber:
    """Scrubs text and nested values; `secrets` are removed wherever they occur."""

    def __init__(self, *secrets: str) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def text(self, text: str) -> str:
        """The text without secrets. Linear in its length."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        if "/" in text:
            text = _SHARED.sub(rf"\1{HIDDEN}", _WORD.sub(_without_query, text))
        text = _COOKIES.sub(rf"\1{HIDDEN}", text)
        text = _SECRET_HEADER.sub(rf"\1\2{HIDDEN}", text)
        return _SCHEME_TOKEN.sub(rf"\1 {HIDDEN}", text)

    def value(self, name: str, value: Any) -> Any:
        """The value without secrets; hidden whole if its name is a secret's. Containers are copied."""
        if _SECRET_NAME.search(name):
            return HIDDEN if value else value
        match value:
            case str():
                return self.text(value)
            case bytes():
                return self.text(value.decode("utf-8", "replace"))
            case dict():
                return {key: self.value(str(key), inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.value("", inner) for inner in value]
            case bool() | int() | float() | None:
                return value
        return self.text(str(value))


def _without_query(word: re.Match[str]) -> str:
    """Remove the credentials of a URL or path and replace its query by `***`; any other word is unchanged."""
    address, mark, query = word[0].partition("?")
    if "/" not in address:
        return word[0]
    address = _CREDENTIALS.sub(f"://{HIDDEN}@", address)
    return f"{address}{mark}{HIDDEN if query else ''}"
