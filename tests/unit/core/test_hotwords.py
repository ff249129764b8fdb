"""Lists of hotwords, as settings and options have them."""

import pytest

from app.core.errors import SettingsInvalid
from app.core.hotwords import LONGEST_HOTWORD, MOST_HOTWORDS, checked_hotwords
from app.core.settings import load_settings


def test_words_are_trimmed_and_each_stands_once() -> None:
    """A name may have several words; order is kept, as the first ones count most."""
    assert checked_hotwords([" Zürich", "New \t York", "Zürich"]) == ("Zürich", "New York")
    assert checked_hotwords(()) == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("Zürich", "must be a list of words"),
        (["Zürich", 7], "must be a list of words"),
        ([*map(str, range(MOST_HOTWORDS + 1))], r"at most 100 words \(got 101\)"),
        (["Zürich", " "], r"no empty word \(number 2 is\)"),
        (["a" * (LONGEST_HOTWORD + 1)], r"at most 100 characters \(number 1 has 101\)"),
        (["Zü\x00rich"], "no control characters"),
    ],
)
def test_what_is_no_list_of_words_is_refused(value: object, why: str) -> None:
    """With the word that is wrong."""
    with pytest.raises(ValueError, match=why):
        checked_hotwords(value)


def test_the_setting_is_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is checked at the start."""
    monkeypatch.setenv("HOTWORDS", "Zürich, New York,, Zürich")
    assert load_settings().hotwords == ("Zürich", "New York")
    monkeypatch.setenv("HOTWORDS", "a" * 101)
    with pytest.raises(SettingsInvalid, match="HOTWORDS"):
        load_settings()
