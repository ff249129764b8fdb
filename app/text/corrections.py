"""Corrects lines of a transcript: other words, times or speakers, two lines out of one, one out of two. Pure."""

import unicodedata

from app.jobs.results import Word
from app.jobs.transcripts import Line, confidence_of
from app.text.retyping import DIGITS, aligned, retyped, typed_of, written
from app.text.scripts import unspaced

#: Categories of characters that are no text.
_NO_TEXT = ("Cc", "Cs")


def cleaned(text: str) -> str:
    """A text that people typed as one line, without control characters."""
    return " ".join("".join(" " if unicodedata.category(c) in _NO_TEXT else c for c in text).split())


def retexted(line: Line, text: str) -> Line:
    """The line with another text; an empty one stands for a line that was not spoken."""
    text = cleaned(text)
    if text == line.text.strip():
        return line
    words = retyped(line.words, text, line.start_s, line.end_s, before=line.text) if line.words else ()
    original = line.recognised_text
    return line.model_copy(
        update={
            "text": text,
            "words": words,
            "flags": (),
            "original_text": None if text == original.strip() else original,
        }
    )


def retyped_word(line: Line, number: int, text: str) -> Line:
    """The line with another word, by its number; an empty text removes it. Raises IndexError."""
    words = list(line.words)
    old = words[number]
    lead = old.text[: len(old.text) - len(old.text.lstrip())]
    spaced = any(word.text[:1].isspace() for word in words)
    words[number] = old.model_copy(update={"text": lead + cleaned(text)})
    return retexted(line, ("" if spaced or " " not in line.text.strip() else " ").join(word.text for word in words))


def retimed(line: Line, start_s: float, end_s: float) -> Line:
    """The line with other times, seconds. Words outside are moved to its border; all if the whole line was moved.

    The first word begins where the line was set to begin, and the last one ends with it: captions are timed by words.
    """
    start_s, end_s = round(start_s, DIGITS), round(end_s, DIGITS)
    if (start_s, end_s) == (line.start_s, line.end_s):
        return line
    by_s, to_s = start_s - line.start_s, end_s - line.end_s
    shift_s = by_s if abs(by_s - to_s) < 10**-DIGITS or end_s <= line.start_s or start_s >= line.end_s else 0.0
    words = [
        word.model_copy(
            update={
                "start_s": round(min(max(word.start_s + shift_s, start_s), end_s), DIGITS),
                "end_s": round(min(max(word.end_s + shift_s, start_s), end_s), DIGITS),
            }
        )
        for word in line.words
    ]
    if words and abs(by_s - shift_s) >= 10**-DIGITS:
        words[0] = words[0].model_copy(update={"start_s": start_s})
    if words and abs(to_s - shift_s) >= 10**-DIGITS:
        words[-1] = words[-1].model_copy(update={"end_s": end_s})
    return line.model_copy(update={"start_s": start_s, "end_s": end_s, "words": tuple(words), "moved": True})


def spoken_by(line: Line, speaker: str | None) -> Line:
    """The line with another speaker; None if who speaks is not known."""
    return line if speaker == line.speaker else line.model_copy(update={"speaker": speaker, "moved": True})


def split(line: Line, offset: int) -> tuple[Line, Line]:
    """The line before and after so many characters of its text. Raises ValueError if one would have no text."""
    whole = " ".join(line.text.split())
    texts = (whole[:offset].strip(), whole[offset:].strip()) if 0 <= offset <= len(whole) else ("", "")
    if not all(texts):
        raise ValueError("there must be text on both sides of it")
    words = _words_of(line)
    first, second = _parted(words, sum(not c.isspace() for c in texts[0]))
    share = len(texts[0]) / (len(texts[0]) + len(texts[1]))
    at_s = second[0].start_s if second else line.start_s + (line.end_s - line.start_s) * share
    at_s = round(min(max(at_s, line.start_s), line.end_s), DIGITS)
    ends_s = min(max(first[-1].end_s, line.start_s), at_s) if first else at_s
    originals = _parted_original(line, texts[0])
    halves = ((line.start_s, ends_s, first), (at_s, line.end_s, second))
    made = [
        line.model_copy(
            update={
                "start_s": start_s,
                "end_s": end_s,
                "text": text,
                "words": tuple(own),
                "moved": True,
                "original_text": None if original in (None, text) else original,
            }
        )
        for (start_s, end_s, own), text, original in zip(halves, texts, originals, strict=True)
    ]
    return made[0], made[1]


