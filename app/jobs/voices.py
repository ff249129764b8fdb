"""Voices of people who speak in recordings, and whose of those that have a name they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Voices of one person are as near to each other (of people who were recorded twice: 0.94 and more, of others at most
#: 0.86), and nearer than any other person's by so much.
NEAR, NEARER = 0.9, 0.03


@dataclass(frozen=True, slots=True)
class Voices:
    """Vectors of length 1 by speaker; those of one model can be compared."""

    model: str
    of: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """The voice of a person with a name: the mean of `times` recordings. `user_id` is whose it is, None for all."""

    id: str
    user_id: str | None
    name: str
    model: str
    vector: tuple[float, ...]
    times: int
    created_ms: int
    updated_ms: int


def likeness(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How near two voices are, at most 1; 0 for vectors of different lengths."""
    return sum(a * b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else 0.0


def mean(vectors: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """The mean of vectors of one model, of length 1."""
    summed = [sum(values) for values in zip(*vectors, strict=True)]
    length = sum(value * value for value in summed) ** 0.5 or 1.0
    return tuple(value / length for value in summed)


def names_of(voices: Voices, known: Iterable[KnownVoice]) -> dict[str, str]:
    """The names of speakers whose voices are known, by their labels; each name for one speaker at most."""
    comparable = [one for one in known if one.model == voices.model]
    found: dict[str, tuple[float, str]] = {}
    for speaker, vector in voices.of.items():
        near = sorted(((likeness(vector, one.vector), one.name) for one in comparable), reverse=True)
        if not near or near[0][0] < NEAR:
            continue
        (best, name), others = near[0], [value for value, other in near if other != near[0][1]]
        if others and best - others[0] < NEARER:
            continue
        found[speaker] = (best, name)
    names: dict[str, str] = {}
    for speaker, (_, name) in sorted(found.items(), key=lambda one: -one[1][0]):
        if name not in names.values():
            names[speaker] = name
    return names
