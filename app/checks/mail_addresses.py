"""Finds e-mail addresses: as they are written, and as people say them."""

import re
from collections.abc import Iterator

from app.checks.personal_match import PersonalMatch
from app.checks.spelled_out import Respelt

_LABEL = r"[^\W_](?:[^\W_]|-(?=[^\W_]|-)){0,62}"
_ADDRESS = re.compile(
    rf"(?<![\w.+@/-])[^\W_](?:[\w+'-]|\.(?=[\w+'-])){{0,63}}@(?:{_LABEL}\.){{1,8}}[^\W\d_]{{2,24}}(?![\w@-])"
)
#: An address of which only the @ is said ("ann at example.com"): a place on the web as often as an address.
_MENTIONS = re.compile(
    r"\b(?:e-?mail|mail|write|writes?|contact|reach|address|inbox|schreib\w*|mailadresse|adresse|erreich\w*)\b",
    re.IGNORECASE,
)
_PROVIDERS = frozenset(
    "gmail googlemail yahoo hotmail outlook live icloud protonmail proton gmx aol mail yandex posteo mailbox".split()
)
#: File endings: `logo@2x.png` is a picture.
_FILES = frozenset("avif bmp css gif heic ico jpeg jpg js json mov mp4 pdf png svg tiff ts webp".split())
#: What spoken addresses end with; any other word may simply follow "dot".
_SPOKEN_ENDINGS = frozenset(
    "com net org edu gov info biz io ai dev app co uk us ca au nz ie eu de at ch li lu fr es it nl be pl pt se dk fi "
    "no cz sk hu ro gr jp cn in br mx ar ru ua tr tv me xyz online shop cloud tech".split()
)
#: Words before a place on the web: "find us at example dot com".
_NO_NAMES = frozenset(
    "me us you him her it them we i he she they this that these those here there be is are was were been live lives "
    "look looking looks see visit visiting find found meet met join joined watch watching listen stay start started "
    "begin began arrive arrived stop work works working worked only also just now today online available out up over "
    "in on off more all everything everyone anyone page pages site sites website websites web shop store blog channel "
    "podcast course courses code app data docs documentation free home people team everybody published hosted offer "
    "read sign signup register download buy order check directly and or not mail email e-mail address write reach "
    "uns mich dich euch ihn sie es wir ihr mir dir hier dort da mehr alles jetzt seite webseite".split()
)


def find(text: Respelt) -> Iterator[PersonalMatch]:
    """Each address. One that is said needs a name before its "at", and the word for mail nearby or a spelled ending."""
    for match in _ADDRESS.finditer(text.text):
        local, _, domain = match[0].partition("@")
        ending = domain.rpartition(".")[2].lower()
        if len(local) > 64 or len(domain) > 253 or ending in _FILES:
            continue
        at = match.start() + len(local)
        if not text.is_spelled(at, at + 1):
            yield PersonalMatch(*text.place(*match.span()), match[0], 0.98)
        elif confidence := _confidence_said(text, match, local, domain, ending):
            yield PersonalMatch(*text.place(*match.span()), match[0], confidence)


def _confidence_said(text: Respelt, match: "re.Match[str]", local: str, domain: str, ending: str) -> float:
    """How sure it is that words with a spoken "at" are an address, 0..1; 0: they are not."""
    if ending not in _SPOKEN_ENDINGS or local.lower() in _NO_NAMES:
        return 0.0
    before = text.text[max(0, match.start() - 80) : match.start()]
    if _MENTIONS.search(before) or domain.split(".")[-2].lower() in _PROVIDERS or not local.isalpha():
        return 0.9
    at = match.start() + len(local)
    return 0.6 if text.is_spelled(at + 1, match.end()) else 0.0