def joined(first: Line, second: Line) -> Line:
    """Two lines that follow each other as one."""
    start_s, end_s = min(first.start_s, second.start_s), max(first.end_s, second.end_s)
    text, original = _together(first.text, second.text), _together(first.recognised_text, second.recognised_text)
    words = (*first.words, *_apart(second.words, text.removeprefix(first.text.strip())))
    return first.model_copy(
        update={
            "start_s": start_s,
            "end_s": end_s,
            "text": text,
            "words": retyped(words, text, start_s, end_s, before=text) if words else (),
            "confidence": round(confidence_of([first, second]) or 0.0, 4),
            "no_speech_probability": max(first.no_speech_probability, second.no_speech_probability),
            "flags": tuple(dict.fromkeys((*first.flags, *second.flags))),
            "speaker": first.speaker if first.speaker is not None else second.speaker,
            "moved": True,
            "confirmed": first.confirmed and second.confirmed,
            "original_text": None if original == text else original,
        }
    )


def _apart(words: tuple[Word, ...], text: str) -> tuple[Word, ...]:
    """The words of a text that follows another one, with a space before the first one if the text begins with it."""
    if not words or not text[:1].isspace() or words[0].text[:1].isspace():
        return words
    return (words[0].model_copy(update={"text": f" {words[0].text}"}), *words[1:])


def _together(first: str, second: str) -> str:
    first, second = first.strip(), second.strip()
    apart = not (first and second and unspaced(first[-1]) and unspaced(second[0]))
    return (f"{first} {second}" if apart else first + second).strip()


def _words_of(line: Line) -> tuple[Word, ...]:
    """The words of a line so that they spell its text; none if it has none."""
    spelled = "".join("".join(word.text.split()) for word in line.words)
    if not line.words or spelled == "".join(line.text.split()):
        return line.words
    return retyped(line.words, line.text, line.start_s, line.end_s, before=line.text)


def _parted(words: tuple[Word, ...], count: int) -> tuple[list[Word], list[Word]]:
    """The words before and after their first `count` characters; a word in the middle is divided by its letters."""
    first: list[Word] = []
    for n, word in enumerate(words):
        letters = word.text.strip()
        if count >= len(letters):
            first.append(word)
            count -= len(letters)
            continue
        if count <= 0:
            return first, list(words[n:])
        lead = word.text[: len(word.text) - len(word.text.lstrip())]
        at_s = round(word.start_s + (word.end_s - word.start_s) * count / len(letters), DIGITS)
        head = word.model_copy(update={"text": lead + letters[:count], "end_s": at_s})
        tail = word.model_copy(update={"text": letters[count:], "start_s": at_s})
        return [*first, head], [tail, *words[n + 1 :]]
    return first, []


def _parted_original(line: Line, first: str) -> tuple[str | None, str | None]:
    """The recognised text of both parts of a line that is divided after the text `first`; None if it is the text."""
    if line.original_text is None:
        return None, None
    old, new = typed_of(line.original_text), typed_of(line.text)
    count = len(typed_of(first))
    at = len(old)
    for _, i1, i2, j1, j2 in aligned([one.text for one in old], [one.text for one in new]):
        if j1 <= count < j2:
            at = i1 + round((i2 - i1) * (count - j1) / (j2 - j1))
            break
    return written(old[:at]), written(old[at:])
