"""Whose voices are known: by how near they are, and how much nearer than others."""

from math import cos, sin

import pytest

from app.jobs.voices import KnownVoice, Voices, likeness, mean, names_of


def voice(angle: float) -> tuple[float, ...]:
    """A vector of length 1; the likeness of two is the cosine of the angle between them."""
    return (cos(angle), sin(angle))


def known(name: str, angle: float, model: str = "m") -> KnownVoice:
    return KnownVoice(name, None, name, model, voice(angle), 1, 0, 0)


@pytest.mark.parametrize(
    ("heard", "names"),
    [
        ({"SPEAKER_1": 0.1}, {"SPEAKER_1": "Ann"}),
        ({"SPEAKER_1": 0.6}, {}),  # like nobody
        ({"SPEAKER_1": 0.1, "SPEAKER_2": 1.4}, {"SPEAKER_1": "Ann", "SPEAKER_2": "Bea"}),
        ({"SPEAKER_1": 0.3, "SPEAKER_2": 0.1}, {"SPEAKER_2": "Ann"}),  # a person is one speaker: the nearer one
    ],
)
def test_who_is_near_enough_is_named(heard: dict[str, float], names: dict[str, str]) -> None:
    """And nobody else."""
    found = names_of(
        Voices("m", {one: voice(angle) for one, angle in heard.items()}), [known("Ann", 0), known("Bea", 1.5)]
    )
    assert found == names


def test_a_voice_between_two_people_is_nobodys() -> None:
    """Both are near, and neither clearly nearer; of one person with two voices the nearer one counts."""
    heard = Voices("m", {"SPEAKER_1": voice(0.1)})
    assert names_of(heard, [known("Ann", 0), known("Bea", 0.2)]) == {}
    assert names_of(heard, [known("Ann", 0), known("Ann", 0.2)]) == {"SPEAKER_1": "Ann"}


def test_voices_of_another_model_are_not_compared() -> None:
    """Their numbers mean something else."""
    assert names_of(Voices("m", {"SPEAKER_1": voice(0)}), [known("Ann", 0, model="n")]) == {}


def test_a_voice_that_was_heard_again_is_the_mean() -> None:
    """Each recording counts the same, and the length is 1."""
    assert likeness(mean([voice(0), voice(0.6)]), voice(0.3)) == pytest.approx(1)
    assert likeness(mean([voice(0), voice(0.6), voice(0.6)]), voice(0.4)) == pytest.approx(1, abs=1e-3)
    assert likeness(voice(0), (1.0,)) == 0
