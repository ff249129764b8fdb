"""Dialogues of people with the truth about who speaks when, put together from recordings in packages of Debian."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.jobs.turns import Turn
from tests.real_data import RATE_HZ, samples_of

#: Lines of a game for children: two actors, Czech, each file named after who speaks (-m- and -v-).
ACTORS = Path("/usr/share/games/fillets-ng/sound")
#: Announcements of a telephone exchange: a voice for each language.
VOICES = Path("/usr/share/asterisk/sounds")
LANGUAGES = ("es_MX_f_Allison", "fr_CA_f_June", "it_IT_m_Carlo", "ru_RU_f_IvrvoiceRU")
#: Silence after each recording, seconds.
GAP_S = 0.25
#: Around each border of the truth so much is not counted, and the times are compared in steps, seconds.
COLLAR_S, STEP_S = 0.25, 0.01


@dataclass(frozen=True)
class Dialogue:
    """float32[n], 16 kHz, and who speaks when: start and end, seconds, and a name."""

    samples: Any
    turns: tuple[tuple[float, float, str], ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ

    @property
    def speakers(self) -> int:
        return len({name for _, _, name in self.turns})


def two_actors(seconds: float, seed: int) -> Dialogue:
    """So much of two people who speak by turns."""
    if not (ACTORS / "airplane/cs").is_dir():
        pytest.skip("needs Debian's fillets-ng-data-cs")
    files = {one: sorted(ACTORS.glob(f"*/cs/*-{one}-*.ogg")) for one in "mv"}
    return _dialogue(files, seconds, seed)


def four_voices(seconds: float, seed: int) -> Dialogue:
    """So much of four people who speak by turns, each in another language."""
    if not all((VOICES / name).is_dir() for name in LANGUAGES):
        pytest.skip("needs Debian's asterisk-core-sounds-es-wav, -fr-wav, -it-wav and -ru-wav")
    return _dialogue({name: sorted((VOICES / name).glob("vm-*.wav")) for name in LANGUAGES}, seconds, seed)


def monologue(name: str, seconds: float) -> Dialogue:
    """So much of one of the four."""
    if not (VOICES / name).is_dir():
        pytest.skip(f"needs the recordings {name} of Debian's asterisk-core-sounds")
    return _dialogue({name: sorted((VOICES / name).glob("vm-*.wav"))}, seconds, 1)


def _dialogue(files: dict[str, list[Path]], seconds: float, seed: int) -> Dialogue:
    import numpy as np

    chance, gap = random.Random(seed), np.zeros(round(GAP_S * RATE_HZ), np.float32)
    parts, turns, at_s, who = list[Any](), list[tuple[float, float, str]](), 0.0, ""
    while at_s < seconds:
        who = chance.choice([name for name in files if name != who or len(files) == 1])
        for path in chance.sample(files[who], chance.choice([1, 1, 2])):
            samples = samples_of(path)
            first_s, last_s = _spoken(samples)
            turns.append((at_s + first_s, at_s + last_s, who))
            parts += [samples, gap]
            at_s += (len(samples) + len(gap)) / RATE_HZ
    return Dialogue(np.concatenate(parts), tuple(turns))


def _spoken(samples: Any) -> tuple[float, float]:
    """Where the sound begins and ends, seconds: recordings begin and end with silence."""
    import numpy as np

    width = RATE_HZ // 50
    levels = np.sqrt((samples[: len(samples) // width * width].reshape(-1, width) ** 2).mean(axis=1))
    loud = np.nonzero(levels > 0.05 * np.percentile(levels, 95))[0]
    return loud[0] * width / RATE_HZ, (loud[-1] + 1) * width / RATE_HZ


@dataclass(frozen=True)
class Errors:
    """Shares of the time in which somebody speaks: of another voice, of none, and of a voice where nobody speaks."""

    confused: float
    missed: float
    invented: float

    @property
    def rate(self) -> float:
        """The diarization error rate."""
        return self.confused + self.missed + self.invented

    def __str__(self) -> str:
        return f"error {self.rate:.1%} (confused {self.confused:.1%})"


def errors_of(found: Sequence[Turn], dialogue: Dialogue) -> Errors:
    """The errors by the assignment of found speakers to true ones with the fewest."""
    import numpy as np

    names = sorted({name for _, _, name in dialogue.turns})
    true = _drawn([(start_s, end_s, names.index(name)) for start_s, end_s, name in dialogue.turns], dialogue.seconds)
    told = _drawn([(turn.start_s, turn.end_s, turn.speaker) for turn in found], dialogue.seconds)
    counted = np.ones(len(true), bool)
    for border_s in (time_s for start_s, end_s, _ in dialogue.turns for time_s in (start_s, end_s)):
        counted[_place(max(0.0, border_s - COLLAR_S)) : _place(border_s + COLLAR_S)] = False
    true, told = true[counted], told[counted]
    count = max(len(names), int(told.max(initial=-1)) + 1)
    common = [[int(((true == one) & (told == other)).sum()) for other in range(count)] for one in range(len(names))]
    right = max(
        sum(common[n][other] for n, other in enumerate(chosen)) for chosen in permutations(range(count), len(names))
    )
    spoken, both = int((true >= 0).sum()), int(((true >= 0) & (told >= 0)).sum())
    invented = int(((true < 0) & (told >= 0)).sum())
    return Errors((both - right) / spoken, (spoken - both) / spoken, invented / spoken)


def _drawn(turns: Sequence[tuple[float, float, int]], seconds: float) -> Any:
    """Who speaks in each step; -1 for nobody."""
    import numpy as np

    drawn = np.full(_place(seconds) + 1, -1)
    for start_s, end_s, speaker in turns:
        drawn[_place(start_s) : _place(end_s)] = speaker
    return drawn


def _place(time_s: float) -> int:
    return round(time_s / STEP_S)
