"""What a client wishes of decoding, and how much of it a Whisper model can take before each window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

#: Temperatures that are tried one after the other, until a text is likely enough.
LADDER = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
#: Between hotwords, as the model reads them.
SEPARATOR = ", "


class Encoder(Protocol):
    """The part of a model's tokenizer that counts and cuts texts."""

    def encode(self, text: str) -> Sequence[int]:
        """The tokens of a text."""

    def decode(self, tokens: list[int]) -> str:
        """The text of tokens."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a client wishes: `translate` to English, a `temperature`, and what stands before the sound.

    The `prompt` is a text as it might stand before the first window, and `hotwords` stand before each.
    """

    task: Literal["transcribe", "translate"] = "transcribe"
    prompt: str | None = None
    temperature: float = 0.0
    hotwords: tuple[str, ...] = ()

    def options(self) -> dict[str, Any]:
        """As faster-whisper names them; what is not wished is left to it."""
        found: dict[str, Any] = {"task": self.task}
        if self.prompt is not None:
            found["initial_prompt"] = self.prompt
        if self.hotwords:
            found["hotwords"] = SEPARATOR.join(self.hotwords)
        if self.temperature:
            found["temperature"] = [t for t in LADDER if t > self.temperature]
            found["temperature"].insert(0, self.temperature)
        return found

    def fitted(self, encoder: Encoder, half: int, *, conditioned: bool) -> "Guidance":
        """The same with so many hotwords, the first ones, and so much of the prompt, its end, as there is room for.

        faster-whisper lets each of the two have half of a model's window, which leaves none to the transcript. Here
        they share the `half`, in tokens; each has at least half of it, if it needs so much. `conditioned`: the text
        before a window fills it already, and hotwords have an eighth of the window beside it.
        """
        if not self.hotwords:
            return self
        if conditioned:
            return replace(self, hotwords=_first(self.hotwords, encoder, half // 4))
        prompt = list(encoder.encode(self.prompt)) if self.prompt else []
        words = _first(self.hotwords, encoder, half - min(len(prompt), half // 2))
        left = half - _size(words, encoder)
        if len(prompt) <= left:
            return replace(self, hotwords=words)
        end = encoder.decode(prompt[len(prompt) - left :]).lstrip("\N{REPLACEMENT CHARACTER}").strip()
        return replace(self, hotwords=words, prompt=end or None)


#: Nothing is wished.
PLAIN = Guidance()


def _first(words: tuple[str, ...], encoder: Encoder, room: int) -> tuple[str, ...]:
    """As many of the first words as `room` tokens hold, read as one text."""
    count = len(words)
    while count and _size(words[:count], encoder) > room:
        count -= 1
    return words[:count]


def _size(words: tuple[str, ...], encoder: Encoder) -> int:
    return len(encoder.encode(f" {SEPARATOR.join(words)}")) if words else 0
